package freebsd

import "github.com/libpsutil/libpsutil/platform"

// readProcesses reads kern.proc.proc: all processes that this user may see, zombies included, by PID.
func (s *system) readProcesses() ([]kinfo, error) {
	const what = "sysctl kern.proc.proc"
	b, err := s.kernel.readMIB([]int32{ctlKern, kernProc, kernProcProc}, sizeofKinfoProc)
	if err != nil {
		return nil, sysError(what, err)
	}
	processes, err := splitProcesses(what, b)
	return sortProcesses(processes), err
}

func (s *system) PIDs() ([]int64, error) {
	processes, err := s.readProcesses()
	pids := make([]int64, len(processes))
	for i, k := range processes {
		pids[i] = k.pid()
	}
	return pids, err
}

func (s *system) PIDExists(pid int64) (bool, error) {
	_, err := (&process{sys: s, pid: pid}).readInfo()
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return false, nil
	}
	return err == nil, err
}
