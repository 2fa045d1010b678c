package main

// #include "internal.h"
import "C"

import (
	"sync/atomic"
	"unsafe"
)

// oneshotsOf returns the number of oneshots of a handle, which C reads.
func oneshotsOf(slot *C.psutil__slot) *int32 { return (*int32)(unsafe.Pointer(&slot.oneshots)) }

//export psutil__go_process_oneshot_begin
func psutil__go_process_oneshot_begin(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error {
		processOf(p).OneshotBegin()
		atomic.AddInt32(oneshotsOf(p), 1)
		return nil
	})
}

//export psutil__go_process_oneshot_end
func psutil__go_process_oneshot_end(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error {
		processOf(p).OneshotEnd()
		if atomic.AddInt32(oneshotsOf(p), -1) < 0 { // an extra call
			atomic.AddInt32(oneshotsOf(p), 1)
		}
		return nil
	})
}
