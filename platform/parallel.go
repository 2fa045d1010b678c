package platform

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
)

// WorkerCount returns how many workers to start for n items taken in batches of batch.
func WorkerCount(n, batch int) int {
	return max(1, min(runtime.GOMAXPROCS(0), n/batch))
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

// Parallel runs f(0) on the calling goroutine and f(1) to f(n-1) on new ones, and returns when all have returned. It is the only
// way to start goroutines in this library: a panic in one of them would end the host's process, so Parallel recovers it and
// panics with the same value in the caller, whose Go export turns it into an error.
func Parallel(n int, f func(i int)) {
	var running sync.WaitGroup
	var first sync.Once
	var panicked any
	run := func(i int) {
		defer running.Done()
		defer func() {
			if r := recover(); r != nil {
				first.Do(func() { panicked = r })
			}
		}()
		f(i)
	}
	running.Add(n)
	for i := 1; i < n; i++ {
		go run(i)
	}
	if n > 0 {
		run(0)
	}
	running.Wait()
	if panicked != nil {
		panic(panicked)
	}
}
