package windows

import (
	"errors"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

const processCommandLineInformation = 60 // PROCESSINFOCLASS, from Windows 8.1 on

// parameters are the parameters of a process as they are in its memory.
type parameters struct {
	layout *parameterLayout
	buffer // with the address in that process
}

// How often and after how many milliseconds memory is read again where it cannot be read: a process moves its
// environment when it grows, and a new one does not have all of its parameters yet.
const (
	maxMemoryReads   = 33
	memoryRetryDelay = 1

	errnoWineCopy = int(windows.ERROR_NOACCESS) // what Wine has for ERROR_PARTIAL_COPY
)

// inMemory returns what read returns of the process's memory. A process whose memory cannot be read is one that denies
// access.
func inMemory[T any](h processHandle, read func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		value, err := read()
		var e *platform.Error
		if !errors.As(err, &e) || e.OSError != int(windows.ERROR_PARTIAL_COPY) && e.OSError != errnoWineCopy {
			return value, err
		}
		if attempt == maxMemoryReads || h.hasExited() {
			e.Code = platform.AccessDenied
			return value, e
		}
		windows.SleepEx(memoryRetryDelay, false)
	}
}

// parameters reads the parameters. A process without user mode has none: layout is nil.
func (h processHandle) parameters() (parameters, error) {
	layout := &parameters32
	b, err := h.query(windows.ProcessWow64Information, 8)
	if err != nil {
		return parameters{}, err
	}
	peb := b.uint64(0)
	if peb == 0 {
		layout = &parameters64
		basic, err := h.basic()
		if err != nil || basic.peb == 0 {
			return parameters{}, err
		}
		peb = basic.peb
	}
	bytes, err := h.read(peb, layout.pebParameters+layout.pointerSize)
	if err != nil {
		return parameters{}, err
	}
	address := layout.pointer(&buffer{bytes: bytes}, layout.pebParameters)
	if address == 0 { // the process is being created
		return parameters{}, nil
	}
	// To the end of the page: most of the strings are there, too.
	bytes, err = h.read(address, max(layout.size, pageSize-int(address%pageSize)))
	return parameters{layout, buffer{bytes: bytes, address: address}}, err
}

// text reads one of the parameters that is a string.
func (h processHandle) text(field func(*parameterLayout) int) (string, error) {
	return inMemory(h, func() (string, error) { return h.readText(field) })
}

func (h processHandle) readText(field func(*parameterLayout) int) (string, error) {
	p, err := h.parameters()
	if err != nil || p.layout == nil {
		return "", err
	}
	s := p.layout.unicodeString(&p.buffer, field(p.layout))
	if s.length == 0 {
		return "", nil
	}
	if offset := s.address - p.address; s.address >= p.address && offset < uint64(len(p.bytes)) && s.length <= len(p.bytes)-int(offset) {
		return decodeUTF16(p.bytes[offset:][:s.length]), nil
	}
	b, err := h.read(s.address, s.length)
	return decodeUTF16(b), err
}

// Cmdline returns the arguments, none for a process of the kernel. The command line itself is one string.
func (p *process) Cmdline() ([]string, error) {
	if p.pid == idlePID || p.pid == systemPID {
		return nil, p.exists()
	}
	line, err := cached(p, "cmdline", p.commandLine)
	if err != nil {
		return nil, err
	}
	return splitCommandLine(line), nil
}

// noCommandLineClass is set when the system has no ProcessCommandLineInformation: before Windows 8.1, and Wine.
var noCommandLineClass atomic.Bool

func (p *process) commandLine() (string, error) {
	if !noCommandLineClass.Load() {
		line, err := fromHandle(p, limited, processHandle.commandLine)
		if platform.CodeOf(err) != platform.NotSupported {
			return line, err
		}
		noCommandLineClass.Store(true)
	}
	return fromHandle(p, limited|windows.PROCESS_VM_READ, processHandle.commandLineInMemory)
}

func (h processHandle) commandLine() (string, error) { return h.image(processCommandLineInformation) }

func (h processHandle) commandLineInMemory() (string, error) {
	return h.text(func(l *parameterLayout) int { return l.commandLine })
}

func (p *process) Cwd() (string, error) {
	return cached(p, "cwd", func() (string, error) { return fromHandle(p, limited|windows.PROCESS_VM_READ, processHandle.cwd) })
}

func (h processHandle) cwd() (string, error) {
	path, err := h.text(func(l *parameterLayout) int { return l.currentDirectory })
	return trimDirectory(path), err
}

func (p *process) Environ() ([]string, error) {
	if p.pid == idlePID || p.pid == systemPID {
		return nil, p.exists()
	}
	return cached(p, "environ", func() ([]string, error) {
		return fromHandle(p, limited|windows.PROCESS_VM_READ, processHandle.environ)
	})
}

// maxEnvironment bounds how much is read in search of an environment's end.
const maxEnvironment = 16 << 20

func (h processHandle) environ() ([]string, error) { return inMemory(h, h.readEnviron) }

// readEnviron reads as much as is mapped behind the address of the environment, in growing pieces, until the block's
// end is found.
func (h processHandle) readEnviron() ([]string, error) {
	p, err := h.parameters()
	if err != nil || p.layout == nil {
		return nil, err
	}
	address := p.layout.pointer(&p.buffer, p.layout.environment)
	if address == 0 {
		return nil, nil
	}
	r, err := h.region(address)
	if err != nil {
		return nil, err
	}
	mapped := int(min(r.base+r.size-address, maxEnvironment))
	for size := 16 << 10; ; size *= 4 {
		b, err := h.read(address, min(size, mapped))
		if err != nil {
			return nil, err
		}
		environ, complete := splitEnvironment(b)
		if complete || size >= mapped {
			return environ, nil
		}
	}
}

const memoryBasicInformation = 0 // MEMORY_INFORMATION_CLASS

// region returns the region of the address space that contains an address.
func (h processHandle) region(address uint64) (region, error) {
	b := newBuffer(regionSize)
	if err := h.queryMemory(memoryBasicInformation, address, &b); err != nil {
		return region{}, sysError(h.memoryName(memoryBasicInformation), err)
	}
	r := b.region()
	if address < r.base || address-r.base >= r.size {
		b.malformed = true
	}
	return checked(&b, h.memoryName, memoryBasicInformation, r)
}
