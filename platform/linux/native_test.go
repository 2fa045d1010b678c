//go:build linux

package linux

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestNative(t *testing.T) {
	same(t, "/proc", live.native(), true)
	same(t, "/proc by another name", New(Options{Proc: "/proc/self/../"}).(*system).native(), true)
	same(t, "no procfs", New(Options{Proc: "/nowhere"}).(*system).native(), false)
	// Files that look like our own procfs, and are none.
	copied := tree(t, map[string]string{"self.d/status": "NSpid:\t" + strconv.Itoa(os.Getpid()) + "\n"})
	if err := os.Symlink(strconv.Itoa(os.Getpid()), filepath.Join(copied.proc, "self")); err != nil {
		t.Fatal(err)
	}
	same(t, "files", copied.native(), false)
}

func TestCountNSpids(t *testing.T) {
	for text, want := range map[string]int{
		"Name:\tx\nNSpid:\t1\n": 1, "NSpid:\t4711\t15\t1\nNSpgid:\t1\n": 3, "Name:\tNSpid: 1 2\n": 0, "NSpid:": 0, "": 0,
	} {
		same(t, text, countNSpids([]byte(text)), want)
	}
}

func TestProcfsThatIsNotThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, errno := range map[string]unix.Errno{"/nowhere": unix.ENOENT, file: unix.ENOTDIR} {
		s := New(Options{Proc: path})
		_, err := s.PIDExists(1)
		wantErrno(t, err, path, errno)
		_, err = s.PIDs()
		wantErrno(t, err, path, errno)
		_, err = s.Process(1).Name()
		wantErrno(t, err, path, errno)
		_, err = s.Process(1).Identity(platform.Identity{})
		wantErrno(t, err, path, errno)
		_, err = s.Process(1).Exe()
		wantErrno(t, err, path, errno)
	}
}

func wantErrno(t *testing.T, err error, where string, errno unix.Errno) {
	t.Helper()
	var e *platform.Error
	if !errors.As(err, &e) || e.Code != platform.OS || e.OSError != int(errno) || !strings.HasPrefix(e.What, where) {
		t.Errorf("error %#v, want errno %d of %s", err, errno, where)
	}
}

// Without a procfs, only what does not need one works; nobody is said to be gone.
func TestProcfsIsNotMounted(t *testing.T) {
	done := make(chan string)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		done <- func() string {
			if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
				return "no mount namespace: " + err.Error()
			}
			no(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
			if err := unix.Mount("none", "/proc", "tmpfs", 0, ""); err != nil {
				return "no mount: " + err.Error()
			}
			s := New(Options{})
			exists, err := s.PIDExists(int64(os.Getpid()))
			if err == nil && !exists {
				t.Error("this process does not exist")
			}
			_, err = s.PIDs()
			wantCode(t, "PIDs", err, platform.OS)
			_, err = s.Process(1).Name()
			wantCode(t, "Name", err, platform.OS)
			_, err = s.Process(1).Identity(platform.Identity{})
			wantCode(t, "Identity", err, platform.OS)
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
