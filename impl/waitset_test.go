package impl

import (
	"math"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// runWaitProcs is runToEnd for WaitProcs: it returns the reported exits too, and calls duringWait in place of each
// wait.
func runWaitProcs(w Waiting[[]WaitResult], err error) func(duringWait func()) (results []WaitResult, reported []int, err error) {
	return func(duringWait func()) (results []WaitResult, reported []int, _ error) {
		if err != nil {
			return nil, nil, err
		}
		defer w.Close()
		for {
			results, request, done, err := w.Next()
			switch {
			case done || err != nil:
				return results, reported, err
			case request.Exit != nil:
				reported = append(reported, request.Exit.Index)
			case duringWait != nil:
				duringWait()
			}
		}
	}
}

func threeProcesses(t *testing.T) (*fake, *Library, []*Process) {
	f, l := newFake(map[int64]*fakeProcess{5: {}, 6: {}, 7: {}})
	var list []*Process
	for _, pid := range []int64{7, 5, 6} {
		p, err := l.NewProcess(pid)
		noError(t, "NewProcess", err)
		list = append(list, p)
	}
	return f, l, list
}

func TestWaitProcs(t *testing.T) {
	f, l, list := threeProcesses(t)
	results, reported, err := runWaitProcs(l.WaitProcs(list, 0, true))(nil)
	noError(t, "WaitProcs", err)
	if len(reported) != 0 || slices.ContainsFunc(results, func(r WaitResult) bool { return r.Gone }) {
		t.Errorf("%v %v", results, reported)
	}

	end := []int64{6, 7}
	results, reported, err = runWaitProcs(l.WaitProcs(list, 0.5, true))(func() {
		if len(end) > 0 {
			p := f.processes[end[0]]
			p.ended, p.status = true, platform.ExitStatus{Known: true, Code: int32(end[0])}
			end = end[1:]
		}
	})
	noError(t, "WaitProcs", err)
	equalSlices(t, "reported", reported, []int{2, 0})
	seven, six := WaitResult{true, platform.ExitStatus{Known: true, Code: 7}}, WaitResult{true, platform.ExitStatus{Known: true, Code: 6}}
	equalSlices(t, "results", results, []WaitResult{seven, {}, six})
	if f.processes[5].open+f.processes[6].open+f.processes[7].open != 0 {
		t.Error("watches are still open")
	}

	// The results are kept, also for a process that is given twice; without notify, no exit is reported.
	results, reported, err = runWaitProcs(l.WaitProcs([]*Process{list[0], list[0], list[1]}, 0, false))(nil)
	noError(t, "WaitProcs", err)
	equalSlices(t, "results", results, []WaitResult{seven, seven, {}})
	if len(reported) != 0 {
		t.Errorf("reported %v", reported)
	}

	results, _, err = runWaitProcs(l.WaitProcs(nil, math.Inf(1), true))(nil)
	if err != nil || len(results) != 0 {
		t.Errorf("no processes: %v, %v", results, err)
	}
	_, _, err = runWaitProcs(l.WaitProcs(list, nan, true))(nil)
	wantError(t, "NaN", err, platform.InvalidArgument)
	_, _, err = runWaitProcs(l.WaitProcs([]*Process{l.ProcessFrom(platform.Identity{})}, 0, true))(nil)
	wantError(t, "PID 0", err, platform.InvalidArgument)
	f.processes[5].denied = true
	_, _, err = runWaitProcs(l.WaitProcs(list, 1, true))(nil)
	wantError(t, "an error of the system", err, platform.OS)
	if f.processes[5].open != 0 {
		t.Error("the watch is still open")
	}
}

func TestWaitProcsWithFewDescriptors(t *testing.T) {
	const many = maxWatches * 2
	f, l := newFake(map[int64]*fakeProcess{})
	var list []*Process
	for pid := int64(1); pid <= many; pid++ {
		f.processes[pid] = &fakeProcess{}
		p, err := l.NewProcess(pid)
		noError(t, "NewProcess", err)
		list = append(list, p)
	}
	for _, descriptors := range []int{many, 10, 1} {
		f.descriptors = descriptors
		for _, p := range f.processes {
			p.ended, p.reaped = false, false
		}
		for _, p := range list {
			p.exit.exited, p.exit.reaped = false, false
		}
		most, waits := 0, 0
		results, reported, err := runWaitProcs(l.WaitProcs(list, 10, true))(func() {
			open := 0
			for _, p := range f.processes {
				open += p.open
			}
			most = max(most, open)
			if waits++; waits == 3 {
				for _, p := range f.processes {
					p.ended, p.status.Known = true, true
				}
			}
		})
		noError(t, "WaitProcs", err)
		if len(reported) != many || !results[many-1].Gone || most > maxWatches {
			t.Errorf("with %d descriptors: %d reported, %d open", descriptors, len(reported), most)
		}
	}
	f.descriptors = -1
	list[0].exit.exited = false
	_, _, err := runWaitProcs(l.WaitProcs(list, 10, true))(nil)
	wantError(t, "without any", err, platform.OS)
}
