package main

// #include "internal.h"
import "C"

//export psutil__go_swap_memory
func psutil__go_swap_memory(e *C.psutil__error, out *C.psutil_swap_memory_t) C.int32_t {
	return guard(e, func() error {
		m, percent, err := library().SwapMemory()
		if err != nil {
			return err
		}
		r := absent[C.psutil_swap_memory_t]()
		r.total, r.used, r.free = C.int64_t(m.Total), C.int64_t(m.Used), C.int64_t(m.Free)
		r.percent = C.double(percent)
		r.sin, r.sout = C.int64_t(m.In), C.int64_t(m.Out)
		*out = r
		return nil
	})
}
