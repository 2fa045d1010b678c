package impl

import (
	"math"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

func TestLoadSamplesAverageOverTime(t *testing.T) {
	var s loadSamples
	start := time.Now()
	if got, want := s.add(4, start), (platform.LoadAverage{Load1: 4, Load5: 4, Load15: 4}); got != want {
		t.Errorf("after the first sample: %v, want %v", got, want)
	}
	if got := s.add(100, start); got.Load1 != 4 {
		t.Errorf("no time has passed: %v, want 4", got)
	}
	got := s.add(0, start.Add(time.Minute))
	for _, average := range []struct{ got, minutes float64 }{{got.Load1, 1}, {got.Load5, 5}, {got.Load15, 15}} {
		if want := 4 * math.Exp(-1/average.minutes); math.Abs(average.got-want) > 1e-9 {
			t.Errorf("over %v minutes: %v, want %v", average.minutes, average.got, want)
		}
	}
	if got := s.add(2, start.Add(100*time.Hour)); math.Abs(got.Load15-2) > 1e-9 {
		t.Errorf("after a long time: %v, want 2", got)
	}
	if got := s.add(7, start); math.Abs(got.Load1-2) > 1e-9 {
		t.Errorf("before the last sample: %v, want 2", got)
	}
}

// readySystem has threads that wait for a CPU, but no load averages.
type readySystem struct {
	platform.Unsupported
}

func (readySystem) ReadyThreads() (int64, error) { return 3, nil }

func TestLoadAverageOfReadyThreads(t *testing.T) {
	got, err := New(readySystem{}).LoadAverage()
	if want := (platform.LoadAverage{Load1: 3, Load5: 3, Load15: 3}); err != nil || got != want {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	if _, err := New(platform.Unsupported{}).LoadAverage(); platform.CodeOf(err) != platform.NotSupported {
		t.Errorf("without ready threads: %v, want NotSupported", err)
	}
}
