//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"slices"

	"golang.org/x/sys/unix"
)

// list calls visit with the name of each entry of a directory, "." and ".." among them. The names live in a buffer: visit
// copies what it keeps. The error is the bare errno, or parseEntries's.
func readDir(path []byte, visit func(name []byte)) error {
	fd, err := open(path, unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return addPath(pathString(path), readOpenDir(fd, visit))
}

// listOpen is list of a directory that is open already, and was not read yet.
func readOpenDir(fd int, visit func(name []byte)) error {
	buf := getBuf()
	defer putBuf(buf)
	for {
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

// names gives the names in a directory of the system's, without those that begin with a dot.
func readDirNames(root, name string) ([]string, error) {
	var pbuf pathBuf
	path := pathZ(&pbuf, root, name)
	var all []string
	err := readDir(path, func(name []byte) {
		if len(name) > 0 && name[0] != '.' {
			all = append(all, string(name))
		}
	})
	if err != nil {
		return nil, sysError(pathString(path), err)
	}
	return all, nil
}

// numbers lists the entries of a folder that are numbers, from least on, ascending: processes, threads, descriptors. The
// error is the bare errno, or a complaint.
func readDirNumbers(dirFD int, path []byte, minimum int64) ([]int64, error) {
	fd, err := openAt(dirFD, path, unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	all, err := readOpenDirNumbers(fd, minimum)
	return all, addPath(pathString(path), err)
}

// numbersIn is numbers of a folder that is open already, and was not read yet.
func readOpenDirNumbers(fd int, minimum int64) ([]int64, error) {
	all := make([]int64, 0, 512)
	err := readOpenDir(fd, func(name []byte) {
		if n, ok := parseCount(name); ok && n >= minimum && (n == 0 || validPID(n)) {
			all = append(all, n)
		}
	})
	slices.Sort(all)
	return all, err
}

// parseEntries reads directory entries as getdents64 gives them: 8 bytes of inode, 8 of offset, 2 of length, 1 of type,
// the name and a NUL.
func parseDirents(b []byte, visit func(name []byte)) error {
	const nameAt = 19
	for len(b) > 0 {
		if len(b) < nameAt {
			return parseError(".", "an entry is cut off")
		}
		length := int(binary.NativeEndian.Uint16(b[16:]))
		if length <= nameAt || length > len(b) {
			return parseError(".", "an entry's length is impossible")
		}
		name, _, _ := bytes.Cut(b[nameAt:length], []byte{0})
		visit(name)
		b = b[length:]
	}
	return nil
}
