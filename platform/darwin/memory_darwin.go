//go:build cgo

package darwin

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// VirtualMemory returns hw.memsize, and the pages of host_statistics64(HOST_VM_INFO64).
func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	total, err := sysctlNumber("hw.memsize")
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	statistics, err := readVMStatistics()
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	size, err := pageSize()
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	memory, ok := decodeVirtualMemory(statistics, int64(min(total, math.MaxInt64)), size)
	if !ok {
		return memory, malformed("host_statistics64(HOST_VM_INFO64)")
	}
	return memory, nil
}

func (s *system) TotalMemory() (int64, error) {
	m, err := s.VirtualMemory()
	return m.Total, err
}

// SwapMemory returns vm.swapusage. What was moved from and to the swap files are the swapins and swapouts of
// host_statistics64(HOST_VM_INFO64); psutil reports pageins and pageouts, which count files, too.
func (s *system) SwapMemory() (platform.SwapMemory, error) {
	usage, err := sysctlByName("vm.swapusage", sizeofXswUsage)
	if err != nil {
		return platform.SwapMemory{}, err
	}
	statistics, err := readVMStatistics()
	if err != nil {
		return platform.SwapMemory{}, err
	}
	size, err := pageSize()
	if err != nil {
		return platform.SwapMemory{}, err
	}
	memory, ok := decodeSwapMemory(usage, statistics, size)
	if !ok {
		return memory, malformed("sysctl vm.swapusage")
	}
	return memory, nil
}
