//go:build linux

package linux

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseLoadAverage(t *testing.T) {
	for _, text := range []string{
		"", "1.0 2.0", "nan 1 1", "inf 1 1", "-1.0 1 1", "1e9 1 1", "0x1p1 1 1", ". . .", "1..2 1 1", "1 2 \x00",
	} {
		if load, err := parseLoadAverage([]byte(text)); err == nil {
			t.Errorf("%q gives %v, want an error", text, load)
		}
	}
}

// A container may have its own /proc/loadavg, which comes before sysinfo(2).
func TestLoadAverageOfContainer(t *testing.T) {
	inMountNamespace(t, func() {
		coverFile(t, "/proc/loadavg", "7.25 7.50 7.75 1/10 99\n")
		load, err := liveSystem.LoadAverage()
		noError(t, "LoadAverage", err)
		equal(t, "LoadAverage", load, platform.LoadAverage{Load1: 7.25, Load5: 7.5, Load15: 7.75})
		coverFile(t, "/proc/loadavg", "nonsense\n")
		_, err = liveSystem.LoadAverage()
		noError(t, "sysinfo", err)
	})
}

// The kernel's own file is not read: it has two decimals only.
func TestLoadAverageOfKernel(t *testing.T) {
	equal(t, "the kernel's file", liveSystem.hasKernelFile("loadavg"), true)
	for range 3 { // the values change every 5 seconds
		before, _ := liveSystem.sysinfo()
		load, err := liveSystem.LoadAverage()
		noError(t, "LoadAverage", err)
		if after, _ := liveSystem.sysinfo(); after.Loads == before.Loads {
			equal(t, "LoadAverage", load, loadAverageOf(&before))
			return
		}
	}
	t.Error("the load averages change all the time")
}

func FuzzParseLoadAverage(f *testing.F) {
	f.Add(fixtureFile(f, "proc/loadavg"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, err := parseLoadAverage(b); err == nil && !(l.Load1 >= 0 && l.Load5 >= 0 && l.Load15 >= 0) {
			t.Errorf("negative, or no number: %+v", l)
		}
	})
}
