package windows

import (
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"
)

// PIDs returns the PIDs in the process list of NtQuerySystemInformation.
func (system) PIDs() ([]int64, error) {
	b, err := querySystemInformation(windows.SystemProcessInformation, 256<<10)
	if err != nil {
		return nil, err
	}
	return parsePIDs(b.bytes), nil
}

// parsePIDs returns the PIDs in a chain of SYSTEM_PROCESS_INFORMATION records. It ends at a record outside of the buffer.
func parsePIDs(buffer []byte) (pids []int64) {
	for at := uintptr(0); at+unsafe.Sizeof(windows.SYSTEM_PROCESS_INFORMATION{}) <= uintptr(len(buffer)); {
		record := (*windows.SYSTEM_PROCESS_INFORMATION)(unsafe.Pointer(&buffer[at]))
		pids = append(pids, int64(record.UniqueProcessID))
		if record.NextEntryOffset == 0 {
			break
		}
		at += uintptr(record.NextEntryOffset)
	}
	slices.Sort(pids)
	return pids
}
