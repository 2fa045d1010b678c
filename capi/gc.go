package main

// #include "internal.h"
import "C"

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
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
	sample              [1]metrics.Sample
	lastCollection      uint64 // bytes ever allocated at the last collection
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
	heap.sample[0].Name = "/gc/heap/allocs:bytes"
	metrics.Read(heap.sample[:])
	if allocated := heap.sample[0].Value.Uint64(); allocated-heap.lastCollection > bytesToCollect && C.psutil__gc_allowed() != 0 {
		runtime.GC()
		heap.lastCollection = allocated
	}
}
