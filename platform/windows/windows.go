//go:build windows

// Package windows implements package platform for Windows. Functions that it does not override are unsupported so far.
package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New returns the System of Windows.
func New() platform.System { return system{} }

// sysError converts the error of a system call.
func sysError(what string, err error) error {
	e := platform.NewError(platform.OS, what, err.Error())
	switch err := err.(type) {
	case windows.Errno:
		e.OSError = int(err)
		if err == windows.ERROR_ACCESS_DENIED {
			e.Code = platform.AccessDenied
		}
	case windows.NTStatus:
		e.OSError = int(err.Errno())
	}
	return e
}

// processInformation returns all of NtQuerySystemInformation(SystemProcessInformation), whose size changes as processes start.
func processInformation() ([]byte, error) {
	for size := uint32(256 << 10); ; size *= 2 {
		buffer := make([]byte, size)
		var needed uint32
		err := windows.NtQuerySystemInformation(windows.SystemProcessInformation, unsafe.Pointer(&buffer[0]), size, &needed)
		switch {
		case err == nil:
			return buffer, nil
		case err != windows.STATUS_INFO_LENGTH_MISMATCH || size >= 1<<30:
			return nil, sysError("NtQuerySystemInformation(SystemProcessInformation)", err)
		}
	}
}
