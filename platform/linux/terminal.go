//go:build linux

package linux

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The majors of pseudo-terminals, whose minors are their names.
const firstPTSMajor, lastPTSMajor = 136, 143

// foreignPTS marks the number of a pseudo-terminal that is not in /dev/pts: another instance of devpts has it, a
// container's or its host's, and /dev/pts may have another terminal with the same number.
const foreignPTS = 1 << 32

func (p *process) Terminal() (string, error) {
	var buf statBuf
	s, err := p.readStat(&buf, statTTY)
	if err != nil || s.tty == 0 {
		return "", err
	}
	number := s.tty & 0xffffffff
	if p.hasForeignPTS(s.tty, p.sys.ptsDevice()) {
		number |= foreignPTS
	}
	return p.sys.terminal(number), nil
}

// splitTTYNumber splits tty_nr of stat, an int: 12 bits of the minor, 12 of the major, 8 of the minor.
func splitTTYNumber(number int64) (major, minor uint32) {
	n := uint32(number)
	return n >> 8 & 0xfff, n&0xff | n>>12&0xfff00
}

func isPTSMajor(major uint32) bool { return major >= firstPTSMajor && major <= lastPTSMajor }

// ptsDevice returns the device number of the file system at /dev/pts, 0 if there is none.
func (s *system) ptsDevice() uint64 {
	var st unix.Stat_t
	if !statOptional(unix.AT_FDCWD, s.dev+"/pts", &st, 0) {
		return 0
	}
	return uint64(st.Dev)
}

// hasForeignPTS reports whether one of the process's standard streams is its terminal and is not in the devpts with
// this device.
func (p *process) hasForeignPTS(tty int64, ptsDevice uint64) bool {
	major, minor := splitTTYNumber(tty)
	if !isPTSMajor(major) {
		return false
	}
	for fd := range int64(3) {
		var st unix.Stat_t
		var pbuf pathBuf
		path := p.pathNumbered(&pbuf, "fd/", fd, "")
		if statOptional(p.dirFD(), pathString(path), &st, 0) && isTerminal(&st, major, minor) {
			return uint64(st.Dev) != ptsDevice
		}
	}
	return false
}

func isTerminal(st *unix.Stat_t, major, minor uint32) bool {
	return st.Mode&unix.S_IFMT == unix.S_IFCHR && unix.Major(uint64(st.Rdev)) == major && unix.Minor(uint64(st.Rdev)) == minor
}

// terminal returns the path of a terminal, "" if it has none here. number is tty_nr of stat, or that and foreignPTS.
func (s *system) terminal(number int64) string {
	major, minor := splitTTYNumber(number)
	is := func(path string) bool {
		var st unix.Stat_t
		return statOptional(unix.AT_FDCWD, path, &st, unix.AT_SYMLINK_NOFOLLOW) && isTerminal(&st, major, minor)
	}
	if isPTSMajor(major) && number&foreignPTS == 0 {
		if path := s.dev + "/pts/" + strconv.Itoa(int(major-firstPTSMajor)<<8+int(minor)); is(path) {
			return path
		}
	}
	buf := getBuf()
	defer putBuf(buf)
	if readOptional(buf, s.proc, "tty/drivers") {
		for _, name := range parseTTYDrivers(*buf, major, minor) {
			if path := s.dev + "/" + name; !strings.HasPrefix(name, "pts/") && is(path) {
				return path
			}
		}
	}
	// Others are found among all devices: a container's /dev/console and /dev/tty1 are often pseudo-terminals of its
	// host.
	found := ""
	err := readDir(append([]byte(s.dev), 0), func(name []byte) { // an unreadable directory has no name for the terminal
		if path := s.dev + "/" + string(name); (found == "" || path < found) && is(path) {
			found = path
		}
	})
	endIfExhausted(s.dev, err)
	return found
}

// parseTTYDrivers returns the names below /dev that a terminal may have, from /proc/tty/drivers: name of the driver,
// path, major, range of minors ("64-95" or "0"), type.
func parseTTYDrivers(b []byte, major, minor uint32) []string {
	var names []string
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		rest.next()
		name, isDev := bytes.CutPrefix(rest.next(), []byte("/dev/"))
		m, ok := parseCount(rest.next())
		from, to, isRange := bytes.Cut(rest.next(), []byte{'-'})
		first, hasFirst := parseCount(from)
		last := first
		hasLast := true
		if isRange {
			last, hasLast = parseCount(to)
		}
		n := int64(minor)
		if !isDev || !ok || !hasFirst || !hasLast || m != int64(major) || n < first || n > last {
			continue
		}
		// The number of a name counts from the range's start, or is the minor (/dev/tty1 of the range 1-63).
		for _, number := range []int64{n - first, n} {
			names = append(names, string(name)+strconv.FormatInt(number, 10), string(name)+"/"+strconv.FormatInt(number, 10))
		}
		names = append(names, string(name))
	}
	return names
}
