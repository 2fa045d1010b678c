package impl

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestVirtualMemory(t *testing.T) {
	f, l := newFake(nil)
	for _, c := range []struct {
		total, available int64
		percent          float64
	}{{1000, 333, 66.7}, {1000, 0, 100}, {1000, 1000, 0}, {0, 0, 0}} {
		f.memory = platform.VirtualMemory{Total: c.total, Available: c.available}
		_, percent, err := l.VirtualMemory()
		noError(t, "VirtualMemory", err)
		if percent != c.percent {
			t.Errorf("%d of %d: %v percent, want %v", c.available, c.total, percent, c.percent)
		}
	}
	if _, _, err := New(platform.Unsupported{}).VirtualMemory(); err == nil {
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
			noError(t, "SwapMemory", err)
			equal(t, "swap", percent, c.percent)
		}
		f.usage = platform.DiskUsage{Total: math.MaxInt64, Used: c.used, Free: c.free}
		_, percent, err := l.DiskUsage("/")
		noError(t, "DiskUsage", err)
		equal(t, "usage", percent, c.percent)
	}
	if _, _, err := New(platform.Unsupported{}).SwapMemory(); err == nil {
		t.Error("no error")
	}
	if _, _, err := New(platform.Unsupported{}).DiskUsage("/"); err == nil {
		t.Error("no error")
	}
}
