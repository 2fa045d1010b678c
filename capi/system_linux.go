package main

// #include "internal.h"
// #include <stdlib.h>
import "C"

import (
	"syscall"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/linux"
)

// system is Linux with procfs at this path. Users' names are those of where we run: a host's files need not be here.
func system(procfs string) platform.System {
	return linux.New(linux.Options{Proc: procfs, UserName: userName})
}

// userName asks the C library, which knows every source of users that the machine is set up with.
func userName(uid int64) (string, error) {
	var name *C.char
	if errno := C.psutil__lookup_username(C.int64_t(uid), &name); errno != 0 {
		err := platform.NewError(platform.OS, "getpwuid_r", syscall.Errno(errno).Error())
		err.OSError = int(errno)
		return "", err
	}
	defer C.free(unsafe.Pointer(name))
	return C.GoString(name), nil
}
