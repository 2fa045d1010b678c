//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// verify returns NoSuchProcess unless the process that has the PID now is the one with this identity.
func verify(id platform.Identity) (processInfo, error) {
	info, err := readProcess(id.PID)
	if err == nil && !info.identity().Same(id) {
		err = platform.NewNoSuchProcess(id.PID, "the process has exited, and its PID was reused")
	}
	return info, err
}

// changeVerified changes the process with this identity by a call that takes a PID: macOS has none that takes an
// identity. The process is verified before. In between it could exit, be waited for, and another get its PID, which the
// system gives out in turn.
func (p *process) changeVerified(id platform.Identity, name string, call func(pid int) error) error {
	if id.PID == 0 { // to the calls, the caller's own process or process group
		return sysError(processCall(name, id.PID), unix.EPERM)
	}
	if _, err := verify(id); err != nil {
		return err
	}
	err := call(int(id.PID))
	switch err {
	case nil:
		return nil
	case unix.EINVAL:
		return platform.NewInvalidArgument(name, err.Error())
	}
	return p.callError(name, err)
}
