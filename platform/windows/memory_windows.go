package windows

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// readMemory asks for the numbers alone. GetPerformanceInfo also counts processes, threads and handles, which takes many
// times as long.
func readMemory() (physicalMemory, error) {
	basic, err := querySystemInformation(windows.SystemBasicInformation, basicSystemSize)
	if err != nil {
		return physicalMemory{}, err
	}
	performance, err := queryPerformance()
	if err != nil {
		return physicalMemory{}, err
	}
	memory := decodeMemory(&basic, &performance)
	if err := basic.err(systemInformationName(windows.SystemBasicInformation)); err != nil {
		return memory, err
	}
	return memory, performance.err(systemInformationName(windows.SystemPerformanceInformation))
}

func (system) VirtualMemory() (platform.VirtualMemory, error) {
	memory, err := readMemory()
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	return memory.virtualMemory(), nil
}

func (s system) TotalMemory() (int64, error) {
	m, err := s.VirtualMemory()
	return m.Total, err
}

// SwapMemory adds up the page files. The commit charge is not a measure of their use: it grows when memory is reserved.
func (system) SwapMemory() (platform.SwapMemory, error) {
	memory, err := readMemory()
	if err != nil {
		return platform.SwapMemory{}, err
	}
	if memory.commitLimit <= memory.total { // no page file
		return platform.SwapMemory{}, nil
	}
	b, err := querySystemInformation(windows.SystemPageFileInformation, 4096)
	if err != nil {
		return platform.SwapMemory{}, err
	}
	return decodePageFiles(&b, memory.pageSize), b.err(systemInformationName(windows.SystemPageFileInformation))
}
