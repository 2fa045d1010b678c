//go:build linux

package linux

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// The clocks give what the kernel's /proc/stat has.
func TestBootTimeOfClocks(t *testing.T) {
	equal(t, "the kernel's file", liveSystem.hasKernelFile("stat"), true)
	buf := getBuf()
	defer putBuf(buf)
	noError(t, "read", readSystemFile(buf, "/proc", "stat"))
	want, err := parseBootTime(*buf)
	noError(t, "parse", err)
	boot, err := liveSystem.BootTime()
	noError(t, "BootTime", err)
	equal(t, "BootTime", boot, want)
}

func TestSecondBetween(t *testing.T) {
	const second = int64(time.Second)
	for _, c := range []struct {
		earliest, latest int64
		seconds          float64
		ok               bool
	}{
		{5*second + 2000, 5*second + 3000, 5, true},
		{5*second + 2000, 6*second - 2000, 5, true},
		{5*second + 10, 5*second + 3000, 0, false}, // rounding
		{5*second + 2000, 6*second - 10, 0, false},
		{5*second + 2000, 6*second + 2000, 0, false}, // interrupted between the readings
		{-second, -second, 0, false},                 // the wall clock is before 1970
	} {
		seconds, ok := secondBetween(c.earliest, c.latest)
		equal(t, "ok", ok, c.ok)
		if c.ok {
			equal(t, "seconds", seconds, c.seconds)
		}
	}
}

// In a container with lxcfs, btime is the start of the container, but processes count from the boot of the system.
func TestStartTimeInContainer(t *testing.T) {
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	stat, err := os.ReadFile("/proc/stat")
	noError(t, "read", err)
	inMountNamespace(t, func() {
		for what, c := range map[string]struct{ btime, tolerance float64 }{
			"the container's start": {float64(time.Now().Unix() - 60), 5},
			"after a clock step":    {1000, math.Inf(1)}, // the clock was set: the kernel's new answer counts
		} {
			text := regexp.MustCompile(`(?m)^btime \d+`).ReplaceAllString(string(stat), fmt.Sprintf("btime %.0f", c.btime))
			coverFile(t, "/proc/stat", text)
			boot, err := liveSystem.BootTime()
			noError(t, what, err)
			equal(t, what, boot, c.btime)
			start, err := p.StartTime(id)
			noError(t, what, err)
			if math.Abs(start-float64(time.Now().Unix())) > c.tolerance {
				t.Errorf("%s: started at %v", what, start)
			}
			if c.btime == 1000 {
				equal(t, what, start, 1000+float64(id.Start)/userHZ)
			}
			rows, err := scanRows(t, liveSystem, []int64{id.PID}, platform.ColumnCreateTime)
			noError(t, what, err)
			equal(t, what, rows[0].Float(platform.ColumnCreateTime), start)
		}
	})
}

// Some containers cut /proc/stat short, or have none: the clocks of the system say when it booted.
func TestBootTimeWithoutBtime(t *testing.T) {
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	want, err := liveSystem.BootTime()
	noError(t, "BootTime", err)
	inMountNamespace(t, func() {
		coverFile(t, "/proc/stat", "cpu  1 2 3 4\ncpu0 1 2 3 4\n")
		boot, err := liveSystem.BootTime()
		noError(t, "BootTime", err)
		if math.Abs(boot-want) > 2 {
			t.Errorf("booted at %v, want %v", boot, want)
		}
		start, err := p.StartTime(id)
		noError(t, "StartTime", err)
		equal(t, "StartTime", math.Abs(start-want-float64(id.Start)/userHZ) <= 2, true)
	})
	for what, files := range map[string]map[string]string{"cut short": {"stat": "cpu  1 2 3 4\n"}, "missing": {}} {
		_, err := newTree(t, files).BootTime()
		errorWithCode(t, "another system's, "+what, err, platform.OS)
	}
}
