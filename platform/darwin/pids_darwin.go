//go:build cgo

package darwin

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// PIDs returns the PIDs of sysctl KERN_PROC_ALL, which include 0, the kernel.
func (s *system) PIDs() ([]int64, error) {
	list, err := readProcessList()
	if err != nil {
		return nil, err
	}
	pids := make([]int64, len(list))
	for i := range list {
		pids[i] = list[i].pid
	}
	return pids, nil
}

func (s *system) PIDExists(pid int64) (bool, error) {
	_, err := readProcess(pid)
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return false, nil
	}
	return err == nil, err
}

// Self returns the PID of the calling process.
func (s *system) Self() (int64, error) { return int64(unix.Getpid()), nil }

// validPID reports whether a number can be a PID. Calls would truncate others to the PID of another process.
func validPID(pid int64) bool { return pid >= 0 && pid <= math.MaxInt32 }
