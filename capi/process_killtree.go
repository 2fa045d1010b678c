package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/impl"

//export psutil__go_process_kill_tree
func psutil__go_process_kill_tree(e *C.psutil__error, w *C.psutil__wait, p *C.psutil__slot, signal C.int32_t, grace C.double, out **C.psutil_kill_result_list_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[[]impl.KillResult], error) {
		return processOf(p).KillTree(int(signal), float64(grace))
	}, func(results []impl.KillResult) error {
		bytes := 0
		for i := range results {
			bytes += cStringsSize(results[i].Name)
		}
		items, strings, err := listBlock[C.psutil_kill_result_list_t, C.psutil_kill_result_t](out, len(results), bytes)
		for i := range items {
			status, r := exitStatus(results[i].Status), &items[i]
			r.name = strings.addOrNull(results[i].Name)
			r.pid, r.outcome = C.int64_t(results[i].PID), C.int32_t(results[i].Outcome)
			r.has_exit_code, r.exit_code = status.has_exit_code, status.exit_code
		}
		return err
	})
}
