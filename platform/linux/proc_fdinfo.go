//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// parseFDInfo parses the file position and the flags in /proc/[pid]/fdinfo/[fd]; NA for one that is missing, malformed
// or, as the position of a memory file can be, negative.
func parseFDInfo(b []byte) (position, flags int64) {
	position, flags = platform.NA, platform.NA
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		switch string(rest.next()) {
		case "pos:":
			if n, ok := parseCount(rest.next()); ok {
				position = n
			}
		case "flags:":
			if n, ok := parseOctal(rest.next()); ok {
				flags = n
			}
		}
	}
	return position, flags
}

// fopenMode converts the flags of open to the mode of fopen; "" for NA.
func fopenMode(flags int64) string {
	if flags == platform.NA {
		return ""
	}
	switch access, toEnd := flags&unix.O_ACCMODE, flags&unix.O_APPEND != 0; {
	case access == unix.O_RDONLY:
		return "r"
	case access == unix.O_WRONLY && toEnd:
		return "a"
	case access == unix.O_WRONLY:
		return "w"
	case toEnd:
		return "a+"
	}
	return "r+"
}
