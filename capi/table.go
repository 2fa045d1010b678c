package main

// #include "table.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_table
func psutil__go_process_table(e *C.psutil__error, columns *C.int32_t, n C.size_t, pids *C.int64_t, nPIDs C.size_t, out **C.psutil_table) C.int32_t {
	return export(e, func() error {
		lib := currentLibrary()
		var given []int64
		if pids != nil {
			given = unsafe.Slice((*int64)(pids), int(nPIDs))
		}
		return newTable(procfsOf(lib), out, func(alloc impl.Alloc) (*impl.TableBuffers, error) {
			return lib.Table(unsafe.Slice((*platform.Column)(columns), int(n)), given, alloc)
		})
	})
}

// newTable makes a handle of a table, which read reads on this procfs into C memory.
func newTable(procfs *C.psutil__procfs, out **C.psutil_table, read func(impl.Alloc) (*impl.TableBuffers, error)) error {
	var table *C.psutil__table
	defer func() { C.psutil__table_release(table) }() // also when a panic ends the call
	buffers, err := read(func(size int) []byte {
		heap.allocatedSinceCheck.Add(uint64(size)) // as in allocateBlock
		var block unsafe.Pointer
		if table == nil {
			if table = C.psutil__table_new(C.size_t(size)); table != nil {
				block = unsafe.Add(unsafe.Pointer(table), unsafe.Sizeof(*table))
			}
		} else {
			block = C.psutil__table_texts(table, C.size_t(size))
		}
		if block == nil {
			return nil
		}
		return unsafe.Slice((*byte)(block), size)
	})
	if err != nil {
		return err
	}
	fillTable(table, buffers)
	table.procfs = procfs
	if C.psutil__handle_new(C.PSUTIL__TABLE, 0, 0, 0, procfs, unsafe.Pointer(table), 0, (*unsafe.Pointer)(unsafe.Pointer(out))) == 0 {
		return errNoMemory()
	}
	table = nil // the handle's
	return nil
}

// fillTable describes the buffers of a table, which are in its memory.
func fillTable(table *C.psutil__table, buffers *impl.TableBuffers) {
	table.rows = C.int64_t(len(buffers.PIDs))
	table.pids, table.starts = (*C.int64_t)(unsafe.SliceData(buffers.PIDs)), (*C.int64_t)(unsafe.SliceData(buffers.Starts))
	table.columns = C.int32_t(len(buffers.Columns))
	for i := range buffers.Columns {
		from := &buffers.Columns[i]
		table.order[i] = C.int32_t(from.Column)
		table.has[from.Column] = 1
		table.column[from.Column] = C.psutil_column_t{
			_type: C.int32_t(from.Type), length: table.rows, null_count: C.int64_t(from.Nulls),
			validity:     (*C.uint8_t)(unsafe.SliceData(from.Validity)),
			outcomes:     (*C.int8_t)(unsafe.SliceData(from.Errors)),
			int64s:       (*C.int64_t)(unsafe.SliceData(from.Ints)),
			doubles:      (*C.double)(unsafe.SliceData(from.Floats)),
			list_offsets: (*C.int64_t)(unsafe.SliceData(from.ListOffsets)),
			offsets:      (*C.int64_t)(unsafe.SliceData(from.Offsets)),
			bytes:        (*C.uint8_t)(unsafe.SliceData(from.Bytes)),
			reserved:     unset[[4]C.int64_t](),
		}
	}
}
