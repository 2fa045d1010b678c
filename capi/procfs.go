package main

// #include "internal.h"
import "C"

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/libpsutil/libpsutil/impl"
)

// place is psutil on one procfs. What is kept between calls (baselines, caches) belongs to it.
type place struct {
	procfs *C.psutil__procfs
	lib    *impl.Library
}

// places are all procfs that were looked at; latest is the one that the last call was about.
var (
	latest atomic.Pointer[place]
	places struct {
		sync.Mutex
		all []*place
	}
)

// library gives psutil on the procfs that is set at this moment. An export asks once, so that all of a call is about one.
func library() *impl.Library {
	return libraryOn(C.psutil__current_procfs())
}

func libraryOn(procfs *C.psutil__procfs) *impl.Library {
	if p := latest.Load(); p != nil && p.procfs == procfs {
		return p.lib
	}
	places.Lock()
	defer places.Unlock()
	i := slices.IndexFunc(places.all, func(p *place) bool { return p.procfs == procfs })
	if i < 0 {
		path := ""
		if procfs != nil {
			path = C.GoString(procfs.path)
		}
		i = len(places.all)
		lib := impl.New(system(path))
		lib.Tag = procfs
		places.all = append(places.all, &place{procfs, lib})
	}
	latest.Store(places.all[i])
	return places.all[i].lib
}

// procfsOf returns the procfs that a library reads.
func procfsOf(lib *impl.Library) *C.psutil__procfs { return lib.Tag.(*C.psutil__procfs) }
