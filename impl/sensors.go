package impl

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// Temperatures returns the system's temperatures in degrees Celsius. If only one of the two thresholds is set, it
// stands for both; a threshold of 0 is not set.
func (l *Library) Temperatures() ([]platform.Temperature, error) {
	all, err := l.sys.Temperatures()
	for i := range all {
		t := &all[i]
		switch high, critical := isSet(t.High), isSet(t.Critical); {
		case high && !critical:
			t.Critical = t.High
		case critical && !high:
			t.High = t.Critical
		}
	}
	return all, err
}

func isSet(threshold float64) bool { return threshold != 0 && !math.IsNaN(threshold) }

// Fans returns the system's fans.
func (l *Library) Fans() ([]platform.Fan, error) { return l.sys.Fans() }

// Battery returns the state of the battery and of the power supply.
func (l *Library) Battery() (platform.Battery, error) { return l.sys.Battery() }
