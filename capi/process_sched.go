package main

// #include "internal.h"
import "C"

import (
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_set_ionice
func psutil__go_process_set_ionice(e *C.psutil__error, p *C.psutil__slot, ioclass, value C.int32_t) C.int32_t {
	return export(e, func() error {
		return processOf(p).SetIONice(platform.IONice{Class: int32(ioclass), Value: int32(value)})
	})
}

//export psutil__go_process_rlimit
func psutil__go_process_rlimit(e *C.psutil__error, p *C.psutil__slot, resource C.int32_t, out *C.psutil_rlimit_t) C.int32_t {
	return export(e, func() error {
		limits, err := processOf(p).RLimit(int32(resource))
		if err == nil {
			*out = C.psutil_rlimit_t{
				soft: C.int64_t(limits.Soft), has_soft: cBool(limits.Soft != platform.Infinity),
				hard: C.int64_t(limits.Hard), has_hard: cBool(limits.Hard != platform.Infinity),
			}
		}
		return err
	})
}

//export psutil__go_process_set_rlimit
func psutil__go_process_set_rlimit(e *C.psutil__error, p *C.psutil__slot, resource C.int32_t, soft, hard C.int64_t) C.int32_t {
	return export(e, func() error {
		return processOf(p).SetRLimit(int32(resource), platform.RLimit{Soft: int64(soft), Hard: int64(hard)})
	})
}

//export psutil__go_process_cpu_affinity
func psutil__go_process_cpu_affinity(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_cpu_list_t) C.int32_t {
	return export(e, func() error {
		cpus, err := processOf(p).CPUAffinity()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_cpu_list_t, int64](out, len(cpus), 0)
		copy(items, cpus)
		return err
	})
}

// maxCPUs is more than any system has: a longer list means a wrong length.
const maxCPUs = 1 << 16

//export psutil__go_process_set_cpu_affinity
func psutil__go_process_set_cpu_affinity(e *C.psutil__error, p *C.psutil__slot, cpus *C.int64_t, n C.size_t) C.int32_t {
	return export(e, func() error {
		if n > maxCPUs {
			return platform.NewInvalidArgument("n", strconv.FormatUint(uint64(n), 10)+" CPUs: at most "+strconv.Itoa(maxCPUs))
		}
		return processOf(p).SetCPUAffinity(unsafe.Slice((*int64)(cpus), int(n)))
	})
}
