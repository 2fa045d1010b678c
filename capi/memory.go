package main

// #include "internal.h"
import "C"

//export psutil__go_virtual_memory
func psutil__go_virtual_memory(e *C.psutil__error, out *C.psutil_virtual_memory_t) C.int32_t {
	return export(e, func() error {
		m, percent, err := currentLibrary().VirtualMemory()
		if err != nil {
			return err
		}
		r := unset[C.psutil_virtual_memory_t]()
		r.total, r.available, r.used, r.free = C.int64_t(m.Total), C.int64_t(m.Available), C.int64_t(m.Used), C.int64_t(m.Free)
		r.percent = C.double(percent)
		r.active, r.inactive, r.buffers, r.cached = C.int64_t(m.Active), C.int64_t(m.Inactive), C.int64_t(m.Buffers), C.int64_t(m.Cached)
		r.shared, r.slab, r.wired = C.int64_t(m.Shared), C.int64_t(m.Slab), C.int64_t(m.Wired)
		*out = r
		return nil
	})
}

//export psutil__go_swap_memory
func psutil__go_swap_memory(e *C.psutil__error, out *C.psutil_swap_memory_t) C.int32_t {
	return export(e, func() error {
		m, percent, err := currentLibrary().SwapMemory()
		if err != nil {
			return err
		}
		r := unset[C.psutil_swap_memory_t]()
		r.total, r.used, r.free = C.int64_t(m.Total), C.int64_t(m.Used), C.int64_t(m.Free)
		r.percent = C.double(percent)
		r.sin, r.sout = C.int64_t(m.In), C.int64_t(m.Out)
		*out = r
		return nil
	})
}
