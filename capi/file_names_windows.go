package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform/windows"
)

func init() { windows.ReadFileNames = readFileNames }

// readFileNames reads names on a thread of C, which can be terminated when a file does not answer.
func readFileNames(files []uintptr) ([][]byte, error) {
	names := make([][]byte, len(files))
	if len(files) == 0 {
		return names, nil
	}
	reader := C.psutil__file_names_new()
	defer func() { C.psutil__file_names_free(reader) }()
	for i, file := range files {
		var text unsafe.Pointer
		var length C.size_t
		switch C.psutil__file_names_read(&reader, C.uintptr_t(file), &text, &length) {
		case -1:
			return nil, errNoMemory()
		case 1:
			names[i] = C.GoBytes(text, C.int(length))
		}
	}
	return names, nil
}
