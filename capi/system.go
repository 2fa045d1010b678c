package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_pids
func psutil__go_pids(e *C.psutil__error, out **C.psutil_pid_list_t) C.int32_t {
	return guard(e, func() error {
		pids, err := library().PIDs()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_pid_list_t, int64](out, len(pids), 0)
		copy(items, pids)
		return err
	})
}

//export psutil__go_pid_exists
func psutil__go_pid_exists(e *C.psutil__error, pid C.int64_t, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		exists, err := library().PIDExists(int64(pid))
		if err == nil {
			*out = boolean(exists)
		}
		return err
	})
}

//export psutil__go_cpu_count
func psutil__go_cpu_count(e *C.psutil__error, logical C.int32_t, out *C.int64_t) C.int32_t {
	return guard(e, func() error {
		count, err := library().CPUCount(logical != 0)
		if err == nil {
			*out = C.int64_t(count)
		}
		return err
	})
}

func cpuTimes(t platform.CPUTimes) C.psutil_cpu_times_t {
	r := absent[C.psutil_cpu_times_t]()
	r.user, r.system, r.idle, r.nice = C.double(t.User), C.double(t.System), C.double(t.Idle), C.double(t.Nice)
	r.iowait, r.irq, r.softirq = C.double(t.IOWait), C.double(t.IRQ), C.double(t.SoftIRQ)
	r.steal, r.guest, r.guest_nice = C.double(t.Steal), C.double(t.Guest), C.double(t.GuestNice)
	r.dpc = C.double(t.DPC)
	return r
}

func fromCPUTimes(r *C.psutil_cpu_times_t) platform.CPUTimes {
	return platform.CPUTimes{
		User: float64(r.user), System: float64(r.system), Idle: float64(r.idle), Nice: float64(r.nice),
		IOWait: float64(r.iowait), IRQ: float64(r.irq), SoftIRQ: float64(r.softirq),
		Steal: float64(r.steal), Guest: float64(r.guest), GuestNice: float64(r.guest_nice), DPC: float64(r.dpc),
	}
}

//export psutil__go_cpu_times
func psutil__go_cpu_times(e *C.psutil__error, out *C.psutil_cpu_times_t) C.int32_t {
	return guard(e, func() error {
		times, err := library().CPUTimes()
		if err == nil {
			*out = cpuTimes(times)
		}
		return err
	})
}

//export psutil__go_cpu_times_per_cpu
func psutil__go_cpu_times_per_cpu(e *C.psutil__error, out **C.psutil_cpu_times_list_t) C.int32_t {
	return guard(e, func() error {
		all, err := library().CPUTimesPerCPU()
		if err != nil {
			return err
		}
		return cpuTimesBlock(out, all)
	})
}

//export psutil__go_cpu_percent
func psutil__go_cpu_percent(e *C.psutil__error, w *C.psutil__wait, interval C.double, out *C.double) C.int32_t {
	return waits(e, w, func() (impl.Waiting[float64], error) {
		return library().CPUPercent(uint64(e.thread), float64(interval))
	}, func(percent float64) error {
		*out = C.double(percent)
		return nil
	})
}

//export psutil__go_cpu_percent_per_cpu
func psutil__go_cpu_percent_per_cpu(e *C.psutil__error, w *C.psutil__wait, interval C.double, out **C.psutil_percent_list_t) C.int32_t {
	return waits(e, w, func() (impl.Waiting[[]float64], error) {
		return library().CPUPercentPerCPU(uint64(e.thread), float64(interval))
	}, func(percents []float64) error {
		items, _, err := listBlock[C.psutil_percent_list_t, float64](out, len(percents), 0)
		copy(items, percents)
		return err
	})
}

//export psutil__go_cpu_percent_between
func psutil__go_cpu_percent_between(e *C.psutil__error, earlier, later *C.psutil_cpu_times_t, out *C.double) C.int32_t {
	return guard(e, func() error {
		*out = C.double(library().CPUPercentBetween(fromCPUTimes(earlier), fromCPUTimes(later)))
		return nil
	})
}

//export psutil__go_getloadavg
func psutil__go_getloadavg(e *C.psutil__error, out *C.psutil_loadavg_t) C.int32_t {
	return guard(e, func() error {
		load, err := library().LoadAverage()
		if err == nil {
			*out = C.psutil_loadavg_t{C.double(load.Load1), C.double(load.Load5), C.double(load.Load15)}
		}
		return err
	})
}

//export psutil__go_virtual_memory
func psutil__go_virtual_memory(e *C.psutil__error, out *C.psutil_virtual_memory_t) C.int32_t {
	return guard(e, func() error {
		m, percent, err := library().VirtualMemory()
		if err != nil {
			return err
		}
		r := absent[C.psutil_virtual_memory_t]()
		r.total, r.available, r.used, r.free = C.int64_t(m.Total), C.int64_t(m.Available), C.int64_t(m.Used), C.int64_t(m.Free)
		r.percent = C.double(percent)
		r.active, r.inactive, r.buffers, r.cached = C.int64_t(m.Active), C.int64_t(m.Inactive), C.int64_t(m.Buffers), C.int64_t(m.Cached)
		r.shared, r.slab, r.wired = C.int64_t(m.Shared), C.int64_t(m.Slab), C.int64_t(m.Wired)
		*out = r
		return nil
	})
}

//export psutil__go_boot_time
func psutil__go_boot_time(e *C.psutil__error, out *C.double) C.int32_t {
	return guard(e, func() error {
		seconds, err := library().BootTime()
		if err == nil {
			*out = C.double(seconds)
		}
		return err
	})
}
