//go:build linux

package linux

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// withoutFDs calls f while no descriptor can be opened.
func withoutFDs(t *testing.T, f func()) {
	t.Helper()
	var before unix.Rlimit
	noError(t, "getrlimit", unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
	fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	noError(t, "open", err)
	noError(t, "setrlimit", unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(fd), Max: before.Max}))
	unix.Close(fd)
	var fds []int // below the limit
	for {
		fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			break
		}
		fds = append(fds, fd)
	}
	defer func() {
		for _, fd := range fds {
			unix.Close(fd)
		}
		noError(t, "setrlimit", unix.Setrlimit(unix.RLIMIT_NOFILE, &before))
	}()
	f()
}

// The first thread, whose name and user are those of the process, runs TestMain; tests that change theirs run on other
// threads.
func init() { runtime.LockOSThread() }

// The test binary is also the program of the helper processes: HELPER selects what it does.
func TestMain(m *testing.M) {
	args := os.Args[1:]
	switch os.Getenv("HELPER") {
	case "":
		os.Exit(m.Run())
	case "name": // under the name of the first argument
		name := append([]byte(args[0]), 0)
		unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name[0])), 0, 0, 0)
	case "burn":
		// 300 ms of CPU time, however long that takes on a busy machine.
		for used := (unix.Rusage{}); used.Utime.Nano()+used.Stime.Nano() < 300e6; {
			unix.Getrusage(unix.RUSAGE_SELF, &used)
		}
	case "exit":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	case "parent": // prints the PID of a child that exits and stays a zombie
		child, err := syscall.ForkExec("/bin/true", []string{"true"}, nil)
		if err != nil {
			os.Exit(1)
		}
		fmt.Println(child)
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin) // until the test ends
	os.Exit(0)
}

// startHelper starts a helper process and waits until it is ready or has exited. It also returns the lines that the
// helper has printed.
func startHelper(t *testing.T, what string, args ...string) (*exec.Cmd, []string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "helper"
	cmd.Env = append(os.Environ(), "HELPER="+what)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		said = append(said, lines.Text())
	}
	return cmd, said
}

var liveSystem = New(Options{}).(*system)

// startSleeper starts a child that sleeps, with the given directory and environment.
func startSleeper(t *testing.T, dir string, environ ...string) (*process, platform.Identity) {
	t.Helper()
	cmd := exec.Command("/bin/sleep", "1000")
	cmd.Dir, cmd.Env = dir, append([]string{}, environ...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	p := liveSystem.Process(int64(cmd.Process.Pid)).(*process)
	return p, identity(t, p)
}

func identity(t *testing.T, p platform.Process) platform.Identity {
	t.Helper()
	id, err := p.Identity(platform.Identity{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for start := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(start) > time.Minute {
			t.Fatalf("%s: not within a minute", what)
		}
	}
}

func isZombie(p platform.Process) bool {
	status, err := p.Status()
	return err == nil && status == platform.StatusZombie
}

// newTree returns a system whose procfs and sysfs have these files.
func newTree(t *testing.T, files map[string]string) *system {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return New(Options{Proc: dir, Sys: dir}).(*system)
}

func fixtureTree(tree string) *system {
	root := "testdata/" + tree
	return New(Options{Proc: root + "/proc", Sys: root + "/sys", Passwd: "testdata/passwd"}).(*system)
}

func runTree(t *testing.T, files map[string]string) *system {
	t.Helper()
	s := newTree(t, files)
	return New(Options{Run: s.proc}).(*system)
}

func fixtureFile(f *testing.F, name string) []byte {
	b, err := os.ReadFile("testdata/6.18-x86_64/" + name)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

const na = platform.NA

var nan = math.NaN()

const kB = 1024

// equal compares values as they print, so that NaN is equal to NaN.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s = %#v, want %#v", what, got, want)
	}
}

func noError(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// errorWithCode checks that err has this code, or is nil for 0.
func errorWithCode(t *testing.T, what string, err error, code platform.Code) {
	t.Helper()
	if code == 0 && err != nil || code != 0 && platform.CodeOf(err) != code {
		t.Errorf("%s: error %#v, want code %d", what, err, code)
	}
}

func errorWithErrno(t *testing.T, err error, where string, errno unix.Errno) {
	t.Helper()
	var e *platform.Error
	if !errors.As(err, &e) || e.Code != platform.OS || e.OSError != int(errno) || !strings.HasPrefix(e.What, where) {
		t.Errorf("error %#v, want errno %d of %s", err, errno, where)
	}
}

func errorOf[T any](_ T, err error) error { return err }

// must returns a function that returns the value of a call that must succeed.
func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		noError(t, "a call", err)
		return value
	}
}

