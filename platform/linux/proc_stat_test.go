//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestParseStat(t *testing.T) {
	rest := " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"
	tail := " 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45"
	for _, c := range []struct {
		what, text, name string
		wrong            string      // the error
		missing          []statField // of the fields through vsize
	}{
		{what: "plain", text: "1 (init)" + rest + tail, name: "init"},
		{what: "no newline at the end, no late fields", text: "1 (init)" + rest, name: "init"},
		{what: "empty name", text: "1 ()" + rest, name: ""},
		{what: "brackets", text: "1 (a) (b) Z 0 )" + rest, name: "a) (b) Z 0 "},
		{what: "newline", text: "1 (a\nb)" + rest, name: "a\nb"},
		{what: "bytes", text: "1 (\xff\xfe\x00)" + rest, name: "\xff\xfe\x00"},
		{what: "unclosed name", text: "1 (init" + rest, wrong: "no name"},
		{what: "closed before opened", text: "1 )init(" + rest, wrong: "no name"},
		{what: "empty", text: "", wrong: "no name"},
		{what: "only a name", text: "1 (init)", wrong: "field 3"},
		{what: "truncated", text: "1 (init)" + strings.TrimSuffix(rest, " 18 19 20"), name: "init", missing: []statField{statStart, statVsize}},
		{what: "letters", text: "1 (init)" + strings.Replace(rest, " 12 ", " x ", 1), name: "init", missing: []statField{statSystem}},
		{what: "NULs", text: "1 (init)" + strings.Replace(rest, " 11 ", " \x00 ", 1), name: "init", missing: []statField{statUser}},
	} {
		s, err := parseStat([]byte(c.text), statAll)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: error %v, want one about %q", c.what, err, c.wrong)
			}
			continue
		}
		noError(t, c.what, err)
		equal(t, c.what, string(s.name), c.name)
		for _, f := range []struct {
			statField
			got, want int64
		}{
			{statPPID, s.ppid, 1}, {statTTY, s.tty, 4}, {statFlags, s.flags, 6}, {statMinor, s.minor, 7}, {statChildrenMinor, s.childrenMinor, 8},
			{statMajor, s.major, 9}, {statChildrenMajor, s.childrenMajor, 10}, {statUser, s.user, 11}, {statSystem, s.system, 12},
			{statChildrenUser, s.childrenUser, 13}, {statChildrenSystem, s.childrenSystem, 14}, {statNice, s.nice, 16},
			{statThreads, s.threads, 17}, {statStart, s.start, 19}, {statVsize, s.vsize, 20},
			{statExitSignal, s.exitSignal, 35}, {statCPU, s.cpu, 36}, {statDelayTicks, s.delayTicks, 39},
		} {
			valid := !slices.Contains(c.missing, f.statField) && (f.statField <= statVsize || strings.Contains(c.text, tail))
			equal(t, fmt.Sprint(c.what, ": field ", f.statField), s.has(f.statField), valid)
			if !valid {
				f.want = 0
			}
			equal(t, fmt.Sprint(c.what, ": field ", f.statField), f.got, f.want)
		}
	}
	s, err := parseStat([]byte("1 (init)"+strings.Replace(rest, " 19 ", " 99999999999999999999 ", 1)), statAll)
	noError(t, "huge", err)
	equal(t, "huge", s.start, int64(math.MaxInt64))
	s, err = parseStat([]byte("1 (init)"+strings.Replace(rest, " 16 17 ", " -16 -17 ", 1)), statAll)
	noError(t, "negative", err)
	equal(t, "negative", []int64{s.threads, s.nice}, []int64{0, -16})
	for _, odd := range []string{"2147483648", "18446744073709551615", "-9223372036854775808"} {
		s, err = parseStat([]byte("1 (init)"+strings.Replace(rest, " 16 17 ", " "+odd+" 17 ", 1)), statAll)
		noError(t, "too wide", err)
		equal(t, "too wide", []bool{s.has(statNice), s.has(statThreads)}, []bool{false, true})
	}
}

