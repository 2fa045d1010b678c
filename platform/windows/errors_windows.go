package windows

import (
	"errors"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// inventedErrno is set in the numbers that Go has for errors of other systems, and for a call that fails without one.
const inventedErrno = 1 << 29

// sysError converts the error of a system call: a Win32 error, an NTSTATUS, or a procedure that this Windows does not
// have.
func sysError(what string, err error) *platform.Error {
	e := platform.NewError(platform.OS, what, err.Error())
	var errno windows.Errno
	var status windows.NTStatus
	var missing *windows.DLLError
	switch {
	case errors.As(err, &status):
		errno = status.Errno()
		switch status {
		case windows.STATUS_INVALID_INFO_CLASS, windows.STATUS_NOT_IMPLEMENTED, windows.STATUS_NOT_SUPPORTED:
			errno = windows.ERROR_NOT_SUPPORTED
		}
	case errors.As(err, &errno):
	case errors.As(err, &missing):
		errno = windows.ERROR_NOT_SUPPORTED
	default:
		errno = windows.ERROR_GEN_FAILURE
	}
	if errno&inventedErrno != 0 {
		errno = windows.ERROR_GEN_FAILURE
		e.Why = "it failed, and has set no error"
	}
	e.OSError = int(errno)
	switch errno {
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_PRIVILEGE_NOT_HELD:
		e.Code = platform.AccessDenied
	case windows.ERROR_NOT_SUPPORTED, windows.ERROR_CALL_NOT_IMPLEMENTED:
		e.Code = platform.NotSupported
	case windows.ERROR_NOT_ENOUGH_MEMORY, windows.ERROR_OUTOFMEMORY, windows.ERROR_NO_SYSTEM_RESOURCES, windows.ERROR_COMMITMENT_LIMIT:
		e.Code = platform.NoMemory
	}
	return e
}

// failed returns the error of a procedure that returns zero when it fails.
func failed(result uintptr, err error) error {
	if result != 0 {
		return nil
	}
	return err
}

// statusError returns the error of an NTSTATUS, or nil.
func statusError(status uintptr) error {
	if int32(status) >= 0 {
		return nil
	}
	return windows.NTStatus(uint32(status))
}
