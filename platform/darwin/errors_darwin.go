//go:build cgo

package darwin

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// sysError converts an errno about a file or a call.
func sysError(what string, err error) *platform.Error {
	e := platform.NewErrnoError(what, err)
	switch err {
	case unix.ENOTSUP, unix.EOPNOTSUPP, unix.ENOSYS:
		e.Code = platform.NotSupported
	}
	return e
}

// malformed returns the error of a call that has not answered in the expected form.
func malformed(what string) *platform.Error {
	e := platform.NewError(platform.OS, what, "the answer is malformed")
	e.OSError = int(unix.EBADMSG)
	return e
}

// processCall names a call about a process in an error.
func processCall(name string, pid int64) string {
	return name + " of process " + strconv.FormatInt(pid, 10)
}

// ignoreZombie maps ZombieProcess to nil, for attributes of which a zombie has none.
func ignoreZombie(err error) error {
	if platform.CodeOf(err) == platform.ZombieProcess {
		return nil
	}
	return err
}

// callError converts the errno of a call about this process. libproc reports ESRCH for a zombie, and some calls an
// errno that does not say that the process may not be read; whether it exists is therefore read again.
func (p *process) callError(name string, err error) error {
	switch err {
	case unix.EPERM, unix.EACCES, unix.ENOMEM, unix.EMFILE, unix.ENFILE, unix.EINTR:
		return sysError(processCall(name, p.pid), err)
	}
	info, gone := readProcess(p.pid)
	if gone != nil {
		return gone
	}
	e := sysError(processCall(name, p.pid), err)
	e.Code = platform.AccessDenied
	if info.isZombie() {
		e.Code, e.Why, e.PPID = platform.ZombieProcess, "the process is a zombie", info.ppid
	}
	return e
}
