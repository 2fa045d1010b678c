package main

import (
	"runtime"
	"sync"
)

// init creates all threads that Go will need: one for each CPU that it uses, and some spare ones, since a thread that
// becomes idle is not at once available to others. Go creates a thread on whichever thread happens to need one. That
// may be a host's, whose limits or namespaces forbid it, and Go aborts when it fails. Idle threads never end, so
// afterwards there is always one.
func init() {
	cpus := runtime.GOMAXPROCS(0)
	spare := 2 + cpus/4
	var started, ended sync.WaitGroup
	release := make(chan struct{})
	started.Add(spare)
	for range spare {
		ended.Go(func() {
			runtime.LockOSThread() // a goroutine that waits with its thread needs another one to run the rest
			defer runtime.UnlockOSThread()
			started.Done()
			<-release
		})
	}
	started.Wait()
	close(release)
	ended.Wait()
}
