//go:build linux

package linux

import (
	"bytes"
	"math"
	"slices"
	"sync"
	"syscall"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readSmall is readInto for a file that programs other than the kernel write. It neither waits for one that is no file
// nor fills the memory with one that is too large to be what it should be.
func readUserFile(buf *[]byte, root, name string) *platform.Error {
	const most = 16 << 20
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	fd, err := open(path, unix.O_NONBLOCK|unix.O_NOCTTY)
	if err != nil {
		return sysError(pathString(path), err)
	}
	defer unix.Close(fd)
	*buf, err = readAll(fd, (*buf)[:0], untilEOF, most)
	if err != nil {
		return sysError(pathString(path), err)
	}
	return nil
}

// exists says whether a file of this name can be seen to exist.
func exists(path string) bool { return existsAt(unix.AT_FDCWD, path) }

func existsAt(dirFD int, path string) bool {
	return unix.Faccessat(dirFD, path, unix.F_OK, unix.AT_SYMLINK_NOFOLLOW) == nil
}

// isMissing says whether a file is not there.
func isNotExist(err error) bool {
	e, ok := err.(*platform.Error)
	return ok && e.OSError == int(unix.ENOENT)
}

// cString gives what is before the NUL.
func cString(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}

// space is room for a path on the caller's stack: nearly every one fits, and a longer one just allocates.
type pathBuf [64]byte

// extent says how much of a file there is to read.
type readMode bool

const (
	// record is a file that the kernel writes in one piece (/proc/[pid]/stat and its like): a read that leaves room
	// in the buffer has got all of it, which saves the read that would only find the end.
	singleRead readMode = false
	// whole is any other file: it ends where a read finds nothing more.
	untilEOF readMode = true
)

// cPath gives root/name with the NUL that a system call wants, in room's memory if it fits.
func pathZ(buf *pathBuf, root, name string) []byte {
	path := append(buf[:0], root...)
	path = append(path, '/')
	path = append(path, name...)
	return append(path, 0)
}

// what names a path in an error.
func pathString(path []byte) string {
	return string(path[:len(path)-1])
}

func open(path []byte, flags int) (int, error) {
	return openAt(unix.AT_FDCWD, path, flags)
}

// openAt is open of a path below an open directory.
func openAt(dirFD int, path []byte, flags int) (int, error) {
	for {
		fd, _, errno := unix.Syscall6(unix.SYS_OPENAT, uintptr(dirFD), uintptr(unsafe.Pointer(&path[0])),
			uintptr(flags|unix.O_RDONLY|unix.O_CLOEXEC), 0, 0, 0)
		switch errno {
		case 0:
			return int(fd), nil
		case unix.EINTR:
		default:
			return -1, errno
		}
	}
}

// read is unix.Read without interruptions.
func read(fd int, buf []byte) (int, error) {
	for {
		n, err := unix.Read(fd, buf)
		if err != unix.EINTR {
			return n, err
		}
	}
}

// readFile appends what is in the file to buf, which it enlarges if need be. The error is the bare errno.
func readFile(path, buf []byte, mode readMode) ([]byte, error) {
	return readFileAt(unix.AT_FDCWD, path, buf, mode)
}

// readFileAt is readFile of a path below an open directory.
func readFileAt(dirFD int, path, buf []byte, mode readMode) ([]byte, error) {
	fd, err := openAt(dirFD, path, 0)
	if err != nil {
		return buf, err
	}
	defer unix.Close(fd)
	return readAll(fd, buf, mode, math.MaxInt)
}

// readAll is readFile from a descriptor, of most bytes at the most: more are EFBIG.
func readAll(fd int, buf []byte, mode readMode, limit int) ([]byte, error) {
	for {
		if len(buf) > limit {
			return buf, unix.EFBIG
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, max(cap(buf), 512))
		}
		n, err := read(fd, buf[len(buf):cap(buf)])
		if err != nil {
			return buf, err
		}
		buf = buf[:len(buf)+n]
		if n == 0 || mode == singleRead && len(buf) < cap(buf) {
			return buf, nil
		}
	}
}

// readLink gives what the symbolic link says, in buf's memory; one that does not fit is cut.
func readLink(dirFD int, path, buf []byte) ([]byte, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_READLINKAT, uintptr(dirFD), uintptr(unsafe.Pointer(&path[0])),
			uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)), 0, 0)
		switch errno {
		case 0:
			return buf[:n], nil
		case unix.EINTR:
		default:
			return nil, errno
		}
	}
}

// readLinkAtOnce is readLink for which the kernel waits for nobody, so that Go's scheduler need not be told: see look.read.
func readLinkNoBlock(at int, path, buf []byte) ([]byte, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_READLINKAT, uintptr(at), uintptr(unsafe.Pointer(&path[0])),
		uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)), 0, 0)
	if errno != 0 {
		return nil, errno
	}
	return buf[:n], nil
}

// A buffer larger than this is left to the collector: one process with a command line of 2 MB is no reason to keep
// 2 MB for ever.
const largestKept = 1 << 20

var buffers = sync.Pool{New: func() any {
	buf := make([]byte, 0, 16<<10)
	return &buf
}}

// borrow gives an empty buffer for files of any size; give it back with giveBack once nothing points into it.
func getBuf() *[]byte {
	return buffers.Get().(*[]byte)
}

func putBuf(buf *[]byte) {
	if cap(*buf) <= largestKept {
		*buf = (*buf)[:0]
		buffers.Put(buf)
	}
}

// readInto is readFile of a whole file of the system's, into a borrowed buffer.
func readSystemFile(buf *[]byte, root, name string) error {
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	var err error
	if *buf, err = readFile(path, (*buf)[:0], untilEOF); err != nil {
		return sysError(pathString(path), err)
	}
	return nil
}

// retry repeats a system call that a signal interrupted.
func retry(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR {
			return err
		}
	}
}

// readStart gives what one read of the file gets.
func readPrefix(path, buf []byte) ([]byte, error) {
	fd, err := open(path, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	n, err := read(fd, buf)
	if err != nil {
		return nil, err
	}
	return buf[:n], nil
}
