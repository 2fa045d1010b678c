//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// meminfo is what /proc/meminfo says, in bytes; NA is what this kernel does not say.
type meminfo struct {
	total, free, available             int64
	buffers, cached, reclaimable, slab int64
	shared, active, inactive           int64
	activeFile, inactiveFile           int64
	swapTotal, swapFree                int64
}

func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	buf := borrow()
	defer giveBack(buf)
	if err := readInto(buf, s.proc, "meminfo"); err != nil {
		return platform.VirtualMemory{}, err
	}
	m, err := parseMeminfo(*buf)
	if err != nil {
		return platform.VirtualMemory{}, about(s.proc, err)
	}
	// 0 is what a kernel without a use for the field says (lxcfs, and some NUMA machines).
	if m.available <= 0 {
		low := int64(platform.NA)
		if readInto(buf, s.proc, "zoneinfo") == nil {
			low = parseLowWatermarks(*buf, int64(unix.Getpagesize()))
		}
		m.available = m.estimate(low)
	}
	return m.virtualMemory(), nil
}

// parseMeminfo reads /proc/meminfo, which counts in units of 1,024 bytes.
func parseMeminfo(b []byte) (meminfo, error) {
	m := meminfo{
		total: platform.NA, free: platform.NA, available: platform.NA,
		buffers: platform.NA, cached: platform.NA, reclaimable: platform.NA, slab: platform.NA,
		shared: platform.NA, active: platform.NA, inactive: platform.NA,
		activeFile: platform.NA, inactiveFile: platform.NA,
		swapTotal: platform.NA, swapFree: platform.NA,
	}
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "MemTotal:":
			into = &m.total
		case "MemFree:":
			into = &m.free
		case "MemAvailable:": // since Linux 3.14
			into = &m.available
		case "Buffers:":
			into = &m.buffers
		case "Cached:":
			into = &m.cached
		case "SReclaimable:":
			into = &m.reclaimable
		case "Slab:":
			into = &m.slab
		case "Shmem:":
			into = &m.shared
		case "Active:":
			into = &m.active
		case "Inactive:":
			into = &m.inactive
		case "Active(file):":
			into = &m.activeFile
		case "Inactive(file):":
			into = &m.inactiveFile
		case "SwapTotal:":
			into = &m.swapTotal
		case "SwapFree:":
			into = &m.swapFree
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), 1024); ok {
			*into = n
		}
	}
	if m.total == platform.NA || m.free == platform.NA {
		return m, malformed("meminfo", "no MemTotal or no MemFree")
	}
	return m, nil
}

// parseLowWatermarks adds up the low watermarks of all zones in /proc/zoneinfo, which counts in pages: below them the
// kernel begins to reclaim, so that nobody can have that much.
func parseLowWatermarks(b []byte, page int64) int64 {
	var sum int64
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if string(rest.next()) != "low" {
			continue
		}
		if n, ok := parseBytes(rest.next(), page); ok && sum+n >= sum {
			sum += n
		}
	}
	return sum
}

// estimate says what MemAvailable would: what is free, half of what caches can give back or all but the low watermark,
// whichever is more. (Linux: si_mem_available.) low is NA where it is unknown; then, and on kernels that do not say what
// their caches hold, it is what is free and what is cached.
func (m *meminfo) estimate(low int64) int64 {
	if low == platform.NA || m.activeFile == platform.NA || m.inactiveFile == platform.NA || m.reclaimable == platform.NA {
		return m.free + max(m.cached, 0)
	}
	files := m.activeFile + m.inactiveFile
	return m.free - low + files - min(files/2, low) + m.reclaimable - min(m.reclaimable/2, low)
}

// virtualMemory gives the numbers the meaning they have in psutil 7.
func (m *meminfo) virtualMemory() platform.VirtualMemory {
	v := platform.VirtualMemory{
		Total: m.total, Available: m.available, Free: m.free,
		Active: m.active, Inactive: m.inactive,
		Buffers: m.buffers, Cached: m.cached, Shared: m.shared, Slab: m.slab,
		Wired: platform.NA,
	}
	if v.Available > v.Total { // a container's total with its host's caches
		v.Available = v.Free
	}
	v.Available = min(max(v.Available, 0), v.Total)
	v.Used = v.Total - v.Available
	if v.Cached != platform.NA {
		v.Cached += max(m.reclaimable, 0)
	}
	return v
}

func (s *system) SwapMemory() (platform.SwapMemory, error) {
	buf := borrow()
	defer giveBack(buf)
	if err := readInto(buf, s.proc, "meminfo"); err != nil {
		return platform.SwapMemory{}, err
	}
	m, err := parseMeminfo(*buf)
	if err != nil {
		return platform.SwapMemory{}, about(s.proc, err)
	}
	if m.swapTotal == platform.NA { // every kernel says it: 0 where there is no swap
		return platform.SwapMemory{}, about(s.proc, malformed("meminfo", "no SwapTotal"))
	}
	// lxcfs has said that less than nothing is free: a number so large that it is none.
	free := min(max(m.swapFree, 0), m.swapTotal)
	swap := platform.SwapMemory{Total: m.swapTotal, Free: free, In: platform.NA, Out: platform.NA}
	swap.Used = swap.Total - swap.Free
	if readInto(buf, s.proc, "vmstat") == nil { // containers may hide it
		swap.In, swap.Out = parseSwapped(*buf, int64(unix.Getpagesize()))
	}
	return swap, nil
}

// parseSwapped reads in /proc/vmstat, which counts in pages, how much was swapped in and out since boot; NA for what a
// kernel without swap does not say.
func parseSwapped(b []byte, page int64) (in, out int64) {
	in, out = platform.NA, platform.NA
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "pswpin":
			into = &in
		case "pswpout":
			into = &out
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), page); ok {
			*into = n
		}
	}
	return in, out
}
