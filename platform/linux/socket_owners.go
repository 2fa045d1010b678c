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

// socketOwner is a descriptor of a process that refers to a socket.
type socketOwner struct {
	inode   uint64
	pid, fd int32
}

// compareOwners orders the owners of a socket by which one is reported: the latest process, and its lowest descriptor.
func compareOwners(a, b socketOwner) int {
	if a.inode != b.inode {
		return cmp.Compare(a.inode, b.inode)
	}
	return cmp.Or(cmp.Compare(b.pid, a.pid), cmp.Compare(a.fd, b.fd))
}

// fdWalker lists the descriptors of one process after another and passes them to collect.
type fdWalker struct {
	collect  func(p *process, dir int, fds []int32) error // the error is the errno
	fds      []int32                                      // of the present process
	deferred []fdBatch                                    // of processes with more descriptors than one visit allows
}

// socketWalker collects sockets from descriptors.
type socketWalker struct {
	fdWalker
	owners []socketOwner
	links  int   // that were read
	failed error // the errno of a link that was not
}

// fdBatch is some of the descriptors of a process; nil stands for all.
type fdBatch struct {
	process *process
	fds     []int32
}

// minProcesses is the fewest processes for which another worker pays.
const minProcesses = 16

// fdBatchSize is how many descriptors of one process are read before other workers may take over.
const fdBatchSize = 256

// socketOwners returns the owners of sockets among all processes that this user may examine, sorted. The calling thread
// calls first before it takes part.
func (v *scan) socketOwners(first func() error) ([]socketOwner, error) {
	walkers := make([]*socketWalker, platform.WorkerCount(len(v.pids), minProcesses))
	all := make([]*fdWalker, len(walkers))
	for i := range walkers {
		walkers[i] = newSocketWalker()
		all[i] = &walkers[i].fdWalker
	}
	visit := func(worker int, b fdBatch) error {
		w := walkers[worker]
		before := len(w.owners)
		err := w.walkProcess(b.process, b.fds, fdBatchSize)
		if err != nil { // a process that cannot be examined is skipped
			w.owners = w.owners[:before]
		}
		return err
	}
	if err := v.walkDescriptors(all, first, visit); err != nil {
		return nil, err
	}
	var owners []socketOwner
	links := 0
	var failed error
	for _, w := range walkers {
		owners = append(owners, w.owners...)
		links += w.links
		failed = cmp.Or(failed, w.failed)
	}
	if links == 0 && failed != nil { // not a property of some processes
		return nil, sysError(v.sys.proc+"/[pid]/fd", failed)
	}
	slices.SortFunc(owners, compareOwners)
	return owners, nil
}

// walkDescriptors shares all processes among the walkers. The work is distributed twice: first the processes, then the
// rest of those with many descriptors, because one process may have nearly all. visit walks a batch and returns an
// errno, of which those that are no property of the process end the walk. The calling thread calls first before it
// takes part.
func (v *scan) walkDescriptors(walkers []*fdWalker, first func() error, visit func(worker int, b fdBatch) error) error {
	err := distribute(len(walkers), len(v.pids), first, visit, func(i int) fdBatch {
		return fdBatch{process: &process{sys: v.sys, pid: v.pids[i], scan: v, dir: noFD}}
	})
	if err != nil {
		return err
	}
	var deferred []fdBatch
	for _, w := range walkers {
		deferred = append(deferred, w.deferred...)
	}
	nothing := func() error { return nil }
	return distribute(len(walkers), len(deferred), nothing, visit, func(i int) fdBatch { return deferred[i] })
}

// distribute shares batches among workers; the first one, on the calling thread, calls first before.
func distribute(workers, batches int, first func() error, visit func(worker int, b fdBatch) error, batchOf func(i int) fdBatch) error {
	queue := platform.WorkQueue{Len: batches, Batch: 1}
	failed := make([]error, workers)
	platform.Parallel(max(1, min(workers, batches)), func(worker int) {
		if worker == 0 {
			if failed[0] = first(); failed[0] != nil {
				return
			}
		}
		for i := range queue.All() {
			batch := batchOf(i)
			if err := visit(worker, batch); isExhausted(err) {
				failed[worker] = sysError(batch.process.dirName()+"/fd", err)
				return
			}
		}
	})
	return cmp.Or(failed...)
}

