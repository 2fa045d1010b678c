//go:build linux

package linux

import (
	"strconv"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// openPidfd opens a pidfd of the process, which no later process with the same PID can replace. closePidfd closes it.
// It returns noFD for a process that exists but has no pidfd: before Linux 5.3, under a seccomp filter, with a foreign
// procfs, for a thread that is not the first of its process (whose /proc/[tid] can be read), and without a free
// descriptor.
func (p *process) openPidfd() (int, error) {
	own := p.sys.isKnownOwnProcfs()
	if own {
		p.native.Store(true)
	}
	return p.openPidfdIn(own)
}

// openPidfdIn is openPidfd in a procfs that is known to be our own, or not.
func (p *process) openPidfdIn(ownProcfs bool) (int, error) {
	if !validPID(p.pid) {
		return noFD, platform.NewNoSuchProcess(p.pid, "not a valid PID")
	}
	exhausted := false
	if ownProcfs {
		var fd int
		err := retry(func() (err error) {
			fd, err = unix.PidfdOpen(int(p.pid), 0)
			return err
		})
		switch err {
		case nil:
			return fd, nil
		case unix.ESRCH:
			return noFD, platform.NewNoSuchProcess(p.pid, "no such process")
		case unix.ENOSYS, unix.EPERM, unix.EACCES, unix.ENOENT, unix.EINVAL: // the last two mean a thread
		case unix.EMFILE, unix.ENFILE, unix.ENOMEM:
			exhausted = true
		default:
			return noFD, sysError(p.syscallName("pidfd_open"), err)
		}
	}
	err := p.checkAlive()
	if exhausted && isExhausted(err) && unix.Kill(int(p.pid), 0) != unix.ESRCH {
		err = nil
	}
	return noFD, err
}

// openVerifiedPidfd is openPidfd of the process with this identity, for a method of this name that acts on it.
func (p *process) openVerifiedPidfd(id platform.Identity, name string) (int, error) {
	if err := p.checkOwnProcfs(name); err != nil {
		return noFD, err
	}
	return p.openPidfdOf(id)
}

// openPidfdOf is openVerifiedPidfd in a procfs that is known to be our own.
func (p *process) openPidfdOf(id platform.Identity) (int, error) {
	fd, err := p.openPidfdIn(true)
	if err != nil {
		return noFD, err
	}
	isVerified := false
	defer func() {
		if !isVerified {
			closePidfd(fd)
		}
	}()
	if err := p.verify(fd, id); err != nil {
		return noFD, err
	}
	isVerified = true
	return fd, nil
}

func closePidfd(pidfd int) {
	if pidfd != noFD {
		unix.RawSyscall(unix.SYS_CLOSE, uintptr(pidfd), 0, 0)
	}
}

// syscallName names a system call on this process in an error.
func (p *process) syscallName(name string) string {
	return name + " of process " + strconv.FormatInt(p.pid, 10)
}

func (p *process) Identity(known platform.Identity) (platform.Identity, error) {
	if p.hasInode(known.Inode) {
		return known, nil
	}
	fd, err := p.openPidfd()
	if platform.CodeOf(err) == platform.AccessDenied {
		return platform.Identity{PID: p.pid, Start: platform.NA}, nil
	}
	if err != nil {
		return platform.Identity{}, err
	}
	defer closePidfd(fd)
	id, err := p.identityOf(fd, known)
	if isOddFile(err) { // the process exists; what acts on it verifies, and then fails
		id.Start, err = platform.NA, nil
	}
	return id, err
}

// hasInode reports whether the process is the one whose pidfd has this inode number, which needs no procfs: the number
// is unique since boot in all PID namespaces.
func (p *process) hasInode(inode uint64) bool {
	if inode == 0 || !validPID(p.pid) {
		return false
	}
	fd, err := unix.PidfdOpen(int(p.pid), 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	return pidfdInode(fd) == inode
}

// identityOf returns the identity of the process behind pidfd. It reads only after the pidfd was opened.
func (p *process) identityOf(pidfd int, known platform.Identity) (platform.Identity, error) {
	now := platform.Identity{PID: p.pid, Start: platform.NA, Inode: pidfdInode(pidfd)}
	if now.Inode != 0 && now.Inode == known.Inode {
		return known, nil
	}
	var err error
	now.Start, err = p.startTicks()
	return now, err
}

// startTicks returns the ticks at which the process started, NA if they cannot be read or are missing.
func (p *process) startTicks() (int64, error) {
	var buf statBuf
	s, err := p.uncached().readStat(&buf, statStart)
	if platform.CodeOf(err) == platform.AccessDenied {
		return platform.NA, nil
	}
	return s.start, err
}

// verify returns NoSuchProcess unless the process behind pidfd has this identity.
func (p *process) verify(pidfd int, id platform.Identity) error {
	now, err := p.identityOf(pidfd, id)
	if err != nil {
		return err
	}
	if !id.Same(now) {
		return platform.NewNoSuchProcess(p.pid, "the process has exited, and its PID was reused")
	}
	return nil
}

// changeVerified changes the process with this identity by a system call that takes a PID, because none takes a pidfd.
// The kernel keeps a PID until the process is waited for. The identity is therefore checked before, and the process's
// existence afterwards: if it still exists, the call met no other process. If not, the answer is NoSuchProcess, and the
// call may have met the next owner of the PID.
func (p *process) changeVerified(id platform.Identity, name string, call func() error) error {
	fd, err := p.openVerifiedPidfd(id, name)
	if err != nil {
		return err
	}
	defer closePidfd(fd)
	if err := retry(call); err != nil {
		return p.syscallError(name, err)
	}
	if fd == noFD {
		return p.verify(fd, id)
	}
	if unix.PidfdSendSignal(fd, 0, nil, 0) == unix.ESRCH {
		return platform.NewNoSuchProcess(p.pid, "the process exited during the call")
	}
	return nil
}

// pidfs caches whether pidfds are in a file system of their own, as since Linux 6.9. Before, all share one inode
// number.
var pidfs struct {
	checked, exists atomic.Bool
}

// pidfdInode returns the inode number of a pidfd, which is unique since boot; 0 before Linux 6.9.
func pidfdInode(pidfd int) uint64 {
	if pidfd == noFD {
		return 0
	}
	if !pidfs.checked.Load() {
		var fs unix.Statfs_t
		if err := retry(func() error { return unix.Fstatfs(pidfd, &fs) }); err != nil {
			return 0
		}
		pidfs.exists.Store(int64(fs.Type) == unix.PID_FS_MAGIC)
		pidfs.checked.Store(true)
	}
	if !pidfs.exists.Load() {
		return 0
	}
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(pidfd, &st) }); err != nil {
		return 0
	}
	return st.Ino
}
