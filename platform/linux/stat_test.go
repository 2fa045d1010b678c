//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseCPUTimes(t *testing.T) {
	for _, text := range []string{"", "cpu", "cpu \n", "cpu  1 2 3\n", "cpu  1 2 3 4", "cpu0 1 2 3 4\n", "intr 1 2 3 4\n", "cpu  x x x x\n"} {
		if c, ok := parseCPUTimes([]byte(text)); ok {
			t.Errorf("%q gives %+v, want none", text, c)
		}
	}
	c, ok := parseCPUTimes([]byte("cpu  1 2 3 4\n"))
	equal(t, "2.4", ok, true)
	equal(t, "2.4", c, platform.CPUTimes{CPU: platform.NA, User: .01, Nice: .02, System: .03, Idle: .04, IOWait: nan, IRQ: nan, SoftIRQ: nan,
		Steal: nan, Guest: nan, GuestNice: nan, DPC: nan})
	c, ok = parseCPUTimes([]byte("cpu  1 2 3 4 5 6 7 8 9 10 11 12 more\n"))
	equal(t, "more fields", ok, true)
	equal(t, "more fields", c.GuestNice, .1)
	c, ok = parseCPUTimes([]byte("cpu  1163008 0 500 18446744073709551615 -5 x 7\n"))
	equal(t, "odd numbers", ok, true)
	equal(t, "odd numbers", []float64{c.User, c.System, c.Idle, c.IOWait, c.IRQ, c.SoftIRQ}, []float64{11630.08, 5, 184467440737095516.15, 0, nan, .07})
	perCPU := parseCPUTimesPerCPU([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu3 1 2\ncpu7 5 6 7 8\ncpufreq 1\nintr 5\ncpu9 1 1 1 1"))
	equal(t, "per CPU", len(perCPU), 3)
	equal(t, "per CPU", perCPU[1].Idle, .08)
	equal(t, "numbers", []int64{c.CPU, perCPU[0].CPU, perCPU[1].CPU, perCPU[2].CPU}, []int64{platform.NA, 0, 7, 9})
}

// The sum over all CPUs may not be in the first line, or not be there at all.
func TestCPUTimesOfOddFiles(t *testing.T) {
	const cpus = "cpu0 100 200 300 400 500 x\ncpu2 1 2 3 4\n"
	sum := platform.CPUTimes{CPU: na, User: 1.01, Nice: 2.02, System: 3.03, Idle: 4.04, IOWait: 5, IRQ: nan, SoftIRQ: nan, Steal: nan, Guest: nan,
		GuestNice: nan, DPC: nan}
	whole := sum
	whole.User, whole.IOWait = 7, nan
	for what, c := range map[string]struct {
		stat string
		want platform.CPUTimes
	}{
		"behind those of single CPUs": {"\n" + cpus + "cpu 700 202 303 404\n", whole},
		"far behind":                  {"intr" + strings.Repeat(" 0", 5000) + "\ncpu 700 202 303 404\n" + cpus, whole},
		"none":                        {cpus + "ctxt 5\n", sum},
		"without numbers":             {"cpu x x x x\n" + cpus, sum},
	} {
		got, err := newTree(t, map[string]string{"stat": c.stat}).CPUTimes()
		noError(t, what, err)
		equal(t, what, got, c.want)
	}
	_, err := newTree(t, map[string]string{"stat": "ctxt 5\nbtime 1\n"}).CPUTimes()
	errorWithCode(t, "no CPU", err, platform.OS)
}

// With more CPUs than the kernel supports the file has several hundred kB.
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
	for text, want := range map[string][3]int64{
		"ctxt 5\n": {5, na, na}, "intr 5 3\n": {na, 5, na}, "ctxt\nintr 5\n": {na, 5, na}, "ctxt x\nintr 5\n": {na, 5, na},
		"ctxt 5\nintr -5 3\nsoftirq 4\n": {5, na, 4}, "ctxt 18446744073709551615\nintr 5\n": {math.MaxInt64, 5, na},
		"intr 5\nctxt 7\nprocesses -2049562273\nsoftirq 4\n": {7, 5, 4},
	} {
		stats, err := parseCPUStats([]byte(text))
		noError(t, text, err)
		equal(t, text, [3]int64{stats.CtxSwitches, stats.Interrupts, stats.SoftInterrupts}, want)
	}
	for _, text := range []string{"", "ctxt x\n", "btime 1\n"} {
		if stats, err := parseCPUStats([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, stats)
		}
	}
}

func FuzzParseSystemStat(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Add([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\nbtime 5\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, ok := parseCPUTimes(b); ok && (c.User < 0 || c.Idle < 0) {
			t.Errorf("negative: %+v", c)
		}
		times := parseCPUTimesPerCPU(b)
		if int64(len(times)) > countCPULines(b) {
			t.Errorf("%d CPUs of %d", len(times), countCPULines(b))
		}
		if sum, err := sumCPUTimes(times); err == nil && (sum.User < 0 || sum.Idle < 0) {
			t.Errorf("negative: %+v", sum)
		}
		if boot, err := parseBootTime(b); err == nil && boot < 0 {
			t.Errorf("negative: %v", boot)
		}
	})
}

func FuzzParseCPUStats(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if stats, err := parseCPUStats(b); err == nil && min(stats.CtxSwitches, stats.Interrupts, stats.SoftInterrupts) < na {
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
