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
		return newProcess(p, out)
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

//export psutil__go_process_name
func psutil__go_process_name(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return exportString(e, out, func() (string, error) { return processOf(p).Name() })
}

//export psutil__go_process_exe
func psutil__go_process_exe(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return exportString(e, out, func() (string, error) { return processOf(p).Exe() })
}

//export psutil__go_process_cmdline
func psutil__go_process_cmdline(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_string_list_t) C.int32_t {
	return export(e, func() error {
		arguments, err := processOf(p).Cmdline()
		if err != nil {
			return err
		}
		return stringListBlock(out, arguments)
	})
}

//export psutil__go_process_status
func psutil__go_process_status(e *C.psutil__error, p *C.psutil__slot, out *C.int32_t) C.int32_t {
	return export(e, func() error {
		status, err := processOf(p).Status()
		if err == nil {
			*out = C.int32_t(status)
		}
		return err
	})
}

//export psutil__go_process_create_time
func psutil__go_process_create_time(e *C.psutil__error, p *C.psutil__slot, out *C.double) C.int32_t {
	return export(e, func() error {
		seconds, err := processOf(p).CreateTime()
		if err == nil {
			*out = C.double(seconds)
		}
		return err
	})
}

//export psutil__go_process_uids
func psutil__go_process_uids(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ids_t) C.int32_t {
	return export(e, func() error {
		ids, err := processOf(p).UIDs()
		if err == nil {
			*out = C.psutil_ids_t{C.int64_t(ids.Real), C.int64_t(ids.Effective), C.int64_t(ids.Saved)}
		}
		return err
	})
}

//export psutil__go_process_gids
func psutil__go_process_gids(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ids_t) C.int32_t {
	return export(e, func() error {
		ids, err := processOf(p).GIDs()
		if err == nil {
			*out = C.psutil_ids_t{C.int64_t(ids.Real), C.int64_t(ids.Effective), C.int64_t(ids.Saved)}
		}
		return err
	})
}

//export psutil__go_process_username
func psutil__go_process_username(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return exportString(e, out, func() (string, error) { return processOf(p).UserName() })
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

//export psutil__go_process_cpu_times
func psutil__go_process_cpu_times(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_cpu_times_t) C.int32_t {
	return export(e, func() error {
		t, err := processOf(p).CPUTimes()
		if err != nil {
			return err
		}
		r := unset[C.psutil_process_cpu_times_t]()
		r.user, r.system = C.double(t.User), C.double(t.System)
		r.children_user, r.children_system, r.iowait = C.double(t.ChildrenUser), C.double(t.ChildrenSystem), C.double(t.IOWait)
		*out = r
		return nil
	})
}

//export psutil__go_process_num_threads
func psutil__go_process_num_threads(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return exportInt64(e, out, func() (int64, error) { return processOf(p).NumThreads() })
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
