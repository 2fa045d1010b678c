package platform

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
)

// WorkerCount is on how many CPUs it pays to do so many things, if a worker takes atOnce of them at a time.
func WorkerCount(things, atOnce int) int {
	return max(1, min(runtime.GOMAXPROCS(0), things/atOnce))
}

// WorkQueue deals out the numbers from 0 to Len-1 among workers.
type WorkQueue struct {
	Len, Batch int
	next       atomic.Int64
}

// All gives a worker one share after the other: from the first number of it to before the last.
func (s *WorkQueue) All() iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for {
			from := int(s.next.Add(int64(s.Batch))) - s.Batch
			if from >= s.Len || !yield(from, min(from+s.Batch, s.Len)) {
				return
			}
		}
	}
}

// Parallel runs f(0) here and f(1) to f(n-1) on goroutines, and returns when all have ended. It is the one way to start goroutines in
// this library: a panic in one would end the host's process, so it is caught and thrown again in the caller, whose
// export turns it into an error.
func Parallel(n int, f func(i int)) {
	var running sync.WaitGroup
	var first sync.Once
	var panicked any
	one := func(i int) {
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
		go one(i)
	}
	if n > 0 {
		one(0)
	}
	running.Wait()
	if panicked != nil {
		panic(panicked)
	}
}
