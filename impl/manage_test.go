package impl

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func (f *fake) PIDs() ([]int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Sorted(maps.Keys(f.processes)), nil
}

func (f *fake) Self() int64 { return f.self }

func (h *fakeHandle) Suspend(id platform.Identity) error {
	return h.Signal(id, 19)
}

func (h *fakeHandle) SetCaching(on bool) {
	_, _ = get(h, func(p *fakeProcess) bool { p.oneshots = append(p.oneshots, on); return on })
}

func pidsOf(list []*Process) []int64 {
	var pids []int64
	for _, p := range list {
		pids = append(pids, p.id.PID)
	}
	return pids
}

func want[T any](t *testing.T, what string, got, want []T, equal func(a, b T) bool) {
	t.Helper()
	if !slices.EqualFunc(got, want, equal) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func wantPIDs(t *testing.T, what string, list []*Process, pids ...int64) {
	t.Helper()
	want(t, what, pidsOf(list), pids, func(a, b int64) bool { return a == b })
}

// The page's example: A is 10; B 20, C 30 and D 40 are its children, X 50 is B's, Y 15 is X's.
func pageExample() map[int64]*fakeProcess {
	return map[int64]*fakeProcess{
		1: {start: 1}, 10: {ppid: 1, start: 10}, 20: {ppid: 10, start: 20}, 30: {ppid: 10, start: 30},
		40: {ppid: 10, start: 40}, 50: {ppid: 20, start: 50}, 15: {ppid: 50, start: 60},
	}
}

func TestChildren(t *testing.T) {
	f, l := newFake(pageExample())
	a, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	list, err := a.Children(false)
	no(t, "Children", err)
	wantPIDs(t, "children", list, 20, 30, 40)
	list, err = a.Children(true)
	no(t, "Children", err)
	wantPIDs(t, "descendants", list, 20, 50, 15, 30, 40)

	// "If process X disappears process Y won't be returned either."
	delete(f.processes, 50)
	f.processes[15].ppid = 1
	list, err = a.Children(true)
	no(t, "Children", err)
	wantPIDs(t, "descendants without X", list, 20, 30, 40)

	// Children of somebody who had the PID before: older than the one who has it now.
	f.processes[30].start = 5
	f.processes[31] = &fakeProcess{ppid: 30, start: 4}
	f.processes[32] = &fakeProcess{ppid: 40, start: 39}
	list, err = a.Children(true)
	no(t, "Children", err)
	wantPIDs(t, "descendants, some older than their parents", list, 20, 40)

	// The handle's own PID belongs to somebody else.
	f.processes[10].start = 11
	_, err = a.Children(true)
	wantError(t, "Children", err, platform.NoSuchProcess)
}

// They are who was there in the one look at all processes, and no later owners of their PIDs.
func TestChildrenMeanwhile(t *testing.T) {
	f, l := newFake(pageExample())
	a, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	f.afterScan = func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.processes, 40)                             // gone
		f.processes[30] = &fakeProcess{ppid: 10, start: 31} // another child
		f.processes[20].ppid = 1                            // lost its parent
	}
	list, err := a.Children(true)
	no(t, "Children", err)
	wantPIDs(t, "children of the moment", list, 20, 50, 15, 30, 40)
	for _, p := range list {
		running, err := p.IsRunning()
		no(t, "IsRunning", err)
		same(t, "running", running, p.id.PID != 40 && p.id.PID != 30)
	}
	f.afterScan = func() { delete(f.processes, 10) }
	_, err = a.Children(false)
	wantError(t, "Children", err, platform.NoSuchProcess)
}

// A snapshot that contradicts itself is no reason to go round for ever.
func TestFamilyInCircles(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {ppid: 2}, 2: {ppid: 3}, 3: {ppid: 1}, 4: {ppid: 4}})
	for _, pid := range []int64{1, 2, 3, 4} {
		p, err := l.NewProcess(pid)
		no(t, "NewProcess", err)
		children, err := p.Children(true)
		no(t, "Children", err)
		parents, err := p.Parents()
		no(t, "Parents", err)
		if len(children) > 2 || len(parents) > 2 {
			t.Errorf("%d: children %v, parents %v", pid, pidsOf(children), pidsOf(parents))
		}
	}
}

