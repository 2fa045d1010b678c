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

// sysinfo returns sysinfo(2) of the running system. ok is false with another procfs, and where a sandbox refuses the
// call.
func (s *system) sysinfo() (info unix.Sysinfo_t, ok bool) {
	ok = s.isKnownOwnProcfs() && unix.Sysinfo(&info) == nil
	return info, ok
}

// sysinfoOf returns sysinfo(2) if the kernel's procfs serves the file proc/name, so that both have the same values.
func (s *system) sysinfoOf(name string) (info unix.Sysinfo_t, ok bool) {
	ok = s.hasKernelFile(name) && unix.Sysinfo(&info) == nil
	return info, ok
}

// TotalMemory returns MemTotal of the kernel's /proc/meminfo by sysinfo(2), as LoadAverage does.
func (s *system) TotalMemory() (int64, error) {
	if info, ok := s.sysinfoOf("meminfo"); ok {
		return totalMemoryOf(&info), nil
	}
	m, err := s.VirtualMemory()
	return m.Total, err
}

func swapOf(info *unix.Sysinfo_t) (total, free int64) {
	return int64(info.Totalswap) * int64(info.Unit), int64(info.Freeswap) * int64(info.Unit)
}

func totalMemoryOf(info *unix.Sysinfo_t) int64 { return int64(info.Totalram) * int64(info.Unit) }

func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	buf := getBuf()
	defer putBuf(buf)
	m, err := s.readMeminfo(buf)
	if err != nil {
		return platform.VirtualMemory{}, err
	}
	if m.total == platform.NA || m.free == platform.NA {
		if info, ok := s.sysinfo(); ok {
			m.total, m.free = totalMemoryOf(&info), int64(info.Freeram)*int64(info.Unit)
		}
	}
	if m.total == platform.NA && m.free == platform.NA {
		return platform.VirtualMemory{}, addPath(s.proc, parseError("meminfo", "no MemTotal and no MemFree"))
	}
	files := optionalFiles{buf: buf}
	// 0 is the value on a kernel that does not compute it (lxcfs, and some NUMA machines).
	if m.available <= 0 {
		low := int64(platform.NA)
		if files.read(s.proc, "zoneinfo") {
			low = parseLowWatermarks(*buf, pageSize)
		}
		m.available = m.estimateAvailable(low)
	}
	return m.virtualMemory(), files.err
}

// estimateAvailable computes MemAvailable as the kernel does (si_mem_available): the free memory plus, of the
// reclaimable caches, half or all but the low watermark, whichever is more. low is NA where unknown. Then, and on
// kernels that do not report their caches in detail, the result is the free plus the cached memory.
func (m *meminfo) estimateAvailable(low int64) int64 {
	if low == platform.NA || m.activeFile == platform.NA || m.inactiveFile == platform.NA || m.reclaimable == platform.NA {
		return platform.AddSaturated(max(m.free, 0), max(m.cached, 0))
	}
	files := platform.AddSaturated(m.activeFile, m.inactiveFile)
	reclaimed := platform.AddSaturated(files-min(files/2, low), m.reclaimable-min(m.reclaimable/2, low))
	available := max(m.free, 0) - low
	if available < 0 {
		return available + reclaimed
	}
	return platform.AddSaturated(available, reclaimed)
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
		v.Cached = platform.AddSaturated(v.Cached, max(m.reclaimable, 0))
	}
	return v
}

// SwapMemory returns the sizes of the kernel's /proc/meminfo by sysinfo(2), as LoadAverage does.
func (s *system) SwapMemory() (platform.SwapMemory, error) {
	buf := getBuf()
	defer putBuf(buf)
	var total, free int64
	if info, ok := s.sysinfoOf("meminfo"); ok {
		total, free = swapOf(&info)
	} else {
		m, err := s.readMeminfo(buf)
		if err != nil {
			return platform.SwapMemory{}, err
		}
		total, free = m.swapTotal, m.swapFree
		if info, ok := s.sysinfo(); ok && total == platform.NA {
			total, free = swapOf(&info)
		}
	}
	swap := platform.SwapMemory{Total: max(total, 0), In: platform.NA, Out: platform.NA}
	swap.Free = min(max(free, 0), swap.Total)
	swap.Used = swap.Total - swap.Free
	files := optionalFiles{buf: buf}
	if files.read(s.proc, "vmstat") { // a container may hide it
		swap.In, swap.Out = parseSwapCounts(*buf, pageSize)
	}
	return swap, files.err
}
