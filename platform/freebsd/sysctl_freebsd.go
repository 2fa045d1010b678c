package freebsd

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// sysctl is the kernel's system call __sysctl.
func sysctl(mib []int32, old, new []byte) (int, error) {
	size := uintptr(len(old))
	_, _, errno := unix.Syscall6(unix.SYS___SYSCTL, uintptr(unsafe.Pointer(unsafe.SliceData(mib))), uintptr(len(mib)),
		uintptr(unsafe.Pointer(unsafe.SliceData(old))), uintptr(unsafe.Pointer(&size)),
		uintptr(unsafe.Pointer(unsafe.SliceData(new))), uintptr(len(new)))
	if errno != 0 {
		return 0, errno
	}
	return int(size), nil
}
