package windows

import "github.com/libpsutil/libpsutil/platform"

func cpuTimes(user, kernel int64) platform.ProcessCPUTimes {
	return platform.ProcessCPUTimes{
		User: seconds(user), System: seconds(kernel),
		ChildrenUser: platform.NaN, ChildrenSystem: platform.NaN, IOWait: platform.NaN,
	}
}

const processTimesSize = 32 // KERNEL_USER_TIMES

// processTimes are in units of 100 ns; created and exited are FILETIMEs.
type processTimes struct {
	created, exited int64 // exited is 0 while the process runs
	kernel, user    int64
}

func (b *buffer) processTimes() processTimes {
	return processTimes{created: b.int64(0), exited: b.int64(8), kernel: b.int64(16), user: b.int64(24)}
}

const basicInformationSize = 48 // PROCESS_BASIC_INFORMATION

type basicInformation struct {
	exitStatus uint32
	peb        uint64 // address; 0 for a process without user mode
	affinity   uint64 // the mask
	pid, ppid  int64
}

func (b *buffer) basicInformation() basicInformation {
	return basicInformation{
		exitStatus: b.uint32(0), peb: b.uint64(8), affinity: b.uint64(16), pid: b.int64(32), ppid: b.int64(40),
	}
}

// isOfRunning: the memory of a process is freed before its exit is reported.
func (c *vmCounters) isOfRunning() bool { return c.workingSet > 0 }

// handleCount is how many handles a process has open.
type handleCount int64

// isOfRunning: the handles of a process are closed before its exit is reported.
func (n *handleCount) isOfRunning() bool { return *n > 0 }

const ioCountersSize = 48 // IO_COUNTERS

func (b *buffer) ioCounters(offset int) platform.ProcessIOCounters {
	return platform.ProcessIOCounters{
		ReadCount: b.int64(offset), WriteCount: b.int64(offset + 8), OtherCount: b.int64(offset + 16),
		ReadBytes: b.int64(offset + 24), WriteBytes: b.int64(offset + 32), OtherBytes: b.int64(offset + 40),
		ReadChars: platform.NA, WriteChars: platform.NA,
	}
}

const vmCountersSize = 96 // VM_COUNTERS_EX

// vmCounters are in bytes, and the number of page faults.
type vmCounters struct {
	pageFaults                        int64
	peakWorkingSet, workingSet        int64
	peakPagedPool, pagedPool          int64
	peakNonpagedPool, nonpagedPool    int64
	pagefile, peakPagefile, privately int64
}

func (b *buffer) vmCounters(offset int) vmCounters {
	return vmCounters{
		pageFaults:     int64(b.uint32(offset + 16)),
		peakWorkingSet: b.int64(offset + 24), workingSet: b.int64(offset + 32),
		peakPagedPool: b.int64(offset + 40), pagedPool: b.int64(offset + 48),
		peakNonpagedPool: b.int64(offset + 56), nonpagedPool: b.int64(offset + 64),
		pagefile: b.int64(offset + 72), peakPagefile: b.int64(offset + 80), privately: b.int64(offset + 88),
	}
}

// memoryInfo has what Task Manager shows: the working set, and the commit charge.
func (c *vmCounters) memoryInfo() platform.MemoryInfo {
	const na = platform.NA
	return platform.MemoryInfo{RSS: c.workingSet, VMS: c.pagefile, Shared: na, Text: na, Lib: na, Data: na, Dirty: na}
}

func (c *vmCounters) memoryInfoEx() platform.MemoryInfoEx {
	na := int64(platform.NA)
	return platform.MemoryInfoEx{
		MemoryInfo: c.memoryInfo(), PeakRSS: c.peakWorkingSet, PeakVMS: c.peakPagefile, PrivateUsage: c.privately,
		PagedPool: c.pagedPool, PeakPagedPool: c.peakPagedPool, NonpagedPool: c.nonpagedPool, PeakNonpagedPool: c.peakNonpagedPool,
		NumPageFaults: c.pageFaults,
		RSSAnon:       na, RSSFile: na, RSSShmem: na, Swap: na, HugeTLB: na, Stack: na,
	}
}

// priorityClasses are the constants of Win32 for the classes of the kernel (PROCESS_PRIORITY_CLASS_*), basePriorities
// the base priority of a process in each.
var (
	priorityClasses = [...]int32{1: 64, 2: 32, 3: 128, 4: 256, 5: 16384, 6: 32768}
	basePriorities  = [...]int32{1: 4, 2: 8, 3: 13, 4: 24, 5: 6, 6: 10}
)

const priorityClassSize = 2 // PROCESS_PRIORITY_CLASS: whether the process is in the foreground, and the class

func (b *buffer) priorityClass() int32 {
	class := int(b.uint8(1))
	if class == 0 || class >= len(priorityClasses) {
		b.malformed = true
		return 0
	}
	return priorityClasses[class]
}
