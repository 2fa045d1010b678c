//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "meminfo"); err != nil {
		return platform.VirtualMemory{}, err
	}
	m, err := parseMeminfo(*buf)
	if err != nil {
		return platform.VirtualMemory{}, addPath(s.proc, err)
	}
	// 0 is what a kernel without a use for the field says (lxcfs, and some NUMA machines).
	if m.available <= 0 {
		low := int64(platform.NA)
		if readSystemFile(buf, s.proc, "zoneinfo") == nil {
			low = parseLowWatermarks(*buf, int64(unix.Getpagesize()))
		}
		m.available = m.estimateAvailable(low)
	}
	return m.virtualMemory(), nil
}

// estimate says what MemAvailable would: what is free, half of what caches can give back or all but the low watermark,
// whichever is more. (Linux: si_mem_available.) low is NA where it is unknown; then, and on kernels that do not say what
// their caches hold, it is what is free and what is cached.
func (m *meminfo) estimateAvailable(low int64) int64 {
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
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "meminfo"); err != nil {
		return platform.SwapMemory{}, err
	}
	m, err := parseMeminfo(*buf)
	if err != nil {
		return platform.SwapMemory{}, addPath(s.proc, err)
	}
	if m.swapTotal == platform.NA { // every kernel says it: 0 where there is no swap
		return platform.SwapMemory{}, addPath(s.proc, parseError("meminfo", "no SwapTotal"))
	}
	// lxcfs has said that less than nothing is free: a number so large that it is none.
	free := min(max(m.swapFree, 0), m.swapTotal)
	swap := platform.SwapMemory{Total: m.swapTotal, Free: free, In: platform.NA, Out: platform.NA}
	swap.Used = swap.Total - swap.Free
	if readSystemFile(buf, s.proc, "vmstat") == nil { // containers may hide it
		swap.In, swap.Out = parseSwapCounts(*buf, int64(unix.Getpagesize()))
	}
	return swap, nil
}
