package impl

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// CPUStats gives the number of events since boot on all CPUs together.
func (l *Library) CPUStats() (platform.CPUStats, error) { return l.sys.CPUStats() }

// CPUFreqPerCPU gives how fast each online CPU runs, and may run, in MHz.
func (l *Library) CPUFreqPerCPU() ([]platform.CPUFreq, error) { return l.sys.CPUFreqPerCPU() }

// CPUFreq gives the mean of CPUFreqPerCPU.
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

// mean is the mean of the numbers among those that are added.
type mean struct{ sum, n float64 }

func (m *mean) add(f float64) {
	if !math.IsNaN(f) {
		m.sum += f
		m.n++
	}
}

// value is NaN where there was no number.
func (m *mean) value() float64 { return m.sum / m.n }
