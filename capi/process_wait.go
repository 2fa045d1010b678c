package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_wait
func psutil__go_process_wait(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, timeout C.double, flags C.int32_t, out *C.psutil_exit_status_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[platform.ExitStatus], error) {
		if err := impl.CheckFlags(int32(flags), waitFlags, "PSUTIL_WAIT_"); err != nil {
			return nil, err
		}
		return processOf(p).Wait(float64(timeout), flags&C.PSUTIL_WAIT_NO_REAP == 0, flags&C.PSUTIL_WAIT_KEEP_WATCH != 0)
	}, func(status platform.ExitStatus) error {
		*out = exitStatus(status)
		return nil
	})
}

// waitFlags are the flags of psutil_process_wait.
const waitFlags = C.PSUTIL_WAIT_NO_REAP | C.PSUTIL_WAIT_KEEP_WATCH

//export psutil__go_wait_procs
func psutil__go_wait_procs(e *C.psutil__error, w *C.psutil__wait, slots **C.psutil__slot, n C.size_t, timeout C.double, out **C.psutil_wait_result_list_t) C.int32_t {
	given := unsafe.Slice(slots, int(n))
	code := exportWaiting(e, w, func() (impl.Waiting[[]impl.WaitResult], error) {
		list := make([]*impl.Process, len(given))
		for i, slot := range given {
			list[i] = processOf(slot)
		}
		return currentLibrary().WaitProcs(list, float64(timeout), w.callback != nil)
	}, func(results []impl.WaitResult) error {
		items, _, err := listBlock[C.psutil_wait_result_list_t, C.psutil_wait_result_t](out, len(results), 0)
		for i := range items {
			status, r := exitStatus(results[i].Status), &items[i]
			r.process, r.gone = given[i].process, cBool(results[i].Gone)
			r.has_exit_code, r.exit_code, r.is_child = status.has_exit_code, status.exit_code, status.is_child
		}
		return err
	})
	if code == C.PSUTIL__CALLBACK {
		w.process = given[w.index].process
	}
	return code
}

func exitStatus(status platform.ExitStatus) C.psutil_exit_status_t {
	r := unset[C.psutil_exit_status_t]()
	r.has_exit_code = cBool(status.Known)
	if status.Known {
		r.exit_code = C.int32_t(status.Code)
	}
	r.is_child, r.unused = cBool(status.IsChild), 0
	return r
}
