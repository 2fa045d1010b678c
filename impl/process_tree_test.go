package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParent(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{
		1: {start: 0, ppid: 0}, 2: {start: 10, ppid: 1}, 3: {start: 20, ppid: 2}, 4: {start: 5, ppid: 3},
		5: {start: 5, ppid: 99}, 6: {start: 10, ppid: 2}, 7: {start: platform.NA, ppid: 3}, 8: {start: 8, ppid: 8},
	})
	for pid, want := range map[int64]int64{1: 0, 2: 1, 3: 2, 4: 0 /* 3 came later */, 5: 0, 6: 2 /* same tick */, 7: 3, 8: 0} {
		h, err := l.NewProcess(pid)
		noError(t, "NewProcess", err)
		parent, err := h.Parent()
		noError(t, "Parent", err)
		if want == 0 != (parent == nil) || parent != nil && parent.Identity().PID != want {
			t.Errorf("the parent of %d is %+v, want %d", pid, parent, want)
		}
	}
}

// exampleTree is the tree in psutil's documentation: A is 10; B 20, C 30 and D 40 are its children, X 50 is B's, Y 15
// is X's.
func exampleTree() map[int64]*fakeProcess {
	return map[int64]*fakeProcess{
		1: {start: 1}, 10: {ppid: 1, start: 10}, 20: {ppid: 10, start: 20}, 30: {ppid: 10, start: 30},
		40: {ppid: 10, start: 40}, 50: {ppid: 20, start: 50}, 15: {ppid: 50, start: 60},
	}
}

func TestChildren(t *testing.T) {
	f, l := newFake(exampleTree())
	a, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	list, err := a.Children(false)
	noError(t, "Children", err)
	wantPIDs(t, "children", list, 20, 30, 40)
	list, err = a.Children(true)
	noError(t, "Children", err)
	wantPIDs(t, "descendants", list, 20, 50, 15, 30, 40)

	// Without X, its child Y is not a descendant.
	delete(f.processes, 50)
	f.processes[15].ppid = 1
	list, err = a.Children(true)
	noError(t, "Children", err)
	wantPIDs(t, "descendants without X", list, 20, 30, 40)

	// Children that are older than the process with the parent's PID belong to an earlier process.
	f.processes[30].start = 5
	f.processes[31] = &fakeProcess{ppid: 30, start: 4}
	f.processes[32] = &fakeProcess{ppid: 40, start: 39}
	list, err = a.Children(true)
	noError(t, "Children", err)
	wantPIDs(t, "descendants, some older than their parents", list, 20, 40)

	// The handle's own PID was reused.
	f.processes[10].start = 11
	_, err = a.Children(true)
	wantError(t, "Children", err, platform.NoSuchProcess)
}

// All children come from one snapshot, and none is a later process with the same PID.
func TestChildrenAreOneSnapshot(t *testing.T) {
	f, l := newFake(exampleTree())
	a, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	f.afterScan = func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.processes, 40)                             // exited
		f.processes[30] = &fakeProcess{ppid: 10, start: 31} // another child
		f.processes[20].ppid = 1                            // reparented
	}
	list, err := a.Children(true)
	noError(t, "Children", err)
	wantPIDs(t, "children of the moment", list, 20, 50, 15, 30, 40)
	for _, p := range list {
		running, err := p.IsRunning()
		noError(t, "IsRunning", err)
		equal(t, "running", running, p.id.PID != 40 && p.id.PID != 30)
	}
	f.afterScan = func() { delete(f.processes, 10) }
	_, err = a.Children(false)
	wantError(t, "Children", err, platform.NoSuchProcess)
}

// A snapshot with a cycle of parents does not cause an endless loop.
func TestChildrenWithParentCycle(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {ppid: 2}, 2: {ppid: 3}, 3: {ppid: 1}, 4: {ppid: 4}})
	for _, pid := range []int64{1, 2, 3, 4} {
		p, err := l.NewProcess(pid)
		noError(t, "NewProcess", err)
		children, err := p.Children(true)
		noError(t, "Children", err)
		parents, err := p.Parents()
		noError(t, "Parents", err)
		if len(children) > 2 || len(parents) > 2 {
			t.Errorf("%d: children %v, parents %v", pid, pidsOf(children), pidsOf(parents))
		}
	}
}

func TestParents(t *testing.T) {
	f, l := newFake(exampleTree())
	y, err := l.NewProcess(15)
	noError(t, "NewProcess", err)
	list, err := y.Parents()
	noError(t, "Parents", err)
	wantPIDs(t, "parents", list, 50, 20, 10, 1)
	f.processes[20].start = 55 // another process with the PID of X's parent
	list, err = y.Parents()
	noError(t, "Parents", err)
	wantPIDs(t, "parents", list, 50)
	f.processes[15].start++
	_, err = y.Parents()
	wantError(t, "Parents", err, platform.NoSuchProcess)
}

// The parent of an ancestor cannot be read where procfs hides the ancestor (hidepid) or its stat is malformed.
func TestParentsOfUnreadableAncestor(t *testing.T) {
	f, l := newFake(exampleTree())
	y, err := l.NewProcess(15)
	noError(t, "NewProcess", err)
	f.processes[20].denied = true
	list, err := y.Parents()
	noError(t, "Parents", err)
	wantPIDs(t, "parents", list, 50, 20)
	f.processes[15].denied = true
	_, err = y.Parents()
	wantError(t, "Parents", err, platform.AccessDenied)
}

func TestDeepTree(t *testing.T) {
	processes := map[int64]*fakeProcess{}
	for pid := range int64(10000) {
		processes[pid+1] = &fakeProcess{ppid: pid, start: pid}
	}
	_, l := newFake(processes)
	p, err := l.NewProcess(1)
	noError(t, "NewProcess", err)
	list, err := p.Children(true)
	noError(t, "Children", err)
	if len(list) != 9999 || list[9998].id.PID != 10000 {
		t.Errorf("%d descendants", len(list))
	}
	list, err = list[9998].Parents()
	noError(t, "Parents", err)
	if len(list) != 9999 {
		t.Errorf("%d ancestors", len(list))
	}
}
