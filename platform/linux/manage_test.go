//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// statText is a /proc/[pid]/stat as Linux 6 writes it.
func statText(pid int, name string, ppid, start, threads int) string {
	return strconv.Itoa(pid) + " (" + name + ") S " + strconv.Itoa(ppid) + " 1 1 0 -1 4194560 100 0 0 0 5 6 7 8 20 0 " +
		strconv.Itoa(threads) + " 0 " + strconv.Itoa(start) + " 1000 10 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n"
}

func TestOneshot(t *testing.T) {
	s := tree(t, map[string]string{"5/stat": statText(5, "before", 1, 10, 1), "5/statm": "10 5 1 1 0 1 0\n"})
	p := s.Process(5)
	become := func(name string, ppid int) {
		t.Helper()
		text := statText(5, name, ppid, 20, 9)
		no(t, "WriteFile", os.WriteFile(filepath.Join(s.proc, "5", "stat"), []byte(text), 0o644))
	}
	name := func(want string, threads int64) {
		t.Helper()
		got, err := p.Name()
		no(t, "Name", err)
		same(t, "name", got, want)
		n, err := p.NumThreads()
		no(t, "NumThreads", err)
		same(t, "threads", n, threads)
	}
	p.SetCaching(true)
	name("before", 1)
	become("after", 2)
	name("before", 1)
	// Whether it is the same process is always a new question, and so is what it was not asked for yet.
	no(t, "Remove", os.Remove(filepath.Join(s.proc, "5", "statm")))
	if _, err := p.MemoryInfo(); err == nil {
		t.Error("memory that nobody had read")
	}
	no(t, "WriteFile", os.WriteFile(filepath.Join(s.proc, "5", "status"), []byte("Tgid:\t5\nUid:\t0\t0\t0\t0\n"), 0o644))
	same(t, "start", identity(t, p).Start, 20)
	p.SetCaching(true) // begins anew
	name("after", 9)
	become("last", 3)
	p.SetCaching(false)
	name("last", 9)
	p.SetCaching(false)
	name("last", 9)
}

// Whatever other threads have kept meanwhile, what one sees in a oneshot does not change.
func TestOneshotOfManyThreads(t *testing.T) {
	p := live.Process(int64(os.Getpid()))
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
		same(t, "times", times, results[0])
	}
}
