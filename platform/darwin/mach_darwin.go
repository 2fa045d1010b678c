//go:build cgo

package darwin

// #include "calls_darwin.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// machError converts an error of Mach, of IOKit, or of this package's C.
func machError(what string, result C.int32_t) error {
	if result == 0 {
		return nil
	}
	const notSupported = 45 // ENOTSUP
	code, errno := platform.OS, int(result)
	switch result {
	case C.PSUTIL__NO_MEMORY:
		code = platform.NoMemory
	case C.PSUTIL__NO_FRAMEWORK, C.PSUTIL__NOT_FOUND:
		code, errno = platform.NotSupported, notSupported
	}
	e := platform.NewError(code, what, C.GoString(C.psutil__mach_error(result)))
	e.OSError = errno
	return e
}

// fill returns what read writes, into a buffer of the size that it needs.
func fill(what string, read func(buffer unsafe.Pointer, size C.size_t, needed *C.size_t) C.int32_t) (layout.Record, error) {
	for size := 4096; ; {
		platform.CheckMemory(size)
		buffer := make([]byte, size)
		var needed C.size_t
		if err := machError(what, read(unsafe.Pointer(&buffer[0]), C.size_t(size), &needed)); err != nil {
			return nil, err
		}
		if int(needed) <= size {
			return buffer[:needed], nil
		}
		size = int(needed)
	}
}

func readCPULoads() (layout.Record, error) {
	return fill("host_processor_info(PROCESSOR_CPU_LOAD_INFO)", func(buffer unsafe.Pointer, size C.size_t, needed *C.size_t) C.int32_t {
		return C.psutil__cpu_loads(buffer, size, needed)
	})
}

func readInterrupts() (layout.Record, error) {
	return fill("host_processor_info(PROCESSOR_CPU_STAT64)", func(buffer unsafe.Pointer, size C.size_t, needed *C.size_t) C.int32_t {
		return C.psutil__cpu_interrupts(buffer, size, needed)
	})
}

// readVMStatistics returns vm_statistics64 as far as this version of the system has it.
func readVMStatistics() (layout.Record, error) {
	buffer := make([]byte, sizeofVmStatistics64)
	var written C.size_t
	result := C.psutil__vm_statistics(unsafe.Pointer(&buffer[0]), C.size_t(len(buffer)), &written)
	return buffer[:min(int(written), len(buffer))], machError("host_statistics64(HOST_VM_INFO64)", result)
}

// records returns the records of a fixed size that read writes.
func records(what string, size int, read func(buffer unsafe.Pointer, count *C.size_t) C.int32_t) ([]byte, error) {
	for room := 32; ; {
		platform.CheckMemory(room * size)
		buffer := make([]byte, room*size)
		count := C.size_t(room)
		if err := machError(what, read(unsafe.Pointer(&buffer[0]), &count)); err != nil {
			return nil, err
		}
		if int(count) <= room {
			return buffer[:int(count)*size], nil
		}
		room = int(count)
	}
}

func readDisks() ([]byte, error) {
	return records("IOKit's disks", sizeofDisk, func(buffer unsafe.Pointer, count *C.size_t) C.int32_t {
		return C.psutil__disks((*C.struct_psutil__disk)(buffer), count)
	})
}

func readPowerSources() ([]byte, error) {
	return records("IOKit's power sources", sizeofPowerSource, func(buffer unsafe.Pointer, count *C.size_t) C.int32_t {
		return C.psutil__power_sources((*C.struct_psutil__power_source)(buffer), count)
	})
}

// readFrequencies returns a table of voltage states of the power manager.
func readFrequencies(property string) (layout.Record, error) {
	name := cString(property)
	return fill("IOKit's "+property, func(buffer unsafe.Pointer, size C.size_t, needed *C.size_t) C.int32_t {
		return C.psutil__cpu_frequencies(name, buffer, size, needed)
	})
}
