package main

// #include "internal.h"
import "C"

//export psutil__go_process_send_signal
func psutil__go_process_send_signal(e *C.psutil__error, p *C.psutil__slot, signal C.int32_t) C.int32_t {
	return export(e, func() error { return processOf(p).Signal(int(signal)) })
}

//export psutil__go_process_suspend
func psutil__go_process_suspend(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error { return processOf(p).Suspend() })
}

//export psutil__go_process_resume
func psutil__go_process_resume(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error { return processOf(p).Resume() })
}

//export psutil__go_process_terminate
func psutil__go_process_terminate(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error { return processOf(p).Terminate() })
}

//export psutil__go_process_kill
func psutil__go_process_kill(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return export(e, func() error { return processOf(p).Kill() })
}