func TestParents(t *testing.T) {
	f, l := newFake(pageExample())
	y, err := l.NewProcess(15)
	no(t, "NewProcess", err)
	list, err := y.Parents()
	no(t, "Parents", err)
	wantPIDs(t, "parents", list, 50, 20, 10, 1)
	f.processes[20].start = 55 // not X's parent, only its PID
	list, err = y.Parents()
	no(t, "Parents", err)
	wantPIDs(t, "parents", list, 50)
	f.processes[15].start++
	_, err = y.Parents()
	wantError(t, "Parents", err, platform.NoSuchProcess)
}

func TestDeepTree(t *testing.T) {
	processes := map[int64]*fakeProcess{}
	for pid := range int64(10000) {
		processes[pid+1] = &fakeProcess{ppid: pid, start: pid}
	}
	_, l := newFake(processes)
	p, err := l.NewProcess(1)
	no(t, "NewProcess", err)
	list, err := p.Children(true)
	no(t, "Children", err)
	if len(list) != 9999 || list[9998].id.PID != 10000 {
		t.Errorf("%d descendants", len(list))
	}
	list, err = list[9998].Parents()
	no(t, "Parents", err)
	if len(list) != 9999 {
		t.Errorf("%d ancestors", len(list))
	}
}

func all(t *testing.T, l *Library) map[int64]*Process {
	t.Helper()
	it, err := l.NewIter(0)
	no(t, "NewIter", err)
	found := map[int64]*Process{}
	last := int64(0)
	for {
		p, err := it.Next()
		no(t, "Next", err)
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
	f, l := newFake(pageExample())
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
			t.Errorf("%d: the object that it was before: %v", pid, same)
		}
	}
	if second[15] != nil || second[60] == nil || len(second) != 7 || len(l.known.processes) != 7 {
		t.Errorf("%v, of whom %d are kept", slices.Sorted(maps.Keys(second)), len(l.known.processes))
	}

	// Who goes in the middle is passed over, and is kept no longer.
	it, err := l.NewIter(0)
	no(t, "NewIter", err)
	it.Next()
	delete(f.processes, 10)
	p, err := it.Next()
	no(t, "Next", err)
	if p.id.PID != 20 || l.known.processes[10] != nil {
		t.Errorf("%d comes next", p.id.PID)
	}

	// In a forked child it goes on behind the last.
	for after, pid := range map[int64]int64{20: 30, 25: 30, 59: 60, 60: 0} {
		it, err := l.NewIter(after)
		no(t, "NewIter", err)
		p, err := it.Next()
		no(t, "Next", err)
		if p == nil && pid != 0 || p != nil && p.id.PID != pid {
			t.Errorf("after %d comes %v", after, p)
		}
	}
	if _, err := New(platform.Unsupported{}).NewIter(0); err == nil {
		t.Error("no error")
	}
}

