package main

// #include "internal.h"
import "C"

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// The runtime never collects by itself (GOGC=off), since what follows a collection must be kept from opening
// descriptors: see psutil__gc_allowed. The heap is checked after a number of calls, or when they returned many bytes of
// blocks, and collected when enough was allocated since the last collection.
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

// Where a limit keeps the heap from growing, it has what is reserved and not claimed (go_memory_linux.c), and the free
// part of what it has already used.
const (
	memoryToBegin    = C.PSUTIL__GO_MEMORY_MARGIN     // bytes below which no call begins
	memoryToContinue = C.PSUTIL__GO_MEMORY_MARGIN / 2 // bytes below which calls in progress end
	largeAllocation  = 1 << 20                        // bytes from which an allocation needs a claim of its own
)

func unclaimedMemory() int {
	return int(atomic.LoadUintptr((*uintptr)(unsafe.Pointer(&C.psutil__unclaimed_go_memory))))
}

// memoryLeft returns how many bytes the heap has beyond all claims. heap.mu is held.
func memoryLeft() int {
	metrics.Read(heap.samples[1:])
	return unclaimedMemory() + int(heap.samples[1].Value.Uint64()+heap.samples[2].Value.Uint64())
}

// findMemory returns whether that many bytes are left, if need be after a collection.
func findMemory(bytes int) bool {
	heap.mu.Lock()
	defer heap.mu.Unlock()
	if memoryLeft() >= bytes {
		return true
	}
	collect()
	return memoryLeft() >= bytes
}

// checkMemory is platform.CheckMemory. It panics with the error of the call.
func checkMemory(size int) {
	if size >= largeAllocation {
		C.psutil__claim_go_memory(C.size_t(size))
	}
	if unclaimedMemory() >= C.PSUTIL__GO_MEMORY_MARGIN {
		return
	}
	// The free part may consist of pieces that are too small for a large allocation.
	if !findMemory(memoryToContinue) || size >= largeAllocation && unclaimedMemory() < 0 {
		panic(errNoMemory())
	}
}

// psutil__go_collect makes room where memory is low, and returns whether there is enough for a call.
//
//export psutil__go_collect
func psutil__go_collect() C.int32_t {
	return cBool(findMemory(memoryToBegin))
}
