//go:build linux

package linux

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// The size of the directory is the number of entries in it.
func TestNumFDsIsNumberOfEntries(t *testing.T) {
	child, _ := startHelper(t, "wait")
	pid := int64(child.Process.Pid)
	p := liveSystem.process(pid)
	fds, err := p.openFDs()
	noError(t, "openFDs", err)
	if n := p.countFDs(); n != 0 { // Linux 6.2
		equal(t, "countFDs", n, int64(len(fds)))
	}
	n, err := p.NumFDs()
	noError(t, "NumFDs", err)
	equal(t, "NumFDs", n, int64(len(fds)))
}

// A copied tree has a directory whose size is not the number of its entries.
func TestNumFDsOfCopiedTree(t *testing.T) {
	for _, mode := range []os.FileMode{0o755, 0o500} {
		s := newTree(t, map[string]string{"7/stat": "", "7/fd/0": "", "7/fd/3": ""})
		noError(t, "chmod", os.Chmod(filepath.Join(s.proc, "7/fd"), mode))
		n, err := s.Process(7).NumFDs()
		noError(t, "NumFDs", err)
		equal(t, mode.String(), n, int64(2))
	}
}

func TestOpenFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a b\nc")
	noError(t, "file", os.WriteFile(path, []byte("0123456789"), 0o600))
	var opened []*os.File
	for _, flags := range []int{os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND, os.O_RDWR | os.O_APPEND} {
		f, err := os.OpenFile(path, flags, 0)
		noError(t, "open", err)
		defer f.Close()
		opened = append(opened, f)
	}
	opened[0].Seek(7, 0)
	deleted, err := os.Create(filepath.Join(dir, "deleted"))
	noError(t, "create", err)
	defer deleted.Close()
	noError(t, "remove", os.Remove(deleted.Name()))
	p := liveSystem.Process(int64(os.Getpid()))
	files, err := p.OpenFiles()
	noError(t, "OpenFiles", err)
	modes := []string{"r", "w", "r+", "a", "a+"}
	for i, f := range opened {
		at := slices.IndexFunc(files, func(o platform.OpenFile) bool { return o.FD == int64(f.Fd()) })
		if at < 0 {
			t.Fatalf("descriptor %d is not among %+v", f.Fd(), files)
		}
		equal(t, "path", files[at].Path, path)
		equal(t, "mode", files[at].Mode, modes[i])
		if i == 0 {
			equal(t, "position", files[at].Position, int64(7))
		}
	}
	for _, f := range files {
		if f.FD == int64(deleted.Fd()) || !strings.HasPrefix(f.Path, "/") {
			t.Errorf("a deleted file, or no file: %+v", f)
		}
	}
	n, err := p.NumFDs()
	noError(t, "NumFDs", err)
	entries, _ := os.ReadDir("/proc/self/fd")
	equal(t, "NumFDs", n, int64(len(entries))-1) // without the directory that ReadDir has open
}

// Of the descriptors in a tree, those of regular files that have a name are listed.
func TestOpenFilesInTree(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a\nb \xff")
	noError(t, "file", os.WriteFile(file, nil, 0o644))
	info := "pos:\t5\nflags:\t0100001\n"
	s := newTree(t, map[string]string{
		"42/stat": "42 (x) S 1 2 3 0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n", "42/fd/not a number": "", "42/fd/7": "no link",
		"42/fdinfo/0": info, "42/fdinfo/10": info, "42/fdinfo/3": info, "42/fdinfo/4": info, "42/fdinfo/5": info,
		"42/fdinfo/6": info, "42/fdinfo/8": "pos:\tx\n",
	})
	for fd, to := range map[string]string{
		"0": file, "10": file, "3": "/nowhere/at/all", "4": "socket:[4711]", "5": "/dev/null", "6": file + " (deleted)",
		"9": file, // closed before its fdinfo was read
	} {
		noError(t, fd, os.Symlink(to, filepath.Join(s.proc, "42/fd", fd)))
	}
	p := s.Process(42)
	n, err := p.NumFDs()
	noError(t, "NumFDs", err)
	equal(t, "NumFDs", n, 8)
	files, err := p.OpenFiles()
	noError(t, "OpenFiles", err)
	equal(t, "OpenFiles", files, []platform.OpenFile{
		{Path: file, FD: 0, Position: 5, Mode: "w", Flags: 0o100001}, {Path: file, FD: 10, Position: 5, Mode: "w", Flags: 0o100001},
	})
	noError(t, "remove", os.Remove(filepath.Join(s.proc, "42/stat")))
	_, err = p.OpenFiles()
	errorWithCode(t, "exited during the call", err, platform.NoSuchProcess)
}

