package main

// #include "internal.h"
import "C"

//export psutil__go_process_environ
func psutil__go_process_environ(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_string_list_t) C.int32_t {
	return export(e, func() error {
		environ, err := processOf(p).Environ()
		if err != nil {
			return err
		}
		return stringListBlock(out, environ)
	})
}

//export psutil__go_process_cwd
func psutil__go_process_cwd(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return exportString(e, out, func() (string, error) { return processOf(p).Cwd() })
}
