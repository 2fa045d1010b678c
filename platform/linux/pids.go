//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) PIDs() ([]int64, error) {
	proc, err := s.openProc()
	if err != nil {
		return nil, err
	}
	defer unix.Close(proc)
	return s.pidsIn(proc)
}

// openProc opens the root of procfs, for calls that look at many processes: they all see the one that was there then.
func (s *system) openProc() (int, error) {
	proc, err := open(append([]byte(s.proc), 0), unix.O_DIRECTORY)
	if err != nil {
		return -1, sysError(s.proc, err)
	}
	return proc, nil
}

// pidsIn lists the processes under what openProc has opened, ascending.
func (s *system) pidsIn(proc int) ([]int64, error) {
	pids, err := readOpenDirNumbers(proc, 1)
	if err != nil {
		return nil, sysError(s.proc, err)
	}
	if len(pids) == 0 {
		if err := s.procfsMissing(); err != nil {
			return nil, err
		}
	}
	return pids, nil
}

func (s *system) PIDExists(pid int64) (bool, error) {
	p := process{sys: s, pid: pid}
	fd, err := p.openPidfd()
	closePidfd(fd)
	switch {
	case err == nil && fd == noPidfd:
		s, err := p.uncached().readStatus()
		return s.tgid == pid, err
	case err == nil:
		return true, nil
	case isCode(err, platform.NoSuchProcess):
		return false, nil
	case isCode(err, platform.AccessDenied): // whom we may not look at exists
		return true, nil
	}
	return false, err
}