// Some sandboxes have no fdinfo: the files are listed without position and mode.
func TestOpenFilesWithoutFDInfo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	noError(t, "file", os.WriteFile(file, nil, 0o644))
	s := newTree(t, map[string]string{"42/stat": "42 (x) S 1 2 3 0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n", "42/fd/7": "no link"})
	noError(t, "symlink", os.Symlink(file, filepath.Join(s.proc, "42/fd/3")))
	files, err := s.Process(42).OpenFiles()
	noError(t, "OpenFiles", err)
	equal(t, "OpenFiles", files, []platform.OpenFile{{Path: file, FD: 3, Position: na, Flags: na}})
}

// The position of a memory file can be negative; the descriptor is listed without it.
func TestOpenFilesNegativePosition(t *testing.T) {
	f, err := os.Open("/proc/self/mem")
	noError(t, "open", err)
	defer f.Close()
	if _, _, errno := unix.Syscall(unix.SYS_LSEEK, f.Fd(), ^uintptr(16<<20)+1, 0); errno == unix.EINVAL {
		t.Skip("no such position here")
	}
	files, err := liveSystem.Process(int64(os.Getpid())).OpenFiles()
	noError(t, "OpenFiles", err)
	at := slices.IndexFunc(files, func(o platform.OpenFile) bool { return o.FD == int64(f.Fd()) })
	if at < 0 {
		t.Fatalf("not listed: %+v", files)
	}
	equal(t, "position and mode", fmt.Sprint(files[at].Position, files[at].Mode), "-1r")
}

// A path longer than PATH_MAX, which the kernel does not report, concerns only that descriptor, directory or
// executable.
func TestPathTooLong(t *testing.T) {
	name := strings.Repeat("y", 200)
	base := t.TempDir()
	dir, err := unix.Open(base, unix.O_DIRECTORY, 0)
	noError(t, "open", err)
	for range 30 {
		noError(t, "mkdir", unix.Mkdirat(dir, name, 0o755))
		next, err := unix.Openat(dir, name, unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		noError(t, "open", err)
		unix.Close(dir)
		dir = next
	}
	t.Cleanup(func() { exec.Command("rm", "-rf", filepath.Join(base, name)).Run() })
	defer unix.Close(dir)
	fd, err := unix.Openat(dir, "file", unix.O_CREAT|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	noError(t, "create", err)
	defer unix.Close(fd)
	_, err = liveSystem.Process(int64(os.Getpid())).OpenFiles()
	noError(t, "OpenFiles", err)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	noError(t, "listen", err)
	defer listener.Close()
	connections, err := liveSystem.NetConnections(platform.TCP4, platform.ConnPIDs)
	noError(t, "NetConnections", err)
	equal(t, "the owner of a socket beside it", slices.ContainsFunc(connections, func(c platform.Connection) bool {
		return c.PID == int64(os.Getpid()) && int(c.LocalPort) == listener.Addr().(*net.TCPAddr).Port
	}), true)
	cmd := exec.Command("/bin/sh", "-c", fmt.Sprintf("cd /proc/%d/fd/%d && exec sleep 1000", os.Getpid(), dir))
	noError(t, "start", cmd.Start())
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	p := liveSystem.Process(int64(cmd.Process.Pid))
	eventually(t, "cd", func() bool { _, err := p.Cwd(); return err != nil })
	_, err = p.Cwd()
	errorWithCode(t, "Cwd", err, platform.AccessDenied)
	rows, err := scanRows(t, liveSystem, []int64{int64(cmd.Process.Pid)}, platform.ColumnCwd, platform.ColumnExe)
	noError(t, "Scan", err)
	equal(t, "codes", []platform.Code{rows[0].Err(platform.ColumnCwd), rows[0].Err(platform.ColumnExe)}, []platform.Code{platform.AccessDenied, 0})
}
