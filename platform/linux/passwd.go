//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

func (s *system) UserName(uid int64) (string, error) {
	return s.userName(uid)
}

// passwdName returns a user's name from the passwd file, "" where the file is missing or cannot be read.
func (s *system) passwdName(uid int64) (string, error) {
	buf := getBuf()
	defer putBuf(buf)
	path := append([]byte(s.passwd), 0)
	var err error
	if *buf, err = readFile(path, *buf, untilEOF); isExhausted(err) {
		return "", sysError(s.passwd, err)
	}
	return parsePasswd(*buf, uid), nil
}

// parsePasswd returns the name of the first user with this ID in name:password:uid:..., "" if there is none.
func parsePasswd(b []byte, uid int64) string {
	for line := range bytes.Lines(b) {
		name, rest, _ := bytes.Cut(line, []byte{':'})
		_, rest, _ = bytes.Cut(rest, []byte{':'})
		id, _, _ := bytes.Cut(rest, []byte{':'})
		if n, ok := parseCount(id); ok && n == uid && n != platform.NA {
			return string(name)
		}
	}
	return ""
}
