package main

// #include "internal.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"runtime"
	"runtime/metrics"
	"strconv"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
	"github.com/mattn/go-pointer"
)

// guard runs an export: its error, or its panic, becomes the call's.
func guard(e *C.psutil__error, f func() error) (code C.int32_t) {
	defer func() {
		if r := recover(); r != nil {
			code = report(e, errInternal(r))
		}
	}()
	defer collect()
	if err := f(); err != nil {
		return report(e, err)
	}
	return C.PSUTIL_OK
}

// waits runs a waiting export: it is called again after each sleep in C, with what became of it, until the answer is
// there. begin starts the wait at the first call, deliver writes the result.
func waits[T any](e *C.psutil__error, w *C.psutil__wait, begin func() (impl.Waiting[T], error), deliver func(T) error) C.int32_t {
	unfinished := C.int32_t(C.PSUTIL_OK) // or what C is to do before the next call
	code := guard(e, func() (err error) {
		var waiting impl.Waiting[T]
		if w.waiting != nil {
			waiting = pointer.Restore(w.waiting).(impl.Waiting[T])
		} else if waiting, err = begin(); err != nil {
			return err
		}
		defer func() {
			if unfinished == C.PSUTIL_OK {
				end(w, waiting.Close)
			}
		}()
		result, pause, done, err := waiting.Next()
		switch {
		case err != nil:
			return err
		case done:
			return deliver(result)
		case pause.Exit != nil: // first; what else happened is told afterwards
		case w.outcome == C.PSUTIL__WAIT_INTERRUPTED:
			return platform.NewError(platform.Interrupted, "", "a signal handler ran")
		case w.outcome == C.PSUTIL__WAIT_NO_MEMORY:
			return errNoMemory()
		}
		if err := sleep(w, pause); err != nil {
			return err
		}
		unfinished = C.PSUTIL__WAIT
		if pause.Exit != nil {
			unfinished = C.PSUTIL__CALLBACK
			w.index, w.status = C.size_t(pause.Exit.Index), exitStatus(pause.Exit.Status)
		}
		if w.waiting == nil {
			w.waiting = pointer.Save(waiting)
		}
		return nil
	})
	if unfinished != C.PSUTIL_OK {
		return unfinished
	}
	return code
}

// end lets go of what a wait held.
func end(w *C.psutil__wait, closeWaiting func()) {
	closeWaiting()
	if w.waiting != nil {
		pointer.Unref(w.waiting)
		w.waiting = nil
	}
	C.psutil_free(unsafe.Pointer(w.objects))
	w.objects = nil
}

// sleep tells C what to wait for, or what is open while it does something else.
func sleep(w *C.psutil__wait, pause impl.WaitRequest) error {
	if n := len(pause.Handles); n > int(w.len) || w.objects == nil && n > 0 {
		C.psutil_free(unsafe.Pointer(w.objects))
		w.objects = (*C.int64_t)(C.psutil__block_alloc(C.size_t(n) * 8))
		if w.objects == nil {
			w.len = 0
			return errNoMemory()
		}
	}
	w.len = C.size_t(len(pause.Handles))
	for i, object := range pause.Handles {
		unsafe.Slice(w.objects, len(pause.Handles))[i] = C.int64_t(object)
	}
	w.seconds = C.double(pause.Seconds)
	return nil
}

// report writes an error where psutil_last_error shows it.
func report(e *C.psutil__error, err error) C.int32_t {
	var p *platform.Error
	if !errors.As(err, &p) {
		p = platform.NewError(platform.Internal, "", err.Error())
	}
	e.info.os_error = C.int32_t(p.OSError)
	e.info.pid = C.int64_t(p.PID)
	e.info.ppid = C.int64_t(p.PPID)
	e.info.timeout = C.double(p.Timeout)
	text(e.name[:], p.Name)
	why := p.Error()
	if p.PID != platform.NA {
		who := "PID " + strconv.FormatInt(p.PID, 10)
		if p.Name != "" {
			who += " (" + p.Name + ")"
		}
		why = who + ": " + why
	}
	text(e.why[:], why)
	return C.int32_t(p.Code)
}

// text fills a C buffer with a string, cut where it does not fit.
func text(to []C.char, s string) {
	n := copy(unsafe.Slice((*byte)(unsafe.Pointer(&to[0])), len(to)-1), s)
	to[n] = 0
}

func errNoMemory() error {
	return platform.NewError(platform.NoMemory, "", "out of memory")
}

// errInternal tells of a panic and where it came from.
func errInternal(r any) error {
	why := "panic"
	switch r := r.(type) {
	case error:
		why += ": " + r.Error()
	case string:
		why += ": " + r
	}
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		why += " < " + frame.Function + ":" + strconv.Itoa(frame.Line)
	}
	return platform.NewError(platform.Internal, "", why)
}

// Collections are ours to ask for, since what follows one must be kept from opening descriptors (psutil__gc_allowed). The
// heap is looked at every so many calls, or when they gave away so much, and collected when enough was allocated since.
const (
	callsBetweenLooks  = 64
	bytesBetweenLooks  = 1 << 20
	bytesBetweenCycles = 4 << 20
)

var heap struct {
	calls     atomic.Uint32
	given     atomic.Uint64 // bytes of blocks, since the last look for their sake
	looking   sync.Mutex
	sample    [1]metrics.Sample
	collected uint64 // bytes ever allocated, at the last collection
}

func collect() {
	much := heap.given.Load() > bytesBetweenLooks
	if much {
		heap.given.Store(0)
	}
	if heap.calls.Add(1)%callsBetweenLooks == 0 || much {
		collectIfNeeded()
	}
}

func collectIfNeeded() {
	if !heap.looking.TryLock() {
		return // another thread is at it
	}
	defer heap.looking.Unlock()
	heap.sample[0].Name = "/gc/heap/allocs:bytes"
	metrics.Read(heap.sample[:])
	if allocated := heap.sample[0].Value.Uint64(); allocated-heap.collected > bytesBetweenCycles && C.psutil__gc_allowed() != 0 {
		runtime.GC()
		heap.collected = allocated
	}
}
