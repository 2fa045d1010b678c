package main

// #include "internal.h"
// #include <string.h>
import "C"

import "unsafe"

// A block is memory that the host frees with psutil_free. It is one allocation: records first, their strings behind
// them.

// allocateBlock returns a block, or nil when memory runs out. It counts the bytes for maybeGC, because a block's
// content comes from Go's heap and leaves about as much garbage there.
func allocateBlock(bytes int) unsafe.Pointer {
	heap.allocatedSinceCheck.Add(uint64(bytes))
	return C.psutil__block_alloc(C.size_t(bytes))
}

// stringArena writes strings one behind the other. cStringsSize computes the space for them.
type stringArena struct{ next unsafe.Pointer }

func (a *stringArena) add(s string) *C.char {
	start := a.next
	bytes := unsafe.Slice((*byte)(start), len(s)+1)
	copy(bytes, s)
	bytes[len(s)] = 0
	a.next = unsafe.Add(start, len(s)+1)
	return (*C.char)(start)
}

// addOrNull is add for a string that is absent if it is empty.
func (a *stringArena) addOrNull(s string) *C.char {
	if s == "" {
		return nil
	}
	return a.add(s)
}

// cStringsSize returns how many bytes the strings take in C.
func cStringsSize(strings ...string) (bytes int) {
	for _, s := range strings {
		bytes += len(s) + 1
	}
	return bytes
}

// stringBlock makes a block with one string.
func stringBlock(out **C.char, s string) error {
	block := allocateBlock(cStringsSize(s))
	if block == nil {
		return errNoMemory()
	}
	strings := stringArena{block}
	*out = strings.add(s)
	return nil
}

// recordBlock makes a block with one unset record and stringBytes bytes for its strings. The caller must set each
// pointer.
func recordBlock[T any](out **T, stringBytes int) (record *T, strings stringArena, err error) {
	size := unsafe.Sizeof(*record)
	block := allocateBlock(int(size) + stringBytes)
	if block == nil {
		return nil, stringArena{}, errNoMemory()
	}
	fillUnset(block, size)
	*out = (*T)(block)
	return *out, stringArena{unsafe.Add(block, size)}, nil
}

// listHead is the beginning of every list type in psutil.h. Its items follow.
type listHead struct {
	len   C.size_t
	items unsafe.Pointer
}

// listBlock makes a block with a list of n unset items and stringBytes bytes for their strings. The caller must set
// each pointer.
func listBlock[L, T any](out **L, n, stringBytes int) (items []T, strings stringArena, err error) {
	var item T
	head, itemsSize := unsafe.Sizeof(listHead{}), uintptr(n)*unsafe.Sizeof(item)
	block := allocateBlock(int(head+itemsSize) + stringBytes)
	if block == nil {
		return nil, stringArena{}, errNoMemory()
	}
	first := unsafe.Add(block, head)
	*(*listHead)(block) = listHead{C.size_t(n), first}
	fillUnset(first, itemsSize)
	*out = (*L)(block)
	return unsafe.Slice((*T)(first), n), stringArena{unsafe.Add(first, itemsSize)}, nil
}

// stringListBlock makes a block with a list of strings.
func stringListBlock(out **C.psutil_string_list_t, list []string) error {
	items, strings, err := listBlock[C.psutil_string_list_t, *C.char](out, len(list), cStringsSize(list...))
	if err != nil {
		return err
	}
	for i, s := range list {
		items[i] = strings.add(s)
	}
	return nil
}

// unset returns a record in which every value is absent. The record must have no pointers.
func unset[T any]() (record T) {
	fillUnset(unsafe.Pointer(&record), unsafe.Sizeof(record))
	return record
}

// fillUnset sets all bits: NA in an integer, NaN in a double. A pointer with all bits set cannot be one into Go's heap.
func fillUnset(p unsafe.Pointer, size uintptr) {
	C.memset(p, 0xff, C.size_t(size))
}

func cBool(b bool) C.int32_t {
	if b {
		return 1
	}
	return 0
}
