//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// isCPU says whether a line of /proc/stat is about one CPU.
func isCPU(line []byte) bool {
	number, found := bytes.CutPrefix(line, []byte("cpu"))
	return found && len(number) > 0 && number[0] >= '0' && number[0] <= '9'
}

// parseCPULine reads the numbers of a cpu line of /proc/stat: ticks in the order of the fields. What older kernels do
// not have is NaN.
func parseCPULine(line []byte) (platform.CPUTimes, error) {
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
		if len(field) == 0 && i >= 4 {
			break
		}
		n, ok := parseCount(field)
		if !ok {
			return t, parseError("stat", "a cpu line is cut off, or not numbers")
		}
		*into = float64(n) / userHZ
	}
	return t, nil
}

// parseCPUTimes reads the line of all CPUs together, the first of /proc/stat.
func parseCPUTimes(b []byte) (platform.CPUTimes, error) {
	line, _, whole := bytes.Cut(b, []byte{'\n'})
	if !whole || !bytes.HasPrefix(line, []byte("cpu ")) {
		return platform.CPUTimes{}, parseError("stat", "does not begin with the line of all CPUs")
	}
	return parseCPULine(line)
}

// parseCPUTimesPerCPU reads the lines of single CPUs, which follow the first.
func parseCPUTimesPerCPU(b []byte) ([]platform.CPUTimes, error) {
	times := make([]platform.CPUTimes, 0, countCPULines(b))
	for line := range bytes.Lines(b) {
		if !isCPU(line) {
			continue
		}
		t, err := parseCPULine(line)
		if err != nil {
			return nil, err
		}
		times = append(times, t)
	}
	return times, nil
}

func countCPULines(b []byte) int64 {
	var n int64
	for line := range bytes.Lines(b) {
		if isCPU(line) {
			n++
		}
	}
	return n
}

// parseCPUNumbers reads the numbers of the CPUs that /proc/stat has a line of.
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

// parseCPUStats reads the events of /proc/stat: the first number behind each name is the total, those that follow count
// single interrupts.
func parseCPUStats(b []byte) (platform.CPUStats, error) {
	stats := platform.CPUStats{
		CtxSwitches: platform.NA, Interrupts: platform.NA, SoftInterrupts: platform.NA, Syscalls: platform.NA,
	}
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
		n, ok := parseCount(rest.next())
		if !ok {
			return stats, parseError("stat", "a number of events is cut off, or not a number")
		}
		*into = n
	}
	if stats.CtxSwitches == platform.NA || stats.Interrupts == platform.NA {
		return stats, parseError("stat", "no ctxt or no intr")
	}
	return stats, nil
}

// parseBootTime reads btime in /proc/stat: whole seconds.
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
