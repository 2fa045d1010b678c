//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// isTitle treats every command line as a title.
func isTitle([]byte) bool { return false }

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
		equal(t, fmt.Sprintf("%.40q", text), parseCmdline([]byte(text), isTitle), want)
	}
	equal(t, "a program with a blank", parseCmdline([]byte("/a b\x00"), func(path []byte) bool { return string(path) == "/a b" }), []string{"/a b"})
}

// A program whose path has blanks, started without arguments, is one argument; a title is many.
func TestProgramWithBlanks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my own")
	noError(t, "mkdir", os.Mkdir(dir, 0o755))
	path := filepath.Join(dir, "A Program With A Long Name")
	self, err := os.ReadFile("/proc/self/exe")
	noError(t, "read", err)
	noError(t, "write", os.WriteFile(path, self, 0o755))
	for _, arg0 := range []string{path, "./A Program With A Long Name", "A Program With A Long Name"} {
		cmd := exec.Command(path)
		cmd.Args, cmd.Env, cmd.Dir = []string{arg0}, []string{"HELPER=wait"}, dir
		_, err := cmd.StdinPipe() // the helper waits for its end
		noError(t, "pipe", err)
		noError(t, "start", cmd.Start())
		p := liveSystem.Process(int64(cmd.Process.Pid))
		var cmdline []string
		eventually(t, "exec", func() bool {
			cmdline, err = p.Cmdline()
			return err == nil && len(cmdline) > 0
		})
		noError(t, "Cmdline", err)
		equal(t, "Cmdline", cmdline, []string{arg0})
		rows, err := scanRows(t, liveSystem, []int64{int64(cmd.Process.Pid)}, platform.ColumnCmdline)
		noError(t, "Scan", err)
		equal(t, "row", string(bytes.Join(rows[0].Cmdline, []byte("|"))), arg0)
		cmd.Process.Kill()
		cmd.Wait()
	}
	for _, c := range []struct{ name, text string }{
		{"nginx", "nginx: master process /usr/sbin/nginx"}, {"nginx", "/usr/sbin/nginx -g daemon off;"}, {"sshd", "sshd: me@pts/0"},
	} {
		s := newTree(t, map[string]string{"42/stat": statText(42, c.name, 1, 5, 1), "42/cmdline": c.text + "\x00"})
		cmdline, err := s.Process(42).Cmdline()
		noError(t, c.text, err)
		equal(t, c.text, cmdline, strings.Split(c.text, " "))
	}
	s := newTree(t, map[string]string{"42/stat": statText(42, "A Program With ", 1, 5, 1), "42/cmdline": path + "\x00"})
	cmdline, err := s.Process(42).Cmdline()
	noError(t, "no exe", err)
	equal(t, "no exe", cmdline, []string{path})
}

func TestLongCmdline(t *testing.T) {
	// The kernel accepts a quarter of the stack limit, which is a little less than 2 MB with the usual limit.
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
		items := parseCmdline(b, isTitle)
		if (len(items) == 0) != (len(b) == 0) {
			t.Errorf("%d arguments from %q", len(items), b)
		}
		if n := len(strings.Join(items, " ")); n > len(b) || n+1 < len(b) {
			t.Errorf("%q has become %q", b, items)
		}
	})
}
