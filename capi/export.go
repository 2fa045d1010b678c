package main

// #include "internal.h"
import "C"

import (
	"errors"
	"runtime"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
	"github.com/mattn/go-pointer"
)

// export runs the body of a Go export. It records an error or a panic in e and returns the code.
func export(e *C.psutil__error, body func() error) (code C.int32_t) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *platform.Error: // of platform.CheckMemory
			code = setError(e, r)
		default:
			code = setError(e, errPanic(r))
		}
	}()
	defer maybeGC()
	if err := body(); err != nil {
		return setError(e, err)
	}
	return C.PSUTIL_OK
}

// exportWaiting runs the body of a waiting export. C calls the export again after each sleep, with its outcome in w,
// until the result is there. begin starts the wait in the first of these calls, deliver writes the result.
func exportWaiting[T any](e *C.psutil__error, w *C.psutil__wait, begin func() (impl.Waiting[T], error), deliver func(T) error) C.int32_t {
	request := C.int32_t(C.PSUTIL_OK) // what C is to do before the next call, if anything
	code := export(e, func() (err error) {
		var waiting impl.Waiting[T]
		if w.operation != nil {
			waiting = pointer.Restore(w.operation).(impl.Waiting[T])
		} else if waiting, err = begin(); err != nil {
			return err
		}
		defer func() {
			if request == C.PSUTIL_OK {
				finishWait(w, waiting.Close)
			}
		}()
		result, pause, done, err := waiting.Next()
		switch {
		case err != nil:
			return err
		case done:
			return deliver(result)
		case pause.Exit != nil: // an exit is reported before an interruption
		case w.outcome == C.PSUTIL__WAIT_INTERRUPTED:
			return platform.NewError(platform.Interrupted, "", "a signal handler ran")
		case w.outcome == C.PSUTIL__WAIT_NO_MEMORY:
			return errNoMemory()
		}
		if err := setWaitHandles(w, pause); err != nil {
			return err
		}
		if w.operation == nil {
			if w.operation, err = saveObject(waiting); err != nil {
				return err
			}
		}
		request = C.PSUTIL__WAIT
		if pause.Exit != nil {
			request = C.PSUTIL__CALLBACK
			w.index, w.status = C.size_t(pause.Exit.Index), exitStatus(pause.Exit.Status)
		}
		return nil
	})
	if request != C.PSUTIL_OK {
		return request
	}
	return code
}

// finishWait frees what a wait has allocated.
func finishWait(w *C.psutil__wait, closeWaiting func()) {
	closeWaiting()
	if w.operation != nil {
		pointer.Unref(w.operation)
		w.operation = nil
	}
	C.psutil_free(unsafe.Pointer(w.wait_handles))
	w.wait_handles = nil
}

// setWaitHandles copies what to wait for, and for how long, to w.
func setWaitHandles(w *C.psutil__wait, pause impl.WaitRequest) error {
	n := len(pause.Handles)
	if n > int(w.count) || w.wait_handles == nil && n > 0 {
		C.psutil_free(unsafe.Pointer(w.wait_handles))
		w.wait_handles = (*C.int64_t)(C.psutil__block_alloc(C.size_t(n) * 8))
		if w.wait_handles == nil {
			w.count = 0
			return errNoMemory()
		}
	}
	w.count = C.size_t(n)
	for i, handle := range pause.Handles {
		unsafe.Slice(w.wait_handles, n)[i] = C.int64_t(handle)
	}
	w.borrowed = cBool(pause.Borrowed)
	w.max_seconds = C.double(pause.Seconds)
	return nil
}

// setError writes err to e, from which psutil_last_error is completed in C, and returns its code.
func setError(e *C.psutil__error, err error) C.int32_t {
	var p *platform.Error
	if !errors.As(err, &p) {
		p = platform.NewError(platform.Internal, "", err.Error())
	}
	e.info.os_error = C.int32_t(p.OSError)
	e.info.pid = C.int64_t(p.PID)
	e.info.ppid = C.int64_t(p.PPID)
	e.info.timeout = C.double(p.Timeout)
	copyCString(e.name[:], p.Name)
	reason := p.Error()
	isService := p.PID == platform.NA && p.Name != ""
	if !isService && (p.PID != platform.NA || p.Code == platform.NoSuchProcess) { // the PID -1, which is NA, may be the error
		subject := "PID " + strconv.FormatInt(p.PID, 10)
		if p.Name != "" {
			subject += " (" + p.Name + ")"
		}
		reason = subject + ": " + reason
	}
	copyCString(e.reason[:], reason)
	return C.int32_t(p.Code)
}

// copyCString copies a string to a C buffer and truncates it to fit.
func copyCString(to []C.char, s string) {
	n := copy(unsafe.Slice((*byte)(unsafe.Pointer(&to[0])), len(to)-1), s)
	to[n] = 0
}

func errNoMemory() error {
	return platform.NewError(platform.NoMemory, "", "out of memory")
}

// errPanic returns the error for a panic, with the functions on the stack.
func errPanic(r any) error {
	reason := "panic"
	switch r := r.(type) {
	case error:
		reason += ": " + r.Error()
	case string:
		reason += ": " + r
	}
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for frame, more := frames.Next(); more; frame, more = frames.Next() {
		reason += " < " + frame.Function + ":" + strconv.Itoa(frame.Line)
	}
	return platform.NewError(platform.Internal, "", reason)
}
