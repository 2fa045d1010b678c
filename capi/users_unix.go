//go:build unix

package main

// #include "internal.h"
// #include <stdlib.h>
import "C"

import (
	"syscall"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// lookupUserName returns the name of a user, or "" for a user without one, from the C library.
func lookupUserName(uid int64) (string, error) {
	var name *C.char
	errno := C.psutil__lookup_username(C.int64_t(uid), &name)
	if syscall.Errno(errno) == syscall.ENOMEM {
		return "", errNoMemory()
	}
	if errno != 0 {
		err := platform.NewError(platform.OS, "getpwuid_r", syscall.Errno(errno).Error())
		err.OSError = int(errno)
		return "", err
	}
	defer C.free(unsafe.Pointer(name))
	return C.GoString(name), nil
}
