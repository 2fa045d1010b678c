//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestCaching(t *testing.T) {
	s := newTree(t, map[string]string{"5/stat": statText(5, "before", 1, 10, 1), "5/statm": "10 5 1 1 0 1 0\n"})
	p := s.Process(5)
	become := func(name string, ppid int) {
		t.Helper()
		text := statText(5, name, ppid, 20, 9)
		noError(t, "WriteFile", os.WriteFile(filepath.Join(s.proc, "5", "stat"), []byte(text), 0o644))
	}
	name := func(want string, threads int64) {
		t.Helper()
		got, err := p.Name()
		noError(t, "Name", err)
		equal(t, "name", got, want)
		n, err := p.NumThreads()
		noError(t, "NumThreads", err)
		equal(t, "threads", n, threads)
	}
	p.SetCaching(true)
	name("before", 1)
	become("after", 2)
	name("before", 1)
	// The identity is never cached, and neither is a file that was not read yet.
	noError(t, "Remove", os.Remove(filepath.Join(s.proc, "5", "statm")))
	if _, err := p.MemoryInfo(); err == nil {
		t.Error("memory that was not cached")
	}
	noError(t, "WriteFile", os.WriteFile(filepath.Join(s.proc, "5", "status"), []byte("Tgid:\t5\nUid:\t0\t0\t0\t0\n"), 0o644))
	equal(t, "start", identity(t, p).Start, 20)
	p.SetCaching(true) // starts with an empty cache
	name("after", 9)
	become("last", 3)
	p.SetCaching(false)
	name("last", 9)
	p.SetCaching(false)
	name("last", 9)
}

// During caching all threads see the same contents of a file.
func TestCachingFromManyThreads(t *testing.T) {
	p := liveSystem.Process(int64(os.Getpid()))
	p.SetCaching(true)
	defer p.SetCaching(false)
	var running sync.WaitGroup
	results := make([]platform.ProcessCPUTimes, 16)
	for i := range results {
		running.Add(1)
		go func() {
			defer running.Done()
			for range 50 {
				times, err := p.CPUTimes()
				if err != nil || results[i] != (platform.ProcessCPUTimes{}) && results[i] != times {
					t.Errorf("%v, %v after %v", times, err, results[i])
				}
				results[i] = times
				for range 1000 {
					runtime.Gosched()
				}
			}
		}()
	}
	running.Wait()
	for _, times := range results {
		equal(t, "times", times, results[0])
	}
}
