package windows

import (
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

// processListSize is enough for some hundred processes with their threads.
const processListSize = 256 << 10

func readProcessList() (*processList, error) {
	b, err := querySystemInformation(windows.SystemProcessInformation, processListSize)
	if err != nil {
		return nil, err
	}
	return parseProcessList(b)
}
