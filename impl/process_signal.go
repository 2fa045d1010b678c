package impl

import "github.com/libpsutil/libpsutil/platform"

// These signal numbers are the same on every system that has signals.
const (
	sigkill = 9
	sigterm = 15
)

// Signal sends a signal to the process; signal 0 only checks. Errors: NoSuchProcess, AccessDenied, InvalidArgument.
func (p *Process) Signal(signal int) error {
	return p.withIdentity(func(id platform.Identity) error { return p.proc.Signal(id, signal) })
}

// Terminate sends SIGTERM, or on Windows terminates the process.
func (p *Process) Terminate() error { return p.Signal(sigterm) }

// Kill sends SIGKILL, or on Windows terminates the process.
func (p *Process) Kill() error { return p.Signal(sigkill) }

// Suspend stops the process.
func (p *Process) Suspend() error { return p.withIdentity(p.proc.Suspend) }

// Resume continues a stopped process.
func (p *Process) Resume() error { return p.withIdentity(p.proc.Resume) }
