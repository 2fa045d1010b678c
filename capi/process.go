package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_new
func psutil__go_process_new(e *C.psutil__error, pid C.int64_t, out **C.psutil_process) C.int32_t {
	return guard(e, func() error {
		p, err := library().NewProcess(int64(pid))
		if err != nil {
			return err
		}
		return newProcess(p, out)
	})
}

// number runs an export that answers with an integer.
func number(e *C.psutil__error, out *C.int64_t, get func() (int64, error)) C.int32_t {
	return guard(e, func() error {
		n, err := get()
		if err == nil {
			*out = C.int64_t(n)
		}
		return err
	})
}

// str runs an export that answers with a string.
func str(e *C.psutil__error, out **C.char, get func() (string, error)) C.int32_t {
	return guard(e, func() error {
		s, err := get()
		if err != nil {
			return err
		}
		return stringBlock(out, s)
	})
}

//export psutil__go_process_ppid
func psutil__go_process_ppid(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).PPID() })
}

//export psutil__go_process_parent
func psutil__go_process_parent(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_process) C.int32_t {
	return guard(e, func() error {
		parent, err := process(p).Parent()
		if err != nil {
			return err
		}
		if parent == nil {
			*out = nil
			return nil
		}
		return newProcess(parent, out)
	})
}

//export psutil__go_process_name
func psutil__go_process_name(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).Name() })
}

//export psutil__go_process_exe
func psutil__go_process_exe(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).Exe() })
}

//export psutil__go_process_cmdline
func psutil__go_process_cmdline(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_string_list_t) C.int32_t {
	return guard(e, func() error {
		arguments, err := process(p).Cmdline()
		if err != nil {
			return err
		}
		return stringListBlock(out, arguments)
	})
}

//export psutil__go_process_status
func psutil__go_process_status(e *C.psutil__error, p *C.psutil__slot, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		status, err := process(p).Status()
		if err == nil {
			*out = C.int32_t(status)
		}
		return err
	})
}

//export psutil__go_process_create_time
func psutil__go_process_create_time(e *C.psutil__error, p *C.psutil__slot, out *C.double) C.int32_t {
	return guard(e, func() error {
		seconds, err := process(p).CreateTime()
		if err == nil {
			*out = C.double(seconds)
		}
		return err
	})
}

//export psutil__go_process_uids
func psutil__go_process_uids(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ids_t) C.int32_t {
	return guard(e, func() error {
		ids, err := process(p).UIDs()
		if err == nil {
			*out = C.psutil_ids_t{C.int64_t(ids.Real), C.int64_t(ids.Effective), C.int64_t(ids.Saved)}
		}
		return err
	})
}

//export psutil__go_process_username
func psutil__go_process_username(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).UserName() })
}

//export psutil__go_process_cpu_times
func psutil__go_process_cpu_times(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_cpu_times_t) C.int32_t {
	return guard(e, func() error {
		t, err := process(p).CPUTimes()
		if err != nil {
			return err
		}
		r := absent[C.psutil_process_cpu_times_t]()
		r.user, r.system = C.double(t.User), C.double(t.System)
		r.children_user, r.children_system, r.iowait = C.double(t.ChildrenUser), C.double(t.ChildrenSystem), C.double(t.IOWait)
		*out = r
		return nil
	})
}

//export psutil__go_process_cpu_percent
func psutil__go_process_cpu_percent(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, interval C.double, out *C.double) C.int32_t {
	return waits(e, w, func() (impl.Waiting[float64], error) {
		return process(p).CPUPercent(float64(interval))
	}, func(percent float64) error {
		*out = C.double(percent)
		return nil
	})
}

//export psutil__go_process_memory_info
func psutil__go_process_memory_info(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_memory_info_t) C.int32_t {
	return guard(e, func() error {
		m, err := process(p).MemoryInfo()
		if err != nil {
			return err
		}
		r := absent[C.psutil_process_memory_info_t]()
		r.rss, r.vms = C.int64_t(m.RSS), C.int64_t(m.VMS)
		*out = r
		return nil
	})
}

//export psutil__go_process_num_threads
func psutil__go_process_num_threads(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).NumThreads() })
}

//export psutil__go_process_is_running
func psutil__go_process_is_running(e *C.psutil__error, p *C.psutil__slot, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		running, err := process(p).IsRunning()
		if err == nil {
			*out = boolean(running)
		}
		return err
	})
}

//export psutil__go_process_send_signal
func psutil__go_process_send_signal(e *C.psutil__error, p *C.psutil__slot, signal C.int32_t) C.int32_t {
	return guard(e, func() error { return process(p).Signal(int(signal)) })
}

//export psutil__go_process_terminate
func psutil__go_process_terminate(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error { return process(p).Terminate() })
}

//export psutil__go_process_kill
func psutil__go_process_kill(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error { return process(p).Kill() })
}

// waitFlags are all that psutil_process_wait knows.
const waitFlags = C.PSUTIL_WAIT_NO_REAP

//export psutil__go_process_wait
func psutil__go_process_wait(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, timeout C.double, flags C.int32_t, out *C.psutil_exit_status_t) C.int32_t {
	return waits(e, w, func() (impl.Waiting[platform.ExitStatus], error) {
		if flags&^waitFlags != 0 {
			return nil, platform.NewError(platform.InvalidArgument, "flags", "has bits that are no PSUTIL_WAIT_*")
		}
		return process(p).Wait(float64(timeout), flags&C.PSUTIL_WAIT_NO_REAP == 0)
	}, func(status platform.ExitStatus) error {
		*out = exitStatus(status)
		return nil
	})
}

func exitStatus(status platform.ExitStatus) C.psutil_exit_status_t {
	r := absent[C.psutil_exit_status_t]()
	r.has_exit_code = boolean(status.Known)
	if status.Known {
		r.exit_code = C.int32_t(status.Code)
	}
	return r
}
