//go:build cgo

package darwin

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// maxSignal is the highest signal (NSIG - 1).
const maxSignal = 31

func (p *process) Signal(id platform.Identity, signal int) error {
	if signal < 0 || signal > maxSignal {
		return platform.NewInvalidArgument("signal", strconv.Itoa(signal)+": expected the number of a signal")
	}
	return p.changeVerified(id, "kill", func(pid int) error { return unix.Kill(pid, unix.Signal(signal)) })
}

func (p *process) Suspend(id platform.Identity) error { return p.Signal(id, int(unix.SIGSTOP)) }
func (p *process) Resume(id platform.Identity) error  { return p.Signal(id, int(unix.SIGCONT)) }
