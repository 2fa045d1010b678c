package main

// #include "internal.h"
// #include <string.h>
import "C"

import "unsafe"

// texts lays the strings of a block out, one behind the other, in the bytes that room has counted.
type texts struct{ at unsafe.Pointer }

func (t *texts) add(s string) *C.char {
	here := t.at
	t.at = put(here, s)
	return (*C.char)(here)
}

// orNull is add for a string that is absent where it is empty.
func (t *texts) orNull(s string) *C.char {
	if s == "" {
		return nil
	}
	return t.add(s)
}

// room is how many bytes these strings take at the most.
func room(strings ...string) (bytes int) {
	for _, s := range strings {
		bytes += len(s) + 1
	}
	return bytes
}

// recordBlock is a block with one record and, behind it, bytes for its strings. Nothing in it is reported yet, as in
// absent; each pointer has to be set.
func recordBlock[T any](out **T, bytes int) (record *T, behind texts, err error) {
	size := unsafe.Sizeof(*record)
	block := allocate(int(size) + bytes)
	if block == nil {
		return nil, texts{}, errNoMemory()
	}
	unset(block, size)
	*out = (*T)(block)
	return *out, texts{unsafe.Add(block, size)}, nil
}

// recordList is a block with a list of records, likewise.
func recordList[L, T any](out **L, n, bytes int) (records []T, behind texts, err error) {
	records, at, err := listBlock[L, T](out, n, bytes)
	if err == nil && n > 0 {
		unset(unsafe.Pointer(&records[0]), uintptr(n)*unsafe.Sizeof(records[0]))
	}
	return records, texts{at}, err
}

// unset sets all bits: NA in an integer, NaN in a double. In a pointer it is nothing that Go's collector could take for one
// of its own, which is what memory that Go stores pointers in must not look like.
func unset(p unsafe.Pointer, size uintptr) {
	C.memset(p, 0xff, C.size_t(size))
}
