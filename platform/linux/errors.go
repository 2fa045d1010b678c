//go:build linux

package linux

import (
	"errors"
	"math"
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// sysError converts an errno about a file or a system call.
func sysError(what string, err error) *platform.Error { return platform.NewErrnoError(what, err) }

// parseError is a parser's error: the file does not have the expected form.
func parseError(file, why string) *platform.Error {
	e := platform.NewError(platform.OS, file, why)
	e.OSError = int(unix.EBADMSG)
	return e
}

// addPath adds the directory of the file to a parser's error, if there is one.
func addPath(dir string, err error) error {
	if err == nil {
		return nil
	}
	var e *platform.Error
	if errors.As(err, &e) {
		e.What = dir + "/" + e.What
	}
	return err
}

// errnoOf returns nil for 0, which as an error would not be nil.
func errnoOf(errno unix.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}

// isExhausted reports whether an errno, or an *Error with it, is a lack of descriptors or memory.
func isExhausted(err error) bool {
	if e, ok := err.(*platform.Error); ok {
		err = unix.Errno(e.OSError)
	}
	return err == unix.EMFILE || err == unix.ENFILE || err == unix.ENOMEM
}

// endIfExhausted ends the call with an error, as platform.CheckMemory does, if err is a lack of descriptors or memory.
// It is for questions that have no other answer than yes or no, or a name or none.
func endIfExhausted(what string, err error) {
	if isExhausted(err) {
		panic(sysError(what, err))
	}
}

// isNotExist reports whether an error is ENOENT.
func isNotExist(err error) bool {
	e, ok := err.(*platform.Error)
	return ok && e.OSError == int(unix.ENOENT)
}

// validPID reports whether a number can be a PID. System calls would truncate others to the PID of another process.
func validPID(pid int64) bool {
	return pid > 0 && pid <= math.MaxInt32
}

// procError converts an errno about one of the process's files. A missing file means that the process has exited,
// unless its stat exists (sandboxes and copied trees have not all files) or procfs hides it from this user (mount
// option hidepid=2).
func (p *process) procError(path []byte, err error) *platform.Error {
	switch err {
	case unix.ENOENT, unix.ESRCH, unix.ENOTDIR: // the last of a file whose name is a number
		if p.isKnownOwnProcfs() && validPID(p.pid) && unix.Kill(int(p.pid), 0) == unix.EPERM {
			return sysError(pathString(path), unix.EPERM)
		}
		if err != unix.ESRCH && p.hasStat() {
			e := sysError(pathString(path), err)
			e.Code = platform.AccessDenied
			return e
		}
		if p.scan == nil {
			if err := p.sys.procfsMissing(); err != nil {
				return err
			}
		}
		e := platform.NewNoSuchProcess(p.pid, "no such process")
		e.OSError = int(err.(syscall.Errno))
		return e
	case unix.ENAMETOOLONG: // a path longer than PATH_MAX, which the kernel does not report to any program
		e := sysError(pathString(path), err)
		e.Code = platform.AccessDenied
		return e
	}
	return sysError(pathString(path), err)
}

// hasStat reports whether the process's stat exists and can be seen.
func (p *process) hasStat() bool {
	var pbuf pathBuf
	var st unix.Stat_t
	return statAt(p.dirFD(), pathString(p.path(&pbuf, "stat")), &st, 0) == nil
}

// procErrorOr is procError for an errno, and returns an *Error as it is.
func (p *process) procErrorOr(path []byte, err error) error {
	if _, ok := err.(*platform.Error); ok {
		return err
	}
	return p.procError(path, err)
}

// fileMissing is procError for a file that not every kernel has: the process has exited only if its stat is missing
// too.
func (p *process) fileMissing(path []byte, err error) error {
	if err != unix.ENOENT {
		return p.procError(path, err)
	}
	if err := p.checkAlive(); err != nil {
		return err
	}
	return platform.NewError(platform.NotSupported, pathString(path), "this kernel does not have it")
}

// malformed completes a parser's error, if there is one, about a file of this process. Its code is AccessDenied: the
// process exists, and the attribute cannot be had.
func (p *process) malformed(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*platform.Error); ok && e.Code == platform.OS {
		e.Code = platform.AccessDenied
	}
	return addPath(p.dirName(), err)
}

// isOddFile reports whether an error says that a file of a process exists and cannot be parsed, or cannot be read for a
// reason that is neither a lack of rights nor one of the whole program or system. So the process exists.
func isOddFile(err error) bool {
	e, ok := err.(*platform.Error)
	if !ok || isExhausted(err) {
		return false
	}
	isMissingProcfs := e.OSError == int(unix.ENOENT) || e.OSError == int(unix.ENOTDIR)
	return e.OSError == int(unix.EBADMSG) || e.Code == platform.OS && !isMissingProcfs
}

// syscallError converts an errno of a system call on this process.
func (p *process) syscallError(name string, err error) error {
	e := sysError(p.syscallName(name), err)
	switch err {
	case unix.ENOSYS:
		e.Code = platform.NotSupported
	case unix.EINVAL:
		e.Code = platform.InvalidArgument
	}
	return e
}

// zombieError returns the error of a process that has exited and no longer has the attribute.
func (p *process) zombieError(path []byte, ppid int64) error {
	e := platform.NewError(platform.ZombieProcess, pathString(path), "the process is a zombie")
	e.PPID = ppid
	return e
}

// explainEmpty classifies an empty or missing file: nil for a kernel thread, which never has the attribute,
// ZombieProcess for a process that has exited, otherwise the given error.
func (p *process) explainEmpty(path []byte, otherwise error) error {
	var buf statBuf
	s, err := p.uncachedThread().readStat(&buf)
	switch {
	case isOddFile(err):
		return otherwise
	case err != nil:
		return err
	case s.flags&flagKernelThread != 0:
		return nil
	case s.hasExited():
		return p.zombieError(path, s.ppid)
	}
	return otherwise
}

// ignoreZombie maps ZombieProcess to nil, for attributes of which a zombie has none.
func ignoreZombie(err error) error {
	if platform.CodeOf(err) == platform.ZombieProcess {
		return nil
	}
	return err
}

// checkAlive returns NoSuchProcess if the process has exited.
func (p *process) checkAlive() error {
	var buf statBuf
	_, err := p.uncached().readStat(&buf)
	if isOddFile(err) {
		return nil
	}
	return err
}
