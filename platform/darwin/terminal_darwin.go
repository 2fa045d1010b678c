//go:build cgo

package darwin

// #include "calls_darwin.h"
import "C"

import "syscall"

// readTerminal returns the path of a terminal, "" if /dev does not have its device.
func readTerminal(device int32) (string, error) {
	var path [256]C.char
	if errno := C.psutil__terminal_path(C.int32_t(device), &path[0], C.size_t(len(path))); errno != 0 {
		return "", sysError("/dev", syscall.Errno(errno))
	}
	return C.GoString(&path[0]), nil
}
