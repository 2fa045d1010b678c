package impl

import (
	"math"
	"sync"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// LoadAverage returns the number of processes that run or wait to run, averaged over 1, 5 and 15 minutes. On a system
// without load averages they are those of the threads that wait for a CPU at each call.
func (l *Library) LoadAverage() (platform.LoadAverage, error) {
	load, err := l.sys.LoadAverage()
	if platform.CodeOf(err) != platform.NotSupported {
		return load, err
	}
	ready, err := l.sys.ReadyThreads()
	if err != nil {
		return platform.LoadAverage{}, err
	}
	return l.load.add(float64(ready), time.Now()), nil
}

// loadSamples averages samples that are taken at irregular times.
type loadSamples struct {
	mu   sync.Mutex
	last time.Time // zero: no sample
	load platform.LoadAverage
}

// add returns the averages with one more sample. Each average moves towards the sample by the share of its period that
// has passed since the last one, as the averages of Unix do; the first sample is its own average.
func (s *loadSamples) add(sample float64, now time.Time) platform.LoadAverage {
	s.mu.Lock()
	defer s.mu.Unlock()
	passed := math.Inf(1)
	if !s.last.IsZero() {
		passed = now.Sub(s.last).Minutes()
	}
	if passed <= 0 { // another thread's sample has overtaken this one
		return s.load
	}
	s.last = now
	move := func(average *float64, minutes float64) {
		*average += (sample - *average) * (1 - math.Exp(-passed/minutes))
	}
	move(&s.load.Load1, 1)
	move(&s.load.Load5, 5)
	move(&s.load.Load15, 15)
	return s.load
}
