//go:build linux

package linux

import (
	"encoding/binary"
	"runtime"

	"github.com/libpsutil/libpsutil/platform"
)

// The sizes of glibc's struct utmp: with a session and a time of 32 bits, which 32-bit and 64-bit programs of most
// architectures share, and with 64 bits.
const (
	utmpRecordSize     = 384
	wideUtmpRecordSize = 400
)

// wideUtmp reports whether this architecture has the larger record. tests/test_emulation.py compares it with the
// headers.
const wideUtmp = runtime.GOARCH == "arm64" || runtime.GOARCH == "loong64" || runtime.GOARCH == "s390x"

// parseUtmp parses utmp(5): records of fixed size, in which text that fills its field does not end in NUL. A truncated
// record, which is being written, is skipped.
func parseUtmp(b []byte, wide bool) []platform.User {
	const userProcess = 7
	order, size := binary.NativeEndian, utmpRecordSize
	if wide {
		size = wideUtmpRecordSize
	}
	var users []platform.User
	for ; len(b) >= size; b = b[size:] {
		if order.Uint16(b) != userProcess {
			continue
		}
		u := platform.User{
			Name:     cString(b[44:76]),
			Terminal: cString(b[8:40]),
			Host:     loginHost(cString(b[76:332])),
			PID:      int64(int32(order.Uint32(b[4:]))),
		}
		if wide {
			u.Started = float64(int64(order.Uint64(b[344:])))
		} else {
			u.Started = float64(order.Uint32(b[340:])) // unsigned since glibc 2.40
		}
		if !validPID(u.PID) {
			u.PID = platform.NA
		}
		users = append(users, u)
	}
	return users
}
