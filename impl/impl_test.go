package impl

import (
	"errors"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

var nan = math.NaN()

func TestRound1(t *testing.T) {
	// As Python 3 rounds.
	for f, want := range map[float64]float64{
		0: 0, 0.05: 0.1, 0.15: 0.1, 0.25: 0.2, 0.35: 0.3, 12.34: 12.3, 99.95: 100, 99.94: 99.9, 2.675: 2.7, 100: 100,
	} {
		if got := round1(f); got != want {
			t.Errorf("round1(%v) = %v, want %v", f, got, want)
		}
	}
}

func TestVirtualMemory(t *testing.T) {
	f, l := newFake(nil)
	for _, c := range []struct {
		total, available int64
		percent          float64
	}{{1000, 333, 66.7}, {1000, 0, 100}, {1000, 1000, 0}, {0, 0, 0}} {
		f.memory = platform.VirtualMemory{Total: c.total, Available: c.available}
		_, percent, err := l.VirtualMemory()
		no(t, "VirtualMemory", err)
		if percent != c.percent {
			t.Errorf("%d of %d: %v percent, want %v", c.available, c.total, percent, c.percent)
		}
	}
	if _, _, err := New(platform.Unsupported{}).VirtualMemory(); err == nil {
		t.Error("no error")
	}
}

func TestCPUPercentBetween(t *testing.T) {
	type times = platform.CPUTimes
	inf := math.Inf(1)
	for _, c := range []struct {
		what           string
		earlier, later times
		want           float64
	}{
		{"half", times{User: 1, Idle: 1}, times{User: 2, Idle: 2}, 50},
		{"iowait is idle", times{}, times{System: 1, IOWait: 3}, 25},
		{"guests are in user and nice already", times{}, times{User: 1, Nice: 1, Guest: 1, GuestNice: 1, Idle: 2}, 50},
		{"everything", times{}, times{User: 1, System: 1, Nice: 1, IRQ: 1, SoftIRQ: 1, Steal: 1, DPC: 1, Idle: 7}, 50},
		{"nothing moved", times{User: 5, Idle: 5}, times{User: 5, Idle: 5}, 0},
		{"the wrong way", times{User: 5, Idle: 5}, times{User: 4, Idle: 3}, 0},
		{"iowait went back", times{User: 1, Idle: 1, IOWait: 100}, times{User: 2, Idle: 2, IOWait: 50}, 50},
		{"steal went back", times{Steal: 10}, times{User: 1, Steal: 5}, 100},
		{"not reported", times{IOWait: nan, DPC: nan}, times{User: 1, Idle: 3, IOWait: nan, DPC: nan}, 25},
		{"all busy", times{}, times{User: 1e9}, 100},
		{"rounded", times{}, times{User: 1, Idle: 2}, 33.3},
		{"hostile", times{User: -inf}, times{User: inf, Idle: inf}, 0},
		{"hostile too", times{}, times{User: 1, Idle: inf}, 0},
		{"huge", times{}, times{User: math.MaxFloat64, System: math.MaxFloat64}, 0},
	} {
		if got := New(platform.Unsupported{}).CPUPercentBetween(c.earlier, c.later); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func FuzzCPUPercentBetween(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
	f.Add(nan, math.Inf(1), -1.0, math.MaxFloat64, math.Inf(-1), 0.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g float64) {
		got := New(platform.Unsupported{}).CPUPercentBetween(
			platform.CPUTimes{User: a, Idle: b, Steal: c}, platform.CPUTimes{User: d, Idle: e, Steal: g})
		if !(got >= 0 && got <= 100) {
			t.Errorf("%v percent", got)
		}
	})
}

// finish asks again, as soon as it is worth it, until there is an answer.
func finish[T any](w Waiting[T], err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	defer w.Close()
	for {
		result, pause, done, err := w.Next()
		if done || err != nil {
			return result, err
		}
		if !(pause.Seconds > 0) {
			panic("a pause of no time")
		}
		time.Sleep(time.Duration(min(pause.Seconds, 1) * 1e9))
	}
}

func TestCPUPercent(t *testing.T) {
	f, l := newFake(nil)
	at := func(user, idle float64) platform.CPUTimes { return platform.CPUTimes{User: user, Idle: idle} }
	ask := func(thread uint64, want float64) {
		t.Helper()
		got, err := finish(l.CPUPercent(thread, 0))
		no(t, "CPUPercent", err)
		if got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	f.cpu = []platform.CPUTimes{at(0, 0), at(1, 1), at(2, 4), at(2, 8), at(8, 10)}
	ask(1, 0)    // nothing to compare with
	ask(1, 50)   // since 0, 0
	ask(2, 0)    // another thread
	ask(1, 12.5) // since 1, 1
	ask(2, 50)   // since 2, 4

	f.cpu = []platform.CPUTimes{at(0, 0), at(1, 3)}
	got, err := finish(l.CPUPercent(3, 0.02))
	no(t, "CPUPercent", err)
	if got != 25 {
		t.Errorf("%v over an interval, want 25", got)
	}
	ask(3, 0) // an interval leaves the baseline of 0 alone: there was none

	f.perCPU = [][]platform.CPUTimes{{at(0, 0), at(0, 0)}, {at(1, 1), at(0, 1)}, {at(1, 1)}}
	for _, want := range [][]float64{{0, 0}, {50, 0}, {0}} {
		got, err := finish(l.CPUPercentPerCPU(1, 0))
		no(t, "CPUPercentPerCPU", err)
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestIntervals(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {times: []platform.ProcessCPUTimes{{}}}})
	f.cpu = []platform.CPUTimes{{}}
	p, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	for _, interval := range []float64{-1, -math.SmallestNonzeroFloat64, nan, math.Inf(1), math.Inf(-1)} {
		_, err := l.CPUPercent(1, interval)
		if e := wantError(t, "CPUPercent", err, platform.InvalidArgument); e.What != "interval" {
			t.Errorf("the message does not name the argument: %v", e)
		}
		_, err = l.CPUPercentPerCPU(1, interval)
		wantError(t, "CPUPercentPerCPU", err, platform.InvalidArgument)
		_, err = p.CPUPercent(interval)
		wantError(t, "Process.CPUPercent", err, platform.InvalidArgument)
	}
	// An interval that no Duration holds is as good as any.
	w, err := p.CPUPercent(math.MaxFloat64)
	no(t, "CPUPercent", err)
	if _, pause, done, err := w.Next(); done || err != nil || pause.Seconds < 1e300 || len(pause.Handles) != 0 {
		t.Errorf("pause %v, done %v, error %v", pause, done, err)
	}
	w.Close()
}

func TestSpuriousWakeUp(t *testing.T) {
	f, l := newFake(nil)
	f.cpu = []platform.CPUTimes{{}, {User: 1}}
	start := time.Now()
	w, err := l.CPUPercent(1, 0.03)
	no(t, "CPUPercent", err)
	for {
		got, pause, done, err := w.Next()
		no(t, "Next", err)
		if done {
			if got != 100 {
				t.Errorf("%v percent", got)
			}
			break
		}
		if pause.Seconds > 0.03 {
			t.Fatalf("a pause of %v seconds", pause.Seconds)
		}
	}
	if passed := time.Since(start); passed < 30*time.Millisecond {
		t.Errorf("done after %v", passed)
	}
}

func TestManyThreads(t *testing.T) {
	var b baselines[int]
	for thread := range uint64(10 * mostThreads) {
		b.swap(thread, int(thread))
		b.swap(0, 0) // one that goes on calling is never the oldest
		if len(b.threads) > mostThreads {
			t.Fatalf("%d threads are remembered", len(b.threads))
		}
	}
	if b.swap(5, 99) != 99 {
		t.Error("the oldest was not dropped")
	}
	if b.swap(0, 99) != 0 || b.swap(10*mostThreads-1, 99) != 10*mostThreads-1 {
		t.Error("a recent one was dropped")
	}
}

func TestProcessCPUPercent(t *testing.T) {
	p := &fakeProcess{}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	p.times = []platform.ProcessCPUTimes{{User: 1}, {User: 2, System: 2}, {User: 1}, {User: 2}}
	if got, err := finish(h.CPUPercent(0)); err != nil || got != 0 {
		t.Errorf("the first call: %v, %v", got, err)
	}
	time.Sleep(10 * time.Millisecond)
	if got, err := finish(h.CPUPercent(0)); err != nil || got <= 100 {
		t.Errorf("3 seconds of work in 10 ms: %v, %v", got, err)
	}
	if got, err := finish(h.CPUPercent(0)); err != nil || got != 0 {
		t.Errorf("time went back: %v, %v", got, err)
	}
	p.times = []platform.ProcessCPUTimes{{User: 1}, {User: 1.01}}
	if got, err := finish(h.CPUPercent(0.02)); err != nil || got <= 0 || got > 51 {
		t.Errorf("10 ms of 20: %v, %v", got, err)
	}
	early := usage{1, time.Unix(100, 0)}
	for _, c := range []struct {
		later usage
		want  float64
	}{
		{usage{1.5, time.Unix(101, 0)}, 50}, {usage{4, time.Unix(102, 0)}, 150}, {usage{2, time.Unix(100, 0)}, 0},
		{usage{2, time.Unix(99, 0)}, 0}, {usage{nan, time.Unix(101, 0)}, 0},
	} {
		if got := c.later.percentSince(early); got != c.want {
			t.Errorf("%v: %v, want %v", c.later, got, c.want)
		}
	}
}

func TestReuse(t *testing.T) {
	for what, c := range map[string]struct {
		before, after fakeProcess
		running       bool
	}{
		"the same":                        {fakeProcess{start: 5}, fakeProcess{start: 5}, true},
		"a later one":                     {fakeProcess{start: 5}, fakeProcess{start: 6}, false},
		"a later one in the same tick":    {fakeProcess{start: 5, inode: 1}, fakeProcess{start: 5, inode: 2}, false},
		"the same by inode":               {fakeProcess{start: 5, inode: 1}, fakeProcess{start: 6, inode: 1}, true},
		"unknown before is not reused":    {fakeProcess{start: platform.NA}, fakeProcess{start: 6}, true},
		"unknown now is not reused":       {fakeProcess{start: 5}, fakeProcess{start: platform.NA}, true},
		"unknown but for another's inode": {fakeProcess{start: platform.NA, inode: 1}, fakeProcess{start: 6, inode: 2}, false},
	} {
		f, l := newFake(map[int64]*fakeProcess{7: &c.before})
		h, err := l.NewProcess(7)
		no(t, what, err)
		remade := l.ProcessFrom(h.Identity())
		f.processes[7] = &c.after
		for _, h := range []*Process{h, remade} {
			running, err := h.IsRunning()
			no(t, what, err)
			if running != c.running {
				t.Errorf("%s: running %v", what, running)
			}
			c.after.signals = nil
			err = h.Kill()
			if c.running {
				no(t, what, err)
				continue
			}
			wantError(t, what, err, platform.NoSuchProcess)
			if len(c.after.signals) > 0 {
				t.Errorf("%s: a stranger was killed", what)
			}
			_, err = h.Parent()
			wantError(t, what, err, platform.NoSuchProcess)
			// Nothing makes a process that is gone come back.
			f.processes[7] = &c.before
			asked := f.asked
			if running, err := h.IsRunning(); running || err != nil {
				t.Errorf("%s: back again: %v, %v", what, running, err)
			}
			wantError(t, what, h.Terminate(), platform.NoSuchProcess)
			if f.asked != asked {
				t.Errorf("%s: asked again", what)
			}
			f.processes[7] = &c.after
		}
	}
}

func TestSignalFindsItGone(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {start: 5, name: "x"}})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	no(t, "Terminate", h.Terminate())
	no(t, "Kill", h.Kill())
	no(t, "Signal", h.Signal(0))
	if got := f.processes[7].signals; !slices.Equal(got, []int{15, 9, 0}) {
		t.Errorf("signals: %v", got)
	}
	f.processes[7] = &fakeProcess{start: 6}
	wantError(t, "Signal", h.Signal(0), platform.NoSuchProcess)
	f.processes[7] = &fakeProcess{start: 5}
	if running, err := h.IsRunning(); running || err != nil {
		t.Errorf("running %v, %v", running, err)
	}
}

func TestNewProcessOfNobody(t *testing.T) {
	_, l := newFake(nil)
	_, err := l.NewProcess(-5)
	if e := wantError(t, "NewProcess", err, platform.NoSuchProcess); e.PID != -5 || e.PPID != platform.NA || e.Name != "" {
		t.Errorf("%+v", e)
	}
	h := l.ProcessFrom(platform.Identity{PID: 7, Start: 5})
	if h.Identity() != (platform.Identity{PID: 7, Start: 5}) {
		t.Errorf("identity %+v", h.Identity())
	}
	if running, err := h.IsRunning(); running || err != nil {
		t.Errorf("running %v, %v", running, err)
	}
}

func TestParent(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{
		1: {start: 0, ppid: 0}, 2: {start: 10, ppid: 1}, 3: {start: 20, ppid: 2}, 4: {start: 5, ppid: 3},
		5: {start: 5, ppid: 99}, 6: {start: 10, ppid: 2}, 7: {start: platform.NA, ppid: 3}, 8: {start: 8, ppid: 8},
	})
	for pid, want := range map[int64]int64{1: 0, 2: 1, 3: 2, 4: 0 /* 3 came later */, 5: 0, 6: 2 /* same tick */, 7: 3, 8: 0} {
		h, err := l.NewProcess(pid)
		no(t, "NewProcess", err)
		parent, err := h.Parent()
		no(t, "Parent", err)
		if want == 0 != (parent == nil) || parent != nil && parent.Identity().PID != want {
			t.Errorf("the parent of %d is %+v, want %d", pid, parent, want)
		}
	}
}

