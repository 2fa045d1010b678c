package main

// #include "internal.h"
import "C"

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/impl"
)

// instances has psutil on each procfs root that was used, and lastUsed the one of the last call. Each has its own
// baselines and caches. Its Tag is its procfs root, a *C.psutil__procfs.
var (
	lastUsed  atomic.Pointer[impl.Library]
	instances struct {
		sync.Mutex
		all []*impl.Library
	}
)

// currentLibrary returns psutil on the procfs root that is set now. An export calls it once, so that all of a call uses
// the same root.
func currentLibrary() *impl.Library {
	procfs := C.psutil__current_procfs()
	if procfs != nil && procfs.path == nil {
		panic(errNoMemory())
	}
	return libraryFor(procfs)
}

func libraryFor(procfs *C.psutil__procfs) *impl.Library {
	isOn := func(lib *impl.Library) bool { return procfsOf(lib) == procfs }
	if lib := lastUsed.Load(); lib != nil && isOn(lib) {
		return lib
	}
	instances.Lock()
	defer instances.Unlock()
	i := slices.IndexFunc(instances.all, isOn)
	if i < 0 {
		path := ""
		if procfs != nil {
			path = C.GoString(procfs.path)
		}
		lib := impl.New(newSystem(path))
		lib.Tag = procfs
		i = len(instances.all)
		instances.all = append(instances.all, lib)
	}
	lastUsed.Store(instances.all[i])
	return instances.all[i]
}

// procfsOf returns the procfs root that a library reads.
func procfsOf(lib *impl.Library) *C.psutil__procfs { return lib.Tag.(*C.psutil__procfs) }
