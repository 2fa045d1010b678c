//go:build linux

package linux

import (
	"bytes"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

const defaultProc = "/proc"

// isOwnProcfs reports whether the PIDs under proc are those that system calls take. A system call with a PID from
// another tree (the host's procfs in a container, or copied files) would act on a different process.
//
// It checks every time, which costs half a microsecond: mounts may change, threads may have their own, and a wrong
// answer kills the wrong process. Calls that only read may use isNative. The error is that of a system call that fails,
// in a sandbox for instance.
func (s *system) isOwnProcfs() (bool, error) {
	if s.treatAsForeign {
		return false, nil
	}
	var pbuf pathBuf
	var buf [32]byte
	self, err := readLink(unix.AT_FDCWD, pathZ(&pbuf, s.proc, "self"), buf[:])
	switch err {
	case nil:
	case unix.ENOENT:
		if s.proc != defaultProc {
			return false, nil
		}
		// Without a procfs at its usual place, PIDs can only come from our own system calls.
		isProcfs, err := s.isProcfs()
		return err == nil && !isProcfs, err
	case unix.EINVAL, unix.ENOTDIR: // not a symbolic link
		return false, nil
	default:
		return false, sysError(s.proc+"/self", err)
	}
	pid, ok := parseCount(self)
	if !ok || pid != int64(unix.Getpid()) {
		return false, nil
	}
	return s.inOwnPIDNamespace()
}

// isKnownOwnProcfs is isOwnProcfs for a caller that has another way where it cannot be checked.
func (s *system) isKnownOwnProcfs() bool {
	is, err := s.isOwnProcfs()
	if isExhausted(err) {
		panic(err)
	}
	return is
}

// isKnownOwnProcfs is the same for a process; a scan checks once.
func (p *process) isKnownOwnProcfs() bool {
	if p.scan != nil {
		return p.scan.isOwnProcfs
	}
	return p.sys.isKnownOwnProcfs()
}

// isNative reports whether system calls that read the process may take its PID. The answer yes is kept: a process, with
// all its threads, stays in one PID namespace, so that what is mounted later does not change whose PID this is. A
// forked child may be in another namespace; it has a fresh Go runtime and therefore nothing that was kept here.
func (p *process) isNative() (bool, error) {
	if p.native.Load() {
		return true, nil
	}
	is, err := false, error(nil)
	if p.scan != nil {
		is, err = p.scan.isOwnProcfs, p.scan.procfsErr
	} else {
		is, err = p.sys.isOwnProcfs()
	}
	if is {
		p.native.Store(true)
	}
	return is, err
}

// isKnownNative is isNative for a caller that has another way where it cannot be checked.
func (p *process) isKnownNative() bool {
	is, err := p.isNative()
	if isExhausted(err) {
		panic(err)
	}
	return is
}

// inOwnPIDNamespace reports whether the tree shows the calling process under its innermost PID. By coincidence the
// host's procfs may show it under the number that it has in its container; but that procfs lists all its PIDs. The
// answer is kept.
func (s *system) inOwnPIDNamespace() (bool, error) {
	if s.samePIDNamespace.Load() {
		return true, nil
	}
	isProcfs, err := s.isProcfs()
	if err != nil || !isProcfs {
		return false, err
	}
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "self/status"); err != nil {
		return false, err
	}
	is := countNSpids(*buf) <= 1
	if is {
		s.samePIDNamespace.Store(true)
	}
	return is, nil
}

// countNSpids returns the number of PIDs in /proc/[pid]/status, one per PID namespace from that of the procfs down; 0
// before Linux 4.1, which does not list them.
func countNSpids(b []byte) int {
	for line := range bytes.Lines(b) {
		if list, found := bytes.CutPrefix(line, []byte("NSpid:")); found {
			return len(bytes.Fields(list))
		}
	}
	return 0
}

// isProcfs reports whether the kernel serves the tree, as opposed to files that look like it.
func (s *system) isProcfs() (bool, error) {
	var fs unix.Statfs_t
	switch err := retry(func() error { return unix.Statfs(s.proc, &fs) }); err {
	case nil:
		return int64(fs.Type) == unix.PROC_SUPER_MAGIC, nil
	case unix.ENOENT, unix.ENOTDIR:
		return false, nil
	default:
		return false, sysError(s.proc, err)
	}
}

// hasKernelFile reports whether the kernel's procfs serves the file proc/name. In a container, another file may be
// mounted in its place.
func (s *system) hasKernelFile(name string) bool {
	var pbuf pathBuf
	var fs unix.Statfs_t
	path := pathZ(&pbuf, s.proc, name)
	for {
		_, _, errno := unix.Syscall(unix.SYS_STATFS, uintptr(unsafe.Pointer(&path[0])), uintptr(unsafe.Pointer(&fs)), 0)
		if errno != unix.EINTR {
			return errno == 0 && int64(fs.Type) == unix.PROC_SUPER_MAGIC
		}
	}
}

// isProcfsFD is isProcfs of an open tree.
func (s *system) isProcfsFD(proc int) (bool, error) {
	var fs unix.Statfs_t
	if err := retry(func() error { return unix.Fstatfs(proc, &fs) }); err != nil {
		return false, sysError(s.proc, err)
	}
	return int64(fs.Type) == unix.PROC_SUPER_MAGIC, nil
}

// procfsMissing returns an error if there is no tree: a missing file then does not mean that a process has exited.
func (s *system) procfsMissing() *platform.Error {
	if s.proc == defaultProc {
		if isProcfs, err := s.isProcfs(); err != nil {
			return err.(*platform.Error)
		} else if !isProcfs {
			return missingProcfs(s.proc)
		}
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

// checkOwnProcfs returns an error unless a system call may act on the PID.
func (p *process) checkOwnProcfs(name string) error {
	isOwn, err := p.sys.isOwnProcfs()
	if err == nil && !isOwn {
		err = p.errForeignProcfs(name)
	}
	return err
}

// query calls a system call that reads something of the process that has the PID.
func (p *process) query(name string, call func() error) error {
	if isNative, err := p.isNative(); err != nil {
		return err
	} else if !isNative {
		return p.errForeignProcfs(name)
	}
	return p.queryOwn(name, call)
}

// queryOwn is query of a process that is known to be native.
func (p *process) queryOwn(name string, call func() error) error {
	if !validPID(p.pid) {
		return platform.NewNoSuchProcess(p.pid, "not a valid PID")
	}
	if err := retry(call); err != nil {
		return p.syscallError(name, err)
	}
	return nil
}

func (s *system) Self() (int64, error) {
	isOwn, err := s.isOwnProcfs()
	if err != nil || !isOwn {
		return platform.NA, err
	}
	return int64(unix.Getpid()), nil
}
