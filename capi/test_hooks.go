//go:build psutil_hooks

package main

// #include "internal.h"
// #include "test_hooks.h"
import "C"

import (
	"errors"
	"math"
	"runtime"
	"strconv"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

var (
	nilPointer  *int
	lastGarbage []byte // keeps the compiler from removing the allocation
)

// divide returns an error unless each division by zero panics and each quotient by -1 wraps around.
func divide(by int64) error {
	panics := 0
	count := func(f func() bool) {
		defer func() {
			if recover() != nil {
				panics++
			}
		}()
		if !f() {
			panics = -100
		}
	}
	least := [4]int64{math.MinInt64, math.MinInt32, math.MinInt16, math.MinInt8}
	count(func() bool { return least[0]/by == least[0] })
	count(func() bool { return int32(least[1])/int32(by) == int32(least[1]) })
	count(func() bool { return int16(least[2])/int16(by) == int16(least[2]) })
	count(func() bool { return int8(least[3])/int8(by) == int8(least[3]) })
	count(func() bool { return least[0]%by == 0 })
	count(func() bool { return int32(least[1])%int32(by) == 0 })
	count(func() bool { return uint64(1)/uint64(by) == 0 })
	count(func() bool { return uint32(1)%uint32(by) == 1 })
	if by == 0 && panics == 8 || by == -1 && panics == 0 {
		return nil
	}
	return errors.New(strconv.Itoa(panics) + " panics") // fmt brings package os
}

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
		case C.PSUTIL_TEST_HOOK_DIVIDE:
			return divide(int64(amount))
		}
		return nil
	})
}
