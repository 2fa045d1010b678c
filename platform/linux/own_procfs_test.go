//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestIsOwnProcfs(t *testing.T) {
	equal(t, "/proc", must[bool](t)(liveSystem.isOwnProcfs()), true)
	equal(t, "/proc by another name", must[bool](t)(New(Options{Proc: "/proc/self/../"}).(*system).isOwnProcfs()), true)
	equal(t, "no procfs", must[bool](t)(New(Options{Proc: "/nowhere"}).(*system).isOwnProcfs()), false)
	equal(t, "no symbolic link", must[bool](t)(newTree(t, map[string]string{"self": ""}).isOwnProcfs()), false)
	// Files that look like our own procfs.
	copied := newTree(t, map[string]string{"self.d/status": "NSpid:\t" + strconv.Itoa(os.Getpid()) + "\n"})
	if err := os.Symlink(strconv.Itoa(os.Getpid()), filepath.Join(copied.proc, "self")); err != nil {
		t.Fatal(err)
	}
	equal(t, "files", must[bool](t)(copied.isOwnProcfs()), false)
}

// A handle that was native once reads by system calls without another check. What acts on the process checks each time.
func TestNativeHandleIsRemembered(t *testing.T) {
	child, id := startSleeper(t, "/")
	s := New(Options{}).(*system)
	p, other, identified := s.process(child.pid), s.process(child.pid), s.process(child.pid)
	_, err := p.IONice()
	noError(t, "IONice", err)
	identity(t, identified)
	s.treatAsForeign = true
	_, err = identified.IONice()
	noError(t, "IONice of a handle whose identity was read", err)
	_, err = p.IONice()
	noError(t, "IONice of a native handle", err)
	_, err = p.CPUAffinity()
	noError(t, "CPUAffinity of a native handle", err)
	_, err = other.IONice()
	errorWithCode(t, "IONice of another handle", err, platform.NotSupported)
	now, err := p.Identity(id)
	noError(t, "Identity of a native handle", err)
	equal(t, "Identity", now, id)
	_, err = p.WatchExit(id)
	for name, err := range map[string]error{
		"WatchExit":      err,
		"Signal":         p.Signal(id, 0),
		"SetNice":        p.SetNice(id, 0),
		"SetIONice":      p.SetIONice(id, platform.IONice{}),
		"SetCPUAffinity": p.SetCPUAffinity(id, nil),
	} {
		errorWithCode(t, name, err, platform.NotSupported)
	}
}

func TestCountNSpids(t *testing.T) {
	for text, want := range map[string]int{
		"Name:\tx\nNSpid:\t1\n": 1, "NSpid:\t4711\t15\t1\nNSpgid:\t1\n": 3, "Name:\tNSpid: 1 2\n": 0, "NSpid:": 0, "": 0,
	} {
		equal(t, text, countNSpids([]byte(text)), want)
	}
}

func TestMissingProcfs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, errno := range map[string]unix.Errno{"/nowhere": unix.ENOENT, file: unix.ENOTDIR} {
		s := New(Options{Proc: path})
		_, err := s.PIDExists(1)
		errorWithErrno(t, err, path, errno)
		_, err = s.PIDs()
		errorWithErrno(t, err, path, errno)
		_, err = s.Process(1).Name()
		errorWithErrno(t, err, path, errno)
		_, err = s.Process(1).Identity(platform.Identity{})
		errorWithErrno(t, err, path, errno)
		_, err = s.Process(1).Exe()
		errorWithErrno(t, err, path, errno)
	}
}

// Without a procfs, only calls that do not need one succeed, and no process counts as exited.
func TestProcfsIsNotMounted(t *testing.T) {
	done := make(chan string)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		done <- func() string {
			if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
				return "no mount namespace: " + err.Error()
			}
			noError(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
			if err := unix.Mount("none", "/proc", "tmpfs", 0, ""); err != nil {
				return "no mount: " + err.Error()
			}
			s := New(Options{})
			exists, err := s.PIDExists(int64(os.Getpid()))
			if err == nil && !exists {
				t.Error("this process does not exist")
			}
			_, err = s.PIDs()
			errorWithCode(t, "PIDs", err, platform.OS)
			_, err = s.Process(1).Name()
			errorWithCode(t, "Name", err, platform.OS)
			_, err = s.Process(1).Identity(platform.Identity{})
			errorWithCode(t, "Identity", err, platform.OS)
			return ""
		}()
	}()
	if why := <-done; why != "" {
		t.Skip(why)
	}
}

func FuzzCountNSpids(f *testing.F) {
	f.Add([]byte("NSpid:\t1\t2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := countNSpids(b); n < 0 || n > len(b) {
			t.Errorf("%d of %q", n, b)
		}
	})
}
