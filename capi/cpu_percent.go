package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_cpu_percent
func psutil__go_cpu_percent(e *C.psutil__error, w *C.psutil__wait, interval C.double, out *C.double) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[float64], error) {
		return currentLibrary().CPUPercent(uint64(e.thread_id), float64(interval))
	}, func(percent float64) error {
		*out = C.double(percent)
		return nil
	})
}

//export psutil__go_cpu_percent_per_cpu
func psutil__go_cpu_percent_per_cpu(e *C.psutil__error, w *C.psutil__wait, interval C.double, out **C.psutil_percent_list_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[[]float64], error) {
		return currentLibrary().CPUPercentPerCPU(uint64(e.thread_id), float64(interval))
	}, func(percents []float64) error {
		items, _, err := listBlock[C.psutil_percent_list_t, float64](out, len(percents), 0)
		copy(items, percents)
		return err
	})
}

//export psutil__go_cpu_percent_between
func psutil__go_cpu_percent_between(e *C.psutil__error, earlier, later *C.psutil_cpu_times_t, out *C.double) C.int32_t {
	return export(e, func() error {
		*out = C.double(currentLibrary().CPUPercentBetween(goCPUTimes(earlier), goCPUTimes(later)))
		return nil
	})
}

//export psutil__go_cpu_times_percent
func psutil__go_cpu_times_percent(e *C.psutil__error, w *C.psutil__wait, interval C.double, out *C.psutil_cpu_times_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[platform.CPUTimes], error) {
		return currentLibrary().CPUTimesPercent(uint64(e.thread_id), float64(interval))
	}, func(percents platform.CPUTimes) error {
		*out = cCPUTimes(percents)
		return nil
	})
}

//export psutil__go_cpu_times_percent_per_cpu
func psutil__go_cpu_times_percent_per_cpu(e *C.psutil__error, w *C.psutil__wait, interval C.double, out **C.psutil_cpu_times_list_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[[]platform.CPUTimes], error) {
		return currentLibrary().CPUTimesPercentPerCPU(uint64(e.thread_id), float64(interval))
	}, func(all []platform.CPUTimes) error {
		return cpuTimesListBlock(out, all)
	})
}

//export psutil__go_cpu_times_percent_between
func psutil__go_cpu_times_percent_between(e *C.psutil__error, earlier, later, out *C.psutil_cpu_times_t) C.int32_t {
	return export(e, func() error {
		*out = cCPUTimes(currentLibrary().CPUTimesPercentBetween(goCPUTimes(earlier), goCPUTimes(later)))
		return nil
	})
}

//export psutil__go_process_cpu_percent
func psutil__go_process_cpu_percent(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, interval C.double, out *C.double) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[float64], error) {
		return processOf(p).CPUPercent(float64(interval))
	}, func(percent float64) error {
		*out = C.double(percent)
		return nil
	})
}
