package main

// #include "internal.h"
import "C"

//export psutil__go_pids
func psutil__go_pids(e *C.psutil__error, out **C.psutil_pid_list_t) C.int32_t {
	return export(e, func() error {
		pids, err := currentLibrary().PIDs()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_pid_list_t, int64](out, len(pids), 0)
		copy(items, pids)
		return err
	})
}

//export psutil__go_pid_exists
func psutil__go_pid_exists(e *C.psutil__error, pid C.int64_t, out *C.int32_t) C.int32_t {
	return export(e, func() error {
		exists, err := currentLibrary().PIDExists(int64(pid))
		if err == nil {
			*out = cBool(exists)
		}
		return err
	})
}
