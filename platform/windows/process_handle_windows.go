package windows

import (
	"math"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	procNtOpenProcess        = ntdll.NewProc("NtOpenProcess")
	procNtSuspendProcess     = ntdll.NewProc("NtSuspendProcess")
	procNtResumeProcess      = ntdll.NewProc("NtResumeProcess")
	procNtReadVirtualMemory  = ntdll.NewProc("NtReadVirtualMemory")
	procNtQueryVirtualMemory = ntdll.NewProc("NtQueryVirtualMemory")
)

// Access rights beyond those of package windows.
const (
	limited = windows.PROCESS_QUERY_LIMITED_INFORMATION // of nearly every process, also protected ones
	full    = windows.PROCESS_QUERY_INFORMATION | windows.PROCESS_VM_READ
)

// processHandle is an open process. Its PID is not reused while it is open.
type processHandle struct {
	pid     int64
	handle  windows.Handle
	queried *queriedProcess // what it has answered before it was closed, or nil
}

// clientID is CLIENT_ID.
type clientID struct{ process, thread uintptr }

// isPID reports whether a number can be a PID. PIDs are multiples of 4; OpenProcess ignores the lowest two bits.
func isPID(pid int64) bool { return pid >= 0 && pid <= math.MaxUint32 && pid%4 == 0 }

// call calls a procedure that returns an NTSTATUS. The arguments may be converted pointers.
//
//go:uintptrescapes
func call(proc *windows.LazyProc, args ...uintptr) error {
	if err := proc.Find(); err != nil {
		return err
	}
	status, _, _ := proc.Call(args...)
	if status := windows.NTStatus(status); status != windows.STATUS_SUCCESS {
		return status
	}
	return nil
}

// openProcess opens a process. One that has exited can be opened as long as another handle on it is open. Errors:
// NoSuchProcess, AccessDenied.
func openProcess(pid int64, access uint32) (processHandle, error) {
	if !isPID(pid) {
		return processHandle{}, noSuchProcess(pid)
	}
	h := processHandle{pid: pid}
	err := openError(pid, ntOpenProcess(&h, access))
	return h, err
}

// ntOpenProcess sets the handle of the process that h.pid names.
func ntOpenProcess(h *processHandle, access uint32) windows.NTStatus {
	attributes := windows.OBJECT_ATTRIBUTES{Length: uint32(unsafe.Sizeof(windows.OBJECT_ATTRIBUTES{}))}
	id := clientID{process: uintptr(h.pid)}
	status, _, _ := procNtOpenProcess.Call(uintptr(unsafe.Pointer(&h.handle)), uintptr(access), uintptr(unsafe.Pointer(&attributes)),
		uintptr(unsafe.Pointer(&id)))
	return windows.NTStatus(status)
}

func openError(pid int64, status windows.NTStatus) error {
	switch status {
	case windows.STATUS_SUCCESS:
		return nil
	case windows.STATUS_INVALID_CID, windows.STATUS_INVALID_PARAMETER:
		if pid == idlePID { // it exists, and has no object that could be opened
			return deniedProcess(pid)
		}
		return noSuchProcess(pid)
	}
	return sysError(processCall("NtOpenProcess", pid), status)
}

// openToRead is openProcess for calls that change nothing. The caller's own process needs no opening.
func openToRead(pid int64, access uint32) (processHandle, error) {
	if pid == ownPID() {
		return processHandle{pid: pid, handle: windows.CurrentProcess()}, nil
	}
	return openProcess(pid, access)
}

var self = int64(windows.GetCurrentProcessId())

func ownPID() int64 { return self }

func (h processHandle) isOwn() bool { return h.handle == windows.CurrentProcess() }

func (h processHandle) close() {
	if !h.isOwn() {
		windows.CloseHandle(h.handle)
	}
}

// processCall names a call about a process in errors.
func processCall(name string, pid int64) string { return name + "(" + strconv.FormatInt(pid, 10) + ")" }

func noSuchProcess(pid int64) error {
	return platform.NewError(platform.NoSuchProcess, processCall("process", pid), "no process has this PID")
}

func errExited(pid int64) error {
	return platform.NewError(platform.NoSuchProcess, processCall("process", pid), "the process has exited")
}

func deniedProcess(pid int64) error {
	return platform.NewError(platform.AccessDenied, processCall("process", pid), "the kernel's own process cannot be opened")
}

// running closes the handle and fails if the process has exited.
func (h processHandle) running() (processHandle, processTimes, error) {
	times, err := h.times()
	if err == nil && times.exited != 0 {
		err = errExited(h.pid)
	}
	if err != nil {
		h.close()
	}
	return h, times, err
}

// openVerified opens the process with this identity, to act on it.
func openVerified(id platform.Identity, access uint32) (processHandle, error) {
	h, err := openProcess(id.PID, access|limited)
	if err != nil {
		return h, err
	}
	h, times, err := h.running()
	if err == nil && id.Start != platform.NA && id.Start != times.created {
		h.close()
		err = errExited(id.PID)
	}
	return h, err
}

