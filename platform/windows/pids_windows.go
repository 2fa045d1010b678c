package windows

import (
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// PIDs returns the PIDs in the list of all processes.
func (system) PIDs() ([]int64, error) {
	list, err := readProcessList()
	if err != nil {
		return nil, err
	}
	defer list.release()
	return list.pids(), nil
}

// PIDExists reports whether a process has this PID and has not exited, though others may still have it open.
func (s system) PIDExists(pid int64) (bool, error) {
	_, err := s.Process(pid).Identity(platform.Identity{})
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return false, nil
	}
	return err == nil, err
}

// minProcessListSize is enough for some dozen processes with their threads.
const minProcessListSize = 32 << 10

// processListSize is the first size to try: that of the last list, and room for more processes. A large buffer is slow
// to zero.
var processListSize atomic.Uint32

// spareList is the memory of a list that is no longer used, for the next one. Without it a list of some hundred
// kilobytes would be garbage after each call.
var spareList atomic.Pointer[buffer]

// readProcessList returns a list that the caller releases.
func readProcessList() (*processList, error) {
	b, err := querySystemInto(processListBuffer(), windows.SystemProcessInformation)
	if err != nil {
		return nil, err
	}
	processListSize.Store(uint32(len(b.bytes)/8*9) + 8<<10)
	return parseProcessList(b)
}

// processListBuffer returns a zeroed buffer for a list.
func processListBuffer() buffer {
	size := max(processListSize.Load(), minProcessListSize)
	spare := spareList.Swap(nil)
	if spare == nil || uint32(cap(spare.bytes)) < size {
		return newBuffer(size)
	}
	spare.bytes = spare.bytes[:size]
	clear(spare.bytes)
	return *spare
}

// release keeps the memory of the list for the next one. Nothing may refer to it any more.
func (l *processList) release() {
	if b := l.buffer; cap(b.bytes) <= platform.MaxPooledCap {
		spareList.Store(&buffer{bytes: b.bytes, address: b.address})
	}
	l.buffer, l.entries = buffer{}, nil
}