// socketOwners returns the process's sockets, sorted.
func (p *process) socketOwners() ([]socketOwner, error) {
	w := newSocketWalker()
	err := error(unix.ENOENT)
	if validPID(p.pid) {
		err = w.walkProcess(p, nil, math.MaxInt)
	}
	if err != nil {
		var pbuf pathBuf
		return nil, ignoreZombie(p.fdDirError(p.path(&pbuf, "fd"), err))
	}
	slices.SortFunc(w.owners, compareOwners)
	return w.owners, nil
}

// newSocketWalker returns a walker without owners.
func newSocketWalker() *socketWalker {
	w := &socketWalker{}
	w.collect = w.collectSockets
	return w
}

// walkProcess passes these descriptors of a process to collect. For nil it lists the descriptors, and defers those
// behind the first limit in batches. The error is the errno.
func (w *fdWalker) walkProcess(p *process, fds []int32, limit int) error {
	var pbuf pathBuf
	dir, err := openAt(p.dirFD(), p.path(&pbuf, "fd"), unix.O_DIRECTORY)
	if err == unix.EACCES && fds == nil {
		if t := p.livingThreadOfMany(); t != nil {
			return w.walkProcess(t, fds, limit)
		}
	}
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	if fds == nil {
		if err := w.listFDs(dir); err != nil {
			return err
		}
		if len(w.fds) == 0 {
			if t := p.livingThreadOfMany(); t != nil {
				return w.walkProcess(t, fds, limit)
			}
		}
		fds = w.fds[:min(len(w.fds), limit)]
		for rest := range slices.Chunk(w.fds[len(fds):], limit) {
			w.deferred = append(w.deferred, fdBatch{p, slices.Clone(rest)})
		}
	}
	return w.collect(p, dir, fds)
}

// livingThreadOfMany is livingThread, but reads stat only of a process with several threads: it has a directory for
// each.
func (p *process) livingThreadOfMany() *process {
	const linksOfOne = 3 // task itself, its "." and the thread's ".."
	var st unix.Stat_t
	var pbuf pathBuf
	if p.tid != 0 || statAt(p.dirFD(), pathString(p.path(&pbuf, "task")), &st, 0) != nil || st.Nlink <= linksOfOne {
		return nil
	}
	return p.livingThread()
}

// listFDs reads the numbers in a directory of descriptors.
func (w *fdWalker) listFDs(dir int) error {
	w.fds = w.fds[:0]
	return readOpenDir(dir, func(name []byte) {
		if fd, ok := parseCount(name); ok && fd <= math.MaxInt32 {
			w.fds = append(w.fds, int32(fd))
		}
	})
}

// collectSockets adds the sockets among a process's descriptors. It does not allocate per descriptor, because there may
// be very many.
func (w *socketWalker) collectSockets(p *process, dir int, fds []int32) error {
	var name [16]byte
	var buf [64]byte // "socket:[", a number, "]"; other targets may be truncated
	for _, fd := range fds {
		path := append(strconv.AppendInt(name[:0], int64(fd), 10), 0)
		var link []byte
		var err error
		if p.scan != nil && p.scan.isProcfs {
			link, err = readLinkNoBlock(dir, path, buf[:])
		} else {
			link, err = readLink(dir, path, buf[:])
		}
		switch {
		case err == nil:
			w.links++
		case err == unix.EACCES || err == unix.EPERM || isExhausted(err):
			w.failed = err
			return err
		case err != unix.ENOENT && err != unix.EINVAL && err != unix.ENAMETOOLONG: // not just closed, not a link, or a path too long
			w.failed = err
			continue
		default:
			continue
		}
		if inode := socketInode(link); inode != 0 {
			w.owners = append(w.owners, socketOwner{inode, int32(p.pid), fd})
		}
	}
	return nil
}

// socketInode returns the inode of a link to a socket, 0 for any other link.
func socketInode(link []byte) uint64 {
	number, found := bytes.CutPrefix(link, []byte("socket:["))
	if !found {
		return 0
	}
	number, found = bytes.CutSuffix(number, []byte("]"))
	n, ok := parseInode(number)
	if !found || !ok {
		return 0
	}
	return n
}
