package impl

import (
	"maps"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func all(t *testing.T, l *Library) map[int64]*Process {
	t.Helper()
	it, err := l.NewIter(-1)
	noError(t, "NewIter", err)
	found := map[int64]*Process{}
	last := int64(0)
	for {
		p, err := it.Next()
		noError(t, "Next", err)
		if p == nil {
			p, err = it.Next()
			if p != nil || err != nil {
				t.Errorf("after the end: %v, %v", p, err)
			}
			return found
		}
		if p.id.PID <= last {
			t.Errorf("%d after %d", p.id.PID, last)
		}
		last = p.id.PID
		found[last] = p
	}
}

func TestIter(t *testing.T) {
	f, l := newFake(exampleTree())
	first := all(t, l)
	if len(first) != 7 {
		t.Errorf("%d processes", len(first))
	}
	delete(f.processes, 15)
	f.processes[20] = &fakeProcess{ppid: 10, start: 21} // reused
	f.processes[60] = &fakeProcess{ppid: 10, start: 60} // new
	second := all(t, l)
	for pid, p := range second {
		if same := first[pid] == p; same != (pid != 20 && pid != 60) {
			t.Errorf("%d: the same Process: %v", pid, same)
		}
	}
	if second[15] != nil || second[60] == nil || len(second) != 7 || len(l.processes.byPID) != 7 {
		t.Errorf("%v, of which %d are cached", slices.Sorted(maps.Keys(second)), len(l.processes.byPID))
	}

	// A process that exits during the iteration is left out, and leaves the cache.
	it, err := l.NewIter(-1)
	noError(t, "NewIter", err)
	it.Next()
	delete(f.processes, 10)
	p, err := it.Next()
	noError(t, "Next", err)
	if p.id.PID != 20 || l.processes.byPID[10] != nil {
		t.Errorf("%d comes next", p.id.PID)
	}

	// In a forked child the iteration continues after the last PID.
	for after, pid := range map[int64]int64{-1: 1, 20: 30, 25: 30, 59: 60, 60: 0} {
		it, err := l.NewIter(after)
		noError(t, "NewIter", err)
		p, err := it.Next()
		noError(t, "Next", err)
		if p == nil && pid != 0 || p != nil && p.id.PID != pid {
			t.Errorf("after %d comes %v", after, p)
		}
	}
	if _, err := New(platform.Unsupported{}).NewIter(-1); err == nil {
		t.Error("no error")
	}
}

// Windows has a process 0.
func TestIterWithPID0(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{0: {}, 4: {}})
	it, err := l.NewIter(-1)
	noError(t, "NewIter", err)
	for _, pid := range []int64{0, 4} {
		p, err := it.Next()
		noError(t, "Next", err)
		equal(t, "PID", p.id.PID, pid)
	}
}

func TestConcurrentIters(t *testing.T) {
	_, l := newFake(exampleTree())
	platform.Parallel(8, func(int) {
		for range 100 {
			it, err := l.NewIter(-1)
			for p := (*Process)(nil); err == nil; {
				if p, err = it.Next(); p == nil {
					break
				}
			}
			if err != nil {
				panic(err)
			}
		}
	})
	before := all(t, l)
	for pid, p := range all(t, l) {
		if before[pid] != p {
			t.Errorf("%d is not the same any more", pid)
		}
	}
}
