//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// list calls visit with the name of each entry of a directory, "." and ".." among them. The names live in a buffer: visit
// copies what it keeps. The error is the bare errno, or parseEntries's.
func list(path []byte, visit func(name []byte)) error {
	fd, err := open(path, unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return about(what(path), listOpen(fd, visit))
}

// listOpen is list of a directory that is open already, and was not read yet.
func listOpen(fd int, visit func(name []byte)) error {
	buf := borrow()
	defer giveBack(buf)
	for {
		var n int
		err := retry(func() (err error) {
			n, err = unix.Getdents(fd, (*buf)[:cap(*buf)])
			return err
		})
		if err != nil || n == 0 {
			return err
		}
		if err := parseEntries((*buf)[:n], visit); err != nil {
			return err
		}
	}
}

// names gives the names in a directory of the system's, without those that begin with a dot.
func names(root, name string) ([]string, error) {
	var room space
	path := cPath(&room, root, name)
	var all []string
	err := list(path, func(name []byte) {
		if len(name) > 0 && name[0] != '.' {
			all = append(all, string(name))
		}
	})
	if err != nil {
		return nil, failure(what(path), err)
	}
	return all, nil
}

// parseEntries reads directory entries as getdents64 gives them: 8 bytes of inode, 8 of offset, 2 of length, 1 of type,
// the name and a NUL.
func parseEntries(b []byte, visit func(name []byte)) error {
	const nameAt = 19
	for len(b) > 0 {
		if len(b) < nameAt {
			return malformed(".", "an entry is cut off")
		}
		length := int(binary.NativeEndian.Uint16(b[16:]))
		if length <= nameAt || length > len(b) {
			return malformed(".", "an entry's length is impossible")
		}
		name, _, _ := bytes.Cut(b[nameAt:length], []byte{0})
		visit(name)
		b = b[length:]
	}
	return nil
}
