//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) readMeminfo(buf *[]byte) (meminfo, error) {
	if err := readSystemFile(buf, s.proc, "meminfo"); err != nil {
		return meminfo{}, err
	}
	return parseMeminfo(*buf), nil
}

// sysinfo returns sysinfo(2) of the running system, nil with another procfs.
func (s *system) sysinfo() *unix.Sysinfo_t {
	var info unix.Sysinfo_t
	if !s.isOwnProcfs() || unix.Sysinfo(&info) != nil {
		return nil
	}
	return &info
}

func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	buf := getBuf()
	defer putBuf(buf)
	m, err := s.readMeminfo(buf)
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	if m.total == platform.NA || m.free == platform.NA {
		if info := s.sysinfo(); info != nil {
			m.total, m.free = int64(info.Totalram)*int64(info.Unit), int64(info.Freeram)*int64(info.Unit)
		}
	}
	if m.total == platform.NA && m.free == platform.NA {
		return platform.VirtualMemory{}, addPath(s.proc, parseError("meminfo", "no MemTotal and no MemFree"))
	}
	// 0 is the value on a kernel that does not compute it (lxcfs, and some NUMA machines).
	if m.available <= 0 {
		low := int64(platform.NA)
		if readSystemFile(buf, s.proc, "zoneinfo") == nil {
			low = parseLowWatermarks(*buf, pageSize)
		}
		m.available = m.estimateAvailable(low)
	}
	return m.virtualMemory(), nil
}

// estimateAvailable computes MemAvailable as the kernel does (si_mem_available): the free memory plus, of the reclaimable caches, half or all
// but the low watermark, whichever is more. low is NA where unknown. Then, and on kernels that do not report their caches in detail, the
// result is the free plus the cached memory.
func (m *meminfo) estimateAvailable(low int64) int64 {
	if low == platform.NA || m.activeFile == platform.NA || m.inactiveFile == platform.NA || m.reclaimable == platform.NA {
		return saturatingAdd(max(m.free, 0), max(m.cached, 0))
	}
	files := saturatingAdd(m.activeFile, m.inactiveFile)
	reclaimed := saturatingAdd(files-min(files/2, low), m.reclaimable-min(m.reclaimable/2, low))
	available := max(m.free, 0) - low
	if available < 0 {
		return available + reclaimed
	}
	return saturatingAdd(available, reclaimed)
}

// virtualMemory returns the values with the meaning they have in psutil 7.
func (m *meminfo) virtualMemory() platform.VirtualMemory {
	v := platform.VirtualMemory{
		Total: m.total, Available: m.available, Free: m.free,
		Active: m.active, Inactive: m.inactive,
		Buffers: m.buffers, Cached: m.cached, Shared: m.shared, Slab: m.slab,
		Used: platform.NA, Wired: platform.NA,
	}
	if v.Total != platform.NA {
		if v.Available > v.Total { // a container's total with the caches of its host
			v.Available = v.Free
		}
		v.Free = min(v.Free, v.Total)
		v.Available = min(max(v.Available, 0), v.Total)
		v.Used = v.Total - v.Available
	}
	if v.Cached != platform.NA {
		v.Cached = saturatingAdd(v.Cached, max(m.reclaimable, 0))
	}
	return v
}

func (s *system) SwapMemory() (platform.SwapMemory, error) {
	buf := getBuf()
	defer putBuf(buf)
	m, err := s.readMeminfo(buf)
	if err != nil {
		return platform.SwapMemory{}, err
	}
	if m.swapTotal == platform.NA {
		if info := s.sysinfo(); info != nil {
			m.swapTotal, m.swapFree = int64(info.Totalswap)*int64(info.Unit), int64(info.Freeswap)*int64(info.Unit)
		}
	}
	swap := platform.SwapMemory{Total: max(m.swapTotal, 0), In: platform.NA, Out: platform.NA}
	swap.Free = min(max(m.swapFree, 0), swap.Total)
	swap.Used = swap.Total - swap.Free
	if readSystemFile(buf, s.proc, "vmstat") == nil { // a container may hide it
		swap.In, swap.Out = parseSwapCounts(*buf, pageSize)
	}
	return swap, nil
}
