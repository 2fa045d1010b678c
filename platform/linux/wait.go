//go:build linux

package linux

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// exitWatch watches one process, by its pidfd if it has one.
type exitWatch struct {
	p     *process
	id    platform.Identity
	pidfd int
}

func (p *process) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	if err := p.checkOwnProcfs("wait"); err != nil {
		return nil, err
	}
	fd, err := p.openPidfdOf(id)
	switch {
	case err == nil:
		if id.Inode == 0 {
			id.Inode = pidfdInode(fd)
		}
		return &exitWatch{p, id, fd}, nil
	case platform.CodeOf(err) == platform.NoSuchProcess:
		return platform.ExitedWatch{}, nil
	case isExhausted(err): // waitid needs no descriptor
		return &exitWatch{p, id, noFD}, nil
	}
	return nil, err
}

func (w *exitWatch) WaitHandle() int { return w.pidfd }

func (w *exitWatch) StillOpen() bool {
	return w.id.Inode != 0 && pidfdInode(w.pidfd) == w.id.Inode
}

func (w *exitWatch) Close() {
	closePidfd(w.pidfd)
	w.pidfd = noFD
}

func (w *exitWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	if w.pidfd == noFD {
		// Without a pidfd the identity is known for this moment only. Without a free descriptor it cannot be checked;
		// but a child of ours keeps its PID until it is waited for.
		if err := w.p.verify(noFD, w.id); platform.CodeOf(err) == platform.NoSuchProcess {
			return true, platform.ExitStatus{}, nil
		}
	}
	exited, status, err := w.waitid(reap)
	if err == unix.ECHILD { // not our child, or it was waited for elsewhere
		if exited, err = w.hasExited(); exited {
			status = w.p.sys.pidfdExit(w.pidfd)
		}
		return exited, status, err
	}
	if err != nil {
		return false, platform.ExitStatus{}, sysError(w.p.syscallName("waitid"), err)
	}
	return exited, status, nil
}

// waitid polls a child of the calling process, including one that was cloned without SIGCHLD. The error is the errno,
// ECHILD for a process that is not a child.
func (w *exitWatch) waitid(reap bool) (bool, platform.ExitStatus, error) {
	options := unix.WEXITED | unix.WNOHANG | unix.WALL
	if !reap {
		options |= unix.WNOWAIT
	}
	var info siginfo
	call := func(kind, id, options int) error {
		return retry(func() error {
			return unix.Waitid(kind, id, (*unix.Siginfo)(unsafe.Pointer(&info)), options, nil)
		})
	}
	err := error(unix.EINVAL)
	if w.pidfd != noFD {
		err = call(unix.P_PIDFD, w.pidfd, options)
	}
	if err == unix.EINVAL { // before Linux 5.4
		err = call(unix.P_PID, int(w.p.pid), options)
	}
	if err == unix.EINVAL { // before Linux 4.7
		err = call(unix.P_PID, int(w.p.pid), options&^unix.WALL)
	}
	if err != nil || info.pid == 0 {
		return false, platform.ExitStatus{}, err
	}
	const exited = 1 // CLD_EXITED; the others are CLD_KILLED and CLD_DUMPED
	if info.code() == exited {
		return true, platform.ExitStatus{Known: true, Code: info.status, IsChild: true}, nil
	}
	return true, platform.ExitStatus{Known: true, Code: -info.status, IsChild: true}, nil
}

// siginfo is unix.Siginfo with the fields of SIGCHLD.
type siginfo struct {
	head             [3]int32
	_                [0]uintptr // the union is aligned like a pointer
	pid, uid, status int32
	_                [128 - 12 - 12]byte
}

// The kernel fills in a whole unix.Siginfo.
var _ [unsafe.Sizeof(siginfo{}) - unsafe.Sizeof(unix.Siginfo{})]byte

func (s *siginfo) code() int32 { return (*unix.Siginfo)(unsafe.Pointer(s)).Code }

// hasExited reports whether a process that is not our child has exited. A zombie has.
func (w *exitWatch) hasExited() (bool, error) {
	if w.pidfd == noFD {
		var buf statBuf
		s, err := w.p.uncached().readStat(&buf)
		switch {
		case platform.CodeOf(err) == platform.NoSuchProcess:
			return true, nil
		case isExhausted(err) && unix.Kill(int(w.p.pid), 0) == unix.ESRCH:
			return true, nil
		}
		// The first thread may have exited while others run.
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
