//go:build linux

package linux

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// holder is a descriptor of a process that leads to a socket.
type socketOwner struct {
	inode   uint64
	pid, fd int32
}

// byInode sorts the holders of a socket by who is named first: the latest process, and its lowest descriptor.
func compareOwners(a, b socketOwner) int {
	if a.inode != b.inode {
		return cmp.Compare(a.inode, b.inode)
	}
	return cmp.Or(cmp.Compare(b.pid, a.pid), cmp.Compare(a.fd, b.fd))
}

// walk looks at descriptors, of one process after another.
type fdWalker struct {
	owners   []socketOwner
	fds      []int32   // of the process that is being looked at
	deferred []fdBatch // of those with more than were to be looked at
}

// portion is some of the descriptors of a process.
type fdBatch struct {
	pid int64
	fds []int32
}

// minWalks is how many processes a worker is to have: fewer are not worth another one.
const minWalks = 16

// portionSize is how many descriptors of one process are looked at before others may take over.
const fdBatchSize = 256

// holders looks at the descriptors of all processes that let it, and gives the sockets, sorted. The work is shared twice:
// processes, and then what is left of those with many descriptors, for one may have nearly all that there are.
//
// The calling thread runs first before it takes part.
func (v *scan) socketOwners(first func() error) ([]socketOwner, error) {
	walks := make([]fdWalker, platform.WorkerCount(len(v.pids), minWalks))
	if err := v.distribute(walks, len(v.pids), first, func(i int) fdBatch { return fdBatch{pid: v.pids[i]} }); err != nil {
		return nil, err
	}
	var left []fdBatch
	for i := range walks {
		left = append(left, walks[i].deferred...)
	}
	nothing := func() error { return nil }
	if err := v.distribute(walks, len(left), nothing, func(i int) fdBatch { return left[i] }); err != nil {
		return nil, err
	}
	var all []socketOwner
	for i := range walks {
		all = append(all, walks[i].owners...)
	}
	slices.SortFunc(all, compareOwners)
	return all, nil
}

// share has the walks look at so many portions between them. One without descriptors stands for all of the process's.
func (v *scan) distribute(walks []fdWalker, portions int, first func() error, portionOf func(i int) fdBatch) error {
	shares := platform.WorkQueue{Len: portions, Batch: 1}
	failed := make([]error, len(walks))
	platform.Parallel(max(1, min(len(walks), portions)), func(worker int) {
		w := &walks[worker]
		if worker == 0 {
			if failed[0] = first(); failed[0] != nil {
				return
			}
		}
		for i := range shares.All() {
			next := portionOf(i)
			before := len(w.owners)
			switch err := w.walkProcess(&process{sys: v.sys, pid: next.pid, scan: v}, next.fds, fdBatchSize); err {
			case nil:
			case unix.ENOENT, unix.ESRCH, unix.EACCES, unix.EPERM: // gone, or not for us to see
				w.owners = w.owners[:before]
			default:
				failed[worker] = sysError(v.sys.proc+"/"+strconv.FormatInt(next.pid, 10)+"/fd", err)
				return
			}
		}
	})
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// holders gives the process's sockets, sorted.
func (p *process) socketOwners() ([]socketOwner, error) {
	var w fdWalker
	err := error(unix.ENOENT)
	if validPID(p.pid) {
		err = w.walkProcess(p, nil, math.MaxInt)
	}
	if err != nil {
		var pbuf pathBuf
		return nil, p.fdDirError(p.path(&pbuf, "fd"), err)
	}
	slices.SortFunc(w.owners, compareOwners)
	return w.owners, nil
}

// visit adds the sockets among these descriptors of a process to the holders. For nil it lists them, and leaves what is
// more than most of them, in portions. The error is the bare errno.
func (w *fdWalker) walkProcess(p *process, fds []int32, limit int) error {
	var pbuf pathBuf
	dirFD, err := openAt(p.dirFD(), p.path(&pbuf, "fd"), unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(dirFD)
	if fds == nil {
		if err := w.listFDs(dirFD); err != nil {
			return err
		}
		fds = w.fds[:min(len(w.fds), limit)]
		for rest := range slices.Chunk(w.fds[len(fds):], limit) {
			w.deferred = append(w.deferred, fdBatch{p.pid, slices.Clone(rest)})
		}
	}
	return w.collectSockets(p, dirFD, fds)
}

// list reads the numbers in a folder of descriptors.
func (w *fdWalker) listFDs(folder int) error {
	w.fds = w.fds[:0]
	return readOpenDir(folder, func(name []byte) {
		if fd, ok := parseCount(name); ok && fd <= math.MaxInt32 {
			w.fds = append(w.fds, int32(fd))
		}
	})
}

// look finds the sockets among a process's descriptors. It allocates nothing for each, as there may be very many.
func (w *fdWalker) collectSockets(p *process, dirFD int, fds []int32) error {
	var name [16]byte
	var buf [64]byte // "socket:[", a number, "]"; what else descriptors lead to may be cut
	for _, fd := range fds {
		path := append(strconv.AppendInt(name[:0], int64(fd), 10), 0)
		var link []byte
		var err error
		if p.scan != nil && p.scan.isProcfs {
			link, err = readLinkNoBlock(dirFD, path, buf[:])
		} else {
			link, err = readLink(dirFD, path, buf[:])
		}
		switch err {
		case nil:
		case unix.EACCES, unix.EPERM:
			return err
		default: // closed meanwhile, or no link
			continue
		}
		if inode := socketInode(link); inode != 0 {
			w.owners = append(w.owners, socketOwner{inode, int32(p.pid), fd})
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
