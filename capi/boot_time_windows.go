package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/platform/windows"

func init() { windows.ReadBootTime = readBootTime }

// readBootTime returns what psutil_boot_time does.
func readBootTime() float64 {
	var boot C.double
	C.psutil__boot_time_without_go(nil, &boot)
	return float64(boot)
}
