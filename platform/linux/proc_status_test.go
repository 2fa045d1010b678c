//go:build linux

package linux

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseStatus(t *testing.T) {
	good := "Name:\tUid:\nTgid:\t7\nPid:\t7\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"
	s, err := parseStatus([]byte(good), false)
	noError(t, "good", err)
	want := status{
		tgid: 7, uids: platform.IDs{Real: 1, Effective: 2, Saved: 3}, gids: platform.IDs{Real: 5, Effective: 6, Saved: 7},
		vms: na, rss: na, peakVMS: na, peakRSS: na, anon: na, file: na, shmem: na,
		data: na, stack: na, text: na, lib: na, swap: na, hugeTLB: na, voluntary: na, involuntary: na,
	}
	equal(t, "good", s, want)
	s, err = parseStatus([]byte(good+"VmSize:\t11 kB\nVmRSS:\t10 kB\nVmPeak:\t 9 kB\nVmHWM:\t8 kB\nRssAnon:\t7 kB\nRssFile:\t6\tkB\nRssShmem:\t5 kB\n"+
		"VmData:\t14 kB\nVmStk:\t15 kB\nVmExe:\t12 kB\nVmLib:\t13 kB\n"+
		"VmSwap:\t4 kB\nHugetlbPages:\t3 kB\nvoluntary_ctxt_switches:\t2\nnonvoluntary_ctxt_switches:\t1\n"), false)
	noError(t, "all", err)
	want.vms, want.rss = 11*kB, 10*kB
	want.peakVMS, want.peakRSS, want.anon, want.file, want.shmem = 9*kB, 8*kB, 7*kB, 6*kB, 5*kB
	want.data, want.stack, want.text, want.lib = 14*kB, 15*kB, 12*kB, 13*kB
	want.swap, want.hugeTLB, want.voluntary, want.involuntary = 4*kB, 3*kB, 2, 1
	equal(t, "all", s, want)
	s, err = parseStatus([]byte(good+"VmPeak:\t-9 kB\nVmHWM:\nVmSwap:\t99999999999999999999 kB\nvoluntary_ctxt_switches: x\n"), false)
	noError(t, "nonsense", err)
	equal(t, "nonsense", []int64{s.peakVMS, s.peakRSS, s.swap, s.voluntary}, []int64{na, na, na, na})
	for _, text := range []string{
		"", "\n\n", "Tgid:\t7\n", "Uid:\t1\t2\t3\n", "Tgid:\tx\nUid:\t1\t2\t3\n", "Tgid:\t7\nUid:\t1\t2\n",
		"Tgid:\t7\nUid:\t-1\t2\t3\n", "Tgid:\t7\nUid:\t1\t2\t3\nGid:\t1\t2\n", "Tgid:\t99999999999999999999\nUid:\t1\t2\t3\n", good[:8], "Tgid:\x00",
	} {
		if s, err := parseStatus([]byte(text), false); err == nil {
			t.Errorf("%q gives %+v, want an error", text, s)
		}
	}
}

func FuzzParseStatus(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/status"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := parseStatus(b, false); err == nil && (s.tgid < 0 || s.uids.Real < 0 || s.uids.Saved < 0) {
			t.Errorf("negative: %+v", s)
		}
	})
}
