//go:build linux

package linux

import (
	"strings"

	"golang.org/x/sys/unix"
)

func (p *process) Exe() (string, error) { return p.readLink("exe") }

func (p *process) Cwd() (string, error) { return p.readLink("cwd") }

// link gives what one of the process's symbolic links names, "" for a kernel thread that has none.
func (p *process) readLink(file string) (string, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, file)
	buf := getBuf()
	defer putBuf(buf)
	link, err := readLink(p.dirFD(), path, (*buf)[:cap(*buf)])
	switch err {
	case nil:
	case unix.ENOENT, unix.ESRCH:
		return "", p.explainEmpty(path, nil)
	case unix.EACCES, unix.EPERM: // said of others' kernel threads and zombies as well
		return "", p.explainEmpty(path, sysError(pathString(path), err))
	default:
		return "", p.procError(path, err)
	}
	if p.scan != nil {
		return trimDeletedAt(p.scan.root, string(link)), nil
	}
	return trimDeleted(string(link)), nil
}

const deletedSuffix = " (deleted)"

// withoutDeleted takes off what the kernel appends to the name of a file that is gone, unless a file has that name.
func trimDeleted(path string) string { return trimDeletedAt(unix.AT_FDCWD, path) }

// withoutDeletedIn is the same for files below an open root directory.
func trimDeletedAt(root int, path string) string {
	name := path
	if root != unix.AT_FDCWD {
		name = strings.TrimLeft(path, "/")
	}
	if cut, found := strings.CutSuffix(path, deletedSuffix); found && !existsAt(root, name) {
		return cut
	}
	return path
}
