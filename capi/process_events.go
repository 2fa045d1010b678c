package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
	"github.com/mattn/go-pointer"
)

//export psutil__go_process_events_new
func psutil__go_process_events_new(e *C.psutil__error, kinds C.int32_t, out **C.psutil_process_events) C.int32_t {
	return export(e, func() error {
		lib := currentLibrary()
		events, err := lib.ProcessEvents(int32(kinds))
		if err != nil {
			return err
		}
		fd, inode, err := events.Descriptor()
		if err == nil {
			err = newHandle(C.PSUTIL__PROCESS_EVENTS, platform.Identity{PID: int64(fd), Inode: inode}, lib, events, unsafe.Pointer(out))
		}
		if err != nil {
			events.Close()
		}
		return err
	})
}

//export psutil__go_process_events_fd
func psutil__go_process_events_fd(e *C.psutil__error, slot *C.psutil__slot, out *C.int64_t) C.int32_t {
	return export(e, func() error {
		fd, _, err := eventsOf(slot).Descriptor()
		if err == nil {
			*out = C.int64_t(fd)
		}
		return err
	})
}

//export psutil__go_process_events_next
func psutil__go_process_events_next(e *C.psutil__error, w *C.psutil__wait, slot *C.psutil__slot, timeout C.double, out *C.psutil_process_event_t) C.int32_t {
	return exportWaiting(e, w, func() (impl.Waiting[platform.ProcessEvent], error) {
		return eventsOf(slot).Next(float64(timeout))
	}, func(event platform.ProcessEvent) error {
		r := unset[C.psutil_process_event_t]()
		r.kind, r.pid, r.ppid, r.time = C.int32_t(event.Kind), C.int64_t(event.PID), C.int64_t(event.PPID), C.double(event.Time)
		r.has_exit_code, r.unused = cBool(event.Exit.Known), 0
		if event.Exit.Known {
			r.exit_code = C.int32_t(event.Exit.Code)
		}
		*out = r
		return nil
	})
}

// eventsOf returns the object of a slot. The handle is invalid in a forked child, so this runtime has made the object.
func eventsOf(slot *C.psutil__slot) *impl.ProcessEvents {
	return pointer.Restore(slot.object).(*impl.ProcessEvents)
}
