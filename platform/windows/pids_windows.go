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

func readProcessList() (*processList, error) {
	b, err := querySystemInformation(windows.SystemProcessInformation, max(processListSize.Load(), minProcessListSize))
	if err != nil {
		return nil, err
	}
	processListSize.Store(uint32(len(b.bytes)/8*9) + 8<<10)
	return parseProcessList(b)
}
