package freebsd

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

const maxSignal = 128 // _SIG_MAXSIG

// Signal calls kill.
func (p *process) Signal(id platform.Identity, signal int) error {
	if signal < 0 || signal > maxSignal {
		return platform.NewInvalidArgument("signal", strconv.Itoa(signal)+": expected the number of a signal")
	}
	return p.guard(id, "kill", func() error { return unix.Kill(int(p.pid), unix.Signal(signal)) })
}

func (p *process) Suspend(id platform.Identity) error { return p.Signal(id, int(unix.SIGSTOP)) }
func (p *process) Resume(id platform.Identity) error  { return p.Signal(id, int(unix.SIGCONT)) }
