package windows

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// Classes of queries that are not of NtQueryInformationProcess.
const (
	onlyTimes = -1 // of the times alone
	tokenUser = -2 // TokenUser of the process's token
)

const tokenUserSize = 96 // TOKEN_USER, and the longest security identifier

// ntQuery queries one of all classes but onlyTimes.
func ntQuery(process windows.Handle, class int32, answer *byte, size uint32) error {
	var n uint32
	if class != tokenUser {
		return windows.NtQueryInformationProcess(process, class, unsafe.Pointer(answer), size, &n)
	}
	var token windows.Token
	if err := windows.OpenProcessToken(process, windows.TOKEN_QUERY, &token); err != nil {
		return err
	}
	defer token.Close()
	return windows.GetTokenInformation(token, windows.TokenUser, answer, size, &n)
}

// queriedProcess is what a process that is closed again has answered: a class with an answer of a fixed size, unless it
// is onlyTimes, and its times.
type queriedProcess struct {
	class         int32
	answer, times buffer
	statuses      [3]uint32 // NTSTATUS of opening it, of the class, and of its times
}

// QueryProcess opens a process, queries a class and ProcessTimes, which has processTimesSize, and closes it. It returns
// what these three calls have. The C library has one that leaves Go once: between calls of the kernel, the way out of Go
// and back costs ten times as much as it otherwise does.
var QueryProcess = func(pid uint32, class int32, answer unsafe.Pointer, size uint32, times unsafe.Pointer) (statuses [3]uint32) {
	h := processHandle{pid: int64(pid)}
	if statuses[0] = uint32(ntOpenProcess(&h, limited)); statuses[0] != 0 {
		return statuses
	}
	defer h.close()
	query := func(class int32, answer unsafe.Pointer, size uint32) uint32 {
		switch err := ntQuery(h.handle, class, (*byte)(answer), size).(type) {
		case nil:
			return 0
		case windows.NTStatus:
			return uint32(err)
		}
		return uint32(windows.STATUS_ACCESS_DENIED) // of OpenProcessToken
	}
	if class != onlyTimes {
		statuses[1] = query(class, answer, size)
	}
	statuses[2] = query(windows.ProcessTimes, times, processTimesSize)
	return statuses
}

// queryProcess returns a handle that is closed again and that has the answer of a class, and its times.
func queryProcess(pid int64, class int32, size uint32) (processHandle, error) {
	if !isPID(pid) {
		return processHandle{}, noSuchProcess(pid)
	}
	q := &queriedProcess{class: class, answer: newBuffer(size), times: newBuffer(processTimesSize)}
	q.statuses = QueryProcess(uint32(pid), class, unsafe.Pointer(q.answer.pointer()), size, unsafe.Pointer(q.times.pointer()))
	return processHandle{pid: pid, queried: q}, openError(pid, windows.NTStatus(q.statuses[0]))
}

// get returns the answer of a class.
func (q *queriedProcess) get(class int32) (buffer, windows.NTStatus) {
	switch class {
	case q.class:
		return q.answer, windows.NTStatus(q.statuses[1])
	case windows.ProcessTimes:
		return q.times, windows.NTStatus(q.statuses[2])
	}
	return buffer{}, windows.STATUS_INVALID_HANDLE
}

// timesOfRunning returns the times of a process that has not exited.
func timesOfRunning(pid int64) (processTimes, error) {
	h := processHandle{pid: pid, handle: windows.CurrentProcess()}
	if pid != ownPID() {
		var err error
		if h, err = queryProcess(pid, onlyTimes, 0); err != nil {
			return processTimes{}, err
		}
	}
	times, err := h.times()
	if err == nil && times.exited != 0 {
		err = errExited(pid)
	}
	return times, err
}
