//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// isCPULine reports whether a line of /proc/stat is about a single CPU.
func isCPULine(line []byte) bool {
	number, found := bytes.CutPrefix(line, []byte("cpu"))
	return found && len(number) > 0 && number[0] >= '0' && number[0] <= '9'
}

// parseCPULine parses a cpu line of /proc/stat: ticks of each mode. Modes that old kernels do not have, and numbers
// that are malformed, are NaN. A line without the first four modes is not a cpu line.
func parseCPULine(line []byte) (platform.CPUTimes, bool) {
	na := platform.NaN
	t := platform.CPUTimes{CPU: platform.NA, IOWait: na, IRQ: na, SoftIRQ: na, Steal: na, Guest: na, GuestNice: na, DPC: na}
	rest := fields{text: line}
	if number, ok := parseCount(bytes.TrimPrefix(rest.next(), []byte("cpu"))); ok {
		t.CPU = number
	}
	for i, into := range []*float64{
		&t.User, &t.Nice, &t.System, &t.Idle, &t.IOWait, &t.IRQ, &t.SoftIRQ, &t.Steal, &t.Guest, &t.GuestNice,
	} {
		field := rest.next()
		if len(field) == 0 {
			return t, i >= 4
		}
		*into = parseTicks(field)
	}
	return t, true
}

// parseTicks converts ticks to seconds: 0 for a number that fell below zero, NaN for other text.
func parseTicks(b []byte) float64 {
	if n, ok := parseInt(b); ok {
		return float64(max(n, 0)) / userHZ
	}
	if n, err := strconv.ParseUint(string(b), 10, 64); err == nil {
		return float64(n) / userHZ
	}
	return platform.NaN
}

// parseCPUTimes parses the line of /proc/stat that has the sum over all CPUs. ok is false if it is not there or not
// complete, or has neither user nor idle time.
func parseCPUTimes(b []byte) (t platform.CPUTimes, ok bool) {
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if string(rest.next()) == "cpu" && bytes.HasSuffix(line, []byte{'\n'}) {
			t, ok = parseCPULine(line)
			return t, ok && !(math.IsNaN(t.User) && math.IsNaN(t.Idle))
		}
	}
	return platform.CPUTimes{}, false
}

// sumCPUTimes adds up the times of single CPUs. A time that one of them lacks counts as 0; one that all lack is NaN.
func sumCPUTimes(perCPU []platform.CPUTimes) (platform.CPUTimes, error) {
	if len(perCPU) == 0 {
		return platform.CPUTimes{}, parseError("stat", "no line of all CPUs and none of a single one")
	}
	sum := perCPU[0]
	sum.CPU = platform.NA
	for i := range perCPU[1:] {
		t := &perCPU[1+i]
		for _, add := range []struct {
			to    *float64
			value float64
		}{
			{&sum.User, t.User}, {&sum.Nice, t.Nice}, {&sum.System, t.System}, {&sum.Idle, t.Idle}, {&sum.IOWait, t.IOWait},
			{&sum.IRQ, t.IRQ}, {&sum.SoftIRQ, t.SoftIRQ}, {&sum.Steal, t.Steal}, {&sum.Guest, t.Guest}, {&sum.GuestNice, t.GuestNice},
		} {
			switch {
			case math.IsNaN(*add.to):
				*add.to = add.value
			case !math.IsNaN(add.value):
				*add.to += add.value
			}
		}
	}
	return sum, nil
}

// parseCPUTimesPerCPU parses the lines of single CPUs, which follow the first.
func parseCPUTimesPerCPU(b []byte) []platform.CPUTimes {
	times := make([]platform.CPUTimes, 0, countCPULines(b))
	for line := range bytes.Lines(b) {
		if !isCPULine(line) {
			continue
		}
		if t, ok := parseCPULine(line); ok {
			times = append(times, t)
		}
	}
	return times
}

func countCPULines(b []byte) int64 {
	var n int64
	for line := range bytes.Lines(b) {
		if isCPULine(line) {
			n++
		}
	}
	return n
}

// parseCPUNumbers returns the numbers of the CPUs that have a line in /proc/stat.
func parseCPUNumbers(b []byte) []int64 {
	var cpus []int64
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		name, found := bytes.CutPrefix(rest.next(), []byte("cpu"))
		if cpu, ok := parseCount(name); found && ok && cpu < maxCPUs {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// parseCPUStats parses the numbers of events in /proc/stat. The first number of a line is the total; those that follow
// count single interrupts. A number that is missing or malformed is NA.
func parseCPUStats(b []byte) (platform.CPUStats, error) {
	none := platform.CPUStats{
		CtxSwitches: platform.NA, Interrupts: platform.NA, SoftInterrupts: platform.NA, Syscalls: platform.NA,
	}
	stats := none
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "ctxt":
			into = &stats.CtxSwitches
		case "intr":
			into = &stats.Interrupts
		case "softirq": // since Linux 2.6.31
			into = &stats.SoftInterrupts
		default:
			continue
		}
		*into = counterOrNA(rest.next())
	}
	if stats == none {
		return stats, parseError("stat", "no ctxt, no intr and no softirq")
	}
	return stats, nil
}

// parseBootTime parses btime in /proc/stat: whole seconds.
func parseBootTime(b []byte) (float64, error) {
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if string(rest.next()) != "btime" {
			continue
		}
		boot, ok := parseCount(rest.next())
		if !ok {
			return platform.NaN, parseError("stat", "btime is not a number")
		}
		return float64(boot), nil
	}
	return platform.NaN, parseError("stat", "no btime")
}
