package impl

import (
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// round1 rounds to one decimal as Python's round does, by the exact binary value: 0.15 becomes 0.1.
func round1(f float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'f', 1, 64), 64)
	return rounded
}

// increase returns by how much a counter of seconds grew between two readings. A counter that went back, as iowait and
// steal do, or that is not reported, counts as 0.
func increase(from, to float64) float64 {
	if to > from {
		return to - from
	}
	return 0
}

// busyIdle divides the time between two readings. Guest and GuestNice are not added: User and Nice contain them.
func busyIdle(earlier, later platform.CPUTimes) (busy, idle float64) {
	busy = increase(earlier.User, later.User) +
		increase(earlier.System, later.System) +
		increase(earlier.Nice, later.Nice) +
		increase(earlier.IRQ, later.IRQ) +
		increase(earlier.SoftIRQ, later.SoftIRQ) +
		increase(earlier.Steal, later.Steal) +
		increase(earlier.DPC, later.DPC)
	return busy, increase(earlier.Idle, later.Idle) + increase(earlier.IOWait, later.IOWait)
}

// percentOf returns part as a percentage of whole, 0 to 100; 0 if whole is 0.
func percentOf(part, whole float64) float64 {
	if !(part > 0) || math.IsInf(whole, 0) {
		return 0
	}
	return min(round1(part/whole*100), 100)
}

// CPUPercentBetween returns how busy the CPUs were between two readings, 0 to 100. All modes but idle and iowait are
// busy.
func (l *Library) CPUPercentBetween(earlier, later platform.CPUTimes) float64 {
	busy, idle := busyIdle(earlier, later)
	return percentOf(busy, busy+idle)
}

// CPUTimesPercentBetween returns which share of the time between two readings the CPUs have spent in each mode, each 0
// to 100; NaN for modes that are not reported.
func (l *Library) CPUTimesPercentBetween(earlier, later platform.CPUTimes) platform.CPUTimes {
	busy, idle := busyIdle(earlier, later)
	percent := func(from, to float64) float64 {
		if math.IsNaN(from) || math.IsNaN(to) {
			return platform.NaN
		}
		return percentOf(increase(from, to), busy+idle)
	}
	return platform.CPUTimes{
		CPU:  later.CPU,
		User: percent(earlier.User, later.User), System: percent(earlier.System, later.System),
		Idle: percent(earlier.Idle, later.Idle), Nice: percent(earlier.Nice, later.Nice),
		IOWait: percent(earlier.IOWait, later.IOWait), IRQ: percent(earlier.IRQ, later.IRQ),
		SoftIRQ: percent(earlier.SoftIRQ, later.SoftIRQ), Steal: percent(earlier.Steal, later.Steal),
		Guest: percent(earlier.Guest, later.Guest), GuestNice: percent(earlier.GuestNice, later.GuestNice),
		DPC: percent(earlier.DPC, later.DPC),
	}
}

// perCPU compares each CPU with the earlier reading of the same number. A CPU that was offline then counts as
// unchanged.
func perCPU[T any](compare func(earlier, later platform.CPUTimes) T) func(earlier, later []platform.CPUTimes) []T {
	return func(earlier, later []platform.CPUTimes) []T {
		byNumber := make(map[int64]platform.CPUTimes, len(earlier))
		for _, times := range earlier {
			byNumber[times.CPU] = times
		}
		all := make([]T, len(later))
		for i, now := range later {
			before, found := byNumber[now.CPU]
			if !found {
				before = now
			}
			all[i] = compare(before, now)
		}
		return all
	}
}

// checkInterval rejects an interval that cannot be slept.
func checkInterval(interval float64) error {
	if !(interval >= 0) || math.IsInf(interval, 1) {
		return platform.NewInvalidArgument("interval",
			formatSeconds(interval)+": expected a finite number of seconds that is not negative")
	}
	return nil
}

func formatSeconds(seconds float64) string { return strconv.FormatFloat(seconds, 'g', -1, 64) }

// CPUPercent returns how busy all CPUs together are, 0 to 100: during the next interval seconds or, if interval is 0,
// since this thread's previous call with 0. thread is a number that no other thread ever has.
func (l *Library) CPUPercent(thread uint64, interval float64) (Waiting[float64], error) {
	return sampleTwice(&l.total, thread, interval, l.sys.CPUTimes, l.CPUPercentBetween)
}

// CPUPercentPerCPU is CPUPercent for each CPU, with its own baseline for interval 0.
func (l *Library) CPUPercentPerCPU(thread uint64, interval float64) (Waiting[[]float64], error) {
	return sampleTwice(&l.perCPU, thread, interval, l.sys.CPUTimesPerCPU, perCPU(l.CPUPercentBetween))
}

// CPUTimesPercent returns which share of their time all CPUs together spend in each mode, over the same time as
// CPUPercent, with its own baseline for interval 0.
func (l *Library) CPUTimesPercent(thread uint64, interval float64) (Waiting[platform.CPUTimes], error) {
	return sampleTwice(&l.modes, thread, interval, l.sys.CPUTimes, l.CPUTimesPercentBetween)
}

