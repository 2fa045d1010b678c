package impl

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

func TestSpuriousWakeUp(t *testing.T) {
	f, l := newFake(nil)
	f.cpu = []platform.CPUTimes{{}, {User: 1}}
	start := time.Now()
	w, err := l.CPUPercent(1, 0.03)
	noError(t, "CPUPercent", err)
	for {
		got, request, done, err := w.Next()
		noError(t, "Next", err)
		if done {
			if got != 100 {
				t.Errorf("%v percent", got)
			}
			break
		}
		if request.Seconds > 0.03 {
			t.Fatalf("a request to wait %v seconds", request.Seconds)
		}
	}
	if passed := time.Since(start); passed < 30*time.Millisecond {
		t.Errorf("done after %v", passed)
	}
}

func TestWait(t *testing.T) {
	killed := platform.ExitStatus{Known: true, Code: -9}
	p := &fakeProcess{name: "seven", status: killed}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)

	_, err = h.Wait(nan, true, false)
	wantError(t, "NaN", err, platform.InvalidArgument)
	_, err = l.ProcessFrom(platform.Identity{}).Wait(1, true, false)
	wantError(t, "PID 0", err, platform.InvalidArgument)

	for _, timeout := range []float64{0, 0.02} {
		start := time.Now()
		_, err = runToEnd(h.Wait(timeout, true, false))
		e := wantError(t, "alive", err, platform.TimeoutExpired)
		if e.Timeout != timeout || e.PID != 7 || e.Name != "seven" {
			t.Errorf("%+v", e)
		}
		if passed := time.Since(start).Seconds(); passed < timeout {
			t.Errorf("gave up after %v seconds of %v", passed, timeout)
		}
	}
	for _, timeout := range []float64{-1, math.Inf(1), math.Inf(-1), math.MaxFloat64, 5} {
		w, err := h.Wait(timeout, true, false)
		noError(t, "Wait", err)
		_, request, done, err := w.Next()
		if done || err != nil || !slices.Equal(request.Handles, []int{77}) || request.Seconds < 4 || timeout < 0 && !math.IsInf(request.Seconds, 1) {
			t.Errorf("timeout %v: request %v, done %v, error %v", timeout, request, done, err)
		}
		w.Close()
		w.Close()
	}

	p.noHandle = true
	w, err := h.Wait(0.2, true, false)
	noError(t, "Wait", err)
	var waits []float64
	for range 8 {
		_, request, _, err := w.Next()
		noError(t, "Next", err)
		waits = append(waits, request.Seconds)
	}
	w.Close()
	if !slices.Equal(waits, []float64{.001, .002, .004, .008, .016, .032, .04, .04}) {
		t.Errorf("waits %v", waits)
	}

	p.ended = true
	// The status is the same while it is a zombie, after it is reaped, and once it is gone.
	for _, reap := range []bool{false, false, true, true, false} {
		status, err := runToEnd(h.Wait(0, reap, false))
		noError(t, "Wait", err)
		if status != killed || reap && !p.reaped {
			t.Errorf("reap %v: %+v, reaped %v", reap, status, p.reaped)
		}
	}
	if running, err := h.IsRunning(); running || err != nil {
		t.Errorf("reaped, and running %v, %v", running, err)
	}
	if p.open != 0 {
		t.Errorf("%d watches are open", p.open)
	}
}

func TestWaitKeepsWatch(t *testing.T) {
	reaped := platform.ExitStatus{Known: true, Code: 5}
	p := &fakeProcess{}
	f, l := newFake(map[int64]*fakeProcess{7: p})
	f.keepsWatches = true
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	poll := func(keep bool, open int) {
		t.Helper()
		_, err := runToEnd(h.Wait(0, true, keep))
		wantError(t, "alive", err, platform.TimeoutExpired)
		if p.open != open {
			t.Errorf("%d watches are open, not %d", p.open, open)
		}
	}
	poll(true, 0) // without a handle
	h.Open()
	h.Open()
	poll(false, 0)
	poll(true, 1)
	poll(true, 1)
	poll(false, 0)
	poll(true, 1)
	w, err := h.Wait(-1, true, true)
	noError(t, "Wait", err)
	poll(true, 2)
	w.Close()
	if p.open != 1 {
		t.Errorf("of two calls at once %d watches are kept", p.open)
	}
	h.Close()
	if p.open != 1 {
		t.Errorf("with a handle left %d watches are open", p.open)
	}
	if h.Close(); p.open != 0 {
		t.Errorf("without a handle %d watches are open", p.open)
	}
	h.Open()
	poll(true, 1)
	f.keepsWatches = false // the host has closed the descriptor
	p.open = 0
	poll(true, 0)
	f.keepsWatches = true
	poll(true, 1)
	p.ended, p.reaped, p.later = true, true, reaped
	if status, err := runToEnd(h.Wait(0, true, true)); err != nil || status != reaped || p.open != 0 {
		t.Errorf("exited: %+v, %v, %d watches are open", status, err, p.open)
	}
}

