package freebsd

import (
	"strconv"
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
)

// verify returns NoSuchProcess unless the PID belongs to the process with this identity.
func (p *process) verify(id platform.Identity) error {
	now, err := p.Identity(id)
	if err != nil {
		return err
	}
	if !now.Same(id) {
		return platform.NewNoSuchProcess(p.pid, "the PID belongs to another process now")
	}
	return nil
}

// guard acts on the process with this identity by a system call that takes a PID: FreeBSD has descriptors only of
// processes that were created with one. The identity is checked just before. The kernel does not reuse a PID before it
// has gone through the others.
func (p *process) guard(id platform.Identity, name string, call func() error) error {
	if p.pid == 0 { // means the calling process, or its group
		return platform.NewError(platform.AccessDenied, p.syscall(name), "the kernel's process cannot be changed")
	}
	if err := p.verify(id); err != nil {
		return err
	}
	if err := retry(call); err != nil {
		return p.syscallError(name, err)
	}
	return nil
}

// change is guard for a call that a process survives. If the process still exists afterwards, the call met no other.
func (p *process) change(id platform.Identity, name string, call func() error) error {
	if err := p.guard(id, name, call); err != nil {
		return err
	}
	return p.verify(id)
}

func (p *process) syscall(name string) string {
	return name + "(PID " + strconv.FormatInt(p.pid, 10) + ")"
}

// syscallError converts an errno of a system call on this process. Most calls do not find a zombie.
func (p *process) syscallError(name string, err error) error {
	switch err {
	case syscall.ESRCH:
		k, err := p.readInfo()
		switch {
		case err != nil:
			return err
		case k.isZombie():
			return p.zombie(p.syscall(name), k)
		}
		return platform.NewNoSuchProcess(p.pid, "the process exited during the call")
	case syscall.EINVAL:
		return platform.NewInvalidArgument(p.syscall(name), err.Error())
	}
	return sysError(p.syscall(name), err)
}
