//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readDir calls visit with the name of each entry of a directory, including "." and "..". The name is valid until visit
// returns. The error is the errno, or the *Error of parseDirents.
func readDir(path []byte, visit func(name []byte)) error {
	fd, err := open(path, unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return addPath(pathString(path), readOpenDir(fd, visit))
}

// readOpenDir is readDir of a directory that is open and has not been read yet.
func readOpenDir(fd int, visit func(name []byte)) error {
	buf := getBuf()
	defer putBuf(buf)
	for {
		platform.CheckMemory(0)
		var n int
		err := retry(func() (err error) {
			n, err = unix.Getdents(fd, (*buf)[:cap(*buf)])
			return err
		})
		if err != nil || n == 0 {
			return err
		}
		if err := parseDirents((*buf)[:n], visit); err != nil {
			return err
		}
	}
}

// readDirNames returns the names in root/name that do not begin with a dot.
func readDirNames(root, name string) ([]string, error) {
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	var names []string
	err := readDir(path, func(name []byte) {
		if len(name) > 0 && name[0] != '.' {
			names = append(names, string(name))
		}
	})
	if err != nil {
		return nil, sysError(pathString(path), err)
	}
	return names, nil
}

// readDirNumbers returns the entries of a directory that are numbers from minimum, ascending: processes, threads,
// descriptors. The error is the errno, or an *Error.
func readDirNumbers(dirFD int, path []byte, minimum int64) ([]int64, error) {
	fd, err := openAt(dirFD, path, unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	numbers, err := readOpenDirNumbers(fd, minimum)
	return numbers, addPath(pathString(path), err)
}

// readOpenDirNumbers is readDirNumbers of a directory that is open and has not been read yet.
func readOpenDirNumbers(fd int, minimum int64) ([]int64, error) {
	numbers := make([]int64, 0, 512)
	err := readOpenDir(fd, func(name []byte) {
		if n, ok := parseCount(name); ok && n >= minimum && (n == 0 || validPID(n)) {
			numbers = append(numbers, n)
		}
	})
	slices.Sort(numbers)
	return numbers, err
}

// parseDirents parses directory entries of getdents64: 8 bytes of inode, 8 of offset, 2 of length, 1 of type, the name
// and a NUL.
func parseDirents(b []byte, visit func(name []byte)) error {
	const nameOffset = 19
	for len(b) > 0 {
		if len(b) < nameOffset {
			return parseError(".", "truncated directory entry")
		}
		length := int(binary.NativeEndian.Uint16(b[16:]))
		if length <= nameOffset || length > len(b) {
			return parseError(".", "impossible length of a directory entry")
		}
		name, _, _ := bytes.Cut(b[nameOffset:length], []byte{0})
		visit(name)
		b = b[length:]
	}
	return nil
}
