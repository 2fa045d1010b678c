package main

// #include "internal.h"
import "C"

//export psutil__go_process_new
func psutil__go_process_new(e *C.psutil__error, pid C.int64_t, out **C.psutil_process) C.int32_t {
	return export(e, func() error {
		p, err := currentLibrary().NewProcess(int64(pid))
		if err != nil {
			return err
		}
		return newUnresolvedProcess(p, out)
	})
}

//export psutil__go_process_is_running
func psutil__go_process_is_running(e *C.psutil__error, p *C.psutil__slot, out *C.int32_t) C.int32_t {
	return export(e, func() error {
		running, err := processOf(p).IsRunning()
		if err == nil {
			*out = cBool(running)
		}
		return err
	})
}

//export psutil__go_process_terminal
func psutil__go_process_terminal(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return export(e, func() error {
		terminal, err := processOf(p).Terminal()
		if err != nil {
			return err
		}
		if terminal == "" {
			*out = nil
			return nil
		}
		return stringBlock(out, terminal)
	})
}

//export psutil__go_process_threads
func psutil__go_process_threads(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_thread_list_t) C.int32_t {
	return export(e, func() error {
		threads, err := processOf(p).Threads()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_thread_list_t, C.psutil_thread_t](out, len(threads), 0)
		for i := range items {
			t, r := &threads[i], unset[C.psutil_thread_t]()
			r.id, r.user_time, r.system_time = C.int64_t(t.ID), C.double(t.User), C.double(t.System)
			items[i] = r
		}
		return err
	})
}
