package impl

import "sync"

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
