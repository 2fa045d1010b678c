//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// noFD stands for a descriptor that is not open.
const noFD = -1

// exitWatch watches one process by a kqueue, which becomes readable when the process exits.
type exitWatch struct {
	id     platform.Identity
	kqueue int
}

// WatchExit opens a kqueue with EVFILT_PROC. Without one (no free descriptor, or the process is a zombie) the watch is
// polled. The process is verified when the kqueue watches it, which then belongs to this process, even if its PID is
// reused.
func (p *process) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	w := &exitWatch{id, openExitQueue(id.PID)}
	switch _, err := verify(id); platform.CodeOf(err) {
	case 0:
		return w, nil
	case platform.NoSuchProcess:
		w.Close()
		return platform.ExitedWatch{}, nil
	default:
		w.Close()
		return nil, err
	}
}

// openExitQueue returns a kqueue that reports the exit of a process, noFD if there is none.
func openExitQueue(pid int64) int {
	if !validPID(pid) {
		return noFD
	}
	kqueue, err := unix.Kqueue()
	if err != nil {
		return noFD
	}
	unix.CloseOnExec(kqueue)
	var change unix.Kevent_t
	unix.SetKevent(&change, int(pid), unix.EVFILT_PROC, unix.EV_ADD)
	change.Fflags = unix.NOTE_EXIT
	if _, err := unix.Kevent(kqueue, []unix.Kevent_t{change}, nil, nil); err != nil {
		unix.Close(kqueue)
		return noFD
	}
	return kqueue
}

// WaitHandle returns the kqueue.
func (w *exitWatch) WaitHandle() int { return w.kqueue }

// StillOpen returns false: nothing distinguishes a kqueue from another that got its number.
func (w *exitWatch) StillOpen() bool { return false }

func (w *exitWatch) Close() {
	if w.kqueue != noFD {
		unix.Close(w.kqueue)
		w.kqueue = noFD
	}
}

// Poll reads the process itself: the kernel signals the kqueue shortly before it makes the process a zombie, and then
// the watch is polled at intervals.
func (w *exitWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	info, err := verify(w.id)
	switch {
	case platform.CodeOf(err) == platform.NoSuchProcess:
		return true, platform.ExitStatus{}, nil
	case err != nil:
		return false, platform.ExitStatus{}, err
	case !info.isZombie():
		if w.isSignaled() {
			w.Close()
		}
		return false, platform.ExitStatus{}, nil
	case info.ppid != int64(unix.Getpid()):
		return true, platform.ExitStatus{}, nil
	case !reap:
		return true, platform.ExitStatusOf(readExitStatus(&info), true), nil
	}
	return w.reap()
}

// isSignaled reports whether the kqueue has become readable. The event stays in it.
func (w *exitWatch) isSignaled() bool {
	if w.kqueue == noFD {
		return false
	}
	fds := []unix.PollFd{{Fd: int32(w.kqueue), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0
}

// reap waits for a child that is a zombie. It keeps its PID until then; another thread may have waited for it already.
func (w *exitWatch) reap() (bool, platform.ExitStatus, error) {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(int(w.id.PID), &status, unix.WNOHANG, nil)
		switch {
		case err == unix.EINTR:
			continue
		case err == unix.ECHILD:
			return true, platform.ExitStatus{}, nil
		case err != nil:
			return false, platform.ExitStatus{}, sysError(processCall("wait4", w.id.PID), err)
		case int64(pid) != w.id.PID:
			return false, platform.ExitStatus{}, nil
		}
		return true, platform.ExitStatusOf(uint32(status), true), nil
	}
}
