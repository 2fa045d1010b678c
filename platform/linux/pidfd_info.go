//go:build linux

package linux

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// openPidfdForIDs opens a pidfd for pidfdIDs, noFD where it cannot. The kernel does not wait in these calls: see
// rowReader.readFile.
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

// pidfdIDs returns the user and group IDs of the process behind pidfd (PIDFD_GET_INFO, since Linux 6.13), which takes a
// third of the time of reading /proc/[pid]/status. The errno is ESRCH if the process has exited.
func (s *system) pidfdIDs(pidfd int) (uids, gids platform.IDs, errno unix.Errno) {
	info, errno := s.readPidfdInfo(pidfd)
	uids, gids = idsOf(&info)
	return uids, gids, errno
}

func (s *system) readPidfdInfo(pidfd int) (info unix.PidfdInfo, errno unix.Errno) {
	info.Mask = unix.PIDFD_INFO_CREDS
	_, _, errno = unix.RawSyscall(unix.SYS_IOCTL, uintptr(pidfd), unix.PIDFD_GET_INFO, uintptr(unsafe.Pointer(&info)))
	s.checkPidfdInfo(errno)
	if errno == 0 && info.Mask&unix.PIDFD_INFO_CREDS == 0 {
		errno = unix.ENODATA
	}
	return info, errno
}

func idsOf(info *unix.PidfdInfo) (uids, gids platform.IDs) {
	uids = platform.IDs{Real: int64(info.Ruid), Effective: int64(info.Euid), Saved: int64(info.Suid)}
	gids = platform.IDs{Real: int64(info.Rgid), Effective: int64(info.Egid), Saved: int64(info.Sgid)}
	return uids, gids
}

// pidfdInfo returns the IDs and the parent of the process from a pidfd, which takes half of the time of reading stat,
// and a third of that of status. ok is false where these must be read: during caching, in another procfs, for a thread,
// before Linux 6.13, and where procfs does not show this user the files of the process (mount option hidepid), which a
// pidfd does not heed.
func (p *process) pidfdInfo() (info unix.PidfdInfo, ok bool) {
	if p.cache.Load() != nil || p.scan != nil || p.tid != 0 || p.sys.noPidfdInfo.Load() || !validPID(p.pid) || !p.isKnownNative() {
		return info, false
	}
	pidfd := p.sys.openPidfdForIDs(p.pid)
	if pidfd == noFD {
		return info, false
	}
	defer closePidfd(pidfd)
	if !p.hasStat() {
		return info, false
	}
	info, errno := p.sys.readPidfdInfo(pidfd)
	return info, errno == 0
}

// pidfdExit returns how the process behind pidfd ended, also if it is not a child of the calling process
// (PIDFD_INFO_EXIT, since Linux 6.15). The kernel has it from the time on when the process was waited for.
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
	return platform.ExitStatusOf(uint32(info.Exit_code), false)
}

// checkPidfdInfo notes that the kernel is too old, or a seccomp filter forbids the calls, for all processes.
func (s *system) checkPidfdInfo(errno unix.Errno) {
	switch errno {
	case unix.ENOSYS, unix.EPERM, unix.ENOTTY:
		s.noPidfdInfo.Store(true)
	}
}
