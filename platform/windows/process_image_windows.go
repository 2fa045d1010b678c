package windows

import (
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

const (
	processImageFileNameWin32  = 43 // PROCESSINFOCLASS
	systemProcessIDInformation = 88 // SYSTEM_INFORMATION_CLASS
)

// Exe returns the path of the executable, "" for a process of the kernel.
func (p *process) Exe() (string, error) {
	if p.pid == idlePID || p.pid == systemPID {
		return "", p.exists()
	}
	exe, err := cached(p, "exe", func() (string, error) { return fromHandle(p, limited, processHandle.exe) })
	if platform.CodeOf(err) == platform.AccessDenied {
		return cached(p, "image", p.imageWithoutHandle)
	}
	return exe, err
}

// exists fails with NoSuchProcess if no process has the PID.
func (p *process) exists() error {
	if p.row != nil {
		return nil
	}
	_, err := p.Identity(platform.Identity{})
	return err
}

// exe returns the path that the file system reports or, where it reports none, converts the kernel's own name.
func (h processHandle) exe() (string, error) {
	path, err := h.image(processImageFileNameWin32)
	if err == nil && path != "" {
		return win32Path(path, nil), nil
	}
	if path, err = h.image(windows.ProcessImageFileName); err != nil {
		return "", err
	}
	return toWin32Path(path), nil
}

// processIDInformation is SYSTEM_PROCESS_ID_INFORMATION.
type processIDInformation struct {
	pid  uintptr
	name windows.NTUnicodeString
}

// imageWithoutHandle returns the path of a process that may not be opened. The kernel also reports it of a process that
// has exited.
func (p *process) imageWithoutHandle() (string, error) {
	if _, err := p.info(); err != nil {
		return "", err
	}
	for size := uint16(520); ; {
		name := newBuffer(uint32(size))
		query := processIDInformation{pid: uintptr(p.pid)}
		query.name.MaximumLength, query.name.Buffer = size, (*uint16)(unsafe.Pointer(name.pointer()))
		err := windows.NtQuerySystemInformation(systemProcessIDInformation, unsafe.Pointer(&query), uint32(unsafe.Sizeof(query)), nil)
		switch {
		case err == nil:
			b := name.slice(0, int(query.name.Length))
			path, err := checked(&name, systemInformationName, systemProcessIDInformation, decodeUTF16(b))
			return toWin32Path(path), err
		case !isLengthMismatch(err) || size == maxUnicodeString:
			return "", sysError(systemInformationName(systemProcessIDInformation), err)
		}
		size = maxUnicodeString
	}
}

// maxUnicodeString is the largest length of a UNICODE_STRING, in bytes.
const maxUnicodeString = 0xFFFE

// toWin32Path is win32Path with the drives of the system.
func toWin32Path(path string) string {
	if path == "" || path[0] != '\\' {
		return win32Path(path, nil)
	}
	return win32Path(path, drives())
}

// drives returns the devices behind drive letters. A letter that cannot be read is left out.
func drives() (devices []device) {
	letters, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	var target [1024]uint16
	for i := range 26 {
		if letters>>i&1 == 0 {
			continue
		}
		drive := []uint16{'A' + uint16(i), ':', 0}
		n, err := windows.QueryDosDevice(&drive[0], &target[0], uint32(len(target)))
		if err != nil || n == 0 {
			continue
		}
		end := slices.Index(target[:n], 0)
		devices = append(devices, device{windows.UTF16ToString(drive), windows.UTF16ToString(target[:max(end, 0)])})
	}
	return devices
}
