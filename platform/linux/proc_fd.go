//go:build linux

package linux

import (
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// openFDs lists the process's descriptors. A process that has exited has none, and neither does a kernel thread; only
// root can read their directories.
func (p *process) openFDs() ([]int64, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "fd")
	dir, err := openAt(p.dirFD(), path, unix.O_DIRECTORY)
	if err != nil {
		return nil, p.fdDirError(path, err)
	}
	defer unix.Close(dir)
	fds, err := readOpenDirNumbers(dir, 0)
	if err != nil {
		return nil, p.fdDirError(path, addPath(pathString(path), err))
	}
	isSelf, err := p.isSelf()
	if err != nil {
		return nil, err
	}
	if isSelf {
		own := append(p.scan.fds(), int64(dir), int64(p.dir))
		fds = slices.DeleteFunc(fds, func(fd int64) bool { return slices.Contains(own, fd) })
	}
	return fds, nil
}

// withOpenFDs returns the process whose files the descriptors are in: that of a thread that still runs if the first has
// exited.
func (p *process) withOpenFDs() (*process, []int64, error) {
	fds, err := p.openFDs()
	if len(fds) == 0 && (err == nil || platform.CodeOf(err) == platform.ZombieProcess) {
		if t := p.livingThread(); t != nil {
			fds, err = t.openFDs()
			return t, fds, ignoreZombie(err)
		}
	}
	return p, fds, ignoreZombie(err)
}

// fdDirError converts the error of reading a directory of descriptors.
func (p *process) fdDirError(path []byte, err error) error {
	switch err {
	case unix.EACCES, unix.EPERM:
		return p.explainEmpty(path, sysError(pathString(path), err))
	}
	return p.procErrorOr(path, err)
}

// countFDs returns the size of the process's directory of descriptors, which is their number since Linux 6.2. It
// returns 0 where they must be listed: before, in a procfs that may be a copy, for a user who may not list them, and
// where some are the library's own.
func (p *process) countFDs() int64 {
	if isNative, _ := p.isNative(); !isNative || p.scan != nil && p.pid == int64(unix.Getpid()) {
		return 0
	}
	var pbuf pathBuf
	var st unix.Stat_t
	if statAt(p.dirFD(), pathString(p.path(&pbuf, "fd")), &st, 0) != nil || st.Mode != unix.S_IFDIR|0o500 {
		return 0
	}
	if user := uint32(unix.Geteuid()); user != 0 && user != st.Uid {
		return 0
	}
	return st.Size
}

func (p *process) NumFDs() (int64, error) {
	if n := p.countFDs(); n > 0 {
		return n, nil
	}
	_, fds, err := p.withOpenFDs()
	return int64(len(fds)), err
}

func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	p, fds, err := p.withOpenFDs()
	if err != nil {
		return nil, err
	}
	var files []platform.OpenFile
	var failed error
	vanished, anyExamined := false, false
	for _, fd := range fds {
		file, examined, err := p.openFile(fd)
		anyExamined = anyExamined || examined
		switch {
		case err == nil:
			if file.Path != "" {
				files = append(files, file)
			}
		case err == unix.ENOENT || err == unix.ESRCH: // closed since the directory was read
			vanished = true
		case isExhausted(err):
			return nil, sysError(p.dirName()+"/fd", err)
		case failed == nil:
			failed = err
		}
	}
	// A descriptor that cannot be examined (of a file system that is gone, for instance) is left out, but not if it is
	// all of them.
	if failed != nil && !anyExamined {
		return nil, sysError(p.dirName()+"/fd", failed)
	}
	if vanished {
		return files, p.checkAlive()
	}
	return files, nil
}

// lacksFDInfo reports whether the process exists without a directory of positions and flags, as in some sandboxes.
func (p *process) lacksFDInfo() bool {
	var pbuf pathBuf
	var st unix.Stat_t
	return !statOptional(p.dirFD(), pathString(p.path(&pbuf, "fdinfo")), &st, 0) && p.hasStat()
}

// openFile describes a descriptor. The path is "" if it is not a regular file, or is a deleted one. examined reports
// that the type of the file is known. The error is the errno.
func (p *process) openFile(fd int64) (file platform.OpenFile, examined bool, err error) {
	none := platform.OpenFile{}
	var pbuf pathBuf
	path := p.pathNumbered(&pbuf, "fd/", fd, "")
	buf := getBuf()
	defer putBuf(buf)
	link, err := readLink(p.dirFD(), path, (*buf)[:cap(*buf)])
	if err == unix.EINVAL || err == unix.ENAMETOOLONG {
		return none, false, nil
	}
	if err != nil || len(link) == 0 || link[0] != '/' {
		return none, false, err
	}
	// Not by the link's text, which may be a path in another mount namespace or below a directory that this user may
	// not search.
	var st unix.Stat_t
	err = statAt(p.dirFD(), pathString(path), &st, 0)
	if err == unix.ENOENT { // a dangling link in a copied tree
		return none, false, nil
	}
	if err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return none, err == nil, err
	}
	file = platform.OpenFile{Path: string(link), FD: fd, Position: platform.NA, Flags: platform.NA}
	if p.trimDeleted(file.Path, path) != file.Path {
		return none, true, nil
	}
	path = p.pathNumbered(&pbuf, "fdinfo/", fd, "")
	switch *buf, err = readFileAt(p.dirFD(), path, (*buf)[:0], singleRead); {
	case err == nil:
		file.Position, file.Flags = parseFDInfo(*buf)
		file.Mode = fopenMode(file.Flags)
	case err == unix.ENOENT && p.lacksFDInfo():
	case err == unix.ENOENT || err == unix.ESRCH || isExhausted(err):
		return none, true, err
	}
	return file, true, nil
}
