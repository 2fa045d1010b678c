package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// taskInfo is what proc_pidinfo(PROC_PIDTASKINFO) returns of a process. Its counters have 32 bits without a sign.
type taskInfo struct {
	memory      platform.MemoryInfo
	faults      platform.PageFaults
	ctxSwitches int64
	threads     int64
}

func decodeTaskInfo(r layout.Record) (t taskInfo, ok bool) {
	if len(r) < sizeofProcTaskinfo {
		return t, false
	}
	all, pageIns := uint32(layout.Get(r, procTaskinfoFaults)), uint32(layout.Get(r, procTaskinfoPageins))
	t.memory = platform.MemoryInfo{
		RSS: platform.Saturated(layout.Get(r, procTaskinfoResidentSize)), VMS: platform.Saturated(layout.Get(r, procTaskinfoVirtualSize)),
		Shared: platform.NA, Text: platform.NA, Lib: platform.NA, Data: platform.NA, Dirty: platform.NA,
	}
	t.faults = platform.PageFaults{
		Minor: int64(max(all, pageIns) - pageIns), Major: int64(pageIns), // the kernel reads them one after the other
		ChildrenMinor: platform.NA, ChildrenMajor: platform.NA,
	}
	t.ctxSwitches = int64(uint32(layout.Get(r, procTaskinfoCsw)))
	t.threads = int64(max(layout.Get(r, procTaskinfoThreadnum), 0))
	return t, true
}

// memoryInfoEx returns the memory in detail: of the fields of other systems macOS reports the number of page faults
// alone.
func (t *taskInfo) memoryInfoEx() platform.MemoryInfoEx {
	m := unreportedMemory()
	m.MemoryInfo, m.NumPageFaults = t.memory, t.faults.Minor+t.faults.Major
	return m
}

// unreportedMemory returns a record without values.
func unreportedMemory() platform.MemoryInfoEx {
	const na = platform.NA
	return platform.MemoryInfoEx{
		MemoryInfo: platform.MemoryInfo{Shared: na, Text: na, Lib: na, Data: na, Dirty: na},
		PeakRSS:    na, PeakVMS: na, RSSAnon: na, RSSFile: na, RSSShmem: na, Swap: na,
		HugeTLB: na, PagedPool: na, PeakPagedPool: na, NonpagedPool: na, PeakNonpagedPool: na, PrivateUsage: na, NumPageFaults: na, Stack: na,
	}
}

// decodeCPUTimes decodes rusage_info_v2, whose times are in ticks of the Mach clock. It has the times of zombies, too.
func decodeCPUTimes(r layout.Record, ticksPerSecond float64) (times platform.ProcessCPUTimes, ok bool) {
	if len(r) < sizeofRusageInfoV2 || !(ticksPerSecond > 0) {
		return times, false
	}
	seconds := func(f layout.Field[uint64]) float64 { return float64(layout.Get(r, f)) / ticksPerSecond }
	return platform.ProcessCPUTimes{
		User: seconds(rusageInfoV2UserTime), System: seconds(rusageInfoV2SystemTime),
		ChildrenUser: seconds(rusageInfoV2ChildUserTime), ChildrenSystem: seconds(rusageInfoV2ChildSystemTime),
		IOWait: platform.NaN,
	}, true
}

// decodeThreadIDs decodes an array of 64-bit thread IDs.
func decodeThreadIDs(b []byte) []uint64 {
	ids := make([]uint64, len(b)/8)
	for i := range ids {
		ids[i] = layout.Get(layout.Record(b), layout.Field[uint64](8*i))
	}
	return ids
}

// decodeThread decodes proc_threadinfo, whose times are in nanoseconds.
func decodeThread(r layout.Record, id uint64) (t platform.Thread, ok bool) {
	if len(r) < sizeofProcThreadinfo {
		return t, false
	}
	return platform.Thread{
		ID:   int64(id),
		User: float64(layout.Get(r, procThreadinfoUserTime)) / 1e9, System: float64(layout.Get(r, procThreadinfoSystemTime)) / 1e9,
	}, true
}
