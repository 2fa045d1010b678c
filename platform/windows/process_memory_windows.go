package windows

import (
	"errors"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// MEMORY_INFORMATION_CLASS.
const (
	memoryWorkingSetInformation = 1
	memoryMappedFilename        = 2
)

func (p *process) vmCounters() (vmCounters, error) {
	return fromHandleOrInfo(p, "memory", processHandle.memory, func(info *processInfo) vmCounters { return info.memory })
}

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	counters, err := p.vmCounters()
	return counters.memoryInfo(), err
}

func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	counters, err := p.vmCounters()
	return counters.memoryInfoEx(), err
}

func (p *process) PageFaults() (platform.PageFaults, error) {
	return fromInfo(p, (*processInfo).pageFaults)
}

// MemoryFootprint counts the pages in the working set that no other process uses.
func (p *process) MemoryFootprint() (platform.MemoryFootprint, error) {
	return fromHandle(p, full, processHandle.footprint)
}

func (h processHandle) footprint() (platform.MemoryFootprint, error) {
	pages, err := h.workingSet()
	return platform.MemoryFootprint{USS: pages.unique * pageSize, PSS: platform.NA, Swap: platform.NA}, err
}

func (h processHandle) workingSet() (workingSet, error) {
	for size := uint32(64 << 10); ; {
		b := newBuffer(size)
		err := h.queryMemory(memoryWorkingSetInformation, 0, &b)
		switch {
		case err == nil:
			return checked(&b, h.memoryName, memoryWorkingSetInformation, b.workingSet())
		case !isLengthMismatch(err) || size >= maxAnswer:
			return workingSet{}, sysError(h.memoryName(memoryWorkingSetInformation), err)
		}
		// The first word is the number of pages, which grows between two calls.
		needed := min(b.uint64(0), maxAnswer/9) * 9
		size = max(uint32(needed), min(2*size, maxAnswer))
	}
}

// MemoryMaps returns the mapped files, as psutil does: without stacks, heaps and other private memory.
func (p *process) MemoryMaps() ([]platform.MemoryMap, error) {
	return fromHandle(p, full, processHandle.memoryMaps)
}

// memoryMaps reports a region's size as its resident memory where the working set is not available (Wine), as psutil
// always does.
func (h processHandle) memoryMaps() ([]platform.MemoryMap, error) {
	pages, err := h.workingSet()
	hasPages := err == nil
	if err != nil && platform.CodeOf(err) != platform.NotSupported {
		return nil, err
	}
	maps := []platform.MemoryMap{}
	devices := drives()
	allocation, path := uint64(0), "" // the file of the last region: all regions of a mapping have the same
	for address := uint64(0); address < maxAddress; {
		r, err := h.region(address)
		if isInvalidParameter(err) { // the end of the address space
			break
		}
		if err != nil {
			return nil, err
		}
		address = r.base + r.size
		if r.typ != memImage && r.typ != memMapped {
			continue
		}
		if r.allocation != allocation {
			allocation = r.allocation
			if path, err = h.mappedFile(r.base); err != nil {
				return nil, err
			}
			path = win32Path(path, devices)
		}
		if path == "" {
			continue
		}
		rss := int64(r.size)
		if hasPages {
			rss = pages.resident(&r)
		}
		maps = append(maps, r.memoryMap(path, rss))
	}
	return maps, nil
}

func isInvalidParameter(err error) bool {
	var e *platform.Error
	return errors.As(err, &e) && e.OSError == int(windows.ERROR_INVALID_PARAMETER)
}

// mappedFile returns the kernel's name of the file that is mapped at an address, "" for memory that no file backs.
func (h processHandle) mappedFile(address uint64) (string, error) {
	b := newBuffer(1024)
	err := h.queryMemory(memoryMappedFilename, address, &b)
	if isLengthMismatch(err) {
		b = newBuffer(maxUnicodeString + 18)
		err = h.queryMemory(memoryMappedFilename, address, &b)
	}
	switch err {
	case nil:
		return checked(&b, h.memoryName, memoryMappedFilename, b.unicodeString(0))
	case windows.STATUS_ACCESS_DENIED:
		return "", sysError(h.memoryName(memoryMappedFilename), err)
	}
	return "", nil // a page file's section, or one that was unmapped since
}
