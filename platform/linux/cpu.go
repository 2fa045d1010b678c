//go:build linux

package linux

import (
	"bytes"
	"strconv"

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
	t := platform.CPUTimes{IOWait: na, IRQ: na, SoftIRQ: na, Steal: na, Guest: na, GuestNice: na, DPC: na}
	rest := fields{text: line}
	rest.next()
	for i, into := range []*float64{
		&t.User, &t.Nice, &t.System, &t.Idle, &t.IOWait, &t.IRQ, &t.SoftIRQ, &t.Steal, &t.Guest, &t.GuestNice,
	} {
		field := rest.next()
		if len(field) == 0 && i >= 4 {
			break
		}
		n, ok := parseCount(field)
		if !ok {
			return t, malformed("stat", "a cpu line is cut off, or not numbers")
		}
		*into = float64(n) / ticks
	}
	return t, nil
}

// parseCPUTimes reads the line of all CPUs together, the first of /proc/stat.
func parseCPUTimes(b []byte) (platform.CPUTimes, error) {
	line, _, whole := bytes.Cut(b, []byte{'\n'})
	if !whole || !bytes.HasPrefix(line, []byte("cpu ")) {
		return platform.CPUTimes{}, malformed("stat", "does not begin with the line of all CPUs")
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

func (s *system) CPUTimes() (platform.CPUTimes, error) {
	var room space
	var buf [512]byte
	path := cPath(&room, s.proc, "stat")
	// One line is enough, however many CPUs and interrupts there are.
	b, err := readStart(path, buf[:])
	if err != nil {
		return platform.CPUTimes{}, failure(what(path), err)
	}
	t, err := parseCPUTimes(b)
	return t, about(s.proc, err)
}

func (s *system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	buf := borrow()
	defer giveBack(buf)
	if err := readInto(buf, s.proc, "stat"); err != nil {
		return nil, err
	}
	times, err := parseCPUTimesPerCPU(*buf)
	return times, about(s.proc, err)
}

func (s *system) CPUCount(logical bool) (int64, error) {
	buf := borrow()
	defer giveBack(buf)
	if logical {
		return s.logicalCPUs(buf), nil
	}
	return s.cores(buf), nil
}

func (s *system) logicalCPUs(buf *[]byte) int64 {
	if readInto(buf, s.sys, "devices/system/cpu/online") == nil {
		if n := int64(len(parseCPUList(*buf))); n > 0 {
			return n
		}
	}
	if readInto(buf, s.proc, "stat") == nil {
		if n := countCPULines(*buf); n > 0 {
			return n
		}
	}
	if readInto(buf, s.proc, "cpuinfo") == nil {
		if n := parseCPUInfo(*buf).processors; n > 0 {
			return n
		}
	}
	return platform.NA
}

// onlineCPUs gives the numbers of the CPUs that are online; in the order of CPUTimesPerCPU; none where unknown.
func (s *system) onlineCPUs() []int64 {
	buf := borrow()
	defer giveBack(buf)
	if readInto(buf, s.sys, "devices/system/cpu/online") == nil {
		if cpus := parseCPUList(*buf); len(cpus) > 0 {
			return cpus
		}
	}
	if readInto(buf, s.proc, "stat") != nil {
		return nil
	}
	return parseCPUNumbers(*buf)
}

// parseCPUNumbers reads the numbers of the CPUs that /proc/stat has a line of.
func parseCPUNumbers(b []byte) []int64 {
	var cpus []int64
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		name, found := bytes.CutPrefix(rest.next(), []byte("cpu"))
		if cpu, ok := parseCount(name); found && ok && cpu < mostCPUs {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// cores counts the different sets of CPUs that share a core.
func (s *system) cores(buf *[]byte) int64 {
	if readInto(buf, s.sys, "devices/system/cpu/online") == nil {
		online := parseCPUList(*buf)
		for _, file := range []string{"core_cpus_list", "thread_siblings_list"} { // the second before Linux 5.3
			siblings := make(map[string]struct{}, len(online))
			for _, cpu := range online {
				name := "devices/system/cpu/cpu" + strconv.FormatInt(cpu, 10) + "/topology/" + file
				if readInto(buf, s.sys, name) == nil {
					siblings[string(bytes.TrimSpace(*buf))] = struct{}{}
				}
			}
			if len(siblings) > 0 {
				return int64(len(siblings))
			}
		}
	}
	if readInto(buf, s.proc, "cpuinfo") == nil {
		if n := parseCPUInfo(*buf).cores; n > 0 {
			return n
		}
	}
	return platform.NA
}

// No kernel is built for more CPUs than this, and no list of them may make us allocate more.
const mostCPUs = 1 << 16

// parseCPUList reads a list like "0-3,8,10-11"; nothing if it is not one.
func parseCPUList(b []byte) []int64 {
	var cpus []int64
	for _, part := range bytes.Split(bytes.TrimSpace(b), []byte{','}) {
		from, to, isRange := bytes.Cut(part, []byte{'-'})
		first, ok := parseCount(from)
		last := first
		if isRange && ok {
			last, ok = parseCount(to)
		}
		if !ok || last < first || last >= mostCPUs || len(cpus) >= mostCPUs {
			return nil
		}
		for cpu := first; cpu <= last; cpu++ {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// cpuInfo is what /proc/cpuinfo says of the number of CPUs; 0 is unknown.
type cpuInfo struct {
	processors, cores int64
}

// parseCPUInfo reads /proc/cpuinfo, a paragraph a CPU. Only x86 says how many cores a package has.
func parseCPUInfo(b []byte) cpuInfo {
	var info cpuInfo
	perPackage := map[int64]int64{}
	socket := int64(platform.NA)
	for line := range bytes.Lines(b) {
		key, value, _ := bytes.Cut(line, []byte{':'})
		value = bytes.TrimSpace(value)
		switch string(bytes.TrimSpace(key)) {
		case "processor":
			socket = platform.NA
			if _, ok := parseCount(value); ok { // old ARM kernels call a model name this, too
				info.processors++
			}
		case "physical id":
			if n, ok := parseCount(value); ok {
				socket = n
			}
		case "cpu cores":
			if n, ok := parseCount(value); ok && n < mostCPUs && socket != platform.NA {
				perPackage[socket] = n
			}
		default: // s390x: "processor 0: version = ..."
			if name, found := bytes.CutPrefix(key, []byte("processor ")); found {
				if _, ok := parseCount(bytes.TrimSpace(name)); ok {
					info.processors++
				}
			}
		}
	}
	for _, n := range perPackage {
		info.cores += n
	}
	return info
}

func (s *system) CPUStats() (platform.CPUStats, error) {
	buf := borrow()
	defer giveBack(buf)
	if err := readInto(buf, s.proc, "stat"); err != nil {
		return platform.CPUStats{}, err
	}
	stats, err := parseCPUStats(*buf)
	return stats, about(s.proc, err)
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
			return stats, malformed("stat", "a number of events is cut off, or not a number")
		}
		*into = n
	}
	if stats.CtxSwitches == platform.NA || stats.Interrupts == platform.NA {
		return stats, malformed("stat", "no ctxt or no intr")
	}
	return stats, nil
}
