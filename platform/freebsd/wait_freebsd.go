package freebsd

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// WatchExit registers the PID with a kqueue, which is readable at once if the process is a zombie.
func (p *process) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	if p.pid < 0 || p.pid > maxPID {
		return platform.ExitedWatch{}, nil
	}
	event, err := newExitEvent(p.pid)
	switch err {
	case nil:
	case unix.ESRCH:
		return platform.ExitedWatch{}, nil
	default:
		return nil, sysError(p.syscall("kevent"), err)
	}
	w := &exitWatch{p: &process{sys: p.sys, pid: p.pid}, id: id, event: event, waitChild: wait6}
	return w.watch()
}

// exitQueue is a kqueue with one process.
type exitQueue struct{ fd int }

// newExitEvent returns a kqueue for the exit of a process. The error is the errno, ESRCH if there is no such process.
func newExitEvent(pid int64) (exitEvent, error) {
	fd, err := unix.Kqueue()
	switch err {
	case nil:
	case unix.EMFILE, unix.ENFILE, unix.ENOMEM:
		return noDescriptor{}, nil
	default:
		return nil, err
	}
	unix.CloseOnExec(fd)
	change := []unix.Kevent_t{{Ident: uint64(pid), Filter: unix.EVFILT_PROC, Flags: unix.EV_ADD, Fflags: unix.NOTE_EXIT}}
	err = retry(func() error {
		_, err := unix.Kevent(fd, change, nil, nil)
		return err
	})
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &exitQueue{fd}, nil
}

func (q *exitQueue) handle() int { return q.fd }

func (q *exitQueue) isReadable() (bool, error) {
	polled := []unix.PollFd{{Fd: int32(q.fd), Events: unix.POLLIN}}
	err := retry(func() error {
		_, err := unix.Poll(polled, 0)
		return err
	})
	if err != nil {
		return false, sysError("poll", err)
	}
	return polled[0].Revents != 0, nil
}

func (q *exitQueue) status() (status int32, ok bool) {
	events := make([]unix.Kevent_t, 1)
	n := 0
	err := retry(func() (err error) {
		n, err = unix.Kevent(q.fd, nil, events, &unix.Timespec{})
		return err
	})
	return int32(events[0].Data), err == nil && n == 1 && events[0].Fflags&unix.NOTE_EXIT != 0
}

func (q *exitQueue) close() {
	if q.fd != noFD {
		unix.Close(q.fd)
		q.fd = noFD
	}
}

// wait6 is exitWatch.waitChild.
func wait6(pid int64, reap bool) (exited bool, status int32, err error) {
	options := unix.WEXITED | unix.WNOHANG
	if !reap {
		options |= unix.WNOWAIT
	}
	var found uintptr
	err = retry(func() error {
		var errno unix.Errno
		found, _, errno = unix.Syscall6(unix.SYS_WAIT6, idtypePid, uintptr(pid), uintptr(unsafe.Pointer(&status)), uintptr(options), 0, 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	return err == nil && found != 0, status, err
}
