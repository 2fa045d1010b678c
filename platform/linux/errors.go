//go:build linux

package linux

import (
	"errors"
	"math"
	"strconv"
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// failure makes one of the contract's errors of what the kernel said about a file or a call.
func sysError(what string, err error) *platform.Error {
	code := platform.OS
	switch err {
	case unix.EACCES, unix.EPERM:
		code = platform.AccessDenied
	case unix.ESRCH:
		code = platform.NoSuchProcess
	case unix.ENOMEM:
		code = platform.NoMemory
	}
	e := platform.NewError(code, what, err.Error())
	var errno syscall.Errno
	if errors.As(err, &errno) {
		e.OSError = int(errno)
	}
	return e
}

// malformed is a parser's complaint about a file that does not say what it should.
func parseError(file, why string) error {
	return platform.NewError(platform.OS, file, why)
}

// about completes a parser's complaint, if there is one, with the folder that the file is in.
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

func noSuchProcess(pid int64, why string) *platform.Error {
	e := platform.NewError(platform.NoSuchProcess, "", why)
	e.PID = pid
	return e
}

func invalidArgument(what, why string) error {
	return platform.NewError(platform.InvalidArgument, what, why)
}

// errnoOf is nil for 0: an errno in an error never is.
func errnoOf(errno unix.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}

// fail is failure for a file of this process: what is missing there is gone with the process, unless procfs only hides
// it from this user (mounted with hidepid=2).
func (p *process) procError(path []byte, err error) *platform.Error {
	if err == unix.ENOENT || err == unix.ESRCH {
		if p.isOwnProcfs() && validPID(p.pid) && unix.Kill(int(p.pid), 0) == unix.EPERM {
			return sysError(pathString(path), unix.EPERM)
		}
		if p.scan == nil {
			if err := p.sys.procfsMissing(); err != nil {
				return err
			}
		}
		e := noSuchProcess(p.pid, "no such process")
		e.OSError = int(err.(syscall.Errno))
		return e
	}
	return sysError(pathString(path), err)
}

// failed is fail for what may be a complaint already.
func (p *process) procErrorOr(path []byte, err error) error {
	if _, complaint := err.(*platform.Error); complaint {
		return err
	}
	return p.procError(path, err)
}

// missing is fail for a file that not every kernel has: the process is gone only if its stat is, too.
func (p *process) fileMissing(path []byte, err error) error {
	if err != unix.ENOENT {
		return p.procError(path, err)
	}
	var buf statBuf
	if _, err := p.uncached().readStat(&buf); err != nil {
		return err
	}
	return platform.NewError(platform.NotSupported, pathString(path), "this kernel does not have it")
}

// about completes a parser's complaint, if there is one, about a file of this process.
func (p *process) addPath(err error) error {
	if err == nil {
		return nil
	}
	return addPath(p.sys.proc+"/"+strconv.FormatInt(p.pid, 10), err)
}

// refused is failure for a system call on this process.
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

// zombie is the error of a process that has ended and no longer has what was asked for.
func (p *process) zombieError(path []byte, ppid int64) error {
	e := platform.NewError(platform.ZombieProcess, pathString(path), "the process has ended and its parent has not waited for it")
	e.PPID = ppid
	return e
}

// whyEmpty says what it means that the process does not have what its file at path tells of: nil for a kernel thread,
// which never had it, ZombieProcess for one that has lost it, and otherwise what is given.
func (p *process) explainEmpty(path []byte, otherwise error) error {
	var buf statBuf
	s, err := p.uncached().readStat(&buf)
	switch {
	case err != nil:
		return err
	case s.flags&flagKernelThread != 0:
		return nil
	case s.hasExited():
		return p.zombieError(path, s.ppid)
	}
	return otherwise
}

// unlessEnded makes nothing of the error that a process has ended: for what an ended process has none of.
func ignoreZombie(err error) error {
	if isCode(err, platform.ZombieProcess) {
		return nil
	}
	return err
}

// stillThere says NoSuchProcess if the process is gone, after a part of it was found to have vanished.
func (p *process) checkAlive(vanished bool) error {
	if !vanished {
		return nil
	}
	var buf statBuf
	_, err := p.uncached().readStat(&buf)
	return err
}

// isCode says whether an error has this code.
func isCode(err error, code platform.Code) bool {
	var e *platform.Error
	return errors.As(err, &e) && e.Code == code
}

// possible says whether a PID could be one at all. All others are nobody, and no call may cut them down to somebody.
func validPID(pid int64) bool {
	return pid > 0 && pid <= math.MaxInt32
}
