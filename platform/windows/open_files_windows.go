package windows

import (
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var procNtQueryObject = ntdll.NewProc("NtQueryObject")

const (
	processHandleInformation        = 51 // PROCESSINFOCLASS, from Windows 8 on
	systemExtendedHandleInformation = 64 // SYSTEM_INFORMATION_CLASS
	objectNameInformation           = 1  // OBJECT_INFORMATION_CLASS
	objectTypeInformation           = 2
)

// OpenFiles returns the regular files that the process has open, by path. Windows has no descriptors.
func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	if p.pid == idlePID || p.pid == systemPID {
		return []platform.OpenFile{}, p.exists()
	}
	paths, err := fromHandle(p, windows.PROCESS_QUERY_INFORMATION|windows.PROCESS_DUP_HANDLE, processHandle.openFiles)
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	files := make([]platform.OpenFile, len(paths))
	for i, path := range paths {
		files[i] = platform.OpenFile{Path: path, FD: platform.NA, Position: platform.NA, Flags: platform.NA}
	}
	return files, nil
}

// handles returns the process's handles: its own list or, before Windows 8 and under Wine, its part of the list of all
// processes.
func (h processHandle) handles() ([]handleInfo, error) {
	b, err := h.querySized(processHandleInformation, 16<<10)
	if err == nil {
		return checked(&b, h.queryName, processHandleInformation, b.processHandles())
	}
	if platform.CodeOf(err) != platform.NotSupported {
		return nil, err
	}
	if b, err = querySystemInformation(systemExtendedHandleInformation, 64<<10); err != nil {
		return nil, err
	}
	return checked(&b, systemInformationName, systemExtendedHandleInformation, b.systemHandles(h.pid))
}

func (h processHandle) openFiles() ([]string, error) {
	handles, err := h.handles()
	if err != nil {
		return nil, err
	}
	types := map[uint32]bool{} // whether objects of a type are files
	var files []uintptr
	defer func() {
		for _, file := range files {
			windows.CloseHandle(windows.Handle(file))
		}
	}()
	for _, info := range handles {
		isFile, known := types[info.typeIndex]
		if known && !isFile {
			continue
		}
		var file windows.Handle
		err := windows.DuplicateHandle(h.handle, windows.Handle(info.handle), windows.CurrentProcess(), &file, 0, false,
			windows.DUPLICATE_SAME_ACCESS)
		if err != nil { // closed since, or of a type that cannot be duplicated
			continue
		}
		if !known {
			isFile = isFileObject(file)
			types[info.typeIndex] = isFile
		}
		if isFile {
			files = append(files, uintptr(file))
		} else {
			windows.CloseHandle(file)
		}
	}
	return regularFiles(files)
}

// isFileObject reports whether a handle is of the type that files, pipes, sockets and devices have.
func isFileObject(object windows.Handle) bool {
	b := newBuffer(1024)
	var n uint32
	err := call(procNtQueryObject, uintptr(object), objectTypeInformation, uintptr(unsafe.Pointer(b.pointer())), uintptr(len(b.bytes)),
		uintptr(unsafe.Pointer(&n)))
	return err == nil && b.unicodeString(0) == "File"
}
