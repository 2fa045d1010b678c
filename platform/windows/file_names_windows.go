package windows

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// ReadFileNames returns, for each handle of type File, the kernel's name of the file as UTF-16, nil for what is not a
// regular file.
//
// Questions about a pipe or file on which another thread waits can block until that wait ends. The C ABI replaces the
// function by one that makes the call on a thread of its own and gives up on a handle that does not answer.
var ReadFileNames = readFileNames

func readFileNames(files []uintptr) ([][]byte, error) {
	names := make([][]byte, len(files))
	for i, file := range files {
		file := windows.Handle(file)
		if kind, err := windows.GetFileType(file); err == nil && kind == windows.FILE_TYPE_DISK && isRegular(file) {
			names[i] = fileName(file)
		}
	}
	return names, nil
}

const fileStandardInfoSize = 24 // FILE_STANDARD_INFO

// isRegular reports whether a file on a disk is neither a directory nor deleted.
func isRegular(file windows.Handle) bool {
	b := newBuffer(fileStandardInfoSize)
	err := windows.GetFileInformationByHandleEx(file, windows.FileStandardInfo, b.pointer(), fileStandardInfoSize)
	const deletePending, directory = 20, 21
	return err == nil && b.uint8(deletePending) == 0 && b.uint8(directory) == 0
}

func fileName(file windows.Handle) []byte {
	b, err := retrySize(1024, isLengthMismatch, func(b *buffer, size uint32) (n uint32, err error) {
		err = call(procNtQueryObject, uintptr(file), objectNameInformation, uintptr(unsafe.Pointer(b.pointer())), uintptr(size),
			uintptr(unsafe.Pointer(&n)))
		return n, err
	})
	if err != nil {
		return nil
	}
	return b.unicodeBytes(0)
}

// regularFiles returns the paths of those files that are regular.
func regularFiles(files []uintptr) ([]string, error) {
	names, err := ReadFileNames(files)
	if err != nil {
		return nil, err
	}
	paths := []string{}
	devices := drives()
	for _, name := range names {
		if len(name) == 0 {
			continue
		}
		if path := win32Path(decodeUTF16(name), devices); path != "" {
			paths = append(paths, path)
		}
	}
	return paths, nil
}
