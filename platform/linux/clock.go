//go:build linux

package linux

import (
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// clockGettime64 is SYS_CLOCK_GETTIME64 of 32-bit processors. Their clock_gettime has seconds of 32 bits, which end in
// 2038.
const clockGettime64 = 403

// clock returns the time of one of the kernel's clocks in nanoseconds.
func clock(id int32) int64 {
	if strconv.IntSize == 32 {
		var now struct{ seconds, nanoseconds int64 }
		_, _, errno := unix.RawSyscall(clockGettime64, uintptr(id), uintptr(unsafe.Pointer(&now)), 0)
		if errno == 0 { // not before Linux 5.1, nor where a seccomp filter refuses it
			return now.seconds*1e9 + now.nanoseconds
		}
	}
	var now unix.Timespec
	_ = unix.ClockGettime(id, &now)
	return now.Nano()
}
