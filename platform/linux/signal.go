//go:build linux

package linux

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// No architecture has signals beyond this (most end at 64, MIPS at 128); a larger number must not be cut down to one.
const lastSignal = 128

func (p *process) Signal(id platform.Identity, signal int) error {
	if signal < 0 || signal > lastSignal {
		return notASignal(signal)
	}
	fd, err := p.openVerifiedPidfd(id, "signals")
	if err != nil {
		return err
	}
	defer closePidfd(fd)
	err = unix.ENOSYS
	if fd != noPidfd {
		err = unix.PidfdSendSignal(fd, unix.Signal(signal), nil, 0)
	}
	if err == unix.ENOSYS {
		err = unix.Kill(int(p.pid), unix.Signal(signal))
	}
	switch err {
	case nil:
		return nil
	case unix.EINVAL:
		return notASignal(signal)
	}
	return sysError(p.syscallName("sending a signal"), err)
}

func notASignal(signal int) error {
	return platform.NewError(platform.InvalidArgument, "signal", strconv.Itoa(signal)+" is not the number of a signal")
}

func (p *process) Suspend(id platform.Identity) error { return p.Signal(id, int(unix.SIGSTOP)) }

func (p *process) Resume(id platform.Identity) error { return p.Signal(id, int(unix.SIGCONT)) }
