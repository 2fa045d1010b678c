package impl

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

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

func TestCPUPercent(t *testing.T) {
	f, l := newFake(nil)
	at := func(user, idle float64) platform.CPUTimes { return platform.CPUTimes{User: user, Idle: idle} }
	expect := func(thread uint64, want float64) {
		t.Helper()
		got, err := runToEnd(l.CPUPercent(thread, 0))
		noError(t, "CPUPercent", err)
		if got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	f.cpu = []platform.CPUTimes{at(0, 0), at(1, 1), at(2, 4), at(2, 8), at(8, 10)}
	expect(1, 0)    // nothing to compare with
	expect(1, 50)   // since 0, 0
	expect(2, 0)    // another thread
	expect(1, 12.5) // since 1, 1
	expect(2, 50)   // since 2, 4

	f.cpu = []platform.CPUTimes{at(0, 0), at(1, 3)}
	got, err := runToEnd(l.CPUPercent(3, 0.02))
	noError(t, "CPUPercent", err)
	if got != 25 {
		t.Errorf("%v over an interval, want 25", got)
	}
	expect(3, 0) // an interval does not set the baseline of interval 0

	f.perCPU = [][]platform.CPUTimes{{at(0, 0), at(0, 0)}, {at(1, 1), at(0, 1)}, {at(1, 1)}}
	for _, want := range [][]float64{{0, 0}, {50, 0}, {0}} {
		got, err := runToEnd(l.CPUPercentPerCPU(1, 0))
		noError(t, "CPUPercentPerCPU", err)
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestIntervals(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{7: {times: []platform.ProcessCPUTimes{{}}}})
	f.cpu = []platform.CPUTimes{{}}
	p, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
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
	// An interval may exceed the range of time.Duration.
	w, err := p.CPUPercent(math.MaxFloat64)
	noError(t, "CPUPercent", err)
	if _, request, done, err := w.Next(); done || err != nil || request.Seconds < 1e300 || len(request.Handles) != 0 {
		t.Errorf("request %v, done %v, error %v", request, done, err)
	}
	w.Close()
}

func TestBaselinesAreBounded(t *testing.T) {
	var b baselines[int]
	for thread := range uint64(10 * maxThreads) {
		b.swap(thread, int(thread))
		b.swap(0, 0) // a thread that keeps calling is never the oldest
		if len(b.threads) > maxThreads {
			t.Fatalf("%d threads are kept", len(b.threads))
		}
	}
	if b.swap(5, 99) != 99 {
		t.Error("the oldest was not dropped")
	}
	if b.swap(0, 99) != 0 || b.swap(10*maxThreads-1, 99) != 10*maxThreads-1 {
		t.Error("a recent one was dropped")
	}
}

func TestProcessCPUPercent(t *testing.T) {
	p := &fakeProcess{}
	_, l := newFake(map[int64]*fakeProcess{7: p})
	h, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	p.times = []platform.ProcessCPUTimes{{User: 1}, {User: 2000, System: 2000}, {User: 1}, {User: 2}}
	if got, err := runToEnd(h.CPUPercent(0)); err != nil || got != 0 {
		t.Errorf("the first call: %v, %v", got, err)
	}
	time.Sleep(10 * time.Millisecond)
	if got, err := runToEnd(h.CPUPercent(0)); err != nil || got <= 100 {
		t.Errorf("an hour of work in 10 ms: %v, %v", got, err)
	}
	if got, err := runToEnd(h.CPUPercent(0)); err != nil || got != 0 {
		t.Errorf("time went back: %v, %v", got, err)
	}
	p.times = []platform.ProcessCPUTimes{{User: 1}, {User: 1.01}}
	if got, err := runToEnd(h.CPUPercent(0.02)); err != nil || got <= 0 || got > 51 {
		t.Errorf("10 ms of 20: %v, %v", got, err)
	}
	early := cpuSample{1, time.Unix(100, 0)}
	for _, c := range []struct {
		later cpuSample
		want  float64
	}{
		{cpuSample{1.5, time.Unix(101, 0)}, 50}, {cpuSample{4, time.Unix(102, 0)}, 150}, {cpuSample{2, time.Unix(100, 0)}, 0},
		{cpuSample{2, time.Unix(99, 0)}, 0}, {cpuSample{nan, time.Unix(101, 0)}, 0},
	} {
		if got := c.later.percentSince(early); got != c.want {
			t.Errorf("%v: %v, want %v", c.later, got, c.want)
		}
	}
}

func TestCPUTimesPercentBetween(t *testing.T) {
	type times = platform.CPUTimes
	inf := math.Inf(1)
	for _, c := range []struct {
		what                 string
		earlier, later, want times
	}{
		{"everything", times{}, times{User: 1, System: 1, Nice: 1, IRQ: 1, SoftIRQ: 1, Steal: 1, DPC: 1, Idle: 2, IOWait: 1},
			times{User: 10, System: 10, Nice: 10, IRQ: 10, SoftIRQ: 10, Steal: 10, DPC: 10, Idle: 20, IOWait: 10}},
		{"less than a second", times{User: 5, Idle: 5}, times{User: 5.03, Idle: 5.01}, times{User: 75, Idle: 25}},
		{"guests are in user and nice already", times{}, times{User: 4, Nice: 2, Guest: 3, GuestNice: 1, Idle: 4},
			times{User: 40, Nice: 20, Guest: 30, GuestNice: 10, Idle: 40}},
		{"nothing moved", times{User: 5, Idle: 5}, times{User: 5, Idle: 5}, times{}},
		{"the wrong way", times{User: 5, Idle: 5}, times{User: 4, Idle: 3}, times{}},
		{"some went back", times{Steal: 10, IOWait: 100, Idle: 5}, times{User: 1, Steal: 5, IOWait: 99, Idle: 8}, times{User: 25, Idle: 75}},
		{"idle went back", times{Idle: 10}, times{Idle: 9, User: 1}, times{User: 100}},
		{"user went back, the guest did not", times{User: 10}, times{User: 9, Guest: 7, System: 1}, times{System: 100, Guest: 100}},
		{"not reported", times{IOWait: nan, DPC: nan}, times{User: 1, Idle: 3, IOWait: nan, DPC: nan},
			times{User: 25, Idle: 75, IOWait: nan, DPC: nan}},
		{"reported once only", times{Steal: nan}, times{User: 1, Steal: 5, Idle: 3}, times{User: 25, Idle: 75, Steal: nan}},
		{"rounded", times{}, times{User: 1, Idle: 2}, times{User: 33.3, Idle: 66.7}},
		{"hostile", times{User: -inf}, times{User: inf, Idle: inf}, times{}},
		{"huge", times{}, times{User: math.MaxFloat64, System: math.MaxFloat64}, times{}},
	} {
		equal(t, c.what, New(platform.Unsupported{}).CPUTimesPercentBetween(c.earlier, c.later), c.want)
	}
}

func FuzzCPUTimesPercentBetween(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
	f.Add(nan, math.Inf(1), -1.0, math.MaxFloat64, math.Inf(-1), 0.0, math.SmallestNonzeroFloat64, 1e-9)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i float64) {
		p := New(platform.Unsupported{}).CPUTimesPercentBetween(platform.CPUTimes{User: a, Idle: b, Steal: c, Guest: d},
			platform.CPUTimes{User: e, Idle: g, Steal: h, Guest: i})
		for _, got := range []float64{p.User, p.Idle, p.Steal, p.Guest, p.System} {
			if got < 0 || got > 100 {
				t.Errorf("%v percent: %+v", got, p)
			}
		}
	})
}