func TestItersAtATime(t *testing.T) {
	_, l := newFake(pageExample())
	platform.Parallel(8, func(int) {
		for range 100 {
			it, err := l.NewIter(0)
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

func TestOneshot(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {}})
	p, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	p.OneshotEnd() // nothing
	p.OneshotBegin()
	p.OneshotBegin()
	p.OneshotEnd()
	want(t, "inside", f.processes[7].oneshots, []bool{true}, func(a, b bool) bool { return a == b })
	p.OneshotEnd()
	p.OneshotEnd()
	p.OneshotBegin()
	want(t, "twice", f.processes[7].oneshots, []bool{true, false, true}, func(a, b bool) bool { return a == b })
}

// finishAll is finish for WaitProcs: it keeps what is told on the way, and does something in every pause.
func finishAll(w Waiting[[]WaitResult], err error) func(meanwhile func()) (results []WaitResult, told []int, err error) {
	return func(meanwhile func()) (results []WaitResult, told []int, _ error) {
		if err != nil {
			return nil, nil, err
		}
		defer w.Close()
		for {
			results, pause, done, err := w.Next()
			switch {
			case done || err != nil:
				return results, told, err
			case pause.Exit != nil:
				told = append(told, pause.Exit.Index)
			case meanwhile != nil:
				meanwhile()
			}
		}
	}
}

func threeProcesses(t *testing.T) (*fake, *Library, []*Process) {
	f, l := newFake(map[int64]*fakeProcess{5: {}, 6: {}, 7: {}})
	var list []*Process
	for _, pid := range []int64{7, 5, 6} {
		p, err := l.NewProcess(pid)
		no(t, "NewProcess", err)
		list = append(list, p)
	}
	return f, l, list
}

func TestWaitProcs(t *testing.T) {
	f, l, list := threeProcesses(t)
	results, told, err := finishAll(l.WaitProcs(list, 0, true))(nil)
	no(t, "WaitProcs", err)
	if len(told) != 0 || slices.ContainsFunc(results, func(r WaitResult) bool { return r.Gone }) {
		t.Errorf("%v %v", results, told)
	}

	end := []int64{6, 7}
	results, told, err = finishAll(l.WaitProcs(list, 0.5, true))(func() {
		if len(end) > 0 {
			p := f.processes[end[0]]
			p.ended, p.status = true, platform.ExitStatus{Known: true, Code: int32(end[0])}
			end = end[1:]
		}
	})
	no(t, "WaitProcs", err)
	want(t, "told", told, []int{2, 0}, func(a, b int) bool { return a == b })
	same := func(a, b WaitResult) bool { return a == b }
	seven, six := WaitResult{true, platform.ExitStatus{Known: true, Code: 7}}, WaitResult{true, platform.ExitStatus{Known: true, Code: 6}}
	want(t, "results", results, []WaitResult{seven, {}, six}, same)
	if f.processes[5].open+f.processes[6].open+f.processes[7].open != 0 {
		t.Error("watches are open still")
	}

	// What was learnt is kept, also of a process that is given twice; no callback, nothing told.
	results, told, err = finishAll(l.WaitProcs([]*Process{list[0], list[0], list[1]}, 0, false))(nil)
	no(t, "WaitProcs", err)
	want(t, "results", results, []WaitResult{seven, seven, {}}, same)
	if len(told) != 0 {
		t.Errorf("told %v", told)
	}

	results, _, err = finishAll(l.WaitProcs(nil, math.Inf(1), true))(nil)
	if err != nil || len(results) != 0 {
		t.Errorf("nobody: %v, %v", results, err)
	}
	_, _, err = finishAll(l.WaitProcs(list, nan, true))(nil)
	wantError(t, "NaN", err, platform.InvalidArgument)
	_, _, err = finishAll(l.WaitProcs([]*Process{l.ProcessFrom(platform.Identity{})}, 0, true))(nil)
	wantError(t, "PID 0", err, platform.InvalidArgument)
	f.processes[5].denied = true
	_, _, err = finishAll(l.WaitProcs(list, 1, true))(nil)
	wantError(t, "an error of the system", err, platform.OS)
	if f.processes[5].open != 0 {
		t.Error("the watch is open still")
	}
}

func TestWaitForManyWithFewDescriptors(t *testing.T) {
	const many = mostWatches * 2
	f, l := newFake(map[int64]*fakeProcess{})
	var list []*Process
	for pid := int64(1); pid <= many; pid++ {
		f.processes[pid] = &fakeProcess{}
		p, err := l.NewProcess(pid)
		no(t, "NewProcess", err)
		list = append(list, p)
	}
	for _, descriptors := range []int{many, 10, 1} {
		f.descriptors = descriptors
		for _, p := range f.processes {
			p.ended, p.reaped = false, false
		}
		for _, p := range list {
			p.end.over, p.end.reaped = false, false
		}
		most, pauses := 0, 0
		results, told, err := finishAll(l.WaitProcs(list, 10, true))(func() {
			open := 0
			for _, p := range f.processes {
				open += p.open
			}
			most = max(most, open)
			if pauses++; pauses == 3 {
				for _, p := range f.processes {
					p.ended, p.status.Known = true, true
				}
			}
		})
		no(t, "WaitProcs", err)
		if len(told) != many || !results[many-1].Gone || most > mostWatches {
			t.Errorf("with %d descriptors: %d told, %d open", descriptors, len(told), most)
		}
	}
	f.descriptors = -1
	list[0].end.over = false
	_, _, err := finishAll(l.WaitProcs(list, 10, true))(nil)
	wantError(t, "without any", err, platform.OS)
}

// mortal gives a tree in which signals have effects: 10 is the root; 20 ends on SIGTERM, 30 only on SIGKILL, 40 may not
// be signalled, 50 is a zombie, 60 is somebody else's.
func mortal() *fake {
	f, _ := newFake(map[int64]*fakeProcess{
		10: {ppid: 1, start: 10}, 20: {ppid: 10, start: 20}, 30: {ppid: 20, start: 30, stubborn: true},
		40: {ppid: 10, start: 40, untouchable: true}, 50: {ppid: 10, start: 50, ended: true}, 60: {ppid: 1, start: 60},
	})
	f.mortal = true
	return f
}

func TestKillTree(t *testing.T) {
	f := mortal()
	l := New(f)
	p, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	results, err := finish(p.KillTree(sigterm, 0.01))
	no(t, "KillTree", err)
	outcomes := map[int64]KillOutcome{}
	for _, r := range results {
		outcomes[r.PID] = r.Outcome
	}
	expected := map[int64]KillOutcome{10: Terminated, 20: Terminated, 30: Killed, 40: Denied, 50: AlreadyGone}
	if results[0].PID != 10 || !maps.Equal(outcomes, expected) {
		t.Errorf("%v", results)
	}
	// Stopped first, so that it starts nobody in its last moment.
	want(t, "signals", f.processes[30].signals, []int{sigterm, 19, sigkill}, func(a, b int) bool { return a == b })
	if len(f.processes[60].signals) != 0 {
		t.Errorf("a stranger got %v", f.processes[60].signals)
	}
	for pid, p := range f.processes {
		if p.open != 0 {
			t.Errorf("%d is watched still", pid)
		}
	}
	_, err = p.KillTree(sigterm, 0)
	no(t, "a zombie", err)
	delete(f.processes, 10)
	_, err = finish(p.KillTree(sigterm, 0))
	wantError(t, "gone", err, platform.NoSuchProcess)
}

// Those that are started while the tree is ended are found: after the signal, and before SIGKILL.
func TestKillTreeThatGrows(t *testing.T) {
	f := mortal()
	l := New(f)
	p, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	f.processes[10].stubborn = true
	born := int64(100)
	snapshots := 0
	f.afterScan = func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if snapshots++; snapshots < 6 {
			f.processes[born] = &fakeProcess{ppid: 10, start: born, stubborn: true}
			born++
		}
	}
	results, err := finish(p.KillTree(sigkill, 0))
	no(t, "KillTree", err)
	if len(results) != 10 {
		t.Errorf("%v", results)
	}
	for _, r := range results {
		if r.PID >= 100 && r.Outcome != Killed {
			t.Errorf("%v", r)
		}
	}
}

// Interrupted, it goes on with the same processes, though no tree connects them any more.
func TestKillTreeResumed(t *testing.T) {
	f := mortal()
	l := New(f)
	p, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	w, err := p.KillTree(sigterm, 100)
	no(t, "KillTree", err)
	_, pause, done, err := w.Next()
	no(t, "Next", err)
	if done || pause.Seconds > 100 || len(pause.Handles) == 0 {
		t.Errorf("done %v, pause %v", done, pause)
	}
	w.Close()
	delete(f.processes, 10)
	delete(f.processes, 20)
	f.processes[30].ppid = 1
	results, err := finish(p.KillTree(sigkill, 0))
	no(t, "KillTree", err)
	if len(results) != 5 || results[0].Outcome != Terminated || f.processes[30].ended == false {
		t.Errorf("%v", results)
	}
	_, err = p.KillTree(sigkill, 0)
	wantError(t, "when all is done", err, platform.NoSuchProcess)
}

func TestKillTreeRefuses(t *testing.T) {
	f := mortal()
	l := New(f)
	p, err := l.NewProcess(10)
	no(t, "NewProcess", err)
	for _, grace := range []float64{-1, nan, math.Inf(-1)} {
		_, err = p.KillTree(sigterm, grace)
		wantError(t, "grace", err, platform.InvalidArgument)
	}
	for _, signal := range []int{0, -1} {
		_, err = p.KillTree(signal, 1)
		wantError(t, "signal", err, platform.InvalidArgument)
	}
	f.self = 30
	_, err = p.KillTree(sigterm, 1)
	wantError(t, "suicide", err, platform.InvalidArgument)
	for pid, p := range f.processes {
		if len(p.signals) != 0 || p.open != 0 {
			t.Errorf("%d got %v", pid, p.signals)
		}
	}
	f.self = 0
	f.processes[10].start = 9
	_, err = p.KillTree(sigterm, 1)
	wantError(t, "another's PID", err, platform.NoSuchProcess)
}

// A handle from a look at all processes learns what tells it from later ones best at the first look at it alone.
func TestIdentityIsCompleted(t *testing.T) {
	f, l := newFake(pageExample())
	f.processes[20].inode = 77
	p := l.ProcessFrom(platform.Identity{PID: 20, Start: f.processes[20].start})
	running, err := p.IsRunning()
	no(t, "IsRunning", err)
	same(t, "running", running, true)
	same(t, "inode", p.Identity().Inode, 77)
	f.processes[20].inode = 78 // another process, of the same tick
	running, err = p.IsRunning()
	no(t, "IsRunning", err)
	same(t, "running", running, false)
}
