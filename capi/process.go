package main

// #include "door.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export gopsutil_process_new
func gopsutil_process_new(e *C.door_error, pid C.int64_t, out **C.psutil_process) C.int32_t {
	return guard(e, func() error {
		p, err := library().NewProcess(int64(pid))
		if err != nil {
			return err
		}
		return newProcess(p, out)
	})
}

// number runs an export that answers with an integer.
func number(e *C.door_error, out *C.int64_t, get func() (int64, error)) C.int32_t {
	return guard(e, func() error {
		n, err := get()
		if err == nil {
			*out = C.int64_t(n)
		}
		return err
	})
}

// str runs an export that answers with a string.
func str(e *C.door_error, out **C.char, get func() (string, error)) C.int32_t {
	return guard(e, func() error {
		s, err := get()
		if err != nil {
			return err
		}
		return stringBlock(out, s)
	})
}

//export gopsutil_process_ppid
func gopsutil_process_ppid(e *C.door_error, p *C.door_slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).PPID() })
}

//export gopsutil_process_parent
func gopsutil_process_parent(e *C.door_error, p *C.door_slot, out **C.psutil_process) C.int32_t {
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

//export gopsutil_process_name
func gopsutil_process_name(e *C.door_error, p *C.door_slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).Name() })
}

//export gopsutil_process_exe
func gopsutil_process_exe(e *C.door_error, p *C.door_slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).Exe() })
}

//export gopsutil_process_cmdline
func gopsutil_process_cmdline(e *C.door_error, p *C.door_slot, out **C.psutil_string_list_t) C.int32_t {
	return guard(e, func() error {
		arguments, err := process(p).Cmdline()
		if err != nil {
			return err
		}
		return stringListBlock(out, arguments)
	})
}

//export gopsutil_process_status
func gopsutil_process_status(e *C.door_error, p *C.door_slot, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		status, err := process(p).Status()
		if err == nil {
			*out = C.int32_t(status)
		}
		return err
	})
}

//export gopsutil_process_create_time
func gopsutil_process_create_time(e *C.door_error, p *C.door_slot, out *C.double) C.int32_t {
	return guard(e, func() error {
		seconds, err := process(p).CreateTime()
		if err == nil {
			*out = C.double(seconds)
		}
		return err
	})
}

//export gopsutil_process_uids
func gopsutil_process_uids(e *C.door_error, p *C.door_slot, out *C.psutil_ids_t) C.int32_t {
	return guard(e, func() error {
		ids, err := process(p).UIDs()
		if err == nil {
			*out = C.psutil_ids_t{C.int64_t(ids.Real), C.int64_t(ids.Effective), C.int64_t(ids.Saved)}
		}
		return err
	})
}

//export gopsutil_process_username
func gopsutil_process_username(e *C.door_error, p *C.door_slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).UserName() })
}

//export gopsutil_process_cpu_times
func gopsutil_process_cpu_times(e *C.door_error, p *C.door_slot, out *C.psutil_process_cpu_times_t) C.int32_t {
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

//export gopsutil_process_cpu_percent
func gopsutil_process_cpu_percent(e *C.door_error, w *C.door_wait, p *C.door_slot, interval C.double, out *C.double) C.int32_t {
	return waits(e, w, func() (impl.Waiting[float64], error) {
		return process(p).CPUPercent(float64(interval))
	}, func(percent float64) error {
		*out = C.double(percent)
		return nil
	})
}

//export gopsutil_process_memory_info
func gopsutil_process_memory_info(e *C.door_error, p *C.door_slot, out *C.psutil_process_memory_info_t) C.int32_t {
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

//export gopsutil_process_num_threads
func gopsutil_process_num_threads(e *C.door_error, p *C.door_slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).NumThreads() })
}

//export gopsutil_process_is_running
func gopsutil_process_is_running(e *C.door_error, p *C.door_slot, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		running, err := process(p).IsRunning()
		if err == nil {
			*out = boolean(running)
		}
		return err
	})
}

//export gopsutil_process_send_signal
func gopsutil_process_send_signal(e *C.door_error, p *C.door_slot, signal C.int32_t) C.int32_t {
	return guard(e, func() error { return process(p).Signal(int(signal)) })
}

//export gopsutil_process_terminate
func gopsutil_process_terminate(e *C.door_error, p *C.door_slot) C.int32_t {
	return guard(e, func() error { return process(p).Terminate() })
}

//export gopsutil_process_kill
func gopsutil_process_kill(e *C.door_error, p *C.door_slot) C.int32_t {
	return guard(e, func() error { return process(p).Kill() })
}

// waitFlags are all that psutil_process_wait knows.
const waitFlags = C.PSUTIL_WAIT_NO_REAP

//export gopsutil_process_wait
func gopsutil_process_wait(e *C.door_error, w *C.door_wait, p *C.door_slot, timeout C.double, flags C.int32_t, out *C.psutil_exit_status_t) C.int32_t {
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
