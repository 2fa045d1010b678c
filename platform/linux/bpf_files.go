//go:build linux

package linux

import (
	"math"
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// socketOwnersByBPF returns what scan.socketOwners returns, from an iterator over open files. It fails where the thread may not load it,
// or may not examine all processes: then procfs shows what it may.
func (s *system) socketOwnersByBPF() ([]socketOwner, error) {
	const capSysPtrace = 19
	if !mayLoadBPF() || !hasCapability(capSysPtrace) {
		return nil, sysError("bpf: CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE", unix.EPERM)
	}
	table := &bpfTable{sys: s, kind: platform.SourceBPF, link: bpfLink{fd: noFD}}
	defer table.Close()
	if err := table.begin(); err != nil { // verifies procfs, and finds the processes that iterators do not show
		return nil, err
	}
	records, err := readFiles(filesOptions{sockets: true})
	if err != nil {
		return nil, err
	}
	var owners []socketOwner
	for i := range records {
		if r := &records[i]; r.pid > 0 {
			owners = append(owners, socketOwner{r.inode, r.pid, r.fd})
		}
	}
	for _, pid := range table.hidden {
		w := fdWalker{}
		if err := w.walkProcess(s.process(pid), nil, math.MaxInt); err == nil {
			owners = append(owners, w.owners...)
		} else if isExhausted(err) {
			return nil, sysError(s.proc+"/[pid]/fd", err)
		}
	}
	slices.SortFunc(owners, compareOwners)
	return owners, nil
}

// filesOptions are the options of the program in bpf/files.bpf.c.
type filesOptions struct {
	sockets bool
	inode   uint64 // 0 for all
}

// readFiles loads the iterator over open files, reads all records, and unloads it.
func readFiles(o filesOptions) ([]fileRecord, error) {
	link, err := filesProgram.attachNew([]uint32{uint32(boolToInt(o.sockets)), uint32(o.inode), uint32(o.inode >> 32)})
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
	if n == 0 {
		return nil, nil
	}
	records := unsafe.Slice((*fileRecord)(unsafe.Pointer(unsafe.SliceData(b))), n)
	if len(b)%fileRecordSize != 0 || slices.ContainsFunc(records, func(r fileRecord) bool { return r.magic != recordMagic }) {
		return nil, errRecordVersion
	}
	return records, nil
}
