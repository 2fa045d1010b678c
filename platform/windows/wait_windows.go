package windows

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// exitWatch watches one process through a handle, which is signaled when the process has exited.
type exitWatch struct {
	processHandle
	isChild bool
}

// polledWatch is the watch of a process that may not be waited for. Its exit code is not known.
type polledWatch struct {
	sys system
	id  platform.Identity
}

func (*polledWatch) WaitHandle() int { return -1 }
func (*polledWatch) StillOpen() bool { return false }
func (*polledWatch) Close()          {}

func (w *polledWatch) Poll(bool) (bool, platform.ExitStatus, error) {
	now, err := w.sys.Process(w.id.PID).Identity(w.id)
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return true, platform.ExitStatus{}, nil
	}
	return err == nil && !now.Same(w.id), platform.ExitStatus{}, err
}

// WatchExit opens the process. Its exit code can be read as long as any handle on it is open, also after the exit.
func (p *process) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	h, err := openProcess(p.pid, windows.SYNCHRONIZE|limited)
	switch platform.CodeOf(err) {
	case 0:
	case platform.NoSuchProcess:
		return platform.ExitedWatch{}, nil
	case platform.AccessDenied:
		return &polledWatch{p.sys, id}, nil
	default:
		return nil, err
	}
	times, err := h.times()
	if err != nil {
		h.close()
		return nil, err
	}
	if id.Start != platform.NA && id.Start != times.created {
		h.close()
		return platform.ExitedWatch{}, nil
	}
	basic, err := h.basic()
	return &exitWatch{h, err == nil && basic.ppid == ownPID()}, nil
}

func (w *exitWatch) WaitHandle() int { return int(w.handle) }

func (*exitWatch) StillOpen() bool { return true }

func (w *exitWatch) Close() { w.close() }

func (w *exitWatch) Poll(bool) (bool, platform.ExitStatus, error) {
	event, err := windows.WaitForSingleObject(w.handle, 0)
	switch {
	case event == uint32(windows.WAIT_TIMEOUT):
		return false, platform.ExitStatus{}, nil
	case err != nil:
		return false, platform.ExitStatus{}, sysError(processCall("WaitForSingleObject", w.pid), err)
	}
	var code uint32
	if err := windows.GetExitCodeProcess(w.handle, &code); err != nil {
		return false, platform.ExitStatus{}, sysError(processCall("GetExitCodeProcess", w.pid), err)
	}
	return true, platform.ExitStatus{Known: true, Code: int32(code), IsChild: w.isChild}, nil
}
