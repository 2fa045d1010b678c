//go:build linux

package linux

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// holder is a descriptor of a process that leads to a socket.
type holder struct {
	inode   uint64
	pid, fd int32
}

// byInode sorts the holders of a socket by who is named first: the latest process, and its lowest descriptor.
func byInode(a, b holder) int {
	if a.inode != b.inode {
		return cmp.Compare(a.inode, b.inode)
	}
	return cmp.Or(cmp.Compare(b.pid, a.pid), cmp.Compare(a.fd, b.fd))
}

// walk looks at descriptors, of one process after another.
type walk struct {
	holders []holder
	fds     []int32 // of the process that is being looked at
}

// holders looks at the descriptors of all processes that let it, and gives the sockets, sorted.
func (s *system) holders() ([]holder, error) {
	pids, err := s.PIDs()
	if err != nil {
		return nil, err
	}
	var w walk
	for _, pid := range pids {
		p := process{sys: s, pid: pid}
		before := len(w.holders)
		switch err := w.visit(&p); err {
		case nil:
		case unix.ENOENT, unix.ESRCH, unix.EACCES, unix.EPERM: // gone, or not for us to see
			w.holders = w.holders[:before]
		default:
			var room space
			return nil, failure(what(p.path(&room, "fd")), err)
		}
	}
	slices.SortFunc(w.holders, byInode)
	return w.holders, nil
}

// holders gives the process's sockets, sorted.
func (p *process) holders() ([]holder, error) {
	var w walk
	err := error(unix.ENOENT)
	if possible(p.pid) {
		err = w.visit(p)
	}
	if err != nil {
		var room space
		return nil, p.noDescriptors(p.path(&room, "fd"), err)
	}
	slices.SortFunc(w.holders, byInode)
	return w.holders, nil
}

// visit adds a process's sockets to the holders. The error is the bare errno.
func (w *walk) visit(p *process) error {
	var room space
	folder, err := open(p.path(&room, "fd"), unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(folder)
	if err := w.list(folder); err != nil {
		return err
	}
	return w.look(folder, int32(p.pid))
}

// list reads the numbers in a folder of descriptors.
func (w *walk) list(folder int) error {
	buf := borrow()
	defer giveBack(buf)
	w.fds = w.fds[:0]
	for {
		n, err := unix.Getdents(folder, (*buf)[:cap(*buf)])
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return err
		}
		err = parseEntries((*buf)[:n], func(name []byte) {
			if fd, ok := parseCount(name); ok && fd <= math.MaxInt32 {
				w.fds = append(w.fds, int32(fd))
			}
		})
		if err != nil {
			return err
		}
	}
}

// look finds the sockets among a process's descriptors. It allocates nothing for each, as there may be very many.
func (w *walk) look(folder int, pid int32) error {
	var name [16]byte
	var link [64]byte // "socket:[", a number, "]"; what else descriptors lead to may be cut
	for _, fd := range w.fds {
		path := append(strconv.AppendInt(name[:0], int64(fd), 10), 0)
		n, _, errno := unix.Syscall6(unix.SYS_READLINKAT, uintptr(folder), uintptr(unsafe.Pointer(&path[0])),
			uintptr(unsafe.Pointer(&link)), uintptr(len(link)), 0, 0)
		switch errno {
		case 0:
		case unix.EACCES, unix.EPERM:
			return errno
		default: // closed meanwhile, or no link
			continue
		}
		if inode := socketInode(link[:n]); inode != 0 {
			w.holders = append(w.holders, holder{inode, pid, fd})
		}
	}
	return nil
}

// socketInode gives the inode of a link to a socket, 0 for any other link.
func socketInode(link []byte) uint64 {
	number, found := bytes.CutPrefix(link, []byte("socket:["))
	if !found {
		return 0
	}
	number, found = bytes.CutSuffix(number, []byte("]"))
	n, ok := parseCount(number)
	if !found || !ok {
		return 0
	}
	return uint64(n)
}
