package freebsd

import (
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
)

// sysError converts an errno about a variable, a file or a system call. An *Error is returned as it is.
func sysError(what string, err error) error {
	if _, ok := err.(*platform.Error); ok {
		return err
	}
	return platform.NewErrnoError(what, err)
}

func notSupported(what, why string) error {
	return platform.NewError(platform.NotSupported, what, why)
}

// retry repeats a system call that a signal has interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR {
			return err
		}
	}
}
