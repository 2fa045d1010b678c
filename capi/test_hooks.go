//go:build psutil_hooks

package main

// #include "internal.h"
import "C"

import (
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

var hookZero *int

// psutil__go_hook does what no public function does: fails inside, or stays inside.
//
//export psutil__go_hook
func psutil__go_hook(e *C.psutil__error, what C.int32_t, amount C.int64_t) C.int32_t {
	return guard(e, func() error {
		switch what {
		case 1:
			panic("hook")
		case 2:
			*hookZero = 1 // a fault in Go code
		case 3:
			platform.Parallel(4, func(i int) {
				if i == 3 {
					panic("hook in a worker")
				}
			})
		case 4: // stays inside for so many microseconds
			for start := time.Now(); time.Since(start) < time.Duration(amount)*time.Microsecond; {
			}
		case 5: // makes so many bytes of garbage
			for ; amount > 0; amount -= 1 << 16 {
				hookGarbage = make([]byte, 1<<16)
			}
		}
		return nil
	})
}

var hookGarbage []byte