func TestName(t *testing.T) {
	cut := "exactly fifteen"
	for what, c := range map[string]struct {
		p    fakeProcess
		want string
	}{
		"short":                   {fakeProcess{name: "sh", cmdline: []string{"/bin/shell"}}, "sh"},
		"completed":               {fakeProcess{name: cut, cmdline: []string{"/opt/x/" + cut + " bytes", "-v"}}, cut + " bytes"},
		"completed without slash": {fakeProcess{name: cut, cmdline: []string{cut + "-and-more"}}, cut + "-and-more"},
		"longer, from a kernel":   {fakeProcess{name: "kworker/0:1H-kblockd"}, "kworker/0:1H-kblockd"},
		"another program":         {fakeProcess{name: cut, cmdline: []string{"/usr/bin/python3", cut + " bytes"}}, cut},
		"ends in a slash":         {fakeProcess{name: cut, cmdline: []string{"/opt/"}}, cut},
		"empty argument":          {fakeProcess{name: cut, cmdline: []string{""}}, cut},
		"denied":                  {fakeProcess{name: cut, cmdline: []string{cut + "x"}, denied: true}, cut},
		"zombie":                  {fakeProcess{name: cut, cmdline: []string{cut + "x"}, zombie: true}, cut},
	} {
		_, l := newFake(map[int64]*fakeProcess{7: &c.p})
		name, err := l.ProcessFrom(platform.Identity{PID: 7}).Name()
		no(t, what, err)
		if name != c.want {
			t.Errorf("%s: %q, want %q", what, name, c.want)
		}
	}
}