func TestWaitForExited(t *testing.T) {
	_, l := newFake(nil)
	for _, reap := range []bool{true, false} {
		status, err := runToEnd(l.ProcessFrom(platform.Identity{PID: 7}).Wait(-1, reap, false))
		noError(t, "Wait", err)
		if status.Known {
			t.Errorf("%+v", status)
		}
	}
}

func TestWaitForZombieOfAnotherParent(t *testing.T) {
	p := &fakeProcess{ended: true}
	f, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	_, err = runToEnd(h.Wait(0, true, false))
	wantError(t, "a zombie", err, platform.TimeoutExpired)
	results, _, err := runWaitProcs(l.WaitProcs([]*Process{h}, 0, false))(nil)
	if err != nil || results[0].Gone {
		t.Errorf("all: %v, %v", results, err)
	}

	w, err := h.Wait(-1, true, false)
	noError(t, "Wait", err)
	defer w.Close()
	_, request, done, err := w.Next()
	if done || err != nil || len(request.Handles) != 0 || request.Seconds > maxPoll {
		t.Errorf("a watch on a zombie would always be ready: request %v, done %v, error %v", request, done, err)
	}
	delete(f.processes, 7) // its parent has reaped it
	status, _, done, err := w.Next()
	if !done || err != nil || status.Known {
		t.Errorf("%v, done %v, error %v", status, done, err)
	}
}

// The status of another process's child is known from the time on when its parent has reaped it.
func TestWaitReturnsStatusOfReapedProcess(t *testing.T) {
	p := &fakeProcess{ended: true, later: platform.ExitStatus{Known: true, Code: 3}}
	f, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	w, err := h.Wait(-1, true, false)
	noError(t, "Wait", err)
	defer w.Close()
	p.reaped = false
	delete(f.processes, 7) // reaped between the poll and the read of the process; the second poll then has the status
	status, _, done, err := w.Next()
	if !done || err != nil || status != p.later {
		t.Errorf("%v, done %v, error %v", status, done, err)
	}
	again, err := runToEnd(h.Wait(0, true, false))
	noError(t, "again", err)
	if again != p.later {
		t.Errorf("the status is not kept: %v", again)
	}
}

func TestWaitReturnsStatusAfterZombie(t *testing.T) {
	p := &fakeProcess{ended: true}
	f, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	w, err := h.Wait(-1, true, false)
	noError(t, "Wait", err)
	defer w.Close()
	if _, _, done, err := w.Next(); done || err != nil {
		t.Fatalf("a zombie: done %v, error %v", done, err)
	}
	delete(f.processes, 7)
	p.reaped, p.later = true, platform.ExitStatus{Known: true, Code: -9}
	status, _, done, err := w.Next()
	if !done || err != nil || status != p.later {
		t.Errorf("%v, done %v, error %v", status, done, err)
	}
}

func TestWaitFails(t *testing.T) {
	p := &fakeProcess{denied: true}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	_, err := runToEnd(l.ProcessFrom(platform.Identity{PID: 7}).Wait(-1, true, false))
	wantError(t, "Wait", err, platform.OS)
	_, err = New(platform.Unsupported{}).ProcessFrom(platform.Identity{PID: 7}).Wait(-1, true, false)
	wantError(t, "Wait", err, platform.NotSupported)
	if p.open != 0 {
		t.Errorf("%d watches are open", p.open)
	}
}

// All threads that wait for the same child get its status, although the kernel returns it only once.
func TestWaitFromManyThreads(t *testing.T) {
	p := &fakeProcess{ended: true, status: platform.ExitStatus{Known: true, Code: 3}}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			w, err := h.Wait(-1, true, false)
			if err != nil {
				t.Error(err)
				return
			}
			defer w.Close()
			status, _, done, err := w.Next()
			if !done || err != nil || status.Code != 3 {
				t.Errorf("%+v, %v, %v", status, done, err)
			}
		})
	}
	all.Wait()
}
