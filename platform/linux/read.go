//go:build linux

package linux

import (
	"math"
	"slices"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// space is room for a path on the caller's stack: nearly every one fits, and a longer one just allocates.
type space [64]byte

// extent says how much of a file there is to read.
type extent bool

const (
	// record is a file that the kernel writes in one piece (/proc/[pid]/stat and its like): a read that leaves room
	// in the buffer has got all of it, which saves the read that would only find the end.
	record extent = false
	// whole is any other file: it ends where a read finds nothing more.
	whole extent = true
)

// cPath gives root/name with the NUL that a system call wants, in room's memory if it fits.
func cPath(room *space, root, name string) []byte {
	path := append(room[:0], root...)
	path = append(path, '/')
	path = append(path, name...)
	return append(path, 0)
}

// what names a path in an error.
func what(path []byte) string {
	return string(path[:len(path)-1])
}

func open(path []byte, flags int) (int, error) {
	return openAt(unix.AT_FDCWD, path, flags)
}

// openAt is open of a path below an open directory.
func openAt(at int, path []byte, flags int) (int, error) {
	for {
		fd, _, errno := unix.Syscall6(unix.SYS_OPENAT, uintptr(at), uintptr(unsafe.Pointer(&path[0])),
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
func readFile(path, buf []byte, much extent) ([]byte, error) {
	return readFileAt(unix.AT_FDCWD, path, buf, much)
}

// readFileAt is readFile of a path below an open directory.
func readFileAt(at int, path, buf []byte, much extent) ([]byte, error) {
	fd, err := openAt(at, path, 0)
	if err != nil {
		return buf, err
	}
	defer unix.Close(fd)
	return readAll(fd, buf, much, math.MaxInt)
}

// readAll is readFile from a descriptor, of most bytes at the most: more are EFBIG.
func readAll(fd int, buf []byte, much extent, most int) ([]byte, error) {
	for {
		if len(buf) > most {
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
		if n == 0 || much == record && len(buf) < cap(buf) {
			return buf, nil
		}
	}
}

// readLink gives what the symbolic link says, in buf's memory; one that does not fit is cut.
func readLink(at int, path, buf []byte) ([]byte, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_READLINKAT, uintptr(at), uintptr(unsafe.Pointer(&path[0])),
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
func readLinkAtOnce(at int, path, buf []byte) ([]byte, error) {
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
func borrow() *[]byte {
	return buffers.Get().(*[]byte)
}

func giveBack(buf *[]byte) {
	if cap(*buf) <= largestKept {
		*buf = (*buf)[:0]
		buffers.Put(buf)
	}
}

// readInto is readFile of a whole file of the system's, into a borrowed buffer.
func readInto(buf *[]byte, root, name string) error {
	var room space
	path := cPath(&room, root, name)
	var err error
	if *buf, err = readFile(path, (*buf)[:0], whole); err != nil {
		return failure(what(path), err)
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
func readStart(path, buf []byte) ([]byte, error) {
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
