package main

// #include "internal.h"
import "C"

//export psutil__go_cgroup_limits
func psutil__go_cgroup_limits(e *C.psutil__error, pid C.int64_t, out **C.psutil_cgroup_limits_t) C.int32_t {
	return export(e, func() error {
		l, err := currentLibrary().CgroupLimits(int64(pid))
		if err != nil {
			return err
		}
		r, strings, err := recordBlock(out, cStringsSize(l.Path, l.CPUSet))
		if err != nil {
			return err
		}
		r.version, r.path = C.int32_t(l.Version), strings.addOrNull(l.Path)
		r.memory_limit, r.memory_high, r.memory_usage = C.int64_t(l.MemoryLimit), C.int64_t(l.MemoryHigh), C.int64_t(l.MemoryUsage)
		r.swap_limit, r.cpu_quota, r.pids_limit = C.int64_t(l.SwapLimit), C.double(l.CPUQuota), C.int64_t(l.PIDsLimit)
		r.cpuset, r.cpuset_count = strings.addOrNull(l.CPUSet), C.int32_t(l.CPUSetCount)
		return nil
	})
}
