//go:build linux

package linux

import (
	"bytes"
	"strconv"

	"golang.org/x/sys/unix"
)

// The majors of pseudo-terminals, whose minors are their names.
const firstPTSMajor, lastPTSMajor = 136, 143

func (p *process) Terminal() (string, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	if err != nil || s.tty == 0 {
		return "", err
	}
	return p.sys.terminal(splitTTYNumber(s.tty)), nil
}

// deviceOf takes a device's number apart as the kernel puts it together in tty_nr, an int: 12 bits of the minor, 12 of
// the major, 8 of the minor.
func splitTTYNumber(number int64) (major, minor uint32) {
	n := uint32(number)
	return n >> 8 & 0xfff, n&0xff | n>>12&0xfff00
}

// terminal gives the path of a terminal, "" if it has none here.
func (s *system) terminal(major, minor uint32) string {
	is := func(path string) bool {
		var st unix.Stat_t
		err := retry(func() error { return unix.Lstat(path, &st) })
		return err == nil && st.Mode&unix.S_IFMT == unix.S_IFCHR && unix.Major(uint64(st.Rdev)) == major && unix.Minor(uint64(st.Rdev)) == minor
	}
	if major >= firstPTSMajor && major <= lastPTSMajor {
		if path := s.dev + "/pts/" + strconv.Itoa(int(major-firstPTSMajor)<<8+int(minor)); is(path) {
			return path
		}
	}
	var found string
	// A folder that cannot be read has no name for it.
	_ = readDir(append([]byte(s.dev), 0), func(name []byte) {
		if bytes.HasPrefix(name, []byte("tty")) && found == "" {
			if path := s.dev + "/" + string(name); is(path) {
				found = path
			}
		}
	})
	return found
}
