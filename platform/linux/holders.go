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
	fds     []int32   // of the process that is being looked at
	left    []portion // of those with more than were to be looked at
}

// portion is some of the descriptors of a process.
type portion struct {
	pid int64
	fds []int32
}

// portionSize is how many descriptors of one process are looked at before others may take over.
const portionSize = 256

// holders looks at the descriptors of all processes that let it, and gives the sockets, sorted. The work is shared twice:
// processes, and then what is left of those with many descriptors, for one may have nearly all that there are.
func (v *survey) holders() ([]holder, error) {
	walks := make([]walk, platform.WorkerCount(len(v.pids), 1))
	if err := v.share(walks, len(v.pids), func(i int) portion { return portion{pid: v.pids[i]} }); err != nil {
		return nil, err
	}
	var left []portion
	for i := range walks {
		left = append(left, walks[i].left...)
	}
	if err := v.share(walks, len(left), func(i int) portion { return left[i] }); err != nil {
		return nil, err
	}
	var all []holder
	for i := range walks {
		all = append(all, walks[i].holders...)
	}
	slices.SortFunc(all, byInode)
	return all, nil
}

// share has the walks look at so many portions between them. One without descriptors stands for all of the process's.
func (v *survey) share(walks []walk, portions int, portionOf func(i int) portion) error {
	shares := platform.WorkQueue{Len: portions, Batch: 1}
	failed := make([]error, len(walks))
	platform.Parallel(min(len(walks), portions), func(worker int) {
		w := &walks[worker]
		for i := range shares.All() {
			next := portionOf(i)
			before := len(w.holders)
			switch err := w.visit(&process{sys: v.sys, pid: next.pid, in: v}, next.fds, portionSize); err {
			case nil:
			case unix.ENOENT, unix.ESRCH, unix.EACCES, unix.EPERM: // gone, or not for us to see
				w.holders = w.holders[:before]
			default:
				failed[worker] = failure(v.sys.proc+"/"+strconv.FormatInt(next.pid, 10)+"/fd", err)
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
func (p *process) holders() ([]holder, error) {
	var w walk
	err := error(unix.ENOENT)
	if possible(p.pid) {
		err = w.visit(p, nil, math.MaxInt)
	}
	if err != nil {
		var room space
		return nil, p.noDescriptors(p.path(&room, "fd"), err)
	}
	slices.SortFunc(w.holders, byInode)
	return w.holders, nil
}

// visit adds the sockets among these descriptors of a process to the holders. For nil it lists them, and leaves what is
// more than most of them, in portions. The error is the bare errno.
func (w *walk) visit(p *process, fds []int32, most int) error {
	var room space
	folder, err := openAt(p.at(), p.path(&room, "fd"), unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(folder)
	if fds == nil {
		if err := w.list(folder); err != nil {
			return err
		}
		fds = w.fds[:min(len(w.fds), most)]
		for rest := range slices.Chunk(w.fds[len(fds):], most) {
			w.left = append(w.left, portion{p.pid, slices.Clone(rest)})
		}
	}
	return w.look(p, folder, fds)
}

// list reads the numbers in a folder of descriptors.
func (w *walk) list(folder int) error {
	w.fds = w.fds[:0]
	return listOpen(folder, func(name []byte) {
		if fd, ok := parseCount(name); ok && fd <= math.MaxInt32 {
			w.fds = append(w.fds, int32(fd))
		}
	})
}

// look finds the sockets among a process's descriptors. It allocates nothing for each, as there may be very many.
func (w *walk) look(p *process, folder int, fds []int32) error {
	var name [16]byte
	var room [64]byte // "socket:[", a number, "]"; what else descriptors lead to may be cut
	for _, fd := range fds {
		path := append(strconv.AppendInt(name[:0], int64(fd), 10), 0)
		var link []byte
		var err error
		if p.in != nil && p.in.kernel {
			link, err = readLinkAtOnce(folder, path, room[:])
		} else {
			link, err = readLink(folder, path, room[:])
		}
		switch err {
		case nil:
		case unix.EACCES, unix.EPERM:
			return err
		default: // closed meanwhile, or no link
			continue
		}
		if inode := socketInode(link); inode != 0 {
			w.holders = append(w.holders, holder{inode, int32(p.pid), fd})
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
