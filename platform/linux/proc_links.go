//go:build linux

package linux

import (
	"strings"

	"golang.org/x/sys/unix"
)

func (p *process) Exe() (string, error) {
	return fromLivingThread(p, func(p *process) (string, error) { return p.readLink("exe") })
}

func (p *process) Cwd() (string, error) {
	return fromLivingThread(p, func(p *process) (string, error) { return p.readLink("cwd") })
}

// readLink returns the path that one of the process's links names, "" for a kernel thread, which has none.
func (p *process) readLink(file string) (string, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, file)
	buf := getBuf()
	defer putBuf(buf)
	link, err := readLink(p.dirFD(), path, (*buf)[:cap(*buf)])
	switch err {
	case nil:
		return p.trimDeleted(string(link), path), nil
	case unix.ENOENT, unix.ESRCH:
		return "", p.explainEmpty(path, nil)
	case unix.EACCES, unix.EPERM: // also for kernel threads and zombies of other users
		return "", p.explainEmpty(path, sysError(pathString(path), err))
	}
	return "", p.procError(path, err)
}

// deletedSuffix is what the kernel appends to the path of a deleted file.
const deletedSuffix = " (deleted)"

// trimDeleted removes the suffix from the path that the link at linkPath names, unless the file really has that name.
func (p *process) trimDeleted(path string, linkPath []byte) string {
	trimmed, found := strings.CutSuffix(path, deletedSuffix)
	if !found {
		return path
	}
	var st unix.Stat_t
	if err := statAt(p.dirFD(), pathString(linkPath), &st, 0); err != nil {
		// The file cannot be compared. A file with that name is more likely the same than another.
		if p.statPath(path, &st) == nil {
			return path
		}
		return trimmed
	}
	if p.isSameFile(path, &st) {
		return path
	}
	return trimmed
}

// isSameFile reports whether an absolute path names the file with this device and inode.
func (p *process) isSameFile(path string, st *unix.Stat_t) bool {
	var named unix.Stat_t
	return p.statPath(path, &named) == nil && named.Ino == st.Ino && named.Dev == st.Dev
}

// statPath is lstat of an absolute path, below the root directory of the thread that the scan belongs to.
func (p *process) statPath(path string, st *unix.Stat_t) error {
	if p.scan != nil && p.scan.root != noFD {
		return statAt(p.scan.root, strings.TrimLeft(path, "/"), st, unix.AT_SYMLINK_NOFOLLOW)
	}
	return statAt(unix.AT_FDCWD, path, st, unix.AT_SYMLINK_NOFOLLOW)
}
