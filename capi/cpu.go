package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/platform"

//export psutil__go_cpu_count
func psutil__go_cpu_count(e *C.psutil__error, logical C.int32_t, out *C.int64_t) C.int32_t {
	return export(e, func() error {
		count, err := currentLibrary().CPUCount(logical != 0)
		if err == nil {
			*out = C.int64_t(count)
		}
		return err
	})
}

func cpuTimes(t platform.CPUTimes) C.psutil_cpu_times_t {
	r := unset[C.psutil_cpu_times_t]()
	r.cpu = C.int64_t(t.Number)
	r.user, r.system, r.idle, r.nice = C.double(t.User), C.double(t.System), C.double(t.Idle), C.double(t.Nice)
	r.iowait, r.irq, r.softirq = C.double(t.IOWait), C.double(t.IRQ), C.double(t.SoftIRQ)
	r.steal, r.guest, r.guest_nice = C.double(t.Steal), C.double(t.Guest), C.double(t.GuestNice)
	r.dpc = C.double(t.DPC)
	return r
}

func fromCPUTimes(r *C.psutil_cpu_times_t) platform.CPUTimes {
	return platform.CPUTimes{
		Number: int64(r.cpu), User: float64(r.user), System: float64(r.system), Idle: float64(r.idle), Nice: float64(r.nice),
		IOWait: float64(r.iowait), IRQ: float64(r.irq), SoftIRQ: float64(r.softirq),
		Steal: float64(r.steal), Guest: float64(r.guest), GuestNice: float64(r.guest_nice), DPC: float64(r.dpc),
	}
}

//export psutil__go_cpu_times
func psutil__go_cpu_times(e *C.psutil__error, out *C.psutil_cpu_times_t) C.int32_t {
	return export(e, func() error {
		times, err := currentLibrary().CPUTimes()
		if err == nil {
			*out = cpuTimes(times)
		}
		return err
	})
}

//export psutil__go_cpu_times_per_cpu
func psutil__go_cpu_times_per_cpu(e *C.psutil__error, out **C.psutil_cpu_times_list_t) C.int32_t {
	return export(e, func() error {
		all, err := currentLibrary().CPUTimesPerCPU()
		if err != nil {
			return err
		}
		return cpuTimesListBlock(out, all)
	})
}

func cpuTimesListBlock(out **C.psutil_cpu_times_list_t, all []platform.CPUTimes) error {
	items, _, err := listBlock[C.psutil_cpu_times_list_t, C.psutil_cpu_times_t](out, len(all), 0)
	for i := range items {
		items[i] = cpuTimes(all[i])
	}
	return err
}

//export psutil__go_cpu_stats
func psutil__go_cpu_stats(e *C.psutil__error, out *C.psutil_cpu_stats_t) C.int32_t {
	return export(e, func() error {
		stats, err := currentLibrary().CPUStats()
		if err != nil {
			return err
		}
		r := unset[C.psutil_cpu_stats_t]()
		r.ctx_switches, r.interrupts = C.int64_t(stats.CtxSwitches), C.int64_t(stats.Interrupts)
		r.soft_interrupts, r.syscalls = C.int64_t(stats.SoftInterrupts), C.int64_t(stats.Syscalls)
		*out = r
		return nil
	})
}

func cpuFreq(f platform.CPUFreq) C.psutil_cpu_freq_t {
	r := unset[C.psutil_cpu_freq_t]()
	r.current, r.min, r.max = C.double(f.Current), C.double(f.Min), C.double(f.Max)
	return r
}

//export psutil__go_cpu_freq
func psutil__go_cpu_freq(e *C.psutil__error, out *C.psutil_cpu_freq_t) C.int32_t {
	return export(e, func() error {
		freq, err := currentLibrary().CPUFreq()
		if err == nil {
			*out = cpuFreq(freq)
		}
		return err
	})
}

//export psutil__go_cpu_freq_per_cpu
func psutil__go_cpu_freq_per_cpu(e *C.psutil__error, out **C.psutil_cpu_freq_list_t) C.int32_t {
	return export(e, func() error {
		all, err := currentLibrary().CPUFreqPerCPU()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_cpu_freq_list_t, C.psutil_cpu_freq_t](out, len(all), 0)
		for i := range items {
			items[i] = cpuFreq(all[i])
		}
		return err
	})
}

//export psutil__go_getloadavg
func psutil__go_getloadavg(e *C.psutil__error, out *C.psutil_loadavg_t) C.int32_t {
	return export(e, func() error {
		load, err := currentLibrary().LoadAverage()
		if err == nil {
			*out = C.psutil_loadavg_t{C.double(load.Load1), C.double(load.Load5), C.double(load.Load15)}
		}
		return err
	})
}
