package windows

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

const regionSize = 48 // MEMORY_BASIC_INFORMATION

const (
	memCommit  = 0x1000
	memMapped  = 0x40000
	memImage   = 0x1000000
	pageSize   = 4096 // on every processor that Windows runs on today
	maxAddress = 0x7FFFFFFEFFFF
)

// region is a part of an address space whose pages have the same state and protection.
type region struct {
	base, size             uint64
	allocation             uint64 // where the mapping begins that the region is part of
	state, protection, typ uint32
}

func (b *buffer) region() region {
	return region{base: b.uint64(0), allocation: b.uint64(8), size: b.uint64(24), state: b.uint32(32), protection: b.uint32(36), typ: b.uint32(40)}
}

// permissions returns what the pages allow, as in /proc/[pid]/maps: s marks changes that other processes see.
func (r *region) permissions() string {
	perms := [...]byte{'-', '-', '-', 's'}
	copies := r.typ != memMapped
	switch r.protection & 0xff {
	case 0x02: // PAGE_READONLY
		perms[0] = 'r'
	case 0x04: // PAGE_READWRITE
		perms[0], perms[1] = 'r', 'w'
	case 0x08: // PAGE_WRITECOPY
		perms[0], perms[1], copies = 'r', 'w', true
	case 0x10: // PAGE_EXECUTE
		perms[2] = 'x'
	case 0x20: // PAGE_EXECUTE_READ
		perms[0], perms[2] = 'r', 'x'
	case 0x40: // PAGE_EXECUTE_READWRITE
		perms[0], perms[1], perms[2] = 'r', 'w', 'x'
	case 0x80: // PAGE_EXECUTE_WRITECOPY
		perms[0], perms[1], perms[2], copies = 'r', 'w', 'x', true
	}
	if copies {
		perms[3] = 'p'
	}
	return string(perms[:])
}

// memoryMap returns the mapping of a file.
func (r *region) memoryMap(path string, rss int64) platform.MemoryMap {
	na := int64(platform.NA)
	return platform.MemoryMap{
		Path: path, Addr: strconv.FormatUint(r.base, 16) + "-" + strconv.FormatUint(r.base+r.size, 16), Perms: r.permissions(),
		MemoryMapSizes: platform.MemoryMapSizes{
			RSS: rss, Size: int64(r.size), PSS: na, SharedClean: na, SharedDirty: na, PrivateClean: na, PrivateDirty: na,
			Referenced: na, Anonymous: na, Swap: na, PrivateRSS: na, RefCount: na, ShadowCount: na,
		},
	}
}

// workingSet is the pages of a process that are in physical memory.
type workingSet struct {
	pages  []uint64 // page numbers, ascending
	unique int64    // how many of them no other process uses
}

// workingSet decodes a MEMORY_WORKING_SET_INFORMATION: the number of pages, then a word for each.
func (b *buffer) workingSet() workingSet {
	n := b.uint64(0)
	if n > uint64(len(b.bytes)/8) {
		b.malformed = true
		return workingSet{}
	}
	w := workingSet{pages: make([]uint64, n)}
	for i := range w.pages {
		word := b.uint64(8 + 8*i)
		shareCount, isShared := word>>5&7, word>>8&1 != 0
		if !isShared || shareCount <= 1 {
			w.unique++
		}
		w.pages[i] = word >> 12
	}
	slices.Sort(w.pages)
	return w
}

// resident returns how many bytes of a region are in physical memory.
func (w *workingSet) resident(r *region) int64 {
	first, _ := slices.BinarySearch(w.pages, r.base/pageSize)
	end, _ := slices.BinarySearchFunc(w.pages, (r.base+r.size)/pageSize, cmp.Compare[uint64])
	return int64(end-first) * pageSize
}
