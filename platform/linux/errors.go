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
func failure(what string, err error) *platform.Error {
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
func malformed(file, why string) error {
	return platform.NewError(platform.OS, file, why)
}

// about completes a parser's complaint, if there is one, with the folder that the file is in.
func about(folder string, err error) error {
	if err == nil {
		return nil
	}
	var e *platform.Error
	if errors.As(err, &e) {
		e.What = folder + "/" + e.What
	}
	return err
}

func noSuchProcess(pid int64, why string) *platform.Error {
	e := platform.NewError(platform.NoSuchProcess, "", why)
	e.PID = pid
	return e
}

// isCode says whether an error has this code.
func isCode(err error, code platform.Code) bool {
	var e *platform.Error
	return errors.As(err, &e) && e.Code == code
}

// possible says whether a PID could be one at all. All others are nobody, and no call may cut them down to somebody.
func possible(pid int64) bool {
	return pid > 0 && pid <= math.MaxInt32
}

// fail is failure for a file of this process: what is missing there is gone with the process, unless procfs only hides
// it from this user (mounted with hidepid=2).
func (p *process) fail(path []byte, err error) *platform.Error {
	if err == unix.ENOENT || err == unix.ESRCH {
		if p.native() && possible(p.pid) && unix.Kill(int(p.pid), 0) == unix.EPERM {
			return failure(what(path), unix.EPERM)
		}
		if p.in == nil {
			if err := p.sys.missing(); err != nil {
				return err
			}
		}
		e := noSuchProcess(p.pid, "no such process")
		e.OSError = int(err.(syscall.Errno))
		return e
	}
	return failure(what(path), err)
}

// about completes a parser's complaint, if there is one, about a file of this process.
func (p *process) about(err error) error {
	if err == nil {
		return nil
	}
	return about(p.sys.proc+"/"+strconv.FormatInt(p.pid, 10), err)
}

// zombie is the error of a process that has ended and no longer has what was asked for.
func (p *process) zombie(path []byte, ppid int64) error {
	e := platform.NewError(platform.ZombieProcess, what(path), "the process has ended and its parent has not waited for it")
	e.PPID = ppid
	return e
}
