package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/linux"
)

// newSystem returns Linux with procfs at this path. User names come from this system, since the files of another
// system, whose procfs this may be, need not be here.
func newSystem(procfs string) platform.System {
	return linux.New(linux.Options{Proc: procfs, UserName: lookupUserName, TableFile: C.GoString(C.psutil__table_file())})
}
