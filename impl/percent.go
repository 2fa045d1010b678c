package impl

import (
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// round1 rounds to one decimal as Python's round does, which looks at the exact binary value: 0.15 becomes 0.1.
func round1(f float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'f', 1, 64), 64)
	return rounded
}

// moved is how far a counter of seconds has come between two readings. Counters do go back, iowait and steal above all:
// one that did, or that is not reported here, counts as still.
func moved(from, to float64) float64 {
	if to > from {
		return to - from
	}
	return 0
}

// split divides the time between two readings. Guest and GuestNice are not added: they are in User and Nice already.
func split(earlier, later platform.CPUTimes) (busy, idle float64) {
	busy = moved(earlier.User, later.User) +
		moved(earlier.System, later.System) +
		moved(earlier.Nice, later.Nice) +
		moved(earlier.IRQ, later.IRQ) +
		moved(earlier.SoftIRQ, later.SoftIRQ) +
		moved(earlier.Steal, later.Steal) +
		moved(earlier.DPC, later.DPC)
	return busy, moved(earlier.Idle, later.Idle) + moved(earlier.IOWait, later.IOWait)
}

// CPUPercentBetween says how busy the CPUs were between two readings, 0 to 100: everything counts but idle and iowait.
func (l *Library) CPUPercentBetween(earlier, later platform.CPUTimes) float64 {
	busy, idle := split(earlier, later)
	return share(busy, busy+idle)
}

// share is a part of a whole in percent, 0 to 100; 0 of nothing.
func share(part, whole float64) float64 {
	if !(part > 0) || math.IsInf(whole, 0) {
		return 0
	}
	return min(round1(part/whole*100), 100)
}

// CPUTimesPercentBetween says which part of the time between two readings CPUs have spent in each mode, each 0 to 100;
// NaN for those that are not reported.
func (l *Library) CPUTimesPercentBetween(earlier, later platform.CPUTimes) platform.CPUTimes {
	busy, idle := split(earlier, later)
	percent := func(from, to float64) float64 {
		if math.IsNaN(from) || math.IsNaN(to) {
			return platform.NaN
		}
		return share(moved(from, to), busy+idle)
	}
	return platform.CPUTimes{
		User: percent(earlier.User, later.User), System: percent(earlier.System, later.System),
		Idle: percent(earlier.Idle, later.Idle), Nice: percent(earlier.Nice, later.Nice),
		IOWait: percent(earlier.IOWait, later.IOWait), IRQ: percent(earlier.IRQ, later.IRQ),
		SoftIRQ: percent(earlier.SoftIRQ, later.SoftIRQ), Steal: percent(earlier.Steal, later.Steal),
		Guest: percent(earlier.Guest, later.Guest), GuestNice: percent(earlier.GuestNice, later.GuestNice),
		DPC: percent(earlier.DPC, later.DPC),
	}
}

// each compares CPU by CPU. When CPUs have come or gone, there is no telling which is which: nothing has moved.
func each[T any](compare func(earlier, later platform.CPUTimes) T) func(earlier, later []platform.CPUTimes) []T {
	return func(earlier, later []platform.CPUTimes) []T {
		if len(earlier) != len(later) {
			earlier = later
		}
		all := make([]T, len(later))
		for i := range later {
			all[i] = compare(earlier[i], later[i])
		}
		return all
	}
}

// checkInterval refuses what is no time to sleep.
func checkInterval(interval float64) error {
	if !(interval >= 0) || math.IsInf(interval, 1) {
		return platform.NewError(platform.InvalidArgument, "interval", "must be a number of seconds, and not negative")
	}
	return nil
}

// CPUPercent says how busy all CPUs together are, 0 to 100: during the next interval seconds or, if interval is 0,
// since this thread's last call with 0. thread is a number that no other thread ever has.
func (l *Library) CPUPercent(thread uint64, interval float64) (Waiting[float64], error) {
	return compare(&l.total, thread, interval, l.sys.CPUTimes, l.CPUPercentBetween)
}

// CPUPercentPerCPU is CPUPercent for each CPU, with a memory of its own for interval 0.
func (l *Library) CPUPercentPerCPU(thread uint64, interval float64) (Waiting[[]float64], error) {
	return compare(&l.perCPU, thread, interval, l.sys.CPUTimesPerCPU, each(l.CPUPercentBetween))
}

// CPUTimesPercent says which part of its time all CPUs together spend in each mode, as CPUPercent does, with a memory of
// its own for interval 0.
func (l *Library) CPUTimesPercent(thread uint64, interval float64) (Waiting[platform.CPUTimes], error) {
	return compare(&l.modes, thread, interval, l.sys.CPUTimes, l.CPUTimesPercentBetween)
}

