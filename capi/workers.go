package main

// #include "workers.h"
import "C"

import (
	"runtime/cgo"

	"github.com/libpsutil/libpsutil/platform"
)

func init() {
	platform.MaxWorkers = func() int { return int(C.psutil__max_workers()) }
	platform.RunWorkers = runWorkers
}

// runWorkers runs the workers on threads that C creates; see workers.c.
func runWorkers(n int, run func(worker int)) {
	job := cgo.NewHandle(run)
	defer job.Delete()
	C.psutil__run_workers(C.uintptr_t(job), C.int32_t(n))
}

// psutil__go_run_worker runs one worker of a job on the calling thread.
//
//export psutil__go_run_worker
func psutil__go_run_worker(job C.uintptr_t, worker C.int32_t) {
	cgo.Handle(job).Value().(func(int))(int(worker))
}
