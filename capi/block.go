package main

// #include "internal.h"
// #include <string.h>
import "C"

import "unsafe"

// A block is what the library gives away and psutil_free takes back: one allocation, whatever is in it.

// allocate makes a block, nil where memory runs out, and takes note of it for collect: what goes into it came from Go's
// heap, and has left as much garbage there.
func allocate(bytes int) unsafe.Pointer {
	heap.given.Add(uint64(bytes))
	return C.psutil__block_alloc(C.size_t(bytes))
}

// stringBlock is a block with one string.
func stringBlock(out **C.char, s string) error {
	block := allocate(len(s) + 1)
	if block == nil {
		return errNoMemory()
	}
	put(block, s)
	*out = (*C.char)(block)
	return nil
}

// put writes a string and its NUL at p, and gives the place behind.
func put(p unsafe.Pointer, s string) unsafe.Pointer {
	bytes := unsafe.Slice((*byte)(p), len(s)+1)
	copy(bytes, s)
	bytes[len(s)] = 0
	return unsafe.Add(p, len(s)+1)
}

// listHead is how every list type of psutil.h begins, and ends.
type listHead struct {
	len   C.size_t
	items unsafe.Pointer
}

// listBlock is a block with a list of n items, and extra bytes behind them for their strings.
func listBlock[L, T any](out **L, n, extra int) (items []T, behind unsafe.Pointer, err error) {
	var item T
	size := int(unsafe.Sizeof(listHead{})) + n*int(unsafe.Sizeof(item))
	block := allocate(size + extra)
	if block == nil {
		return nil, nil, errNoMemory()
	}
	first := unsafe.Add(block, unsafe.Sizeof(listHead{}))
	*(*listHead)(block) = listHead{C.size_t(n), first}
	*out = (*L)(block)
	return unsafe.Slice((*T)(first), n), unsafe.Add(block, size), nil
}

// stringListBlock is a block with a list of strings.
func stringListBlock(out **C.psutil_string_list_t, list []string) error {
	bytes := 0
	for _, s := range list {
		bytes += len(s) + 1
	}
	items, behind, err := listBlock[C.psutil_string_list_t, *C.char](out, len(list), bytes)
	if err != nil {
		return err
	}
	for i, s := range list {
		items[i] = (*C.char)(behind)
		behind = put(behind, s)
	}
	return nil
}

// absent is a record in which nothing is reported yet: all bits set are NA in an integer and NaN in a double, also in
// the reserved words of either type. Only for records without pointers.
func absent[T any]() (record T) {
	C.memset(unsafe.Pointer(&record), 0xff, C.size_t(unsafe.Sizeof(record)))
	return record
}

func boolean(b bool) C.int32_t {
	if b {
		return 1
	}
	return 0
}
