package platform

import (
	"errors"
	"strings"
)

// Error is what every layer answers when a call fails: the operating system's packages fill in what failed and why,
// impl adds the process.
type Error struct {
	Code    Code
	What    string  // what failed: the file, or the system call and its object
	Why     string  // in words; the system's own text where the system said it
	OSError int     // errno or GetLastError; 0 if the system was not the one to fail
	PID     int64   // the process the call was about, or NA
	PPID    int64   // ZombieProcess: its parent, or NA
	Name    string  // the process's name, if known
	Timeout float64 // TimeoutExpired: the seconds that were allowed; else NaN
}

// NewError gives an Error about no process in particular.
func NewError(code Code, what, why string) *Error {
	return &Error{Code: code, What: what, Why: why, PID: NA, PPID: NA, Timeout: NaN}
}

// Error is a sentence for people.
func (e *Error) Error() string {
	return strings.TrimPrefix(e.What+": "+e.Why, ": ")
}

// CodeOf returns the code of an error: 0 for nil, Internal for an error that is no *Error.
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
