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
		items[i] = cCPUTimes(all[i])
	}
	return err
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
			items[i] = cCPUFreq(all[i])
		}
		return err
	})
}
