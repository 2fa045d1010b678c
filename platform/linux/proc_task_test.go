//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestThreadsInTree(t *testing.T) {
	line := "(a) b) S 1 2 3 0 5 6 7 8 9 10 150 250 13 14 15 16 17 18 19 20\n"
	s := newTree(t, map[string]string{
		"42/stat": "42 " + line, "42/task/42/stat": "42 " + line, "42/task/100/stat": "100 " + line, "42/task/9/none": "",
		"43/stat": "43 " + line, "43/task/43/stat": "43 (cut",
		"44/stat": "44 " + line, "44/task/44/stat": "44 (cut", "44/task/45/stat": "45 " + line,
	})
	threads, err := s.Process(42).Threads()
	noError(t, "Threads", err)
	equal(t, "without the one that exited", threads, []platform.Thread{{ID: 42, User: 1.5, System: 2.5}, {ID: 100, User: 1.5, System: 2.5}})
	_, err = s.Process(43).Threads()
	errorWithCode(t, "no thread's stat is whole", err, platform.AccessDenied)
	threads, err = s.Process(44).Threads()
	noError(t, "one odd stat", err)
	equal(t, "one odd stat", threads, []platform.Thread{{ID: 45, User: 1.5, System: 2.5}})
	noError(t, "remove", os.Remove(filepath.Join(s.proc, "42/stat")))
	_, err = s.Process(42).Threads()
	errorWithCode(t, "exited during the call", err, platform.NoSuchProcess)
}

// The link count of the directory of threads is what stat has.
func TestCountThreads(t *testing.T) {
	child, _ := startSleeper(t, "/")
	parent, said := startHelper(t, "parent")
	exited, ok := parseCount([]byte(said[0]))
	equal(t, "the zombie's PID", ok, true)
	for what, pid := range map[string]int64{
		"this process": int64(os.Getpid()), "one thread": child.pid, "threads": int64(parent.Process.Pid), "a zombie": exited,
	} {
		p := liveSystem.process(pid)
		eventually(t, what, func() bool { // Go starts threads at any time
			var buf statBuf
			before, err := p.readStat(&buf, statThreads)
			noError(t, what, err)
			counted := p.countThreads()
			n, err := p.NumThreads()
			noError(t, what, err)
			after, err := p.readStat(&buf, statThreads)
			noError(t, what, err)
			return before.threads == after.threads && counted == after.threads && n == after.threads
		})
		p.SetCaching(true)
		equal(t, "during caching", p.countThreads(), 0)
	}
	equal(t, "no process", liveSystem.process(1<<40).countThreads(), 0)
	tree := newTree(t, map[string]string{"42/stat": statText(42, "x", 1, 9, 7), "42/task/42/stat": "", "42/task/43/stat": ""})
	n, err := tree.Process(42).NumThreads()
	noError(t, "NumThreads", err)
	equal(t, "of a copy", n, 7)
}

func TestThread(t *testing.T) {
	tid := make(chan int)
	done := make(chan bool)
	defer close(done)
	go func() {
		runtime.LockOSThread()
		tid <- unix.Gettid()
		<-done
	}()
	id := int64(<-tid)
	// With a pidfd, and without one as on old kernels.
	withoutPidfd := &system{proc: "/proc", sys: "/sys", treatAsForeign: true}
	for _, s := range []*system{liveSystem, withoutPidfd} {
		exists, err := s.PIDExists(id)
		noError(t, "PIDExists", err)
		equal(t, "PIDExists", exists, false)
		p := s.Process(id)
		of, err := p.Identity(platform.Identity{})
		noError(t, "Identity", err)
		name, err := p.Name()
		noError(t, "Name", err)
		equal(t, "Name", name != "", true)
		if !s.treatAsForeign {
			noError(t, "Signal", p.Signal(of, 0))
			of.Start++
			errorWithCode(t, "Signal", p.Signal(of, 0), platform.NoSuchProcess)
		}
		exists, err = s.PIDExists(int64(os.Getpid()))
		noError(t, "PIDExists", err)
		equal(t, "PIDExists", exists, true)
	}
}
