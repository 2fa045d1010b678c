//go:build psutil_hooks

package main

// #include "internal.h"
// #include "test_hooks.h"
import "C"

import (
	"runtime"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

var (
	nilPointer  *int
	lastGarbage []byte // keeps the compiler from removing the allocation
)

// psutil__go_test_hook fails, stays busy or allocates inside an export. See test_hooks.h.
//
//export psutil__go_test_hook
func psutil__go_test_hook(e *C.psutil__error, kind C.int32_t, amount C.int64_t) C.int32_t {
	return export(e, func() error {
		switch kind {
		case C.PSUTIL_TEST_HOOK_PANIC:
			panic("hook")
		case C.PSUTIL_TEST_HOOK_FAULT:
			*nilPointer = 1
		case C.PSUTIL_TEST_HOOK_WORKER_PANIC:
			platform.Parallel(4, func(i int) {
				if i == 3 {
					panic("hook in a worker")
				}
			})
		case C.PSUTIL_TEST_HOOK_BUSY:
			for start := time.Now(); time.Since(start) < time.Duration(amount)*time.Microsecond; {
			}
		case C.PSUTIL_TEST_HOOK_GARBAGE:
			for ; amount > 0; amount -= 1 << 16 {
				platform.CheckMemory(0)
				lastGarbage = make([]byte, 1<<16)
			}
		case C.PSUTIL_TEST_HOOK_MEMORY:
			var kept [][]byte
			for ; amount > 0; amount -= 1 << 16 {
				platform.CheckMemory(0)
				kept = append(kept, make([]byte, 1<<16))
			}
			runtime.KeepAlive(kept)
		}
		return nil
	})
}
