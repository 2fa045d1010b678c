package main

// #cgo LDFLAGS: -lntdll
// #cgo noescape psutil__query_process
// #cgo nocallback psutil__query_process
// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform/windows"
)

func init() { windows.QueryProcess = queryProcess }

func queryProcess(pid uint32, class int32, answer unsafe.Pointer, size uint32, times unsafe.Pointer) (statuses [3]uint32) {
	C.psutil__query_process(C.uint32_t(pid), C.int32_t(class), answer, C.uint32_t(size), times, (*C.uint32_t)(unsafe.Pointer(&statuses)))
	return statuses
}
