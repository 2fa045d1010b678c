//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// descriptors lists the process's open descriptors. Who has ended has none, and neither has a kernel thread; their
// folder is shown to root only.
func (p *process) openFDs() ([]int64, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "fd")
	fds, err := readDirNumbers(p.dirFD(), path, 0)
	if err != nil {
		return nil, p.fdDirError(path, err)
	}
	return fds, nil
}

// noDescriptors says what it means that the folder of descriptors cannot be read.
func (p *process) fdDirError(path []byte, err error) error {
	switch err {
	case unix.EACCES, unix.EPERM:
		return ignoreZombie(p.explainEmpty(path, sysError(pathString(path), err)))
	}
	return p.procErrorOr(path, err)
}

func (p *process) NumFDs() (int64, error) {
	fds, err := p.openFDs()
	return int64(len(fds)), err
}

func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	fds, err := p.openFDs()
	if err != nil {
		return nil, err
	}
	var files []platform.OpenFile
	vanished := false
	for _, fd := range fds {
		file, err := p.openFile(fd)
		switch err {
		case nil:
			if file.Path != "" {
				files = append(files, file)
			}
		case unix.ENOENT, unix.ESRCH: // closed meanwhile
			vanished = true
		default:
			var pbuf pathBuf
			return nil, p.procErrorOr(p.path(&pbuf, "fd"), err)
		}
	}
	return files, p.checkAlive(vanished)
}

// openFile says what a descriptor is; the path is "" if it is no regular file, or has no name any more. The error is the
// bare errno, or a complaint.
func (p *process) openFile(fd int64) (platform.OpenFile, error) {
	none := platform.OpenFile{}
	var pbuf pathBuf
	path := p.pathNumbered(&pbuf, "fd/", fd, "")
	buf := getBuf()
	defer putBuf(buf)
	link, err := readLink(unix.AT_FDCWD, path, (*buf)[:cap(*buf)])
	if err == unix.EINVAL || err == unix.ENAMETOOLONG {
		return none, nil
	}
	if err != nil || len(link) == 0 || link[0] != '/' {
		return none, err
	}
	// Not by the link's text: that may be a name in another mount namespace, or lead through folders closed to us.
	var st unix.Stat_t
	err = retry(func() error { return unix.Stat(pathString(path), &st) })
	if err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return none, nil // such as a link into nowhere in a copied tree
	}
	file := platform.OpenFile{Path: string(link), FD: fd}
	if trimDeleted(file.Path) != file.Path {
		return none, nil
	}
	path = p.pathNumbered(&pbuf, "fdinfo/", fd, "")
	if *buf, err = readFile(path, (*buf)[:0], singleRead); err != nil {
		return none, err
	}
	file.Position, file.Flags, err = parseFDInfo(*buf)
	if err != nil {
		return none, p.addPath(err)
	}
	file.Mode = fopenMode(file.Flags)
	return file, nil
}