// statText returns a /proc/[pid]/stat of Linux 6.
func statText(pid int, name string, ppid, start, threads int) string {
	return strconv.Itoa(pid) + " (" + name + ") S " + strconv.Itoa(ppid) + " 1 1 0 -1 4194560 100 0 0 0 5 6 7 8 20 0 " +
		strconv.Itoa(threads) + " 0 " + strconv.Itoa(start) + " 1000 10 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n"
}

// becomeOtherUser drops all rights of the calling thread, and only of it.
func becomeOtherUser(t *testing.T) {
	t.Helper()
	for _, call := range [][4]uintptr{
		{unix.SYS_SETGROUPS, 0, 0, 0},
		{unix.SYS_SETRESGID, 65534, 65534, 65534},
		{unix.SYS_SETRESUID, 65534, 65534, 65534},
	} {
		if _, _, errno := unix.RawSyscall(call[0], call[1], call[2], call[3]); errno != 0 {
			t.Error(errno)
		}
	}
}

// asOtherUser runs f on a thread without rights.
func asOtherUser(t *testing.T, f func()) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		becomeOtherUser(t)
		f()
	}()
	<-done
}

// getters are the methods that read an attribute.
func getters(p platform.Process) map[string]func() error {
	return map[string]func() error{
		"Environ":         func() error { _, err := p.Environ(); return err },
		"Cwd":             func() error { _, err := p.Cwd(); return err },
		"GIDs":            func() error { _, err := p.GIDs(); return err },
		"Terminal":        func() error { _, err := p.Terminal(); return err },
		"Nice":            func() error { _, err := p.Nice(); return err },
		"IONice":          func() error { _, err := p.IONice(); return err },
		"RLimit":          func() error { _, err := p.RLimit(7); return err },
		"CPUAffinity":     func() error { _, err := p.CPUAffinity(); return err },
		"CPUNum":          func() error { _, err := p.CPUNum(); return err },
		"MemoryInfoEx":    func() error { _, err := p.MemoryInfoEx(); return err },
		"MemoryFootprint": func() error { _, err := p.MemoryFootprint(); return err },
		"MemoryMaps":      func() error { _, err := p.MemoryMaps(); return err },
		"PageFaults":      func() error { _, err := p.PageFaults(); return err },
		"IOCounters":      func() error { _, err := p.IOCounters(); return err },
		"NumCtxSwitches":  func() error { _, err := p.NumCtxSwitches(); return err },
		"NumFDs":          func() error { _, err := p.NumFDs(); return err },
		"NumHandles":      func() error { _, err := p.NumHandles(); return err },
		"Threads":         func() error { _, err := p.Threads(); return err },
		"OpenFiles":       func() error { _, err := p.OpenFiles(); return err },
	}
}

func setters(p platform.Process, id platform.Identity) map[string]func() error {
	return map[string]func() error{
		"SetNice":        func() error { return p.SetNice(id, 0) },
		"SetIONice":      func() error { return p.SetIONice(id, platform.IONice{}) },
		"SetRLimit":      func() error { return p.SetRLimit(id, 4, platform.RLimit{}) },
		"SetCPUAffinity": func() error { return p.SetCPUAffinity(id, nil) },
		"Suspend":        func() error { return p.Suspend(id) },
		"Resume":         func() error { return p.Resume(id) },
	}
}

// noFiles returns a reader of optional files with its own buffer.
func noFiles() *optionalFiles { return &optionalFiles{buf: new([]byte)} }

// inMountNamespace calls f on a thread with its own mounts. It skips the test where that is not permitted.
func inMountNamespace(t *testing.T, f func()) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with its namespace
		err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_FS)
		defer func() { done <- err }()
		if err == nil {
			noError(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
			f()
		}
	}()
	if err := <-done; err != nil {
		t.Skip("unshare: ", err) // an ordinary user
	}
}

// coverFile replaces a file by one with this text, for the calling thread.
func coverFile(t *testing.T, path, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	noError(t, "write", os.WriteFile(file, []byte(text), 0o644))
	noError(t, "mount", unix.Mount(file, path, "", unix.MS_BIND, ""))
}
