//go:build linux

package linux

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// maxSignal is the highest signal of any architecture: MIPS has 128, most have 64. A larger number must not be
// truncated to one.
const maxSignal = 128

func (p *process) Signal(id platform.Identity, signal int) error {
	if signal < 0 || signal > maxSignal {
		return errNotASignal(signal)
	}
	fd, err := p.openVerifiedPidfd(id, "signals")
	if err != nil {
		return err
	}
	defer closePidfd(fd)
	err = unix.ENOSYS
	if fd != noFD {
		err = unix.PidfdSendSignal(fd, unix.Signal(signal), nil, 0)
	}
	if err == unix.ENOSYS {
		err = unix.Kill(int(p.pid), unix.Signal(signal))
	}
	switch err {
	case nil:
		return nil
	case unix.EINVAL:
		return errNotASignal(signal)
	}
	return sysError(p.syscallName("kill"), err)
}

func errNotASignal(signal int) error {
	return platform.NewInvalidArgument("signal", strconv.Itoa(signal)+": expected the number of a signal")
}

func (p *process) Suspend(id platform.Identity) error { return p.Signal(id, int(unix.SIGSTOP)) }
func (p *process) Resume(id platform.Identity) error  { return p.Signal(id, int(unix.SIGCONT)) }