func TestErrorsSayWho(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {name: "seven", ppid: 1, zombie: true}})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	_, err = h.Cmdline()
	if e := wantError(t, "Cmdline", err, platform.ZombieProcess); e.PID != 7 || e.PPID != 1 || e.Name != "seven" {
		t.Errorf("%+v", e)
	}
	_, err = h.Exe()
	wantError(t, "Exe", err, platform.NotSupported)
	delete(f.processes, 7)
	_, err = h.PPID()
	if e := wantError(t, "PPID", err, platform.NoSuchProcess); e.PID != 7 || e.Name != "seven" {
		t.Errorf("%+v", e)
	}
	if e := wantError(t, "fail", h.fail(errors.New("odd")), platform.Internal); e.Why != "odd" || e.PID != 7 {
		t.Errorf("%+v", e)
	}
}

func TestUserName(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {uid: 1000}, 8: {uid: 1001}})
	f.users = map[int64]string{1000: "ann"}
	for pid, want := range map[int64]string{7: "ann", 8: "1001"} {
		name, err := l.ProcessFrom(platform.Identity{PID: pid}).UserName()
		no(t, "UserName", err)
		if name != want {
			t.Errorf("%q, want %q", name, want)
		}
	}
	_, err := l.ProcessFrom(platform.Identity{PID: 9}).UserName()
	wantError(t, "UserName", err, platform.NoSuchProcess)
	_, err = New(platform.Unsupported{}).ProcessFrom(platform.Identity{PID: 9}).UserName()
	wantError(t, "UserName", err, platform.NotSupported)
}

