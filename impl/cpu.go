package impl

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// CPUCount returns the number of online CPUs or, if not logical, of physical cores; NA where unknown.
func (l *Library) CPUCount(logical bool) (int64, error) { return l.sys.CPUCount(logical) }

// CPUTimes returns the seconds that all CPUs together have spent in each mode since boot.
func (l *Library) CPUTimes() (platform.CPUTimes, error) { return l.sys.CPUTimes() }

// CPUTimesPerCPU returns the seconds that each online CPU has spent in each mode since boot.
func (l *Library) CPUTimesPerCPU() ([]platform.CPUTimes, error) { return l.sys.CPUTimesPerCPU() }

// CPUStats returns the number of events since boot on all CPUs together.
func (l *Library) CPUStats() (platform.CPUStats, error) { return l.sys.CPUStats() }

// CPUFreqPerCPU returns the current, minimum and maximum frequency of each online CPU, in MHz.
func (l *Library) CPUFreqPerCPU() ([]platform.CPUFreq, error) { return l.sys.CPUFreqPerCPU() }

// CPUFreq returns the mean of CPUFreqPerCPU.
func (l *Library) CPUFreq() (platform.CPUFreq, error) {
	all, err := l.sys.CPUFreqPerCPU()
	if err != nil {
		return platform.CPUFreq{}, err
	}
	var current, lowest, highest mean
	for _, f := range all {
		current.add(f.Current)
		lowest.add(f.Min)
		highest.add(f.Max)
	}
	return platform.CPUFreq{Current: current.value(), Min: lowest.value(), Max: highest.value()}, nil
}

// mean is the mean of the added values, NaN values left out.
type mean struct{ sum, n float64 }

func (m *mean) add(f float64) {
	if !math.IsNaN(f) {
		m.sum += f
		m.n++
	}
}

// value returns NaN if no value was added.
func (m *mean) value() float64 { return m.sum / m.n }
