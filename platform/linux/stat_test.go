//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseCPUTimes(t *testing.T) {
	for _, text := range []string{
		"", "cpu", "cpu \n", "cpu  1 2 3\n", "cpu  1 2 3 4", "cpu0 1 2 3 4\n", "intr 1 2 3 4\n", "cpu  1 2 3 x\n",
		"cpu  1 2 3 4 -5\n", "cpu  1 2 3 99999999999999999999\n", "cpu  1 2 3 4 5 6 7 8 9 x\n",
	} {
		if c, err := parseCPUTimes([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, c)
		}
	}
	c, err := parseCPUTimes([]byte("cpu  1 2 3 4\n"))
	noError(t, "2.4", err)
	equal(t, "2.4", c, platform.CPUTimes{CPU: platform.NA, User: .01, Nice: .02, System: .03, Idle: .04, IOWait: nan, IRQ: nan, SoftIRQ: nan,
		Steal: nan, Guest: nan, GuestNice: nan, DPC: nan})
	c, err = parseCPUTimes([]byte("cpu  1 2 3 4 5 6 7 8 9 10 11 12 more\n"))
	noError(t, "to come", err)
	equal(t, "to come", c.GuestNice, .1)

	perCPU, err := parseCPUTimesPerCPU([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu7 5 6 7 8\ncpufreq 1\nintr 5\ncpu9 1 1 1 1"))
	noError(t, "per CPU", err)
	equal(t, "per CPU", len(perCPU), 3)
	equal(t, "per CPU", perCPU[1].Idle, .08)
	equal(t, "numbers", []int64{c.CPU, perCPU[0].CPU, perCPU[1].CPU, perCPU[2].CPU}, []int64{platform.NA, 0, 7, 9})
	if _, err := parseCPUTimesPerCPU([]byte("cpu0 1 2\n")); err == nil {
		t.Error("a cut line gives no error")
	}
}

// More CPUs than the kernel is ever built for make a file of several hundred kB.
func TestManyCPUs(t *testing.T) {
	var stat bytes.Buffer
	stat.WriteString("cpu  1 2 3 4 5 6 7 8 9 10\n")
	for n := range 4096 {
		fmt.Fprintf(&stat, "cpu%d %d 2 3 4 5 6 7 8 9 10\n", n, int64(n)*1000000000000)
	}
	stat.WriteString("intr" + strings.Repeat(" 0", 100000) + "\nbtime 1700000000\n")
	s := newTree(t, map[string]string{"stat": stat.String()})
	perCPU, err := s.CPUTimesPerCPU()
	noError(t, "CPUTimesPerCPU", err)
	equal(t, "CPUs", len(perCPU), 4096)
	equal(t, "the last", perCPU[4095].User, 4095*1e10)
	boot, err := s.BootTime()
	noError(t, "BootTime", err)
	equal(t, "BootTime", boot, 1700000000)
	n, err := s.CPUCount(true)
	noError(t, "CPUCount", err)
	equal(t, "CPUCount", n, 4096)
}

func TestParseBootTime(t *testing.T) {
	for _, text := range []string{"", "btime", "btime \n", "btime x\n", "btime -1\n", "xbtime 1\n"} {
		if boot, err := parseBootTime([]byte(text)); err == nil {
			t.Errorf("%q gives %v, want an error", text, boot)
		}
	}
}

func TestParseCPUStats(t *testing.T) {
	for _, text := range []string{"", "ctxt 5\n", "intr 5\n", "ctxt\nintr 5\n", "ctxt x\nintr 5\n", "ctxt 5\nintr -5 3\n",
		"ctxt 99999999999999999999\nintr 5\n", "ctxt 5\nintr 5\nsoftirq\n"} {
		if stats, err := parseCPUStats([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, stats)
		}
	}
}

func FuzzParseSystemStat(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Add([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\nbtime 5\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := parseCPUTimes(b); err == nil && (c.User < 0 || c.Idle < 0) {
			t.Errorf("negative: %+v", c)
		}
		if times, err := parseCPUTimesPerCPU(b); err == nil && int64(len(times)) != countCPULines(b) {
			t.Errorf("%d CPUs of %d", len(times), countCPULines(b))
		}
		if boot, err := parseBootTime(b); err == nil && boot < 0 {
			t.Errorf("negative: %v", boot)
		}
	})
}

func FuzzParseCPUStats(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if stats, err := parseCPUStats(b); err == nil && (stats.CtxSwitches < 0 || stats.Interrupts < 0 || stats.SoftInterrupts < na) {
			t.Errorf("negative: %+v", stats)
		}
		parseCPUNumbers(b)
	})
}

func FuzzParseCPUNumbers(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, cpu := range parseCPUNumbers(b) {
			if cpu < 0 || cpu >= maxCPUs {
				t.Errorf("CPU %d", cpu)
			}
		}
	})
}
