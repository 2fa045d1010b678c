//go:build linux

package linux

import (
	"strconv"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// noPidfd stands for a pidfd where there are none: before Linux 5.3, under a seccomp filter that forbids them, and in a
// tree that is not the running system's.
const noPidfd = -1

// hold opens a pidfd of the process, after which nobody else can be meant, and gives it to release when done. A thread
// that leads no process has none, but /proc/[tid] can be opened, and much is told of it and done to it alone.
func (p *process) openPidfd() (int, error) {
	if !validPID(p.pid) {
		return noPidfd, noSuchProcess(p.pid, "no process can have this ID")
	}
	if p.sys.isOwnProcfs() {
		var fd int
		err := retry(func() (err error) {
			fd, err = unix.PidfdOpen(int(p.pid), 0)
			return err
		})
		switch err {
		case nil:
			return fd, nil
		case unix.ESRCH:
			return noPidfd, noSuchProcess(p.pid, "no such process")
		case unix.ENOSYS, unix.EPERM, unix.ENOENT, unix.EINVAL: // the last two say that this is a thread
		default:
			return noPidfd, sysError(p.syscallName("pidfd_open"), err)
		}
	}
	_, err := p.uncached().readStatus()
	return noPidfd, err
}

// holdVerified is hold of the process with this identity, for what acts on it: with a foreign procfs that would be a
// stranger. The name is that of the act.
func (p *process) openVerifiedPidfd(id platform.Identity, name string) (int, error) {
	if !p.sys.isOwnProcfs() {
		return noPidfd, p.errForeignProcfs(name)
	}
	fd, err := p.openPidfd()
	if err != nil {
		return noPidfd, err
	}
	if err := p.verify(fd, id); err != nil {
		closePidfd(fd)
		return noPidfd, err
	}
	return fd, nil
}

func closePidfd(pidfd int) {
	if pidfd != noPidfd {
		unix.Close(pidfd)
	}
}

// call names a system call on this process in an error.
func (p *process) syscallName(name string) string {
	return name + " of process " + strconv.FormatInt(p.pid, 10)
}

func (p *process) Identity(known platform.Identity) (platform.Identity, error) {
	fd, err := p.openPidfd()
	if isCode(err, platform.AccessDenied) {
		return platform.Identity{PID: p.pid, Start: platform.NA}, nil
	}
	if err != nil {
		return platform.Identity{}, err
	}
	defer closePidfd(fd)
	return p.identityOf(fd, known)
}

// heldBy says whom pidfd holds, as Identity does. Everything it looks at is looked at after pidfd was opened.
func (p *process) identityOf(pidfd int, known platform.Identity) (platform.Identity, error) {
	now := platform.Identity{PID: p.pid, Start: platform.NA, Inode: pidfdInode(pidfd)}
	if now.Inode != 0 && now.Inode == known.Inode {
		return known, nil
	}
	var err error
	now.Start, err = p.startTicks()
	return now, err
}

// start gives the ticks at which the process started, NA if it is not for us to know.
func (p *process) startTicks() (int64, error) {
	var buf statBuf
	s, err := p.uncached().readStat(&buf)
	if isCode(err, platform.AccessDenied) {
		return platform.NA, nil
	}
	return s.start, err
}

// verify says NoSuchProcess if the process that pidfd holds is not the one with this identity: one that passes is the one
// that pidfd stands for.
func (p *process) verify(pidfd int, id platform.Identity) error {
	now, err := p.identityOf(pidfd, id)
	if err != nil {
		return err
	}
	if !id.Same(now) {
		return noSuchProcess(p.pid, "it has ended, and its ID belongs to another process now")
	}
	return nil
}

// change does something to the process that has this identity through a system call that knows PIDs only. There is no
// such call that takes a pidfd; what the kernel offers is that a PID stays with a process until somebody has waited for
// it. So it is verified before, and looked for once more afterwards: if it is still there, nobody else can have been
// meant meanwhile. If it is not, the answer is NoSuchProcess, and the change may have met the next owner of its PID.
func (p *process) changeVerified(id platform.Identity, name string, call func() error) error {
	fd, err := p.openVerifiedPidfd(id, name)
	if err != nil {
		return err
	}
	defer closePidfd(fd)
	if err := retry(call); err != nil {
		return p.syscallError(name, err)
	}
	if fd == noPidfd {
		return p.verify(fd, id)
	}
	if unix.PidfdSendSignal(fd, 0, nil, 0) == unix.ESRCH {
		return noSuchProcess(p.pid, "it has ended meanwhile")
	}
	return nil
}

// pidfs remembers whether pidfds live in a file system of their own, as they do since Linux 6.9. Before that, they all
// share one inode number, which tells nothing.
var pidfs struct {
	asked, yes atomic.Bool
}

// inode gives what no other process since boot has: its pidfd's inode number, 0 where it means nothing.
func pidfdInode(pidfd int) uint64 {
	if pidfd == noPidfd {
		return 0
	}
	if !pidfs.asked.Load() {
		var fs unix.Statfs_t
		if err := retry(func() error { return unix.Fstatfs(pidfd, &fs) }); err != nil {
			return 0
		}
		pidfs.yes.Store(int64(fs.Type) == unix.PID_FS_MAGIC)
		pidfs.asked.Store(true)
	}
	if !pidfs.yes.Load() {
		return 0
	}
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(pidfd, &st) }); err != nil {
		return 0
	}
	return st.Ino
}
