package main

// #include "internal.h"
import "C"

import (
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

// processListBlock is a block with handles of processes that were only just found.
func processListBlock(out **C.psutil_process_list_t, list []*impl.Process) error {
	var block *C.psutil_process_list_t
	items, _, err := listBlock[C.psutil_process_list_t, *C.psutil_process](&block, len(list), 0)
	if err != nil {
		return err
	}
	for i, p := range list {
		if err := newIdentity(p, &items[i]); err != nil {
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

// processes runs an export that answers with handles.
func processes(e *C.psutil__error, out **C.psutil_process_list_t, get func() ([]*impl.Process, error)) C.int32_t {
	return guard(e, func() error {
		list, err := get()
		if err != nil {
			return err
		}
		return processListBlock(out, list)
	})
}

//export psutil__go_process_children
func psutil__go_process_children(e *C.psutil__error, p *C.psutil__slot, recursive C.int32_t, out **C.psutil_process_list_t) C.int32_t {
	return processes(e, out, func() ([]*impl.Process, error) { return process(p).Children(recursive != 0) })
}

//export psutil__go_process_parents
func psutil__go_process_parents(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_process_list_t) C.int32_t {
	return processes(e, out, func() ([]*impl.Process, error) { return process(p).Parents() })
}

//export psutil__go_process_iter_new
func psutil__go_process_iter_new(e *C.psutil__error, out **C.psutil_process_iter) C.int32_t {
	return guard(e, func() error {
		on := library()
		it, err := on.NewIter(0)
		if err != nil {
			return err
		}
		return newHandle(C.PSUTIL__PROCESS_ITER, platform.Identity{}, on, it, unsafe.Pointer(out))
	})
}

//export psutil__go_process_iter_next
func psutil__go_process_iter_next(e *C.psutil__error, slot *C.psutil__slot, out **C.psutil_process) C.int32_t {
	return guard(e, func() error {
		it, err := object(slot, func() (*impl.Iter, error) { return libraryOn(slot.procfs).NewIter(atomic.LoadInt64(slotPID(slot))) })
		if err != nil {
			return err
		}
		p, err := it.Next()
		if err != nil {
			return err
		}
		if p == nil {
			*out = nil
			return nil
		}
		atomic.StoreInt64(slotPID(slot), p.Identity().PID)
		return newProcess(p, out)
	})
}

//export psutil__go_wait_procs
func psutil__go_wait_procs(e *C.psutil__error, w *C.psutil__wait, slots **C.psutil__slot, n C.size_t, timeout C.double, out **C.psutil_wait_result_list_t) C.int32_t {
	given := unsafe.Slice(slots, int(n))
	code := waits(e, w, func() (impl.Waiting[[]impl.WaitResult], error) {
		list := make([]*impl.Process, len(given))
		for i, slot := range given {
			list[i] = process(slot)
		}
		return library().WaitProcs(list, float64(timeout), w.callback != nil)
	}, func(results []impl.WaitResult) error {
		items, _, err := listBlock[C.psutil_wait_result_list_t, C.psutil_wait_result_t](out, len(results), 0)
		for i := range items {
			status := exitStatus(results[i].Status)
			items[i] = C.psutil_wait_result_t{
				process: given[i].process, gone: boolean(results[i].Gone),
				has_exit_code: status.has_exit_code, exit_code: status.exit_code,
				reserved: absent[[2]C.int64_t](),
			}
		}
		return err
	})
	if code == C.PSUTIL__CALLBACK {
		w.process = given[w.index].process
	}
	return code
}

//export psutil__go_process_kill_tree
func psutil__go_process_kill_tree(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, signal C.int32_t, grace C.double, out **C.psutil_kill_result_list_t) C.int32_t {
	return waits(e, w, func() (impl.Waiting[[]impl.KillResult], error) {
		return process(p).KillTree(int(signal), float64(grace))
	}, func(results []impl.KillResult) error {
		items, _, err := listBlock[C.psutil_kill_result_list_t, C.psutil_kill_result_t](out, len(results), 0)
		for i := range items {
			status := exitStatus(results[i].Status)
			items[i] = C.psutil_kill_result_t{
				pid: C.int64_t(results[i].PID), outcome: C.int32_t(results[i].Outcome),
				has_exit_code: status.has_exit_code, exit_code: status.exit_code,
				reserved: absent[[2]C.int64_t](),
			}
		}
		return err
	})
}

//export psutil__go_process_oneshot_begin
func psutil__go_process_oneshot_begin(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error {
		process(p).OneshotBegin()
		return nil
	})
}

//export psutil__go_process_oneshot_end
func psutil__go_process_oneshot_end(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error {
		process(p).OneshotEnd()
		return nil
	})
}
