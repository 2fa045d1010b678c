//go:build linux

package linux

import (
	"bytes"
	"strings"

	"golang.org/x/sys/unix"
)

func (p *process) Environ() ([]string, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "environ")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	*buf, err = p.readFile(path, *buf, untilEOF)
	switch err {
	case nil:
		if len(*buf) == 0 {
			return nil, p.explainEmpty(path, nil)
		}
		return parseEnviron(*buf), nil
	case unix.ESRCH, unix.ENOENT, unix.EACCES, unix.EPERM: // said of kernel threads and zombies as well
		return nil, p.explainEmpty(path, p.fileMissing(path, err))
	}
	return nil, p.procError(path, err)
}

// parseEnviron reads /proc/[pid]/environ, whose strings end in NUL. A process that has written something over them has
// put an end to them with an empty one, or with one that does not end.
func parseEnviron(b []byte) []string {
	text := environStrings(b)
	if len(text) == 0 {
		return nil
	}
	return strings.Split(string(text), "\x00")
}

// environment gives what of it is strings, without the last one's NUL.
func environStrings(b []byte) []byte {
	end := 0 // behind the last string's NUL
	for end < len(b) {
		length := bytes.IndexByte(b[end:], 0)
		if length <= 0 {
			break
		}
		end += length + 1
	}
	return b[:max(end-1, 0)]
}
