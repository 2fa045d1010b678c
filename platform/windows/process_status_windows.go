package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	procNtOpenThread             = ntdll.NewProc("NtOpenThread")
	procNtQueryInformationThread = ntdll.NewProc("NtQueryInformationThread")
)

const threadSuspendCount = 35 // THREADINFOCLASS

// readStatus returns the status of the process. Under Wine the list does not report whether threads are suspended; they
// are queried one by one, up to the first that is not.
func (p *processInfo) readStatus() platform.Status {
	status, reported := p.status()
	if reported {
		return status
	}
	for _, thread := range p.threads {
		if !isSuspended(thread.id) {
			return platform.StatusRunning
		}
	}
	return platform.StatusStopped
}

// isSuspended reports whether a thread is certainly suspended.
func isSuspended(thread int64) bool {
	var handle windows.Handle
	attributes := windows.OBJECT_ATTRIBUTES{Length: uint32(unsafe.Sizeof(windows.OBJECT_ATTRIBUTES{}))}
	id := clientID{thread: uintptr(thread)}
	err := call(procNtOpenThread, uintptr(unsafe.Pointer(&handle)), windows.THREAD_QUERY_INFORMATION,
		uintptr(unsafe.Pointer(&attributes)), uintptr(unsafe.Pointer(&id)))
	if err != nil {
		return false
	}
	defer windows.CloseHandle(handle)
	var count uint32
	err = call(procNtQueryInformationThread, uintptr(handle), threadSuspendCount, uintptr(unsafe.Pointer(&count)), 4, 0)
	return err == nil && count > 0
}