// query returns an answer of NtQueryInformationProcess that has a fixed size.
func (h processHandle) query(class int32, size uint32) (buffer, error) {
	if h.queried != nil {
		b, status := h.queried.get(class)
		if status != windows.STATUS_SUCCESS {
			return b, sysError(h.queryName(class), status)
		}
		b.bytes = b.bytes[:size]
		return b, nil
	}
	b := newBuffer(size)
	if err := ntQuery(h.handle, class, b.pointer(), size); err != nil {
		return b, sysError(h.queryName(class), err)
	}
	b.bytes = b.bytes[:size]
	return b, nil
}

// querySized returns an answer whose size the kernel decides.
func (h processHandle) querySized(class int32, size uint32) (buffer, error) {
	b, err := retrySize(size, isLengthMismatch, func(b *buffer, size uint32) (n uint32, err error) {
		err = windows.NtQueryInformationProcess(h.handle, class, unsafe.Pointer(b.pointer()), size, &n)
		return n, err
	})
	if err != nil {
		return b, sysError(h.queryName(class), err)
	}
	return b, nil
}

func (h processHandle) queryName(class int32) string {
	if class == tokenUser {
		return processCall("GetTokenInformation", h.pid)
	}
	return processCall("NtQueryInformationProcess", h.pid) + " class " + strconv.Itoa(int(class))
}

// checked returns value, or the error of a malformed answer. name names the call about a class.
func checked[T any](b *buffer, name func(class int32) string, class int32, value T) (T, error) {
	if b.malformed {
		var none T
		return none, malformedAnswer(name(class))
	}
	return value, nil
}

func (h processHandle) times() (processTimes, error) {
	b, err := h.query(windows.ProcessTimes, processTimesSize)
	if err != nil {
		return processTimes{}, err
	}
	return checked(&b, h.queryName, windows.ProcessTimes, b.processTimes())
}

// hasExited reports whether the process has certainly exited.
func (h processHandle) hasExited() bool {
	times, err := h.times()
	return err == nil && times.exited != 0
}

func (h processHandle) basic() (basicInformation, error) {
	b, err := h.query(windows.ProcessBasicInformation, basicInformationSize)
	if err != nil {
		return basicInformation{}, err
	}
	return checked(&b, h.queryName, windows.ProcessBasicInformation, b.basicInformation())
}

func (h processHandle) memory() (vmCounters, error) {
	b, err := h.query(windows.ProcessVmCounters, vmCountersSize)
	if err != nil {
		return vmCounters{}, err
	}
	return checked(&b, h.queryName, windows.ProcessVmCounters, b.vmCounters(0))
}

func (h processHandle) io() (platform.ProcessIOCounters, error) {
	b, err := h.query(windows.ProcessIoCounters, ioCountersSize)
	if err != nil {
		return platform.ProcessIOCounters{}, err
	}
	return checked(&b, h.queryName, windows.ProcessIoCounters, b.ioCounters(0))
}

const handleCountSize = 4 // ULONG

func (h processHandle) numHandles() (handleCount, error) {
	b, err := h.query(windows.ProcessHandleCount, handleCountSize)
	return handleCount(b.uint32(0)), err
}

func (h processHandle) priorityClass() (int32, error) {
	b, err := h.query(windows.ProcessPriorityClass, priorityClassSize)
	if err != nil {
		return 0, err
	}
	return checked(&b, h.queryName, windows.ProcessPriorityClass, b.priorityClass())
}

// image returns the executable's path as the kernel has it, "" for a process without one.
func (h processHandle) image(class int32) (string, error) {
	b, err := h.querySized(class, 600)
	if err != nil {
		return "", err
	}
	return checked(&b, h.queryName, class, b.unicodeString(0))
}

// read reads memory of the process.
func (h processHandle) read(address uint64, size int) ([]byte, error) {
	bytes := make([]byte, max(size, 1))
	err := call(procNtReadVirtualMemory, uintptr(h.handle), uintptr(address), uintptr(unsafe.Pointer(&bytes[0])), uintptr(size), 0)
	if err != nil {
		return nil, sysError(processCall("NtReadVirtualMemory", h.pid), err)
	}
	return bytes[:size], nil
}

// queryMemory returns an answer of NtQueryVirtualMemory about an address.
func (h processHandle) queryMemory(class int, address uint64, b *buffer) error {
	var n uintptr
	err := call(procNtQueryVirtualMemory, uintptr(h.handle), uintptr(address), uintptr(class), uintptr(unsafe.Pointer(b.pointer())),
		uintptr(len(b.bytes)), uintptr(unsafe.Pointer(&n)))
	if err == nil {
		b.bytes = b.bytes[:min(uint64(n), uint64(len(b.bytes)))]
	}
	return err
}

func (h processHandle) memoryName(class int32) string {
	return processCall("NtQueryVirtualMemory", h.pid) + " class " + strconv.Itoa(int(class))
}
