package platform

import (
	"errors"
	"strings"
	"syscall"
)

// Error is the error of every layer. The packages of the operating systems fill in what failed and why, impl adds the
// process.
type Error struct {
	Code    Code
	What    string  // what failed: the file, or the system call and its object
	Why     string  // in words; the system's own text where there is one
	OSError int     // errno or GetLastError; never 0 with Code OS
	PID     int64   // the process that the call was about, or NA
	PPID    int64   // ZombieProcess: its parent, or NA
	Name    string  // the process's or the service's name, if known
	Timeout float64 // TimeoutExpired: the timeout in seconds; otherwise NaN
}

// NewError returns an Error without a process.
func NewError(code Code, what, why string) *Error {
	return &Error{Code: code, What: what, Why: why, PID: NA, PPID: NA, Timeout: NaN}
}

// NewNoSuchProcess returns the error that the process with this PID does not exist or has exited.
func NewNoSuchProcess(pid int64, why string) *Error {
	e := NewError(NoSuchProcess, "", why)
	e.PID = pid
	return e
}

// NewInvalidArgument returns the error that an argument, or a value in it, is wrong.
func NewInvalidArgument(what, why string) *Error {
	return NewError(InvalidArgument, what, why)
}

// NewErrnoError converts an errno about a file, a variable or a call.
func NewErrnoError(what string, err error) *Error {
	code := OS
	switch err {
	case syscall.EACCES, syscall.EPERM:
		code = AccessDenied
	case syscall.ESRCH:
		code = NoSuchProcess
	case syscall.ENOMEM:
		code = NoMemory
	}
	e := NewError(code, what, err.Error())
	var errno syscall.Errno
	if errors.As(err, &errno) {
		e.OSError = int(errno)
	}
	return e
}

// Error returns the message.
func (e *Error) Error() string {
	return strings.TrimPrefix(e.What+": "+e.Why, ": ")
}

// CodeOf returns the code of an error: 0 for nil, Internal for any error but an *Error.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}
