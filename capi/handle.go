package main

// #include "internal.h"
import "C"

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
	"github.com/mattn/go-pointer"
)

// opener is an object that counts its handles; closer is one with resources that end with its last handle.
type (
	opener interface{ Open() }
	closer interface{ Close() }
)

// saveHandleObject is saveObject of an object that gets one more handle.
func saveHandleObject(object any) (key unsafe.Pointer, err error) {
	if key, err = saveObject(object); err == nil {
		if o, ok := object.(opener); ok {
			o.Open()
		}
	}
	return key, err
}

//export psutil__go_release_object
func psutil__go_release_object(object unsafe.Pointer) {
	if c, ok := pointer.Restore(object).(closer); ok {
		c.Close()
	}
	pointer.Unref(object)
}

// saveObject returns go-pointer's key of an object. go-pointer allocates the key with C.malloc, which ends the process
// when memory runs out, unless the memory was reserved.
func saveObject(object any) (key unsafe.Pointer, err error) {
	if C.psutil__reserve_key() == 0 {
		return nil, errNoMemory()
	}
	return pointer.Save(object), nil
}

// newHandle makes a handle that owns the object. out is a pointer of C's.
func newHandle(kind C.int32_t, id platform.Identity, lib *impl.Library, object any, out unsafe.Pointer) error {
	key, err := saveHandleObject(object)
	if err != nil {
		return err
	}
	err = makeHandle(kind, id, lib, key, runtimeID, out)
	if err != nil {
		if p, ok := object.(*impl.Process); ok {
			p.Close()
		}
		pointer.Unref(key)
	}
	return err
}

// makeHandle makes a handle from go-pointer's key of an object and the runtime that the object belongs to. With nil and
// 0 the handle has an identity only.
func makeHandle(kind C.int32_t, id platform.Identity, lib *impl.Library, key unsafe.Pointer, runtime C.uint64_t, out unsafe.Pointer) error {
	made := C.psutil__handle_new(kind, C.int64_t(id.PID), C.int64_t(id.Start), C.uint64_t(id.Inode), procfsOf(lib), key, runtime,
		(*unsafe.Pointer)(out))
	if made == 0 {
		return errNoMemory()
	}
	return nil
}

func newProcess(p *impl.Process, out **C.psutil_process) error {
	return newHandle(C.PSUTIL__PROCESS, p.Identity(), p.Library(), p, unsafe.Pointer(out))
}

// newUnresolvedProcess makes a handle that has an identity only. The handle's first call makes its object.
func newUnresolvedProcess(p *impl.Process, out **C.psutil_process) error {
	return makeHandle(C.PSUTIL__PROCESS, p.Identity(), p.Library(), nil, 0, unsafe.Pointer(out))
}

var rebuildMu sync.Mutex

// objectOf returns the object of a slot. One that another runtime made, before a fork, is made again with rebuild. If
// there is no memory to keep it, objectOf returns an error with it.
func objectOf[T any](slot *C.psutil__slot, rebuild func() (T, error)) (T, error) {
	madeBy := (*uint64)(unsafe.Pointer(&slot.object_runtime_id))
	if atomic.LoadUint64(madeBy) != uint64(runtimeID) {
		rebuildMu.Lock()
		defer rebuildMu.Unlock()
		if atomic.LoadUint64(madeBy) != uint64(runtimeID) {
			object, err := rebuild()
			if err != nil {
				return object, err
			}
			key, err := saveHandleObject(object)
			if err != nil {
				return object, err
			}
			slot.object = key
			atomic.StoreUint64(madeBy, uint64(runtimeID))
			return object, nil
		}
	}
	return pointer.Restore(slot.object).(T), nil
}

// slotPID returns the slot's PID, which several threads may read and write at the same time.
func slotPID(slot *C.psutil__slot) *int64 { return (*int64)(unsafe.Pointer(&slot.pid)) }

// processOf returns the process of a slot. One that cannot be kept is made again at the next call.
func processOf(slot *C.psutil__slot) *impl.Process {
	p, _ := objectOf(slot, func() (*impl.Process, error) {
		return libraryFor(slot.procfs).ProcessFrom(platform.Identity{
			PID: atomic.LoadInt64(slotPID(slot)), Start: int64(slot.start), Inode: uint64(slot.inode),
		}), nil
	})
	return p
}
