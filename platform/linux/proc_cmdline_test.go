//go:build linux

package linux

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseCmdline(t *testing.T) {
	for text, want := range map[string][]string{
		"":                            nil,
		"\x00":                        {""},
		"ls\x00":                      {"ls"},
		"ls\x00-l\x00":                {"ls", "-l"},
		"ls\x00\x00":                  {"ls", ""},
		"a b\x00c d\x00":              {"a b", "c d"},
		"chrome --type=renderer":      {"chrome", "--type=renderer"},
		"chrome --type=renderer ":     {"chrome", "--type=renderer"},
		"nginx: master process\x00":   {"nginx:", "master", "process"},
		"nginx: master \x00":          {"nginx:", "master", ""},
		"sshd: me\x00\x00\x00":        {"sshd: me", "", ""},
		"one":                         {"one"},
		"a  b":                        {"a", "", "b"},
		"\xff\xfe\x00\xc3\x28\x00":    {"\xff\xfe", "\xc3\x28"},
		"no end\x00in two":            {"no", "end\x00in", "two"},
		strings.Repeat("x\x00", 1000): strings.Split(strings.Repeat("x ", 999)+"x", " "),
	} {
		equal(t, fmt.Sprintf("%.40q", text), parseCmdline([]byte(text)), want)
	}
}

func TestLongCmdline(t *testing.T) {
	// What fits is a quarter of the stack that the limit allows, and a bit less than 2 MB if it is the usual one.
	var stack unix.Rlimit
	noError(t, "getrlimit", unix.Getrlimit(unix.RLIMIT_STACK, &stack))
	pieces := 16
	if larger := (unix.Rlimit{Cur: 64 << 20, Max: stack.Max}); unix.Setrlimit(unix.RLIMIT_STACK, &larger) == nil {
		t.Cleanup(func() { noError(t, "setrlimit", unix.Setrlimit(unix.RLIMIT_STACK, &stack)) })
		pieces = 24
	}
	args := []string{"helper"}
	for range pieces {
		args = append(args, strings.Repeat("x", 100<<10))
	}
	cmd, _ := startHelper(t, "wait", args[1:]...)
	cmdline, err := liveSystem.Process(int64(cmd.Process.Pid)).Cmdline()
	noError(t, "Cmdline", err)
	if !slices.Equal(cmdline, args) {
		t.Errorf("%d arguments, want %d", len(cmdline), len(args))
	}
}

func FuzzParseCmdline(f *testing.F) {
	for _, text := range []string{"ls\x00-l\x00", "nginx: master process\x00", "chrome --x ", "\x00\x00", ""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		items := parseCmdline(b)
		if (len(items) == 0) != (len(b) == 0) {
			t.Errorf("%d arguments from %q", len(items), b)
		}
		if n := len(strings.Join(items, " ")); n > len(b) || n+1 < len(b) {
			t.Errorf("%q has become %q", b, items)
		}
	})
}
