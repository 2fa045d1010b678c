//go:build linux

package linux

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseStatus(t *testing.T) {
	good := "Name:\tUid:\nTgid:\t7\nPid:\t7\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"
	s := parseStatus([]byte(good), false)
	want := status{
		tgid: 7, uids: platform.IDs{Real: 1, Effective: 2, Saved: 3}, gids: platform.IDs{Real: 5, Effective: 6, Saved: 7},
		vms: na, rss: na, peakVMS: na, peakRSS: na, anon: na, file: na, shmem: na,
		data: na, stack: na, text: na, lib: na, swap: na, hugeTLB: na, voluntary: na, involuntary: na,
	}
	equal(t, "good", s, want)
	s = parseStatus([]byte(good+"VmSize:\t11 kB\nVmRSS:\t10 kB\nVmPeak:\t 9 kB\nVmHWM:\t8 kB\nRssAnon:\t7 kB\nRssFile:\t6\tkB\nRssShmem:\t5 kB\n"+
		"VmData:\t14 kB\nVmStk:\t15 kB\nVmExe:\t12 kB\nVmLib:\t13 kB\n"+
		"VmSwap:\t4 kB\nHugetlbPages:\t3 kB\nvoluntary_ctxt_switches:\t2\nnonvoluntary_ctxt_switches:\t1\n"), false)
	want.vms, want.rss = 11*kB, 10*kB
	want.peakVMS, want.peakRSS, want.anon, want.file, want.shmem = 9*kB, 8*kB, 7*kB, 6*kB, 5*kB
	want.data, want.stack, want.text, want.lib = 14*kB, 15*kB, 12*kB, 13*kB
	want.swap, want.hugeTLB, want.voluntary, want.involuntary = 4*kB, 3*kB, 2, 1
	equal(t, "all", s, want)
	s = parseStatus([]byte(good+"VmPeak:\t-9 kB\nVmHWM:\nVmSwap:\t99999999999999999999 kB\nvoluntary_ctxt_switches: x\n"), false)
	equal(t, "nonsense", []int64{s.peakVMS, s.peakRSS, s.swap, s.voluntary}, []int64{na, na, math.MaxInt64, na})
	for text, want := range map[string]status{
		"": {tgid: na, uids: noIDs, gids: noIDs}, "\n\n": {tgid: na, uids: noIDs, gids: noIDs}, "Tgid:\t7\n": {tgid: 7, uids: noIDs, gids: noIDs},
		"Tgid:\tx\nUid:\t1\t2\t3\n": {tgid: na, uids: platform.IDs{Real: 1, Effective: 2, Saved: 3}, gids: noIDs},
		"Tgid:\t7\nUid:\t1\t2\n":    {tgid: 7, uids: noIDs, gids: noIDs}, "Tgid:\t7\nUid:\t-1\t2\t3\n": {tgid: 7, uids: noIDs, gids: noIDs},
		"Gid:\t1\t2\n": {tgid: na, uids: noIDs, gids: noIDs}, good[:8]: {tgid: na, uids: noIDs, gids: noIDs}, "Tgid:\x00": {tgid: na, uids: noIDs, gids: noIDs},
	} {
		s := parseStatus([]byte(text), false)
		equal(t, text, []any{s.tgid, s.uids, s.gids}, []any{want.tgid, want.uids, want.gids})
	}
}

// Sandboxes such as gVisor write no Uid: the process exists, and other attributes are there.
func TestStatusWithoutUid(t *testing.T) {
	s := newTree(t, map[string]string{
		"42/stat": statText(42, "app", 1, 1234, 1), "42/status": "Name:\tapp\nTgid:\t42\nVmPeak:\t9 kB\n", "42/statm": "2441 500 100 10 0 200 0\n",
	})
	exists, err := s.PIDExists(42)
	noError(t, "PIDExists", err)
	equal(t, "PIDExists", exists, true)
	p := s.Process(42)
	equal(t, "identity", identity(t, p), platform.Identity{PID: 42, Start: 1234})
	m, err := p.MemoryInfoEx()
	noError(t, "MemoryInfoEx", err)
	equal(t, "MemoryInfoEx", []int64{m.PeakVMS, m.RSS, m.PeakRSS}, []int64{9 * kB, 500 * pageSize, na})
	errorWithCode(t, "UIDs", errorOf(p.UIDs()), platform.AccessDenied)
	errorWithCode(t, "GIDs", errorOf(p.GIDs()), platform.AccessDenied)
	rows, err := scanRows(t, s, nil, platform.ColumnUIDsReal, platform.ColumnPeakVMS, platform.ColumnPPID)
	noError(t, "Scan", err)
	equal(t, "codes", []platform.Code{rows[0].Err(platform.ColumnUIDsReal), rows[0].Err(platform.ColumnPeakVMS), rows[0].Err(platform.ColumnPPID)},
		[]platform.Code{platform.AccessDenied, 0, 0})
}

func FuzzParseStatus(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/status"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s := parseStatus(b, false); min(s.tgid, s.uids.Real, s.uids.Saved, s.gids.Real, s.rss, s.voluntary) < na {
			t.Errorf("negative: %+v", s)
		}
	})
}
