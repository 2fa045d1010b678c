//go:build cgo

package darwin

// #include <sys/sysctl.h>
// #include <sys/socket.h>
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
	"golang.org/x/sys/unix"
)

// sysctlAttempts bounds how often an answer may outgrow its buffer.
const sysctlAttempts = 10

// sysctl returns the answer to a name in numbers. The error is the errno.
func sysctl(mib ...C.int) ([]byte, error) {
	return growingAnswer(func(buffer unsafe.Pointer, size *C.size_t) error {
		_, err := C.sysctl(&mib[0], C.u_int(len(mib)), buffer, size, nil, 0)
		return err
	})
}

// sysctlList returns the answer to a name, which has no fixed size. The error is the errno.
func sysctlList(name string) ([]byte, error) {
	text := cString(name)
	return growingAnswer(func(buffer unsafe.Pointer, size *C.size_t) error {
		_, err := C.sysctlbyname(text, buffer, size, nil, 0)
		return err
	})
}

// growingAnswer returns what read writes into a buffer of the size that it needs, which it says without a buffer.
func growingAnswer(read func(buffer unsafe.Pointer, size *C.size_t) error) ([]byte, error) {
	for attempt := 1; ; attempt++ {
		var size C.size_t
		if err := read(nil, &size); err != nil {
			return nil, err
		}
		if size == 0 {
			return nil, nil
		}
		size += size/8 + 1024 // what is listed may grow until the next call
		platform.CheckMemory(int(size))
		buffer := make([]byte, size)
		err := read(unsafe.Pointer(&buffer[0]), &size)
		if err == nil {
			return buffer[:min(int(size), len(buffer))], nil
		}
		if err != unix.ENOMEM || attempt == sysctlAttempts {
			return nil, err
		}
	}
}

// sysctlValue reads an answer of fixed size into value and returns its length.
func sysctlValue(value []byte, mib ...C.int) (int, error) {
	size := C.size_t(len(value))
	_, err := C.sysctl(&mib[0], C.u_int(len(mib)), unsafe.Pointer(&value[0]), &size, nil, 0)
	return min(int(size), len(value)), err
}

// cString returns a string for C in memory of Go. C.CString ends the process when memory runs out, and the build
// refuses it.
func cString(s string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(append([]byte(s), 0))))
}

// sysctlByName returns the answer to a name, of at most size bytes.
func sysctlByName(name string, size int) (layout.Record, error) {
	text := cString(name)
	buffer := make([]byte, size)
	n := C.size_t(size)
	if _, err := C.sysctlbyname(text, unsafe.Pointer(&buffer[0]), &n, nil, 0); err != nil {
		return nil, sysError("sysctl "+name, err)
	}
	return buffer[:min(int(n), size)], nil
}

// sysctlNumber returns the answer to a name, a number of 4 or 8 bytes.
func sysctlNumber(name string) (uint64, error) {
	answer, err := sysctlByName(name, 8)
	if err != nil {
		return 0, err
	}
	if layout.Has(answer, layout.Field[uint64](0)) {
		return layout.Get(answer, layout.Field[uint64](0)), nil
	}
	if !layout.Has(answer, layout.Field[uint32](0)) {
		return 0, malformed("sysctl " + name)
	}
	return uint64(layout.Get(answer, layout.Field[uint32](0))), nil
}

// readProcessList returns all processes, from sysctl KERN_PROC_ALL.
func readProcessList() ([]processInfo, error) {
	answer, err := sysctl(C.CTL_KERN, C.KERN_PROC, C.KERN_PROC_ALL, 0)
	if err != nil {
		return nil, sysError("sysctl kern.proc.all", err)
	}
	return decodeProcessList(answer), nil
}

// readProcess returns a process, from sysctl KERN_PROC_PID, or NoSuchProcess.
func readProcess(pid int64) (processInfo, error) {
	if !validPID(pid) {
		return processInfo{}, platform.NewNoSuchProcess(pid, "no such process")
	}
	var buffer [sizeofKinfoProc]byte
	n, err := sysctlValue(buffer[:], C.CTL_KERN, C.KERN_PROC, C.KERN_PROC_PID, C.int(pid))
	if err != nil {
		return processInfo{}, sysError(processCall("sysctl kern.proc.pid", pid), err)
	}
	if n < len(buffer) {
		return processInfo{}, platform.NewNoSuchProcess(pid, "no such process")
	}
	info := decodeProcessInfo(buffer[:])
	if info.pid != pid {
		return processInfo{}, platform.NewNoSuchProcess(pid, "no such process")
	}
	return info, nil
}

// readProcessArguments returns the answer to sysctl KERN_PROCARGS2. The error is the errno.
func readProcessArguments(pid int64) ([]byte, error) {
	limit, err := sysctlNumber("kern.argmax")
	if err != nil || limit > 1<<24 {
		limit = 1 << 20 // ARG_MAX
	}
	platform.CheckMemory(int(limit))
	buffer := make([]byte, limit)
	n, err := sysctlValue(buffer, C.CTL_KERN, C.KERN_PROCARGS2, C.int(pid))
	return buffer[:n], err
}

// readInterfaces returns the network interfaces, from sysctl NET_RT_IFLIST2.
func readInterfaces() ([]networkInterface, error) {
	const what = "sysctl net.route.iflist2"
	answer, err := sysctl(C.CTL_NET, C.PF_ROUTE, 0, 0, C.NET_RT_IFLIST2, 0)
	if err != nil {
		return nil, sysError(what, err)
	}
	list, ok := decodeInterfaces(answer)
	if !ok {
		return nil, malformed(what)
	}
	return list, nil
}

// clockTicks returns the ticks of the Mach clock in a second: 1e9 on x86-64, 24e6 on arm64. mach_timebase_info would
// not have the kernel's unit in an x86-64 process on arm64.
func clockTicks() (float64, error) {
	ticks, err := sysctlNumber("hw.tbfrequency")
	return float64(ticks), err
}

// pageSize returns the size of the kernel's pages.
func pageSize() (uint64, error) { return sysctlNumber("hw.pagesize") }
