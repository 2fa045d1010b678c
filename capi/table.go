package main

// #include "table.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

// No system has more processes at a time: Linux at the most 2^22.
const mostPIDs = 1 << 22

//export psutil__go_process_table
func psutil__go_process_table(e *C.psutil__error, columns *C.int32_t, n C.size_t, pids *C.int64_t, nPIDs C.size_t, out **C.psutil_table) C.int32_t {
	return guard(e, func() error {
		if n > mostFields {
			return platform.NewError(platform.InvalidArgument, "n", "more columns than there are")
		}
		if nPIDs > mostPIDs {
			return platform.NewError(platform.InvalidArgument, "n_pids", "more processes than there can be")
		}
		on := library()
		var these []int64
		if pids != nil {
			these = unsafe.Slice((*int64)(pids), int(nPIDs))
		}
		t, err := on.Table(unsafe.Slice((*platform.Column)(columns), int(n)), these)
		if err != nil {
			return err
		}
		defer t.Close()
		table := tableBlock(t)
		if table == nil {
			return errNoMemory()
		}
		table.procfs = procfsOf(on)
		if C.psutil__handle_new(C.PSUTIL__TABLE, 0, 0, 0, table.procfs, unsafe.Pointer(table), 0, (*unsafe.Pointer)(unsafe.Pointer(out))) == 0 {
			C.psutil__table_release(table)
			return errNoMemory()
		}
		return nil
	})
}

// space is memory that is left in a table, in words.
type space struct{ at unsafe.Pointer }

func words(bytes int) int { return (bytes + 7) &^ 7 }

func piece[T any](s *space, n int) []T {
	var item T
	here := unsafe.Slice((*T)(s.at), n)
	s.at = unsafe.Add(s.at, words(n*int(unsafe.Sizeof(item))))
	return here
}

// tableBlock is a table in C's memory, of just its size; nil where memory runs out.
func tableBlock(t *impl.Table) *C.psutil__table {
	rows := t.Rows()
	type size struct{ items, bytes int }
	var sizes [platform.Columns]size
	room := 2 * rows * 8 // the identities
	for _, c := range t.Columns() {
		room += words(rows) + words((rows+7)/8)
		switch c.Type() {
		case platform.TypeInt64, platform.TypeDouble:
			room += rows * 8
		default:
			s := &sizes[c]
			s.items, s.bytes = t.Size(c)
			room += (rows+1)*8 + (s.items+1)*8 + words(s.bytes)
		}
	}
	heap.given.Add(uint64(room)) // as in allocate
	table := C.psutil__table_new(C.size_t(room))
	if table == nil {
		return nil
	}
	free := space{unsafe.Add(unsafe.Pointer(table), unsafe.Sizeof(*table))}
	pids, starts := piece[int64](&free, rows), piece[int64](&free, rows)
	t.Identities(pids, starts)
	table.rows = C.int64_t(rows)
	table.pids, table.starts = (*C.int64_t)(unsafe.SliceData(pids)), (*C.int64_t)(unsafe.SliceData(starts))
	for _, c := range t.Columns() {
		to := impl.Written{Outcomes: piece[int8](&free, rows), Validity: piece[byte](&free, (rows+7)/8)}
		kind := c.Type()
		switch kind {
		case platform.TypeInt64:
			to.Ints = piece[int64](&free, rows)
		case platform.TypeDouble:
			to.Floats = piece[float64](&free, rows)
		case platform.TypeString:
			to.Offsets = piece[int64](&free, rows+1)
			to.Bytes = piece[byte](&free, sizes[c].bytes)
		case platform.TypeStringList:
			to.Lists = piece[int64](&free, rows+1)
			to.Offsets = piece[int64](&free, sizes[c].items+1)
			to.Bytes = piece[byte](&free, sizes[c].bytes)
		}
		nulls := t.Write(c, to)
		table.order[table.columns] = C.int32_t(c)
		table.columns++
		table.has[c] = 1
		r := &table.column[c]
		r._type, r.length, r.null_count = C.int32_t(kind), C.int64_t(rows), C.int64_t(nulls)
		r.validity = (*C.uint8_t)(unsafe.SliceData(to.Validity))
		r.outcomes = (*C.int8_t)(unsafe.SliceData(to.Outcomes))
		r.int64s = (*C.int64_t)(unsafe.SliceData(to.Ints))
		r.doubles = (*C.double)(unsafe.SliceData(to.Floats))
		r.list_offsets = (*C.int64_t)(unsafe.SliceData(to.Lists))
		r.offsets = (*C.int64_t)(unsafe.SliceData(to.Offsets))
		r.bytes = (*C.uint8_t)(unsafe.SliceData(to.Bytes))
		r.reserved = absent[[4]C.int64_t]()
	}
	return table
}
