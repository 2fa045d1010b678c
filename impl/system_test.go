package impl

import (
	"fmt"
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// same compares values as they print, so that NaN is equal to NaN.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("%s = %+v, want %+v", what, got, want)
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
		same(t, c.what, New(platform.Unsupported{}).CPUTimesPercentBetween(c.earlier, c.later), c.want)
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

func TestCPUTimesPercent(t *testing.T) {
	f, l := newFake(nil)
	type times = platform.CPUTimes
	ask := func(thread uint64, want times) {
		t.Helper()
		got, err := finish(l.CPUTimesPercent(thread, 0))
		no(t, "CPUTimesPercent", err)
		same(t, "CPUTimesPercent", got, want)
	}
	f.cpu = []times{{}, {User: 1, Idle: 1}, {User: 2, Idle: 4}, {User: 3, Idle: 4}}
	ask(1, times{})
	ask(1, times{User: 50, Idle: 50})
	ask(2, times{}) // another thread
	busy, err := finish(l.CPUPercent(1, 0))
	no(t, "CPUPercent", err)
	same(t, "another function, the first time", busy, 0)
	ask(1, times{User: 40, Idle: 60}) // since 1, 1

	f.cpu = []times{{User: 5}, {User: 5.01, System: .03}}
	got, err := finish(l.CPUTimesPercent(3, 0.01))
	no(t, "CPUTimesPercent", err)
	same(t, "over an interval", got, times{User: 25, System: 75})
	ask(3, times{}) // which leaves the baseline of 0 alone: there was none

	// The second CPU goes offline, and comes back.
	f.perCPU = [][]times{{{}, {}}, {{User: 1}, {Idle: 1}}, {{User: 9}}, {{User: 10}, {Idle: 9}}}
	for _, want := range [][]times{{{}, {}}, {{User: 100}, {Idle: 100}}, {{}}, {{}, {}}} {
		got, err := finish(l.CPUTimesPercentPerCPU(1, 0))
		no(t, "CPUTimesPercentPerCPU", err)
		same(t, "CPUTimesPercentPerCPU", got, want)
	}
	for _, interval := range []float64{-1, nan, math.Inf(1)} {
		_, err := l.CPUTimesPercent(1, interval)
		wantError(t, "CPUTimesPercent", err, platform.InvalidArgument)
		_, err = l.CPUTimesPercentPerCPU(1, interval)
		wantError(t, "CPUTimesPercentPerCPU", err, platform.InvalidArgument)
	}
}

func TestCPUFreq(t *testing.T) {
	f, l := newFake(nil)
	for _, c := range []struct {
		all  []platform.CPUFreq
		want platform.CPUFreq
	}{
		{[]platform.CPUFreq{{Current: 1000, Min: 500, Max: 2000}, {Current: 2000, Min: 700, Max: 4000}}, platform.CPUFreq{Current: 1500, Min: 600, Max: 3000}},
		{[]platform.CPUFreq{{Current: 1000, Min: nan, Max: nan}, {Current: nan, Min: nan, Max: 4000}}, platform.CPUFreq{Current: 1000, Min: nan, Max: 4000}},
		{nil, platform.CPUFreq{Current: nan, Min: nan, Max: nan}},
	} {
		f.freq = c.all
		got, err := l.CPUFreq()
		no(t, "CPUFreq", err)
		same(t, "CPUFreq", got, c.want)
	}
	if _, err := New(platform.Unsupported{}).CPUFreq(); err == nil {
		t.Error("no error")
	}
}

func TestSwapAndUsage(t *testing.T) {
	f, l := newFake(nil)
	for _, c := range []struct {
		used, free int64
		percent    float64
	}{ // as psutil rounds
		{0, 0, 0}, {1, 2, 33.3}, {5, 0, 100}, {0, 5, 0}, {1, 1999, 0.1}, {1, 2001, 0}, {math.MaxInt64, math.MaxInt64, 50},
	} {
		if c.used < math.MaxInt64 {
			f.swap = platform.SwapMemory{Total: c.used + c.free, Used: c.used, Free: c.free}
			_, percent, err := l.SwapMemory()
			no(t, "SwapMemory", err)
			same(t, "swap", percent, c.percent)
		}
		f.usage = platform.DiskUsage{Total: math.MaxInt64, Used: c.used, Free: c.free}
		_, percent, err := l.DiskUsage("/")
		no(t, "DiskUsage", err)
		same(t, "usage", percent, c.percent)
	}
	if _, _, err := New(platform.Unsupported{}).SwapMemory(); err == nil {
		t.Error("no error")
	}
	if _, _, err := New(platform.Unsupported{}).DiskUsage("/"); err == nil {
		t.Error("no error")
	}
}

func TestDiskIO(t *testing.T) {
	f, l := newFake(nil)
	disk := func(name string, whole bool, n int64) platform.DiskIO {
		return platform.DiskIO{Name: name, Whole: whole, Counters: platform.DiskIOCounters{
			ReadCount: n, WriteCount: 2 * n, ReadBytes: 3 * n, WriteBytes: 4 * n, ReadTime: 5 * n, WriteTime: 6 * n,
			ReadMergedCount: 7 * n, WriteMergedCount: 8 * n, BusyTime: 9 * n}}
	}
	plugged := []platform.DiskIO{disk("sda", true, 10), disk("sda1", false, 9), disk("usb", true, 100)}
	unplugged := []platform.DiskIO{disk("sda", true, 4), disk("sda1", false, 9)} // and sda began anew
	f.disks = [][]platform.DiskIO{plugged, plugged, unplugged, unplugged, unplugged, plugged}

	total, err := l.DiskIOTotal(true)
	no(t, "DiskIOTotal", err)
	same(t, "a partition counts once", total, disk("", true, 110).Counters)
	all, _, err := l.DiskIO(true)
	no(t, "DiskIO", err)
	same(t, "each", all, plugged)
	all, _, err = l.DiskIO(true)
	no(t, "DiskIO", err)
	same(t, "unplugged, each", all, []platform.DiskIO{disk("sda", true, 14), disk("sda1", false, 9)})
	total, err = l.DiskIOTotal(true)
	no(t, "DiskIOTotal", err)
	same(t, "unplugged, total", total, disk("", true, 114).Counters)
	total, err = l.DiskIOTotal(false)
	no(t, "DiskIOTotal", err)
	same(t, "as the system counts", total, disk("", true, 4).Counters)
	total, err = l.DiskIOTotal(true)
	no(t, "DiskIOTotal", err)
	same(t, "plugged in again", total, disk("", true, 120).Counters) // sda: 14 + 6

	f, l = newFake(nil)
	for _, none := range [][]platform.DiskIO{nil, {disk("sda1", false, 1)}} {
		f.disks = [][]platform.DiskIO{none}
		for _, nowrap := range []bool{false, true} {
			_, err = l.DiskIOTotal(nowrap)
			wantError(t, "no disks", err, platform.NotSupported)
			all, _, err := l.DiskIO(nowrap)
			no(t, "no disks", err)
			same(t, "no disks", all, none)
		}
	}
	for _, nowrap := range []bool{false, true} {
		_, err = New(platform.Unsupported{}).DiskIOTotal(nowrap)
		wantError(t, "unsupported", err, platform.NotSupported)
	}
}

func TestSystemPassesOn(t *testing.T) {
	l := New(platform.Unsupported{})
	for what, call := range map[string]func() error{
		"CPUStats":              func() error { _, err := l.CPUStats(); return err },
		"CPUFreqPerCPU":         func() error { _, err := l.CPUFreqPerCPU(); return err },
		"CPUTimesPercent":       func() error { _, err := l.CPUTimesPercent(1, 1); return err },
		"CPUTimesPercentPerCPU": func() error { _, err := l.CPUTimesPercentPerCPU(1, 1); return err },
		"Partitions":            func() error { _, err := l.Partitions(true); return err },
		"DiskIO":                func() error { _, _, err := l.DiskIO(false); return err },
	} {
		wantError(t, what, call(), platform.NotSupported)
	}
}