func TestCreateTimeIsKept(t *testing.T) {
	p := &fakeProcess{boot: 1000}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h := l.ProcessFrom(platform.Identity{PID: 7})
	for range 2 {
		created, err := h.CreateTime()
		no(t, "CreateTime", err)
		if created != 1000 {
			t.Errorf("created at %v", created)
		}
		p.boot = 2000 // somebody sets the clock
	}
}

func TestWait(t *testing.T) {
	killed := platform.ExitStatus{Known: true, Code: -9}
	p := &fakeProcess{name: "seven", status: killed}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)

	_, err = h.Wait(nan, true)
	wantError(t, "NaN", err, platform.InvalidArgument)
	_, err = l.ProcessFrom(platform.Identity{}).Wait(1, true)
	wantError(t, "PID 0", err, platform.InvalidArgument)

	for _, timeout := range []float64{0, 0.02} {
		start := time.Now()
		_, err = finish(h.Wait(timeout, true))
		e := wantError(t, "alive", err, platform.TimeoutExpired)
		if e.Timeout != timeout || e.PID != 7 || e.Name != "seven" {
			t.Errorf("%+v", e)
		}
		if passed := time.Since(start).Seconds(); passed < timeout {
			t.Errorf("gave up after %v seconds of %v", passed, timeout)
		}
	}
	for _, timeout := range []float64{-1, math.Inf(1), math.Inf(-1), math.MaxFloat64, 5} {
		w, err := h.Wait(timeout, true)
		no(t, "Wait", err)
		_, pause, done, err := w.Next()
		if done || err != nil || !slices.Equal(pause.Handles, []int{77}) || pause.Seconds < 4 || timeout < 0 && !math.IsInf(pause.Seconds, 1) {
			t.Errorf("timeout %v: pause %v, done %v, error %v", timeout, pause, done, err)
		}
		w.Close()
		w.Close()
	}

	p.noObject = true
	w, err := h.Wait(0.2, true)
	no(t, "Wait", err)
	var pauses []float64
	for range 8 {
		_, pause, _, err := w.Next()
		no(t, "Next", err)
		pauses = append(pauses, pause.Seconds)
	}
	w.Close()
	if !slices.Equal(pauses, []float64{.001, .002, .004, .008, .016, .032, .04, .04}) {
		t.Errorf("pauses %v", pauses)
	}

	p.ended = true
	// Left a zombie, then reaped, then gone: the answer is the same.
	for _, reap := range []bool{false, false, true, true, false} {
		status, err := finish(h.Wait(0, reap))
		no(t, "Wait", err)
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

func TestWaitForTheGone(t *testing.T) {
	_, l := newFake(nil)
	for _, reap := range []bool{true, false} {
		status, err := finish(l.ProcessFrom(platform.Identity{PID: 7}).Wait(-1, reap))
		no(t, "Wait", err)
		if status.Known {
			t.Errorf("%+v", status)
		}
	}
}

func TestWaitForAnothersZombie(t *testing.T) {
	p := &fakeProcess{ended: true}
	f, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	_, err = finish(h.Wait(0, true))
	wantError(t, "a zombie", err, platform.TimeoutExpired)
	results, _, err := finishAll(l.WaitProcs([]*Process{h}, 0, false))(nil)
	if err != nil || results[0].Gone {
		t.Errorf("all: %v, %v", results, err)
	}

	w, err := h.Wait(-1, true)
	no(t, "Wait", err)
	defer w.Close()
	_, pause, done, err := w.Next()
	if done || err != nil || len(pause.Handles) != 0 || pause.Seconds > lastStep {
		t.Errorf("the watch of a zombie is ready for ever: pause %v, done %v, error %v", pause, done, err)
	}
	delete(f.processes, 7) // its parent has waited for it
	status, _, done, err := w.Next()
	if !done || err != nil || status.Known {
		t.Errorf("%v, done %v, error %v", status, done, err)
	}
}

func TestWaitFails(t *testing.T) {
	p := &fakeProcess{denied: true}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	_, err := finish(l.ProcessFrom(platform.Identity{PID: 7}).Wait(-1, true))
	wantError(t, "Wait", err, platform.OS)
	_, err = New(platform.Unsupported{}).ProcessFrom(platform.Identity{PID: 7}).Wait(-1, true)
	wantError(t, "Wait", err, platform.NotSupported)
	if p.open != 0 {
		t.Errorf("%d watches are open", p.open)
	}
}

// Of threads that wait for the same child, every one learns how it ended, though the kernel tells only one.
func TestWaitFromManyThreads(t *testing.T) {
	p := &fakeProcess{ended: true, status: platform.ExitStatus{Known: true, Code: 3}}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			w, err := h.Wait(-1, true)
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

func TestLibraryPassesOn(t *testing.T) {
	l := New(platform.Unsupported{})
	for what, call := range map[string]func() error{
		"PIDs":      func() error { _, err := l.PIDs(); return err },
		"PIDExists": func() error { _, err := l.PIDExists(1); return err },
		"CPUCount":  func() error { _, err := l.CPUCount(true); return err },
		"CPUTimes":  func() error { _, err := l.CPUTimes(); return err },
		"PerCPU":    func() error { _, err := l.CPUTimesPerCPU(); return err },
		"Load":      func() error { _, err := l.LoadAverage(); return err },
		"Boot":      func() error { _, err := l.BootTime(); return err },
		"Process":   func() error { _, err := l.NewProcess(1); return err },
		"Percent":   func() error { _, err := l.CPUPercent(1, 1); return err },
		"Percents":  func() error { _, err := l.CPUPercentPerCPU(1, 1); return err },
	} {
		wantError(t, what, call(), platform.NotSupported)
	}
}