// CPUTimesPercentPerCPU is CPUTimesPercent for each CPU, with a memory of its own, too.
func (l *Library) CPUTimesPercentPerCPU(thread uint64, interval float64) (Waiting[[]platform.CPUTimes], error) {
	return compare(&l.modesPerCPU, thread, interval, l.sys.CPUTimesPerCPU, each(l.CPUTimesPercentBetween))
}

// compare reads twice, interval seconds apart, or once and compares with what the thread read the last time.
func compare[R, T any](last *baselines[R], thread uint64, interval float64,
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
	return after(interval, func() (T, error) {
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

// mostThreads bounds what a host with many short-lived threads makes us remember.
const mostThreads = 1024

// baselines is what each thread read at its last call with interval 0.
type baselines[R any] struct {
	mu      sync.Mutex
	threads map[uint64]baseline[R]
	calls   uint64
}

type baseline[R any] struct {
	reading R
	call    uint64 // when it was made, in calls
}

// swap keeps what the thread has read and gives what it read before; the same again the first time, since a comparison
// with itself gives 0.
func (b *baselines[R]) swap(thread uint64, now R) R {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	before, known := b.threads[thread]
	if !known {
		before.reading = now
		if b.threads == nil {
			b.threads = make(map[uint64]baseline[R])
		}
		if len(b.threads) >= mostThreads {
			b.dropOldest()
		}
	}
	b.threads[thread] = baseline[R]{now, b.calls}
	return before.reading
}

func (b *baselines[R]) dropOldest() {
	oldest, call := uint64(0), uint64(math.MaxUint64)
	for thread, line := range b.threads {
		if line.call < call {
			oldest, call = thread, line.call
		}
	}
	delete(b.threads, oldest)
}

// usage is how much CPU time a process had used at some moment.
type usage struct {
	seconds float64
	at      time.Time // the zero Time: never looked
}

// percentSince compares two moments, in percent of one CPU.
func (u usage) percentSince(earlier usage) float64 {
	used, passed := u.seconds-earlier.seconds, u.at.Sub(earlier.at).Seconds()
	if earlier.at.IsZero() || !(used > 0) || passed <= 0 {
		return 0
	}
	return round1(used / passed * 100)
}

func (p *Process) usage() (usage, error) {
	times, err := p.CPUTimes()
	return usage{times.User + times.System, time.Now()}, err
}

// CPUPercent gives the CPU use in percent of one CPU (several busy threads exceed 100): during the next interval
// seconds or, if interval is 0, since the last call with 0 on this handle.
func (p *Process) CPUPercent(interval float64) (Waiting[float64], error) {
	if err := checkInterval(interval); err != nil {
		return nil, p.fail(err)
	}
	var earlier usage
	if interval > 0 {
		var err error
		if earlier, err = p.usage(); err != nil {
			return nil, err
		}
	}
	return after(interval, func() (float64, error) {
		if interval == 0 {
			// One call at a time: two that overtook each other would see time going backwards.
			p.percent.Lock()
			defer p.percent.Unlock()
			earlier = p.percent.last
		}
		now, err := p.usage()
		if err != nil {
			return 0, err
		}
		if interval == 0 {
			p.percent.last = now
		}
		return now.percentSince(earlier), nil
	}), nil
}

// percents fills a table's column of CPU use: since the last time that anybody asked for it, of the processes that the
// library remembers.
func (l *Library) percents(t *Table, pids []int64) {
	l.known.Lock()
	defer l.known.Unlock()
	before := l.known.processes
	if pids == nil {
		l.known.processes = make(map[int64]*Process, t.there) // whoever is not in the table is gone
	}
	user, system := &t.cells[platform.ColumnCPUTimesUser], &t.cells[platform.ColumnCPUTimesSystem]
	percent := &t.cells[platform.ColumnCPUPercent]
	for i := range t.rows {
		r := &t.rows[i]
		switch {
		case !r.there && pids != nil:
			delete(l.known.processes, pids[i])
		case r.there:
			p := before[r.id.PID]
			if p == nil || !p.is(r.id) {
				p = l.ProcessFrom(r.id)
			}
			l.known.keep(p)
			if percent.outcomes[i] = user.outcomes[i]; percent.outcomes[i] == 0 {
				percent.floats[i] = p.percentTo(usage{user.floats[i] + system.floats[i], r.at})
			}
		}
	}
}

// percentTo compares what the process has used by now with the last time that this was done.
func (p *Process) percentTo(now usage) float64 {
	p.percent.Lock()
	defer p.percent.Unlock()
	earlier := p.percent.last
	p.percent.last = now
	return now.percentSince(earlier)
}
