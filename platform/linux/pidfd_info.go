//go:build linux

package linux

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// openPidfdForIDs opens a pidfd for pidfdIDs, noFD where it cannot. The kernel does not wait in these calls: see rowReader.readFile.
func (s *system) openPidfdForIDs(pid int64) int {
	if s.noPidfdInfo.Load() {
		return noFD
	}
	fd, _, errno := unix.RawSyscall(unix.SYS_PIDFD_OPEN, uintptr(pid), 0, 0)
	s.checkPidfdInfo(errno)
	if errno != 0 {
		return noFD
	}
	return int(fd)
}

// pidfdIDs returns the user and group IDs of the process behind pidfd (PIDFD_GET_INFO, since Linux 6.13), which takes a third of the
// time of reading /proc/[pid]/status. The errno is ESRCH if the process has exited.
func (s *system) pidfdIDs(pidfd int) (uids, gids platform.IDs, errno unix.Errno) {
	info := unix.PidfdInfo{Mask: unix.PIDFD_INFO_CREDS}
	_, _, errno = unix.RawSyscall(unix.SYS_IOCTL, uintptr(pidfd), unix.PIDFD_GET_INFO, uintptr(unsafe.Pointer(&info)))
	s.checkPidfdInfo(errno)
	if errno == 0 && info.Mask&unix.PIDFD_INFO_CREDS == 0 {
		errno = unix.ENODATA
	}
	uids = platform.IDs{Real: int64(info.Ruid), Effective: int64(info.Euid), Saved: int64(info.Suid)}
	gids = platform.IDs{Real: int64(info.Rgid), Effective: int64(info.Egid), Saved: int64(info.Sgid)}
	return uids, gids, errno
}

// pidfdExit returns how the process behind pidfd ended, also if it is not a child of the calling process (PIDFD_INFO_EXIT, since Linux
// 6.15). The kernel has it from the time on when the process was waited for.
func (s *system) pidfdExit(pidfd int) platform.ExitStatus {
	if pidfd == noFD || s.noPidfdInfo.Load() {
		return platform.ExitStatus{}
	}
	info := unix.PidfdInfo{Mask: unix.PIDFD_INFO_EXIT}
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(pidfd), unix.PIDFD_GET_INFO, uintptr(unsafe.Pointer(&info)))
	s.checkPidfdInfo(errno)
	if errno != 0 || info.Mask&unix.PIDFD_INFO_EXIT == 0 {
		return platform.ExitStatus{}
	}
	return exitStatusOf(unix.WaitStatus(info.Exit_code))
}

// exitStatusOf converts the status of wait(2).
func exitStatusOf(status unix.WaitStatus) platform.ExitStatus {
	if status.Signaled() {
		return platform.ExitStatus{Known: true, Code: -int32(status.Signal())}
	}
	return platform.ExitStatus{Known: true, Code: int32(status.ExitStatus())}
}

// checkPidfdInfo notes that the kernel is too old, or a seccomp filter forbids the calls, for all processes.
func (s *system) checkPidfdInfo(errno unix.Errno) {
	switch errno {
	case unix.ENOSYS, unix.EPERM, unix.ENOTTY:
		s.noPidfdInfo.Store(true)
	}
}
