package main

// #include "internal.h"
import "C"

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// The runtime never collects by itself (GOGC=off), since what follows a collection must be kept from opening descriptors:
// see psutil__gc_allowed. The heap is checked after a number of calls, or when they returned many bytes of blocks, and
// collected when enough was allocated since the last collection.
const (
	callsBetweenChecks = 64
	blockBytesToCheck  = 1 << 20
	bytesToCollect     = 4 << 20
)

var heap struct {
	calls               atomic.Uint32
	allocatedSinceCheck atomic.Uint64 // bytes of blocks
	mu                  sync.Mutex    // held during a check
	samples             [3]metrics.Sample
	lastCollection      uint64 // bytes ever allocated at the last collection
}

func init() {
	for i, name := range []string{"/gc/heap/allocs:bytes", "/memory/classes/heap/free:bytes", "/memory/classes/heap/released:bytes"} {
		heap.samples[i].Name = name
	}
	platform.CheckMemory = checkMemory
}

// maybeGC runs after each export.
func maybeGC() {
	over := heap.allocatedSinceCheck.Load() > blockBytesToCheck
	if over {
		heap.allocatedSinceCheck.Store(0)
	}
	if heap.calls.Add(1)%callsBetweenChecks == 0 || over {
		gcIfNeeded()
	}
}

func gcIfNeeded() {
	if !heap.mu.TryLock() {
		return // another thread checks
	}
	defer heap.mu.Unlock()
	metrics.Read(heap.samples[:1])
	if heap.samples[0].Value.Uint64()-heap.lastCollection > bytesToCollect {
		collect()
	}
}

// collect collects garbage if that is allowed. heap.mu is held.
func collect() {
	if C.psutil__gc_allowed() == 0 {
		return
	}
	runtime.GC()
	metrics.Read(heap.samples[:1])
	heap.lastCollection = heap.samples[0].Value.Uint64()
}

// The kernel may refuse the runtime more memory, because the host has set a limit. The heap then has what it has already mapped:
// the free part of it, and a part that is ready and was never used. psutil__go_memory_is_low says that the latter is small.
const (
	memoryToBegin    = 32 << 20 // bytes below which no call begins
	memoryToContinue = 24 << 20 // bytes below which calls in progress end
	largeAllocation  = 1 << 20  // bytes from which an allocation is not taken for one of many small ones
)

// freeMemory returns how many bytes the heap has. heap.mu is held.
func freeMemory() uint64 {
	metrics.Read(heap.samples[1:])
	return uint64(C.psutil__go_memory_left()) + heap.samples[1].Value.Uint64() + heap.samples[2].Value.Uint64()
}

// checkMemory is platform.CheckMemory. It panics with the error of the call.
func checkMemory(size int) {
	isLow := atomic.LoadInt32((*int32)(&C.psutil__go_memory_is_low)) != 0
	switch {
	case size >= largeAllocation:
		if C.psutil__find_go_memory(C.size_t(size)) != 0 {
			return
		}
	case !isLow:
		return
	}
	heap.mu.Lock()
	defer heap.mu.Unlock()
	if freeMemory() < memoryToContinue {
		collect()
	}
	// The free part may consist of pieces that are too small for a large allocation.
	if freeMemory() < memoryToContinue || size >= largeAllocation && int(C.psutil__go_memory_left()) < memoryToContinue+size {
		panic(errNoMemory())
	}
}

// psutil__go_collect makes room where memory is low, and returns whether there is enough for a call.
//
//export psutil__go_collect
func psutil__go_collect() C.int32_t {
	heap.mu.Lock()
	defer heap.mu.Unlock()
	if freeMemory() < memoryToBegin {
		collect()
		if freeMemory() < memoryToBegin {
			return 0
		}
	}
	return 1
}
