//go:build linux

package linux

import (
	"strconv"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

type process struct {
	platform.UnsupportedProcess
	sys  *system
	pid  int64
	scan *scan // what its files are read through; nil: by their full paths

	cache atomic.Pointer[fileCache] // during caching
}

var (
	_ platform.System  = (*system)(nil)
	_ platform.Process = (*process)(nil)
)

func (s *system) Process(pid int64) platform.Process {
	return &process{sys: s, pid: pid}
}

// at is where paths of the process's files begin.
func (p *process) dirFD() int {
	if p.scan != nil {
		return p.scan.proc
	}
	return unix.AT_FDCWD
}

// path gives the path of one of the process's files.
func (p *process) path(buf *pathBuf, file string) []byte {
	path := buf[:0]
	if p.scan == nil {
		path = append(path, p.sys.proc...)
		path = append(path, '/')
	}
	path = strconv.AppendInt(path, p.pid, 10)
	path = append(path, '/')
	path = append(path, file...)
	return append(path, 0)
}

// numbered gives the path of a file of one of the process's threads or descriptors.
func (p *process) pathNumbered(buf *pathBuf, dir string, number int64, file string) []byte {
	path := p.path(buf, dir)
	path = strconv.AppendInt(path[:len(path)-1], number, 10)
	path = append(path, file...)
	return append(path, 0)
}
