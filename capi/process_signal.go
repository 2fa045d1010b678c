package main

// #include "internal.h"
import "C"

//export psutil__go_process_send_signal
func psutil__go_process_send_signal(e *C.psutil__error, p *C.psutil__slot, signal C.int32_t) C.int32_t {
	return export(e, func() error { return processOf(p).Signal(int(signal)) })
}
