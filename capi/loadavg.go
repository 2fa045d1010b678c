package main

// #include "internal.h"
import "C"

//export psutil__go_getloadavg
func psutil__go_getloadavg(e *C.psutil__error, out *C.psutil_loadavg_t) C.int32_t {
	return export(e, func() error {
		load, err := currentLibrary().LoadAverage()
		if err == nil {
			*out = cLoadAverage(load)
		}
		return err
	})
}
