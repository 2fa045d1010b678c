package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var procGetPerformanceInfo = kernel32.NewProc("K32GetPerformanceInfo")

func queryPerformanceInformation() (buffer, error) {
	b := newBuffer(performanceInformationSize)
	ok, _, err := procGetPerformanceInfo.Call(uintptr(unsafe.Pointer(b.pointer())), uintptr(len(b.bytes)))
	if err := failed(ok, err); err != nil {
		return b, sysError("GetPerformanceInfo", err)
	}
	return b, nil
}

func readPerformanceInformation() (performanceInformation, error) {
	b, err := queryPerformanceInformation()
	if err != nil {
		return performanceInformation{}, err
	}
	return decodePerformanceInformation(&b), b.err("GetPerformanceInfo")
}

func (system) VirtualMemory() (platform.VirtualMemory, error) {
	p, err := readPerformanceInformation()
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	return p.virtualMemory(), nil
}

func (s system) TotalMemory() (int64, error) {
	m, err := s.VirtualMemory()
	return m.Total, err
}

// SwapMemory adds up the page files. The commit charge is not a measure of their use: it grows when memory is reserved.
func (system) SwapMemory() (platform.SwapMemory, error) {
	p, err := readPerformanceInformation()
	if err != nil {
		return platform.SwapMemory{}, err
	}
	if p.commitLimit <= p.total { // no page file
		return platform.SwapMemory{}, nil
	}
	b, err := querySystemInformation(windows.SystemPageFileInformation, 4096)
	if err != nil {
		return platform.SwapMemory{}, err
	}
	return decodePageFiles(&b, p.pageSize), b.err(systemInformationName(windows.SystemPageFileInformation))
}
