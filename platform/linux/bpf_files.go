//go:build linux

package linux

import (
	"math"
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// fileRecord is struct file_record of bpf/files.h.
type fileRecord struct {
	magic, use uint32
	inode      uint64
	flags      uint32
	pid, fd    int32
	unused     uint32
}

const fileRecordSize = int(unsafe.Sizeof(fileRecord{}))

// Values of fileRecord.use behind those of platform.FileUse.
const (
	useVisited = 6 // the program has seen the process
	useSocket  = 7
)

// fileSearch is the options of the programs about files.
type fileSearch struct {
	target, number uint32
	sockets        bool
}

// Values of fileSearch.target.
const (
	targetNone = iota
	targetDescriptor
	targetCharacterDevice
	targetBlockDevice
	targetFileSystem
)

// read loads an iterator, reads all records, and unloads it.
func (o fileSearch) read(program *bpfProgram) ([]fileRecord, error) {
	link, err := program.attachNew([]uint32{o.target, o.number, uint32(boolToInt(o.sockets))})
	if err != nil {
		return nil, err
	}
	defer link.close()
	fd, err := link.iterate()
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	b, err := readIterator(fd, nil)
	if err != nil {
		return nil, err
	}
	return parseFileRecords(b)
}

// parseFileRecords returns the records in b, whose memory is aligned to 8 bytes.
func parseFileRecords(b []byte) ([]fileRecord, error) {
	n := len(b) / fileRecordSize
	if n == 0 && len(b) == 0 {
		return nil, nil
	}
	if len(b)%fileRecordSize != 0 {
		return nil, errRecordVersion
	}
	records := unsafe.Slice((*fileRecord)(unsafe.Pointer(unsafe.SliceData(b))), n)
	if slices.ContainsFunc(records, func(r fileRecord) bool { return r.magic != recordMagic }) {
		return nil, errRecordVersion
	}
	return records, nil
}

// maySearchByBPF returns an error unless the calling thread may load programs, and would see in procfs all that they
// report.
func (v *scan) maySearchByBPF() error {
	const capSysPtrace = 19
	if !mayLoadBPF() || !hasCapability(capSysPtrace) {
		return sysError("bpf: CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE", unix.EPERM)
	}
	if v.procfsErr != nil {
		return v.procfsErr
	}
	if !v.isOwnProcfs || !v.isProcfs {
		return platform.NewError(platform.NotSupported, "bpf", v.sys.proc+" does not show this system's own processes")
	}
	return nil
}

// unvisited returns the processes of the scan that no record is about: some kernels hide a process from iterators.
func (v *scan) unvisited(records []fileRecord) []*process {
	visited := make([]int32, 0, len(v.pids))
	for i := range records {
		if records[i].use == useVisited {
			visited = append(visited, records[i].pid)
		}
	}
	slices.Sort(visited)
	var others []*process
	for _, pid := range v.pids {
		if _, found := slices.BinarySearch(visited, int32(pid)); !found {
			others = append(others, &process{sys: v.sys, pid: pid, scan: v, dir: noFD})
		}
	}
	return others
}

// socketOwnersByBPF returns what socketOwners returns, from an iterator over open files. It fails where the thread may
// not load it, or may not examine all processes: then procfs shows what it may.
func (v *scan) socketOwnersByBPF() ([]socketOwner, error) {
	if err := v.maySearchByBPF(); err != nil {
		return nil, err
	}
	records, err := fileSearch{target: targetNone, sockets: true}.read(&filesProgram)
	if err != nil {
		return nil, err
	}
	w := newSocketWalker()
	w.owners = make([]socketOwner, 0, len(records))
	for i := range records {
		if r := &records[i]; r.use == useSocket && r.pid > 0 {
			w.owners = append(w.owners, socketOwner{r.inode, r.pid, r.fd})
		}
	}
	countsFDs := v.countFDs("self/fd") > 0
	for _, p := range v.unvisited(records) {
		var pbuf pathBuf
		if countsFDs && v.countFDs(pathString(p.path(&pbuf, "fd"))) == 0 { // most are threads of the kernel
			continue
		}
		before := len(w.owners)
		switch err := w.walkProcess(p, nil, math.MaxInt); {
		case isExhausted(err):
			return nil, sysError(p.dirName()+"/fd", err)
		case err != nil:
			w.owners = w.owners[:before]
		}
	}
	slices.SortFunc(w.owners, compareOwners)
	return slices.Compact(w.owners), nil // the threads of a process whose first one has exited are reported one by one
}

// countFDs returns the size of a directory of descriptors, which is their number since Linux 6.2, and 0 before; NA if
// it has exited.
func (v *scan) countFDs(path string) int64 {
	var st unix.Stat_t
	if statAt(v.proc, path, &st, 0) != nil {
		return platform.NA
	}
	return st.Size
}

// search returns how BPF programs find the target. The second result is a descriptor that they need, which the caller
// closes.
func (t *fileTarget) search() (fileSearch, int, error) {
	o := fileSearch{sockets: len(t.sockets) > 0}
	switch {
	case t.hidesNumbers() || t.kind == unix.OVERLAYFS_SUPER_MAGIC:
		return o, noFD, platform.NewError(platform.NotSupported, "bpf", t.path+": the file system has other inodes inside")
	case t.wholeDevice:
		o.target, o.number = targetFileSystem, inKernel(t.device)
		return o, noFD, nil
	case t.fileID.kind == unix.S_IFCHR:
		o.target, o.number = targetCharacterDevice, inKernel(t.special)
		return o, noFD, nil
	case t.fileID.kind == unix.S_IFBLK:
		o.target, o.number = targetBlockDevice, inKernel(t.special)
		return o, noFD, nil
	}
	fd, err := open(append([]byte(t.path), 0), unix.O_PATH)
	if err != nil {
		return o, noFD, fileError(t.path, err)
	}
	var st unix.Stat_t
	if err := retry(func() error { return unix.Fstat(fd, &st) }); err != nil || st.Ino != t.inode || uint64(st.Dev) != t.device {
		unix.Close(fd)
		return o, noFD, platform.NewError(platform.NotSupported, "bpf", t.path+" has just been replaced")
	}
	o.target, o.number = targetDescriptor, uint32(fd)
	return o, fd, nil
}

// inKernel converts a device number to a dev_t as the kernel has it inside.
func inKernel(device uint64) uint32 { return unix.Major(device)<<20 | unix.Minor(device) }

// visitByBPF adds the uses of the file by the processes of the scan, which does not include the calling one. It fails
// as socketOwnersByBPF does.
func (w *fileWalker) visitByBPF(v *scan) error {
	if err := v.maySearchByBPF(); err != nil {
		return err
	}
	search, fd, err := w.target.search()
	if err != nil {
		return err
	}
	if fd != noFD {
		defer unix.Close(fd)
	}
	self := int32(unix.Getpid())
	var owners []platform.FileOwner
	var others []*process
	for _, program := range []*bpfProgram{&taskLinksProgram, &mappingsProgram, &filesProgram} {
		records, err := search.read(program)
		if err != nil {
			return err
		}
		if program == &taskLinksProgram {
			others = v.unvisited(records)
		}
		for i := range records {
			if r := &records[i]; r.pid > 0 && r.pid != self && w.target.isUse(r) {
				owners = append(owners, r.owner())
			}
		}
	}
	for _, p := range others {
		if err := w.visit(fdBatch{process: p}, math.MaxInt); isExhausted(err) {
			return sysError(p.dirName()+"/fd", err)
		}
	}
	w.owners = append(w.owners, owners...)
	return nil
}

// isUse reports whether a record is about the target.
func (t *fileTarget) isUse(r *fileRecord) bool {
	return r.use > uint32(platform.FileUseUnknown) && r.use < useVisited || r.use == useSocket && t.sockets[r.inode]
}

// owner returns the owner that a record of the target is about.
func (r *fileRecord) owner() platform.FileOwner {
	if r.use == useSocket || r.use == uint32(platform.FileUseOpen) {
		return platform.FileOwner{PID: int64(r.pid), FD: int64(r.fd), Use: platform.FileUseOpen, Mode: fileMode(int64(r.flags))}
	}
	return platform.FileOwner{PID: int64(r.pid), FD: platform.NA, Use: platform.FileUse(r.use)}
}
