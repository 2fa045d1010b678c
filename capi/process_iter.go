package main

// #include "internal.h"
import "C"

import (
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_iter_new
func psutil__go_process_iter_new(e *C.psutil__error, out **C.psutil_process_iter) C.int32_t {
	return export(e, func() error {
		lib := currentLibrary()
		it, err := lib.NewIter(-1)
		if err != nil {
			return err
		}
		return newHandle(C.PSUTIL__PROCESS_ITER, platform.Identity{}, lib, it, unsafe.Pointer(out))
	})
}

//export psutil__go_process_iter_next
func psutil__go_process_iter_next(e *C.psutil__error, slot *C.psutil__slot, out **C.psutil_process) C.int32_t {
	return export(e, func() error {
		it, err := objectOf(slot, func() (*impl.Iter, error) { return libraryFor(slot.procfs).NewIter(atomic.LoadInt64(slotPID(slot))) })
		if err != nil {
			return err
		}
		p, err := it.Next()
		if err != nil {
			return err
		}
		if p == nil {
			*out = nil
			return nil
		}
		atomic.StoreInt64(slotPID(slot), p.Identity().PID)
		return newProcess(p, out)
	})
}
