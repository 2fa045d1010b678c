//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// ownProc is where a program's own procfs is.
const ownProc = "/proc"

// native says whether the PIDs under proc are the PIDs of our own system calls. Asking the kernel about a PID read in any
// other tree (a host's procfs in a container, files copied from elsewhere) would ask about a stranger.
//
// It looks at every question, which costs half a microsecond: what is mounted may change, threads may have mounts of
// their own, and a wrong answer kills the wrong process.
func (s *system) native() bool {
	if s.foreign {
		return false
	}
	var room space
	var buf [32]byte
	self, err := readLink(unix.AT_FDCWD, cPath(&room, s.proc, "self"), buf[:])
	switch {
	case err == unix.ENOENT:
		// Without a procfs at its usual place, PIDs can only have come from our own system calls.
		return s.proc == ownProc && !s.isProcfs()
	case err != nil:
		return false
	}
	pid, ok := parseCount(self)
	return ok && pid == int64(unix.Getpid()) && s.ownNamespace()
}

// native is the same of a process, which a survey has asked for once.
func (p *process) native() bool {
	if p.in != nil {
		return p.in.native
	}
	return p.sys.native()
}

// ownNamespace says whether self is in the tree under its innermost PID. A procfs of the host's may show our process
// under the very number that it has in its container, if chance wills it; but there it is shown with all its PIDs. One
// look is enough for that.
func (s *system) ownNamespace() bool {
	if s.oneNamespace.Load() {
		return true
	}
	buf := borrow()
	defer giveBack(buf)
	if !s.isProcfs() || readInto(buf, s.proc, "self/status") != nil || countNSpids(*buf) > 1 {
		return false
	}
	s.oneNamespace.Store(true)
	return true
}

// countNSpids counts the PIDs in /proc/[pid]/status, one for each PID namespace from that of the procfs down; 0 before
// Linux 4.1, which does not say.
func countNSpids(b []byte) int {
	for line := range bytes.Lines(b) {
		if list, found := bytes.CutPrefix(line, []byte("NSpid:")); found {
			return len(bytes.Fields(list))
		}
	}
	return 0
}

// isProcfs says whether the tree is the kernel's, and not made of files that look like it.
func (s *system) isProcfs() bool {
	var fs unix.Statfs_t
	err := retry(func() error { return unix.Statfs(s.proc, &fs) })
	return err == nil && int64(fs.Type) == unix.PROC_SUPER_MAGIC
}

// kernels is isProcfs of a tree that is open.
func kernels(proc int) bool {
	var fs unix.Statfs_t
	err := retry(func() error { return unix.Fstatfs(proc, &fs) })
	return err == nil && int64(fs.Type) == unix.PROC_SUPER_MAGIC
}

// missing complains if the tree is not there at all: then it says nothing about who is in it.
func (s *system) missing() *platform.Error {
	if s.proc == ownProc && !s.isProcfs() {
		return platform.NewError(platform.OS, s.proc, "procfs is not mounted")
	}
	if fd, err := open(append([]byte(s.proc), 0), unix.O_DIRECTORY|unix.O_PATH); err != nil {
		return failure(s.proc, err)
	} else {
		unix.Close(fd)
	}
	return nil
}

// foreign refuses what would ask the kernel about a PID of a tree that is not native.
func (p *process) foreign(what string) error {
	return platform.NewError(platform.NotSupported, what, p.sys.proc+" is not the running system's")
}

func (s *system) Self() int64 {
	if !s.native() {
		return platform.NA
	}
	return int64(unix.Getpid())
}
