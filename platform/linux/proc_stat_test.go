//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseStat(t *testing.T) {
	rest := " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"
	tail := " 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45"
	for _, c := range []struct {
		what, text, name, wrong string
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
		{what: "cut off", text: "1 (init) S 1 2 3", wrong: "field 7"},
		{what: "cut off before the start", text: "1 (init)" + strings.TrimSuffix(rest, " 19 20"), wrong: "field 22"},
		{what: "letters", text: "1 (init)" + strings.Replace(rest, " 12 ", " x ", 1), wrong: "field 15"},
		{what: "huge", text: "1 (init)" + strings.Replace(rest, " 19 ", " 99999999999999999999 ", 1), wrong: "field 22"},
		{what: "NULs", text: "1 (init)" + strings.Replace(rest, " 11 ", " \x00 ", 1), wrong: "field 14"},
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
		want := stat{name: s.name, state: 'S', ppid: 1, tty: 4, flags: 6, minor: 7, childrenMinor: 8, major: 9,
			childrenMajor: 10, user: 11, system: 12, childrenUser: 13, childrenSystem: 14, nice: 16, threads: 17,
			start: 19, vsize: 20, delayTick: na, cpu: na}
		if strings.Contains(c.text, tail) {
			want.exitSignal, want.cpu, want.delayTick = 35, 36, 39
		}
		equal(t, c.what, fmt.Sprint(s), fmt.Sprint(want))
	}
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
		{"ending, not yet a zombie", stat{state: 'R', flags: flagExiting}, true},
		{"ending, memory still there", stat{state: 'R', flags: flagExiting, vsize: 4096}, false},
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
		"a b", "a) S 1 (b", "a\nb", "\xff\xfe", "(((", ")))", "exactly15 bytes", "longer than 15 bytes",
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
			s.exitSignal, s.cpu, s.delayTick = 0, na, na
			equal(t, "read no further than its size", fmt.Sprint(less), fmt.Sprint(s))
		}
	})
}
