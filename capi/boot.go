package main

// #include "internal.h"
import "C"

//export psutil__go_boot_time
func psutil__go_boot_time(e *C.psutil__error, out *C.double) C.int32_t {
	return export(e, func() error {
		seconds, err := currentLibrary().BootTime()
		if err == nil {
			*out = C.double(seconds)
		}
		return err
	})
}
