package platform

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
)

// RunWorkers calls run(0) to run(n-1) and returns when all have returned. MaxWorkers returns the largest n that is
// worthwhile.
//
// The C ABI replaces both: there, the threads that share the work of a call are created by the calling thread, because
// threads inherit credentials, filters, descriptor tables and namespaces from their creator. A goroutine could run on
// any thread, with the rights of another caller.
var (
	RunWorkers = runGoroutines
	MaxWorkers = func() int { return runtime.GOMAXPROCS(0) }
)

// CheckMemory ends the call with a NoMemory error, by a panic, where the runtime may not find the memory to continue:
// size bytes in one piece, and what a call allocates to read a small file. Whatever reads a file or a directory calls
// it. The C ABI replaces it.
var CheckMemory = func(size int) {}

// WorkerCount returns how many workers to use for n items of which each worker is to have at least minimum.
func WorkerCount(n, minimum int) int {
	if n < 2*minimum {
		return 1
	}
	return min(MaxWorkers(), n/minimum)
}

// WorkQueue distributes the numbers from 0 to Len-1 among workers.
type WorkQueue struct {
	Len, Batch int
	next       atomic.Int64
}

// All yields one batch after the other to a worker: its first number, and the one behind its last.
func (q *WorkQueue) All() iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for {
			from := int(q.next.Add(int64(q.Batch))) - q.Batch
			if from >= q.Len || !yield(from, min(from+q.Batch, q.Len)) {
				return
			}
		}
	}
}

// Parallel calls f(0) to f(n-1), f(0) on the calling thread and the others where RunWorkers runs them, and returns when
// all have returned. It is the only way to share work in this library: a panic on another thread would end the host's
// process, so Parallel recovers it and panics with the same value in the caller, whose Go export turns it into an
// error.
func Parallel(n int, f func(worker int)) {
	if n <= 1 {
		if n == 1 {
			f(0)
		}
		return
	}
	var first sync.Once
	var panicked any
	RunWorkers(n, func(worker int) {
		defer func() {
			if r := recover(); r != nil {
				first.Do(func() { panicked = r })
			}
		}()
		f(worker)
	})
	if panicked != nil {
		panic(panicked)
	}
}

func runGoroutines(n int, run func(worker int)) {
	var running sync.WaitGroup
	for worker := 1; worker < n; worker++ {
		running.Go(func() { run(worker) })
	}
	run(0)
	running.Wait()
}
