//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0

// Command capi is the C ABI: built with -buildmode=c-shared it is libpsutil.so.
//
// The front door is in C (internal.h says how it works); what it calls are the exports in system.go and process.go. They
// convert between the header's types and impl's, and know nothing else. No package that imports os may be linked in:
// its init gives non-blocking standard streams to the runtime's poller, which opens descriptors in the host.
package main

/*
#cgo CFLAGS: -I${SRCDIR}/../include -std=gnu11 -fvisibility=hidden
#cgo linux LDFLAGS: -lm -ldl -lpthread
#include "internal.h"
*/
import "C"

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
	"github.com/mattn/go-pointer"
)

func main() {}

// epoch is this runtime's number: objects that a slot has from another one died with it.
var epoch C.uint64_t

//export psutil__go_begin
func psutil__go_begin(number C.uint64_t) { epoch = number }

//export psutil__go_drop
func psutil__go_drop(object unsafe.Pointer) { pointer.Unref(object) }

// newHandle makes a handle, which keeps the object; out is where C wants it.
func newHandle(kind C.int32_t, id platform.Identity, on *impl.Library, object any, out unsafe.Pointer) error {
	kept := pointer.Save(object)
	err := handleOf(kind, id, on, kept, epoch, out)
	if err != nil {
		pointer.Unref(kept)
	}
	return err
}

// handleOf makes a handle of what is kept for the runtime of that number, or of an identity alone: nil and 0.
func handleOf(kind C.int32_t, id platform.Identity, on *impl.Library, kept unsafe.Pointer, of C.uint64_t, out unsafe.Pointer) error {
	made := C.psutil__handle_new(kind, C.int64_t(id.PID), C.int64_t(id.Start), C.uint64_t(id.Inode), procfsOf(on), kept, of,
		(*unsafe.Pointer)(out))
	if made == 0 {
		return errNoMemory()
	}
	return nil
}

func newProcess(p *impl.Process, out **C.psutil_process) error {
	return newHandle(C.PSUTIL__PROCESS, p.Identity(), p.Library(), p, unsafe.Pointer(out))
}

// newIdentity is newProcess for one that knows nothing but its identity: the handle's first call makes it anew.
func newIdentity(p *impl.Process, out **C.psutil_process) error {
	return handleOf(C.PSUTIL__PROCESS, p.Identity(), p.Library(), nil, 0, unsafe.Pointer(out))
}

var remaking sync.Mutex

// object gives what is behind a slot; what was made before a fork is made anew.
func object[T any](slot *C.psutil__slot, remake func() (T, error)) (T, error) {
	made := (*uint64)(unsafe.Pointer(&slot.object_epoch))
	if atomic.LoadUint64(made) != uint64(epoch) {
		remaking.Lock()
		defer remaking.Unlock()
		if atomic.LoadUint64(made) != uint64(epoch) {
			object, err := remake()
			if err != nil {
				return object, err
			}
			slot.object = pointer.Save(object)
			atomic.StoreUint64(made, uint64(epoch))
			return object, nil
		}
	}
	return pointer.Restore(slot.object).(T), nil
}

// slotPID is the slot's word that calls of several threads may read and write at a time.
func slotPID(slot *C.psutil__slot) *int64 { return (*int64)(unsafe.Pointer(&slot.pid)) }

func process(slot *C.psutil__slot) *impl.Process {
	p, _ := object(slot, func() (*impl.Process, error) {
		return libraryOn(slot.procfs).ProcessFrom(platform.Identity{
			PID: atomic.LoadInt64(slotPID(slot)), Start: int64(slot.start), Inode: uint64(slot.inode),
		}), nil
	})
	return p
}