// A field that is missing in stat affects only the attributes that need it.
func TestOddStat(t *testing.T) {
	whole := strings.TrimSuffix(statText(42, "x", 1, 9, 2), "\n")
	s := newTree(t, map[string]string{
		"1/stat": statText(1, "init", 0, 1, 1), "42/stat": strings.Join(strings.Fields(whole)[:10], " "), "43/stat": "", "44/stat": "44 (x",
		"45/stat/is": "a directory, which cannot be read", "46": "a file, which is no process",
		"42/fd": "a file in place of a directory",
	})
	p := s.Process(42)
	ppid, err := p.PPID()
	noError(t, "PPID", err)
	equal(t, "PPID", ppid, int64(1))
	name, err := p.Name()
	noError(t, "Name", err)
	equal(t, "Name", name, "x")
	_, err = p.OpenFiles()
	errorWithCode(t, "OpenFiles", err, platform.AccessDenied)
	for what, call := range map[string]func() error{
		"NumThreads": func() error { return errorOf(p.NumThreads()) }, "CPUTimes": func() error { return errorOf(p.CPUTimes()) },
		"PageFaults": func() error { return errorOf(p.PageFaults()) }, "Nice": func() error { return errorOf(p.Nice()) },
		"no fields": func() error { return errorOf(s.Process(43).PPID()) }, "no end of the name": func() error { return errorOf(s.Process(44).Name()) },
	} {
		err := call()
		errorWithCode(t, what, err, platform.AccessDenied)
		if e, ok := err.(*platform.Error); !ok || e.OSError != int(unix.EBADMSG) {
			t.Errorf("%s: %#v has no errno", what, err)
		}
	}
	for _, pid := range []int64{42, 43, 44, 45} {
		exists, err := s.PIDExists(pid)
		noError(t, "PIDExists", err)
		equal(t, "PIDExists", exists, true)
		id, err := s.Process(pid).Identity(platform.Identity{})
		noError(t, "Identity", err)
		equal(t, "Identity", id, platform.Identity{PID: pid, Start: na})
	}
	exists, err := s.PIDExists(46)
	noError(t, "PIDExists", err)
	equal(t, "PIDExists", exists, false)
	_, err = s.Process(46).Identity(platform.Identity{})
	errorWithCode(t, "Identity", err, platform.NoSuchProcess)
	rows, err := scanRows(t, s, nil, platform.ColumnPPID, platform.ColumnNumThreads, platform.ColumnName, platform.ColumnCreateTime)
	noError(t, "Scan", err)
	equal(t, "rows", len(rows), 5)
	for i, want := range [][2]platform.Code{{}, {0, platform.AccessDenied}, {platform.AccessDenied, platform.AccessDenied},
		{platform.AccessDenied, platform.AccessDenied}, {platform.OS, platform.OS}} {
		equal(t, fmt.Sprint("row ", i), [2]platform.Code{rows[i].Err(platform.ColumnPPID), rows[i].Err(platform.ColumnNumThreads)}, want)
	}
	equal(t, "no start", rows[1].Start, int64(na))
}

func TestStatHasExited(t *testing.T) {
	for _, c := range []struct {
		what string
		stat stat
		want bool
	}{
		{"a zombie", stat{state: 'Z'}, true},
		{"dead", stat{state: 'X'}, true},
		{"a process", stat{state: 'S', vsize: 4096}, false},
		{"a kernel thread", stat{state: 'S', flags: flagKernelThread}, false},
		{"exiting, not yet a zombie", stat{state: 'R', flags: flagExiting}, true},
		{"exiting, with its memory", stat{state: 'R', flags: flagExiting, vsize: 4096}, false},
	} {
		equal(t, c.what, c.stat.hasExited(), c.want)
	}
}

func TestStatusOf(t *testing.T) {
	for letter, want := range map[byte]platform.Status{
		'R': platform.StatusRunning, 'S': platform.StatusSleeping, 'D': platform.StatusDiskSleep,
		'T': platform.StatusStopped, 't': platform.StatusTracingStop, 'Z': platform.StatusZombie,
		'X': platform.StatusDead, 'x': platform.StatusDead, 'K': platform.StatusWakeKill,
		'W': platform.StatusWaking, 'I': platform.StatusIdle, 'P': platform.StatusParked, '?': na, 0: na,
	} {
		equal(t, string(letter), statusOf(letter), want)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{
		"a b", "a) S 1 (b", "a\nb", "\xff\xfe", "(((", ")))", "exactly15 bytes", "longer than 15 bytes", "ends\n",
	} {
		cmd, _ := startHelper(t, "name", name)
		p := liveSystem.Process(int64(cmd.Process.Pid))
		got, err := p.Name()
		noError(t, name, err)
		equal(t, "name", got, name[:min(len(name), 15)])
		uids, err := p.UIDs()
		noError(t, name, err)
		equal(t, "uids behind such a name", uids.Real, int64(os.Getuid()))
		equal(t, "identity behind such a name", identity(t, p).PID, int64(cmd.Process.Pid))
	}
}

func TestCPUTimesGrow(t *testing.T) {
	cmd, _ := startHelper(t, "burn")
	times, err := liveSystem.Process(int64(cmd.Process.Pid)).CPUTimes()
	noError(t, "CPUTimes", err)
	if used := times.User + times.System; used < .2 || used > 5 {
		t.Errorf("300 ms of work took %v seconds", used)
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("1 (init) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21\n"))
	f.Add([]byte("1 (a) (b) Z 0 )"))
	f.Add(fixtureFile(f, "proc/42/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parseStat(b, statAll)
		if err == nil && !bytes.Contains(b, s.name) {
			t.Errorf("the name %q comes from nowhere", s.name)
		}
		if err == nil {
			less, err := parseStat(b, statThroughVsize)
			noError(t, "read no further than its size", err)
			s.exitSignal, s.cpu, s.delayTicks = 0, 0, 0
			s.valid &= 1<<(statThroughVsize+1) - 1
			equal(t, "read no further than its size", fmt.Sprint(less), fmt.Sprint(s))
		}
	})
}
