package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_cpu_times_percent
func psutil__go_cpu_times_percent(e *C.psutil__error, w *C.psutil__wait, interval C.double, out *C.psutil_cpu_times_t) C.int32_t {
	return waits(e, w, func() (impl.Waiting[platform.CPUTimes], error) {
		return library().CPUTimesPercent(uint64(e.thread), float64(interval))
	}, func(percents platform.CPUTimes) error {
		*out = cpuTimes(percents)
		return nil
	})
}

//export psutil__go_cpu_times_percent_per_cpu
func psutil__go_cpu_times_percent_per_cpu(e *C.psutil__error, w *C.psutil__wait, interval C.double, out **C.psutil_cpu_times_list_t) C.int32_t {
	return waits(e, w, func() (impl.Waiting[[]platform.CPUTimes], error) {
		return library().CPUTimesPercentPerCPU(uint64(e.thread), float64(interval))
	}, func(all []platform.CPUTimes) error {
		return cpuTimesBlock(out, all)
	})
}

func cpuTimesBlock(out **C.psutil_cpu_times_list_t, all []platform.CPUTimes) error {
	items, _, err := listBlock[C.psutil_cpu_times_list_t, C.psutil_cpu_times_t](out, len(all), 0)
	for i := range items {
		items[i] = cpuTimes(all[i])
	}
	return err
}

//export psutil__go_cpu_times_percent_between
func psutil__go_cpu_times_percent_between(e *C.psutil__error, earlier, later, out *C.psutil_cpu_times_t) C.int32_t {
	return guard(e, func() error {
		*out = cpuTimes(library().CPUTimesPercentBetween(fromCPUTimes(earlier), fromCPUTimes(later)))
		return nil
	})
}

//export psutil__go_cpu_stats
func psutil__go_cpu_stats(e *C.psutil__error, out *C.psutil_cpu_stats_t) C.int32_t {
	return guard(e, func() error {
		stats, err := library().CPUStats()
		if err != nil {
			return err
		}
		r := absent[C.psutil_cpu_stats_t]()
		r.ctx_switches, r.interrupts = C.int64_t(stats.CtxSwitches), C.int64_t(stats.Interrupts)
		r.soft_interrupts, r.syscalls = C.int64_t(stats.SoftInterrupts), C.int64_t(stats.Syscalls)
		*out = r
		return nil
	})
}

func cpuFreq(f platform.CPUFreq) C.psutil_cpu_freq_t {
	r := absent[C.psutil_cpu_freq_t]()
	r.current, r.min, r.max = C.double(f.Current), C.double(f.Min), C.double(f.Max)
	return r
}

//export psutil__go_cpu_freq
func psutil__go_cpu_freq(e *C.psutil__error, out *C.psutil_cpu_freq_t) C.int32_t {
	return guard(e, func() error {
		freq, err := library().CPUFreq()
		if err == nil {
			*out = cpuFreq(freq)
		}
		return err
	})
}

//export psutil__go_cpu_freq_per_cpu
func psutil__go_cpu_freq_per_cpu(e *C.psutil__error, out **C.psutil_cpu_freq_list_t) C.int32_t {
	return guard(e, func() error {
		all, err := library().CPUFreqPerCPU()
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
