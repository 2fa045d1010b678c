//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

const defaultProc = "/proc"

// isOwnProcfs reports whether the PIDs under proc are those that system calls take. A system call with a PID from another tree (the
// host's procfs in a container, or copied files) would act on a different process.
//
// It checks every time, which costs half a microsecond: mounts may change, threads may have their own, and a wrong answer kills the
// wrong process.
func (s *system) isOwnProcfs() bool {
	if s.treatAsForeign {
		return false
	}
	var pbuf pathBuf
	var buf [32]byte
	self, err := readLink(unix.AT_FDCWD, pathZ(&pbuf, s.proc, "self"), buf[:])
	switch {
	case err == unix.ENOENT:
		// Without a procfs at its usual place, PIDs can only come from our own system calls.
		return s.proc == defaultProc && !s.isProcfs()
	case err != nil:
		return false
	}
	pid, ok := parseCount(self)
	return ok && pid == int64(unix.Getpid()) && s.inOwnPIDNamespace()
}

// isOwnProcfs is the same for a process; a scan checks once.
func (p *process) isOwnProcfs() bool {
	if p.scan != nil {
		return p.scan.isOwnProcfs
	}
	return p.sys.isOwnProcfs()
}

// inOwnPIDNamespace reports whether the tree shows the calling process under its innermost PID. By coincidence the host's procfs may
// show it under the number that it has in its container; but that procfs lists all its PIDs. The answer is kept.
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

// countNSpids returns the number of PIDs in /proc/[pid]/status, one per PID namespace from that of the procfs down; 0 before Linux
// 4.1, which does not list them.
func countNSpids(b []byte) int {
	for line := range bytes.Lines(b) {
		if list, found := bytes.CutPrefix(line, []byte("NSpid:")); found {
			return len(bytes.Fields(list))
		}
	}
	return 0
}

// isProcfs reports whether the kernel serves the tree, as opposed to files that look like it.
func (s *system) isProcfs() bool {
	var fs unix.Statfs_t
	err := retry(func() error { return unix.Statfs(s.proc, &fs) })
	return err == nil && int64(fs.Type) == unix.PROC_SUPER_MAGIC
}

// isProcfsFD is isProcfs of an open tree.
func isProcfsFD(proc int) bool {
	var fs unix.Statfs_t
	err := retry(func() error { return unix.Fstatfs(proc, &fs) })
	return err == nil && int64(fs.Type) == unix.PROC_SUPER_MAGIC
}

// procfsMissing returns an error if there is no tree: a missing file then does not mean that a process has exited.
func (s *system) procfsMissing() *platform.Error {
	if s.proc == defaultProc && !s.isProcfs() {
		return missingProcfs(s.proc)
	}
	var st unix.Stat_t
	switch err := statAt(unix.AT_FDCWD, s.proc, &st, 0); {
	case err != nil:
		return sysError(s.proc, err)
	case st.Mode&unix.S_IFMT != unix.S_IFDIR:
		return sysError(s.proc, unix.ENOTDIR)
	}
	return nil
}

func missingProcfs(proc string) *platform.Error {
	e := platform.NewError(platform.OS, proc, "procfs is not mounted")
	e.OSError = int(unix.ENOENT)
	return e
}

// errForeignProcfs refuses a system call on a PID of another procfs.
func (p *process) errForeignProcfs(name string) error {
	return platform.NewError(platform.NotSupported, name, p.sys.proc+" does not show this system's own processes")
}

// query calls a system call that reads something of the process that has the PID.
func (p *process) query(name string, call func() error) error {
	if !p.isOwnProcfs() {
		return p.errForeignProcfs(name)
	}
	return p.queryOwn(name, call)
}

// queryOwn is query in a tree that is known to be our own procfs.
func (p *process) queryOwn(name string, call func() error) error {
	if !validPID(p.pid) {
		return noSuchProcess(p.pid, "not a valid PID")
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
