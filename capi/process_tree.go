package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
)

//export psutil__go_process_parent
func psutil__go_process_parent(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_process) C.int32_t {
	return export(e, func() error {
		parent, err := processOf(p).Parent()
		if err != nil {
			return err
		}
		if parent == nil {
			*out = nil
			return nil
		}
		return newUnresolvedProcess(parent, out)
	})
}

// exportProcesses is export for a function that returns a list of processes.
func exportProcesses(e *C.psutil__error, out **C.psutil_process_list_t, get func() ([]*impl.Process, error)) C.int32_t {
	return export(e, func() error {
		list, err := get()
		if err != nil {
			return err
		}
		return processListBlock(out, list)
	})
}

//export psutil__go_process_parents
func psutil__go_process_parents(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_process_list_t) C.int32_t {
	return exportProcesses(e, out, func() ([]*impl.Process, error) { return processOf(p).Parents() })
}

//export psutil__go_process_children
func psutil__go_process_children(e *C.psutil__error, p *C.psutil__slot, recursive C.int32_t, out **C.psutil_process_list_t) C.int32_t {
	return exportProcesses(e, out, func() ([]*impl.Process, error) { return processOf(p).Children(recursive != 0) })
}

// processListBlock makes a block with a handle for each process.
func processListBlock(out **C.psutil_process_list_t, list []*impl.Process) error {
	var block *C.psutil_process_list_t
	items, _, err := listBlock[C.psutil_process_list_t, *C.psutil_process](&block, len(list), 0)
	if err != nil {
		return err
	}
	for i, p := range list {
		if err := newUnresolvedProcess(p, &items[i]); err != nil {
			for j := range i {
				C.psutil__handle_discard((*unsafe.Pointer)(unsafe.Pointer(&items[j])), C.PSUTIL__PROCESS)
			}
			C.psutil_free(unsafe.Pointer(block))
			return err
		}
	}
	*out = block
	return nil
}