// CPU 1 goes offline while CPU 2 comes online: as many CPUs, and others.
func TestCPUPercentComparesByNumber(t *testing.T) {
	f, l := newFake(nil)
	type times = platform.CPUTimes
	f.perCPU = [][]times{
		{{User: 10, Idle: 10}, {CPU: 1, User: 100, Idle: 100}},
		{{User: 11, Idle: 13}, {CPU: 2, User: 900, Idle: 100}},
		{{CPU: 2, User: 901, Idle: 100}},
	}
	for _, want := range [][]float64{{0, 0}, {25, 0}, {100}} {
		got, err := runToEnd(l.CPUPercentPerCPU(1, 0))
		noError(t, "CPUPercentPerCPU", err)
		equalSlices(t, "CPUPercentPerCPU", got, want)
	}
}

func TestCPUTimesPercent(t *testing.T) {
	f, l := newFake(nil)
	type times = platform.CPUTimes
	expect := func(thread uint64, want times) {
		t.Helper()
		got, err := runToEnd(l.CPUTimesPercent(thread, 0))
		noError(t, "CPUTimesPercent", err)
		equal(t, "CPUTimesPercent", got, want)
	}
	f.cpu = []times{{}, {User: 1, Idle: 1}, {User: 2, Idle: 4}, {User: 3, Idle: 4}}
	expect(1, times{})
	expect(1, times{User: 50, Idle: 50})
	expect(2, times{}) // another thread
	busy, err := runToEnd(l.CPUPercent(1, 0))
	noError(t, "CPUPercent", err)
	equal(t, "another function, the first time", busy, 0)
	expect(1, times{User: 40, Idle: 60}) // since 1, 1

	f.cpu = []times{{User: 5}, {User: 5.01, System: .03}}
	got, err := runToEnd(l.CPUTimesPercent(3, 0.01))
	noError(t, "CPUTimesPercent", err)
	equal(t, "over an interval", got, times{User: 25, System: 75})
	expect(3, times{}) // an interval does not set the baseline of interval 0

	// The second CPU goes offline, and comes back.
	f.perCPU = [][]times{{{}, {}}, {{User: 1}, {Idle: 1}}, {{User: 9}}, {{User: 10}, {Idle: 9}}}
	for _, want := range [][]times{
		{{}, {CPU: 1}}, {{User: 100}, {CPU: 1, Idle: 100}}, {{User: 100}}, {{User: 100}, {CPU: 1}},
	} {
		got, err := runToEnd(l.CPUTimesPercentPerCPU(1, 0))
		noError(t, "CPUTimesPercentPerCPU", err)
		equal(t, "CPUTimesPercentPerCPU", got, want)
	}
	for _, interval := range []float64{-1, nan, math.Inf(1)} {
		_, err := l.CPUTimesPercent(1, interval)
		wantError(t, "CPUTimesPercent", err, platform.InvalidArgument)
		_, err = l.CPUTimesPercentPerCPU(1, interval)
		wantError(t, "CPUTimesPercentPerCPU", err, platform.InvalidArgument)
	}
}
