//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// ownProc is where a program's own procfs is.
const defaultProc = "/proc"

// native says whether the PIDs under proc are the PIDs of our own system calls. Asking the kernel about a PID read in any
// other tree (a host's procfs in a container, files copied from elsewhere) would ask about a stranger.
//
// It looks at every question, which costs half a microsecond: what is mounted may change, threads may have mounts of
// their own, and a wrong answer kills the wrong process.
func (s *system) isOwnProcfs() bool {
	if s.treatAsForeign {
		return false
	}
	var pbuf pathBuf
	var buf [32]byte
	self, err := readLink(unix.AT_FDCWD, pathZ(&pbuf, s.proc, "self"), buf[:])
	switch {
	case err == unix.ENOENT:
		// Without a procfs at its usual place, PIDs can only have come from our own system calls.
		return s.proc == defaultProc && !s.isProcfs()
	case err != nil:
		return false
	}
	pid, ok := parseCount(self)
	return ok && pid == int64(unix.Getpid()) && s.inOwnPIDNamespace()
}

// native is the same of a process, which a survey has asked for once.
func (p *process) isOwnProcfs() bool {
	if p.scan != nil {
		return p.scan.isOwnProcfs
	}
	return p.sys.isOwnProcfs()
}

// ownNamespace says whether self is in the tree under its innermost PID. A procfs of the host's may show our process
// under the very number that it has in its container, if chance wills it; but there it is shown with all its PIDs. One
// look is enough for that.
func (s *system) inOwnPIDNamespace() bool {
	if s.samePIDNamespace.Load() {
		return true
	}
	buf := getBuf()
	defer putBuf(buf)
	if !s.isProcfs() || readSystemFile(buf, s.proc, "self/status") != nil || countNSpids(*buf) > 1 {
		return false
	}
	s.samePIDNamespace.Store(true)
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
func isProcfsFD(proc int) bool {
	var fs unix.Statfs_t
	err := retry(func() error { return unix.Fstatfs(proc, &fs) })
	return err == nil && int64(fs.Type) == unix.PROC_SUPER_MAGIC
}

// missing complains if the tree is not there at all: then it says nothing about who is in it.
func (s *system) procfsMissing() *platform.Error {
	if s.proc == defaultProc && !s.isProcfs() {
		return platform.NewError(platform.OS, s.proc, "procfs is not mounted")
	}
	if fd, err := open(append([]byte(s.proc), 0), unix.O_DIRECTORY|unix.O_PATH); err != nil {
		return sysError(s.proc, err)
	} else {
		unix.Close(fd)
	}
	return nil
}

// foreign refuses what would ask the kernel about a PID of a tree that is not native.
func (p *process) errForeignProcfs(what string) error {
	return platform.NewError(platform.NotSupported, what, p.sys.proc+" is not the running system's")
}

// ask asks the kernel about whoever has the PID.
func (p *process) query(name string, call func() error) error {
	if !p.isOwnProcfs() {
		return p.errForeignProcfs(name)
	}
	return p.queryOwn(name, call)
}

// askNative is ask in a tree that is known to be the running system's.
func (p *process) queryOwn(name string, call func() error) error {
	if !validPID(p.pid) {
		return noSuchProcess(p.pid, "no process can have this ID")
	}
	if err := retry(call); err != nil {
		return p.syscallError(name, err)
	}
	return nil
}

func (s *system) Self() int64 {
	if !s.isOwnProcfs() {
		return platform.NA
	}
	return int64(unix.Getpid())
}