// CPUTimesPercentPerCPU is CPUTimesPercent for each CPU, with its own baseline for interval 0.
func (l *Library) CPUTimesPercentPerCPU(thread uint64, interval float64) (Waiting[[]platform.CPUTimes], error) {
	return sampleTwice(&l.modesPerCPU, thread, interval, l.sys.CPUTimesPerCPU, perCPU(l.CPUTimesPercentBetween))
}

// sampleTwice compares two readings: interval seconds apart or, if interval is 0, the thread's previous one and a new
// one.
func sampleTwice[R, T any](last *baselines[R], thread uint64, interval float64,
	read func() (R, error), percent func(earlier, later R) T,
) (Waiting[T], error) {
	if err := checkInterval(interval); err != nil {
		return nil, err
	}
	var earlier R
	if interval > 0 {
		var err error
		if earlier, err = read(); err != nil {
			return nil, err
		}
	}
	return afterDelay(interval, func() (T, error) {
		later, err := read()
		if err != nil {
			var none T
			return none, err
		}
		if interval == 0 {
			earlier = last.swap(thread, later)
		}
		return percent(earlier, later), nil
	}), nil
}

// maxThreads bounds the baselines of a host with many short-lived threads.
const maxThreads = 1024

// baselines keeps what each thread read at its last call with interval 0.
type baselines[R any] struct {
	mu      sync.Mutex
	threads map[uint64]baseline[R]
	calls   uint64
}

type baseline[R any] struct {
	reading R
	call    uint64 // the number of the call that read it
}

// swap stores a reading and returns the thread's previous one. A thread's first call returns the reading itself,
// because a comparison with itself gives 0.
func (b *baselines[R]) swap(thread uint64, reading R) R {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	previous, found := b.threads[thread]
	if !found {
		previous.reading = reading
		if b.threads == nil {
			b.threads = make(map[uint64]baseline[R])
		}
		if len(b.threads) >= maxThreads {
			b.dropOldest()
		}
	}
	b.threads[thread] = baseline[R]{reading, b.calls}
	return previous.reading
}

func (b *baselines[R]) dropOldest() {
	oldest, call := uint64(0), uint64(math.MaxUint64)
	for thread, baseline := range b.threads {
		if baseline.call < call {
			oldest, call = thread, baseline.call
		}
	}
	delete(b.threads, oldest)
}

// cpuSample is how much CPU time a process had used at one moment.
type cpuSample struct {
	seconds float64
	at      time.Time // zero: no sample
}

// percentSince returns the CPU use between two samples, in percent of one CPU.
func (s cpuSample) percentSince(earlier cpuSample) float64 {
	used, passed := s.seconds-earlier.seconds, s.at.Sub(earlier.at).Seconds()
	if earlier.at.IsZero() || !(used > 0) || passed <= 0 {
		return 0
	}
	return round1(used / passed * 100)
}

// cpuBaseline is the last sample of a process that a call with interval 0, or a table, took.
type cpuBaseline struct {
	mu   sync.Mutex
	last cpuSample
}

// update takes a sample and compares it with the last one. The lock covers the sample: of two calls that overtake each
// other, the later one would see time going backwards.
func (b *cpuBaseline) update(sample func() (cpuSample, error)) (percent float64, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, err := sample()
	if err != nil {
		return 0, err
	}
	earlier := b.last
	b.last = now
	return now.percentSince(earlier), nil
}

func (p *Process) sampleCPU() (cpuSample, error) {
	times, err := p.CPUTimes()
	return cpuSample{times.User + times.System, time.Now()}, err
}

// CPUPercent returns the process's CPU use in percent of one CPU (several busy threads exceed 100): during the next
// interval seconds or, if interval is 0, since the previous call with 0 on this handle.
func (p *Process) CPUPercent(interval float64) (Waiting[float64], error) {
	if err := checkInterval(interval); err != nil {
		return nil, p.wrapError(err)
	}
	if interval == 0 {
		return afterDelay(0, func() (float64, error) { return p.cpu.update(p.sampleCPU) }), nil
	}
	earlier, err := p.sampleCPU()
	if err != nil {
		return nil, err
	}
	return afterDelay(interval, func() (float64, error) {
		now, err := p.sampleCPU()
		return now.percentSince(earlier), err
	}), nil
}

// cpuPercents returns the CPU use of each process since its previous sample, and stores the new ones in the process
// cache. A NaN sample gives NaN and is not stored. If complete, the cache forgets all other processes.
func (l *Library) cpuPercents(ids []platform.Identity, samples []cpuSample, complete bool) []float64 {
	percents := make([]float64, len(ids))
	for i, p := range l.processes.exchange(l, ids, complete) {
		sample := samples[i]
		if math.IsNaN(sample.seconds) {
			percents[i] = platform.NaN
			continue
		}
		percents[i], _ = p.cpu.update(func() (cpuSample, error) { return sample, nil })
	}
	return percents
}
