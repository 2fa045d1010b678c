package freebsd

import (
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
)

// exitEvent is a kqueue that becomes readable when a process exits. Tests have one of their own.
type exitEvent interface {
	handle() int
	isReadable() (bool, error)
	status() (status int32, ok bool) // of the exit; the kqueue reports it once
	close()
}

// noDescriptor is the exitEvent without a free descriptor for a kqueue: whether the process has exited is to be found
// out.
type noDescriptor struct{}

func (noDescriptor) handle() int               { return noFD }
func (noDescriptor) isReadable() (bool, error) { return true, nil }
func (noDescriptor) status() (int32, bool)     { return 0, false }
func (noDescriptor) close()                    {}

const noFD = -1

// exitWatch watches one process.
type exitWatch struct {
	p     *process
	id    platform.Identity
	event exitEvent

	// waitChild polls a child of the calling process as wait6(2) does. The error is the errno, ECHILD for a process
	// that is not a child.
	waitChild func(pid int64, reap bool) (exited bool, status int32, err error)

	noted bool // whether exit is what the kqueue has reported
	exit  platform.ExitStatus
}

// watch returns the watch of a process whose PID is registered with a kqueue already, unless it is another process's by
// now: from then on a process that gets the PID later does not matter.
func (w *exitWatch) watch() (platform.ExitWatch, error) {
	err := w.p.verify(w.id)
	if err == nil {
		return w, nil
	}
	w.Close()
	if platform.CodeOf(err) == platform.NoSuchProcess {
		return platform.ExitedWatch{}, nil
	}
	return nil, err
}

func (w *exitWatch) WaitHandle() int { return w.event.handle() }

// StillOpen returns false: nothing distinguishes a kqueue from another.
func (*exitWatch) StillOpen() bool { return false }

func (w *exitWatch) Close() { w.event.close() }

// Poll polls the kqueue first, then waits for the process if it is a child of the calling process, whose PID the kernel
// does not reuse before.
func (w *exitWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	if w.noted {
		return true, w.exit, nil
	}
	if readable, err := w.event.isReadable(); !readable {
		return false, platform.ExitStatus{}, err
	}
	k, err := w.p.readInfo()
	if err == nil {
		err = w.p.verify(w.id)
	}
	switch platform.CodeOf(err) {
	case 0:
	case platform.NoSuchProcess: // it was waited for
		return true, w.note(), nil
	default:
		return false, platform.ExitStatus{}, err
	}
	if k.ppid() == int64(syscall.Getpid()) {
		exited, status, err := w.waitChild(w.p.pid, reap)
		switch {
		case err == nil && exited:
			return true, platform.ExitStatusOf(uint32(status), true), nil
		case err != syscall.ECHILD:
			if err != nil {
				err = sysError(w.p.syscall("wait6"), err)
			}
			return false, platform.ExitStatus{}, err // the kqueue is readable a moment before the child is a zombie
		}
	}
	if w.event.handle() == noFD && !k.isZombie() {
		return false, platform.ExitStatus{}, nil
	}
	return true, w.note(), nil
}

// note returns the status that the kqueue has kept, which it has of any process.
func (w *exitWatch) note() platform.ExitStatus {
	w.noted = true
	if status, ok := w.event.status(); ok {
		w.exit = platform.ExitStatusOf(uint32(status), false)
	}
	return w.exit
}
