//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// parseFDInfo reads how a descriptor was opened and where it stands in its file from /proc/[pid]/fdinfo/[fd].
func parseFDInfo(b []byte) (position, flags int64, err error) {
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
	if position == platform.NA || flags == platform.NA {
		return platform.NA, platform.NA, parseError("fdinfo", "no pos or no flags")
	}
	return position, flags, nil
}

// modeOf gives the flags of open as fopen's mode.
func fopenMode(flags int64) string {
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
