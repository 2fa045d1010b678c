//go:build linux

package linux

import (
	"strconv"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// noFD stands for a descriptor that is not open.
const noFD = -1

// process reads the files of one PID.
type process struct {
	platform.UnsupportedProcess
	sys  *system
	pid  int64
	scan *scan // whose descriptors are used; nil outside of a scan
	dir  int   // /proc/[pid], if it is open, which no later process with the same PID can replace; otherwise noFD
	tid  int64 // read /proc/[pid]/task/[tid] in place of /proc/[pid]; 0: do not

	cache  atomic.Pointer[fileCache] // nil without caching
	native atomic.Bool               // see isNative
}

var _ platform.Process = (*process)(nil)

// maxNameLen is the length of the longest name that Linux keeps of a process (TASK_COMM_LEN less the NUL).
const maxNameLen = 15

func (s *system) MaxNameLen() int { return maxNameLen }

func (s *system) process(pid int64) *process { return &process{sys: s, pid: pid, dir: noFD} }

func (s *system) Process(pid int64) platform.Process { return s.process(pid) }

// uncached returns the process without its cache, to check its identity and whether it has exited.
func (p *process) uncached() *process {
	return &process{sys: p.sys, pid: p.pid, scan: p.scan, dir: p.dir}
}

// thread returns the process with the files of one of its threads.
func (p *process) thread(tid int64) *process {
	t := &process{sys: p.sys, pid: p.pid, scan: p.scan, dir: p.dir, tid: tid}
	t.cache.Store(p.cache.Load())
	return t
}

// dirFD returns the directory that the process's paths are relative to.
func (p *process) dirFD() int {
	switch {
	case p.dir != noFD:
		return p.dir
	case p.scan != nil:
		return p.scan.proc
	}
	return unix.AT_FDCWD
}

// path returns the path of one of the process's files, below dirFD.
func (p *process) path(pbuf *pathBuf, file string) []byte {
	path := pbuf[:0]
	if p.dir == noFD {
		if p.scan == nil {
			path = append(path, p.sys.proc...)
			path = append(path, '/')
		}
		path = strconv.AppendInt(path, p.pid, 10)
		path = append(path, '/')
	}
	if p.tid != 0 {
		path = append(path, "task/"...)
		path = strconv.AppendInt(path, p.tid, 10)
		path = append(path, '/')
	}
	path = append(path, file...)
	return append(path, 0)
}

// pathNumbered returns the path of a file about one of the process's threads or descriptors.
func (p *process) pathNumbered(pbuf *pathBuf, dir string, number int64, file string) []byte {
	path := p.path(pbuf, dir)
	path = strconv.AppendInt(path[:len(path)-1], number, 10)
	path = append(path, file...)
	return append(path, 0)
}

// dirName returns the process's directory for an error message.
func (p *process) dirName() string { return p.sys.proc + "/" + strconv.FormatInt(p.pid, 10) }

// isSelf reports whether this is the calling process, whose descriptors include those that the library has open.
func (p *process) isSelf() (bool, error) {
	if p.pid != int64(unix.Getpid()) {
		return false, nil
	}
	return p.isNative()
}

// livingThread returns the process with the files of a thread that still runs, if the first thread has exited and
// others have not; otherwise nil. The kernel shows the state and the (missing) memory and files of the first thread in
// /proc/[pid].
func (p *process) livingThread() *process {
	if p.tid != 0 {
		return nil
	}
	var buf statBuf
	s, err := p.uncached().readStat(&buf)
	if err != nil || !s.firstThreadExited() {
		return nil
	}
	var pbuf pathBuf
	tids, err := readDirNumbers(p.dirFD(), p.path(&pbuf, "task"), 1)
	if err != nil {
		return nil
	}
	for _, tid := range tids {
		if tid == p.pid {
			continue
		}
		t := p.thread(tid)
		if s, err := t.uncachedThread().readStat(&buf); err == nil && !s.hasExited() {
			return t
		}
	}
	return nil
}

func (p *process) uncachedThread() *process {
	t := p.uncached()
	t.tid = p.tid
	return t
}

// fromLivingThread returns what read returns or, if the first thread no longer has it, what a thread that still runs
// has.
func fromLivingThread[T any](p *process, read func(p *process) (T, error)) (T, error) {
	value, err := read(p)
	if platform.CodeOf(err) == platform.ZombieProcess {
		if t := p.livingThread(); t != nil {
			return read(t)
		}
	}
	return value, err
}
