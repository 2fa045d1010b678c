package impl

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// withKillableProcesses returns a tree in which signals have effects: 10 is the root; 20 exits on SIGTERM, 30 only on
// SIGKILL, 40 may not be signalled, 50 is a zombie, 60 is not in the tree.
func withKillableProcesses() *fake {
	f, _ := newFake(map[int64]*fakeProcess{
		10: {ppid: 1, start: 10}, 20: {ppid: 10, start: 20}, 30: {ppid: 20, start: 30, ignoresTERM: true},
		40: {ppid: 10, start: 40, protected: true}, 50: {ppid: 10, start: 50, ended: true}, 60: {ppid: 1, start: 60},
	})
	f.killable = true
	return f
}

func TestKillTree(t *testing.T) {
	f := withKillableProcesses()
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	results, err := runToEnd(p.KillTree(sigterm, 0.01))
	noError(t, "KillTree", err)
	outcomes := map[int64]KillOutcome{}
	for _, r := range results {
		outcomes[r.PID] = r.Outcome
	}
	expected := map[int64]KillOutcome{10: KillTerminated, 20: KillTerminated, 30: KillKilled, 40: KillDenied, 50: KillGone}
	if results[0].PID != 10 || !maps.Equal(outcomes, expected) {
		t.Errorf("%v", results)
	}
	// It is stopped first, so that it cannot start another process before SIGKILL.
	equalSlices(t, "signals", f.processes[30].signals, []int{sigterm, 19, sigkill})
	if len(f.processes[60].signals) != 0 {
		t.Errorf("a process outside the tree got %v", f.processes[60].signals)
	}
	for pid, p := range f.processes {
		if p.open != 0 {
			t.Errorf("%d is still watched", pid)
		}
	}
	_, err = p.KillTree(sigterm, 0)
	noError(t, "a zombie", err)
	delete(f.processes, 10)
	_, err = runToEnd(p.KillTree(sigterm, 0))
	wantError(t, "exited", err, platform.NoSuchProcess)
}

// Processes that start during KillTree are found after the signal and before SIGKILL.
func TestKillTreeFindsNewProcesses(t *testing.T) {
	f := withKillableProcesses()
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	f.processes[10].ignoresTERM = true
	born := int64(100)
	snapshots := 0
	f.afterScan = func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if snapshots++; snapshots < 6 {
			f.processes[born] = &fakeProcess{ppid: 10, start: born, ignoresTERM: true}
			born++
		}
	}
	results, err := runToEnd(p.KillTree(sigkill, 0))
	noError(t, "KillTree", err)
	if len(results) != 10 {
		t.Errorf("%v", results)
	}
	for _, r := range results {
		if r.PID >= 100 && r.Outcome != KillKilled {
			t.Errorf("%v", r)
		}
	}
}

// After an interruption KillTree resumes with the same processes, even if no parent connects them.
func TestKillTreeResumed(t *testing.T) {
	f := withKillableProcesses()
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	w, err := p.KillTree(sigterm, 100)
	noError(t, "KillTree", err)
	_, request, done, err := w.Next()
	noError(t, "Next", err)
	if done || request.Seconds > 100 || len(request.Handles) == 0 {
		t.Errorf("done %v, request %v", done, request)
	}
	w.Close()
	delete(f.processes, 10)
	delete(f.processes, 20)
	f.processes[30].ppid = 1
	results, err := runToEnd(p.KillTree(sigkill, 0))
	noError(t, "KillTree", err)
	if len(results) != 5 || results[0].Outcome != KillTerminated || f.processes[30].ended == false {
		t.Errorf("%v", results)
	}
	_, err = p.KillTree(sigkill, 0)
	wantError(t, "when all is done", err, platform.NoSuchProcess)
}

// A call that is interrupted after SIGKILL resumes with what was killed, and sends it no other signal.
func TestKillTreeResumedAfterKill(t *testing.T) {
	f := withKillableProcesses()
	f.processes[30].slow = true
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	w, err := p.KillTree(sigterm, 0)
	noError(t, "KillTree", err)
	_, _, done, err := w.Next()
	noError(t, "Next", err)
	equal(t, "done", done, false)
	w.Close()
	signals := slices.Clone(f.processes[30].signals)
	equal(t, "the last signal", signals[len(signals)-1], sigkill)
	w, err = p.KillTree(sigterm, 0)
	noError(t, "KillTree", err)
	equalSlices(t, "signals", f.processes[30].signals, signals)
	f.processes[30].ended = true
	results, err := runToEnd(w, nil)
	noError(t, "KillTree", err)
	for _, r := range results {
		if r.PID == 30 && r.Outcome != KillKilled {
			t.Errorf("%v", r)
		}
	}
}

// A descendant that can be neither identified nor signalled is StillAlive, and all others are killed.
func TestKillTreeWithOddProcess(t *testing.T) {
	f := withKillableProcesses()
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
	f.processes[25] = &fakeProcess{ppid: 10, start: 25}
	f.afterScan = func() { f.processes[25].odd = true }
	results, err := runToEnd(p.KillTree(sigterm, 0.01))
	noError(t, "KillTree", err)
	outcomes := map[int64]KillOutcome{}
	for _, r := range results {
		outcomes[r.PID] = r.Outcome
	}
	expected := map[int64]KillOutcome{10: KillTerminated, 20: KillTerminated, 25: KillAlive, 30: KillKilled, 40: KillDenied, 50: KillGone}
	if !maps.Equal(outcomes, expected) {
		t.Errorf("%v, want %v", outcomes, expected)
	}
	f.processes[10] = &fakeProcess{start: 10, odd: true}
	_, err = l.ProcessFrom(platform.Identity{PID: 10, Start: 10}).KillTree(sigterm, 0)
	wantError(t, "an odd root", err, platform.OS)
}

func TestKillTreeRefuses(t *testing.T) {
	f := withKillableProcesses()
	l := New(f)
	p, err := l.NewProcess(10)
	noError(t, "NewProcess", err)
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
	wantError(t, "its own tree", err, platform.InvalidArgument)
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
