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

// openProc opens the root of procfs for a call that reads many processes, all from the same mount.
func (s *system) openProc() (int, error) {
	proc, err := open(append([]byte(s.proc), 0), unix.O_DIRECTORY)
	if err != nil {
		return noFD, sysError(s.proc, err)
	}
	return proc, nil
}

// pidsIn lists the processes below a descriptor of openProc, ascending.
func (s *system) pidsIn(proc int) ([]int64, error) {
	pids, err := readOpenDirNumbers(proc, 1)
	if err != nil {
		if e, ok := err.(*platform.Error); ok {
			return nil, addPath(s.proc, e)
		}
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
	p := s.process(pid)
	fd, err := p.openPidfd()
	closePidfd(fd)
	switch {
	case err == nil && fd == noFD:
		// It may be a thread. A status without Tgid, as that of gVisor, is of a process.
		s, err := p.readStatus()
		switch platform.CodeOf(err) {
		case 0:
			return s.tgid == pid || s.tgid == platform.NA, nil
		case platform.AccessDenied, platform.NoSuchProcess: // the process exists, for stat does
			return true, nil
		}
		return false, err
	case err == nil:
		return true, nil
	case platform.CodeOf(err) == platform.NoSuchProcess:
		return false, nil
	case platform.CodeOf(err) == platform.AccessDenied: // a process that may not be examined exists
		return true, nil
	}
	return false, err
}
