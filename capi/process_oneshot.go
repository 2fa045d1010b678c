package main

// #include "internal.h"
import "C"

//export psutil__go_process_oneshot_begin
func psutil__go_process_oneshot_begin(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error {
		processOf(p).OneshotBegin()
		return nil
	})
}

//export psutil__go_process_oneshot_end
func psutil__go_process_oneshot_end(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error {
		processOf(p).OneshotEnd()
		return nil
	})
}
