//go:build linux

package linux

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// watch waits for one process, by its pidfd if there is one.
type exitWatch struct {
	p     *process
	id    platform.Identity
	pidfd int
}

// over is the watch of a process that was gone before it began.
type exitedWatch struct{}

func (exitedWatch) WaitHandle() int { return -1 }

func (exitedWatch) Poll(bool) (bool, platform.ExitStatus, error) {
	return true, platform.ExitStatus{}, nil
}

func (exitedWatch) Close() {}

func (p *process) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	fd, err := p.openVerifiedPidfd(id, "wait")
	switch {
	case err == nil:
		return &exitWatch{p, id, fd}, nil
	case isCode(err, platform.NoSuchProcess):
		return exitedWatch{}, nil
	}
	return nil, err
}

func (w *exitWatch) WaitHandle() int { return w.pidfd }

func (w *exitWatch) Close() {
	closePidfd(w.pidfd)
	w.pidfd = noPidfd
}

func (w *exitWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	if w.pidfd == noPidfd {
		// Only for the moment is the PID known to be his. Nothing better can be had from these kernels.
		if err := w.p.verify(noPidfd, w.id); isCode(err, platform.NoSuchProcess) {
			return true, platform.ExitStatus{}, nil
		}
	}
	ended, status, err := w.waitid(reap)
	if err == unix.ECHILD { // somebody else's child, or one that somebody else has waited for
		ended, err = w.hasExited()
		return ended, platform.ExitStatus{}, err
	}
	if err != nil {
		return false, platform.ExitStatus{}, sysError(w.p.syscallName("waitid"), err)
	}
	return ended, status, nil
}

// waitid looks after a child of ours. The error is the bare errno, ECHILD for another's.
func (w *exitWatch) waitid(reap bool) (bool, platform.ExitStatus, error) {
	options := unix.WEXITED | unix.WNOHANG
	if !reap {
		options |= unix.WNOWAIT
	}
	var info siginfo
	call := func(kind, id int) error {
		return retry(func() error {
			return unix.Waitid(kind, id, (*unix.Siginfo)(unsafe.Pointer(&info)), options, nil)
		})
	}
	err := error(unix.EINVAL)
	if w.pidfd != noPidfd {
		err = call(unix.P_PIDFD, w.pidfd)
	}
	if err == unix.EINVAL { // before Linux 5.4
		err = call(unix.P_PID, int(w.p.pid))
	}
	if err != nil || info.pid == 0 {
		return false, platform.ExitStatus{}, err
	}
	const exited = 1 // CLD_EXITED; the other two are CLD_KILLED and CLD_DUMPED
	if info.code() == exited {
		return true, platform.ExitStatus{Known: true, Code: info.status}, nil
	}
	return true, platform.ExitStatus{Known: true, Code: -info.status}, nil
}

// siginfo is unix.Siginfo with the fields that SIGCHLD has.
type siginfo struct {
	head             [3]int32
	_                [0]uintptr // the union is aligned like a pointer
	pid, uid, status int32
	_                [128 - 12 - 12]byte
}

// The kernel fills in a whole unix.Siginfo.
var _ [unsafe.Sizeof(siginfo{}) - unsafe.Sizeof(unix.Siginfo{})]byte

func (s *siginfo) code() int32 { return (*unix.Siginfo)(unsafe.Pointer(s)).Code }

// gone says whether a process that is no child of ours has ended: a zombie has.
func (w *exitWatch) hasExited() (bool, error) {
	if w.pidfd == noPidfd {
		var buf statBuf
		s, err := w.p.uncached().readStat(&buf)
		if isCode(err, platform.NoSuchProcess) {
			return true, nil
		}
		// A leader may have ended while other threads of its process go on.
		return err == nil && s.state == 'Z' && s.threads <= 1, err
	}
	fds := []unix.PollFd{{Fd: int32(w.pidfd), Events: unix.POLLIN}}
	err := retry(func() error {
		_, err := unix.Poll(fds, 0)
		return err
	})
	if err != nil {
		return false, sysError(w.p.syscallName("poll"), err)
	}
	return fds[0].Revents != 0, nil
}
