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

// pathBuf is memory for a path on the caller's stack. A longer path is allocated.
type pathBuf [64]byte

// readMode says how much of a file there is to read.
type readMode bool

const (
	// singleRead is for a file that the kernel writes in one piece (/proc/[pid]/stat and the like): a read that leaves
	// space in the buffer has got all of it, which saves the read that only finds the end.
	singleRead readMode = false
	// untilEOF is for any other file.
	untilEOF readMode = true
)

// pathZ returns root/name with a terminating NUL, in pbuf's memory if it fits.
func pathZ(pbuf *pathBuf, root, name string) []byte {
	path := append(pbuf[:0], root...)
	path = append(path, '/')
	path = append(path, name...)
	return append(path, 0)
}

// pathString returns a NUL-terminated path as a string.
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
			return noFD, errno
		}
	}
}

// read is unix.Read, repeated if a signal interrupts it.
func read(fd int, buf []byte) (int, error) {
	for {
		n, err := unix.Read(fd, buf)
		if err != unix.EINTR {
			return n, err
		}
	}
}

// readFile appends the contents of a file to buf, which grows if needed. The error is the errno.
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

// parsedSize is how many times the size of a file its parsed content may take.
const parsedSize = 4

// readAll is readFile of an open file. A file of more than limit bytes is EFBIG.
func readAll(fd int, buf []byte, mode readMode, limit int) ([]byte, error) {
	platform.CheckMemory(0)
	for {
		if len(buf) > limit {
			return buf, unix.EFBIG
		}
		if len(buf) == cap(buf) {
			platform.CheckMemory(2 * cap(buf))
			buf = slices.Grow(buf, max(cap(buf), 512))
		}
		n, err := read(fd, buf[len(buf):cap(buf)])
		if err != nil {
			return buf, err
		}
		buf = buf[:len(buf)+n]
		if n == 0 || mode == singleRead && len(buf) < cap(buf) {
			platform.CheckMemory(parsedSize * len(buf))
			return buf, nil
		}
	}
}

// readPrefix returns what a single read of the file returns.
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

// readLink returns the target of a symbolic link, in buf's memory and truncated to it.
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

// readLinkNoBlock is readLink for a link for which the kernel does not wait: see rowReader.readFile.
func readLinkNoBlock(dirFD int, path, buf []byte) ([]byte, error) {
	n, _, errno := unix.RawSyscall6(unix.SYS_READLINKAT, uintptr(dirFD), uintptr(unsafe.Pointer(&path[0])),
		uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)), 0, 0)
	if errno != 0 {
		return nil, errno
	}
	return buf[:n], nil
}

var bufPool = sync.Pool{New: func() any {
	buf := make([]byte, 0, 16<<10)
	return &buf
}}

// getBuf returns an empty buffer for files of any size. putBuf takes it back once nothing points into it.
func getBuf() *[]byte {
	return bufPool.Get().(*[]byte)
}

func putBuf(buf *[]byte) {
	if cap(*buf) <= platform.MaxPooledCap {
		*buf = (*buf)[:0]
		bufPool.Put(buf)
	}
}

// readSystemFile reads all of root/name into a buffer of getBuf.
func readSystemFile(buf *[]byte, root, name string) error {
	return readInto(buf, root, name, untilEOF)
}

func readInto(buf *[]byte, root, name string, mode readMode) error {
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	var err error
	if *buf, err = readFile(path, (*buf)[:0], mode); err != nil {
		return sysError(pathString(path), err)
	}
	return nil
}

// readOptional is readSystemFile of a file that may be missing or unreadable, for a caller that has no error to return.
func readOptional(buf *[]byte, root, name string) bool {
	err := readSystemFile(buf, root, name)
	if isExhausted(err) {
		panic(err)
	}
	return err == nil
}

// maxUserFile is the largest file in bytes that readUserFile reads.
const maxUserFile = 16 << 20

// readUserFile is readSystemFile for a file that programs write, not the kernel: it does not wait for a FIFO, and does
// not fill the memory with a file that is too large to be a valid one.
func readUserFile(buf *[]byte, root, name string) *platform.Error {
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	fd, err := open(path, unix.O_NONBLOCK|unix.O_NOCTTY)
	if err != nil {
		return sysError(pathString(path), err)
	}
	defer unix.Close(fd)
	*buf, err = readAll(fd, (*buf)[:0], untilEOF, maxUserFile)
	if err != nil {
		return sysError(pathString(path), err)
	}
	return nil
}

// optionalFiles reads files that may be missing or unreadable, which is no failure. A lack of descriptors or memory is
// one, and is kept in err: the caller checks it after the last file.
type optionalFiles struct {
	buf        *[]byte // contents of the last file
	err        error
	unreadable error // of the first file that exists and cannot be read
}

func (o *optionalFiles) keep(err error) {
	if o.err == nil && isExhausted(err) {
		o.err = err
	}
	if o.unreadable == nil && err != nil && !isNotExist(err) {
		o.unreadable = err
	}
}

// read reads root/name, and reports whether it could.
func (o *optionalFiles) read(root, name string) bool {
	err := readSystemFile(o.buf, root, name)
	o.keep(err)
	return err == nil
}

// readAttribute is read of a file in sysfs, which the kernel writes in one piece.
func (o *optionalFiles) readAttribute(root, name string) bool {
	err := readInto(o.buf, root, name, singleRead)
	o.keep(err)
	return err == nil
}

// list returns the names in a directory, as readDirNames does.
func (o *optionalFiles) list(root, name string) []string {
	names, err := readDirNames(root, name)
	o.keep(err)
	return names
}

// retry repeats a system call that a signal interrupts.
func retry(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR {
			return err
		}
	}
}

// exists reports whether a file of this name exists and can be seen.
func exists(path string) bool {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.F_OK, unix.AT_SYMLINK_NOFOLLOW) == nil
}

// statAt is fstatat below an open directory.
func statAt(dirFD int, path string, st *unix.Stat_t, flags int) error {
	return retry(func() error { return unix.Fstatat(dirFD, path, st, flags) })
}

// statOptional reports whether statAt of a file that may be missing or unreadable succeeds; see endIfExhausted.
func statOptional(dirFD int, path string, st *unix.Stat_t, flags int) bool {
	err := statAt(dirFD, path, st, flags)
	endIfExhausted(path, err)
	return err == nil
}

// cString returns the bytes before the first NUL.
func cString(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}
