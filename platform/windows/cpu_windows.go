package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	procNtQuerySystemInformationEx       = ntdll.NewProc("NtQuerySystemInformationEx")
	procGetActiveProcessorGroupCount     = kernel32.NewProc("GetActiveProcessorGroupCount")
	procGetLogicalProcessorInformationEx = kernel32.NewProc("GetLogicalProcessorInformationEx")
	procCallNtPowerInformation           = windows.NewLazySystemDLL("powrprof.dll").NewProc("CallNtPowerInformation")
)

const allProcessorGroups = 0xffff // ALL_PROCESSOR_GROUPS

// processorGroups returns how many processor groups the system has.
func processorGroups() uintptr {
	if procGetActiveProcessorGroupCount.Find() != nil {
		return 1
	}
	groups, _, _ := procGetActiveProcessorGroupCount.Call()
	return groups
}

// perCPUInformation returns the records of a class that has one for each CPU, in buffers of one processor group each: a
// group has up to 64 CPUs, and NtQuerySystemInformation answers for the caller's group only.
func perCPUInformation(class int32, recordSize uint32) ([]buffer, error) {
	groups := processorGroups()
	if groups <= 1 {
		b, err := querySystemInformation(class, windows.GetActiveProcessorCount(allProcessorGroups)*recordSize)
		return []buffer{b}, err
	}
	all := make([]buffer, 0, groups)
	for group := uint16(0); uintptr(group) < groups; group++ {
		b, err := retrySize(windows.GetActiveProcessorCount(group)*recordSize, isLengthMismatch, func(b *buffer, size uint32) (n uint32, err error) {
			status, _, _ := procNtQuerySystemInformationEx.Call(uintptr(class), uintptr(unsafe.Pointer(&group)), unsafe.Sizeof(group),
				uintptr(unsafe.Pointer(b.pointer())), uintptr(size), uintptr(unsafe.Pointer(&n)))
			return n, statusError(status)
		})
		if err != nil {
			return nil, sysError(systemInformationName(class), err)
		}
		all = append(all, b)
	}
	return all, nil
}

func (system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	groups, err := perCPUInformation(windows.SystemProcessorPerformanceInformation, processorPerformanceSize)
	if err != nil {
		return nil, err
	}
	var all []platform.CPUTimes
	for i := range groups {
		all = append(all, decodeCPUTimes(&groups[i], int64(len(all)))...)
		if err := groups[i].err(systemInformationName(windows.SystemProcessorPerformanceInformation)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s system) CPUTimes() (platform.CPUTimes, error) {
	all, err := s.CPUTimesPerCPU()
	return sumCPUTimes(all), err
}

// queryPerformance returns SYSTEM_PERFORMANCE_INFORMATION, which newer versions of Windows have added to.
func queryPerformance() (buffer, error) {
	return querySystemInformation(windows.SystemPerformanceInformation, 512)
}

// CPUStats reports no software interrupts: psutil does not count deferred procedure calls as such.
func (system) CPUStats() (platform.CPUStats, error) {
	none := platform.CPUStats{}
	performance, err := queryPerformance()
	if err != nil {
		return none, err
	}
	stats := platform.CPUStats{SoftInterrupts: platform.NA}
	stats.CtxSwitches, stats.Syscalls = decodePerformanceCounts(&performance)
	if err := performance.err(systemInformationName(windows.SystemPerformanceInformation)); err != nil {
		return none, err
	}
	processors, err := perCPUInformation(windows.SystemProcessorPerformanceInformation, processorPerformanceSize)
	if err != nil {
		return none, err
	}
	for i := range processors {
		stats.Interrupts += decodeInterruptCounts(&processors[i])
	}
	return stats, nil
}

func (system) CPUCount(logical bool) (int64, error) {
	if logical {
		if n := windows.GetActiveProcessorCount(allProcessorGroups); n > 0 {
			return int64(n), nil
		}
		return platform.NA, nil
	}
	b, err := queryCores()
	if err != nil {
		return platform.NA, err
	}
	cores := countCores(&b)
	if err := b.err("GetLogicalProcessorInformationEx"); err != nil {
		return platform.NA, err
	}
	if cores == 0 {
		cores = platform.NA
	}
	return cores, nil
}

// queryCores returns a record for each physical core.
func queryCores() (buffer, error) {
	b, err := retrySize(4096, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		ok, _, err := procGetLogicalProcessorInformationEx.Call(relationProcessorCore, uintptr(unsafe.Pointer(b.pointer())),
			uintptr(unsafe.Pointer(&size)))
		return size, failed(ok, err)
	})
	if err != nil {
		return b, sysError("GetLogicalProcessorInformationEx", err)
	}
	return b, nil
}

const processorInformation = 11 // ProcessorInformation of POWER_INFORMATION_LEVEL

// queryProcessorPower returns a record for each CPU.
func queryProcessorPower() (buffer, error) {
	b := newBuffer(windows.GetActiveProcessorCount(allProcessorGroups) * processorPowerSize)
	err := procCallNtPowerInformation.Find()
	if err == nil {
		status, _, _ := procCallNtPowerInformation.Call(processorInformation, 0, 0, uintptr(unsafe.Pointer(b.pointer())), uintptr(len(b.bytes)))
		err = statusError(status)
	}
	if err != nil {
		return b, sysError("CallNtPowerInformation", err)
	}
	return b, nil
}

func (system) CPUFreqPerCPU() ([]platform.CPUFreq, error) {
	b, err := queryProcessorPower()
	if err != nil {
		return nil, err
	}
	all := decodeCPUFreq(&b)
	for _, f := range all {
		if f.Max > 0 {
			return all, nil
		}
	}
	return nil, platform.NewError(platform.NotSupported, "cpu_freq", "CallNtPowerInformation reports no frequency")
}
