//go:build linux

package linux

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestParseMeminfo(t *testing.T) {
	for _, text := range []string{"", "MemTotal: x kB\n", "MemTotal:\nMemFree:\n", "\x00\x00\n"} {
		m := parseMeminfo([]byte(text))
		equal(t, text, []int64{m.total, m.free, m.swapTotal}, []int64{na, na, na})
	}
	m := parseMeminfo([]byte("MemTotal: 10 kB\nMemFree:4\nBuffers: -3 kB\nCached: 9223372036854775807 kB\nSwapFree: 18446744073708785356 kB\n" +
		"Slab: 99999999999999999999 kB\nHugePages_Total: 3"))
	equal(t, "odd numbers", []int64{m.total, m.free, m.buffers, m.cached, m.swapFree, m.slab}, []int64{10240, 4096, 0, math.MaxInt64, 0, na})
	m = parseMeminfo([]byte("MemShared: 3 kB\nInact_dirty: 5 kB\nInact_clean: 6 kB\nInact_laundry: 7 kB\n"))
	equal(t, "Linux 2.4", []int64{m.shared, m.inactive}, []int64{3 * kB, 18 * kB})
}

// A container may have its own /proc/meminfo. The kernel's has the total of sysinfo(2).
func TestTotalMemory(t *testing.T) {
	equal(t, "the kernel's file", liveSystem.hasKernelFile("meminfo"), true)
	m, err := liveSystem.VirtualMemory()
	noError(t, "VirtualMemory", err)
	total, err := liveSystem.TotalMemory()
	noError(t, "TotalMemory", err)
	equal(t, "TotalMemory", total, m.Total)
	inMountNamespace(t, func() {
		coverFile(t, "/proc/meminfo", "MemTotal: 4096 kB\nMemFree: 1024 kB\nMemAvailable: 1024 kB\n")
		total, err := liveSystem.TotalMemory()
		noError(t, "TotalMemory", err)
		equal(t, "a container's TotalMemory", total, int64(4<<20))
	})
}

// A value that is missing in meminfo does not affect the others.
func TestIncompleteMeminfo(t *testing.T) {
	memory := func(text string) *system {
		return newTree(t, map[string]string{"meminfo": text, "vmstat": "pswpin 1\npswpout 2\n"})
	}
	s := memory("MemTotal: 0 kB\nMemFree: -766260 kB\nSwapTotal: 500 kB\nSwapFree: 200 kB\n")
	v, err := s.VirtualMemory()
	noError(t, "MemTotal 0", err)
	equal(t, "MemTotal 0", []int64{v.Total, v.Free, v.Available, v.Used}, []int64{0, 0, 0, 0})
	swap, err := s.SwapMemory()
	noError(t, "MemTotal 0", err)
	equal(t, "MemTotal 0", swap, platform.SwapMemory{Total: 500 * kB, Used: 300 * kB, Free: 200 * kB, In: pageSize, Out: 2 * pageSize})
	v, err = memory("MemFree: 5 kB\nCached: 1 kB\n").VirtualMemory()
	noError(t, "no MemTotal", err)
	equal(t, "no MemTotal", []int64{v.Total, v.Used, v.Free, v.Available}, []int64{na, na, 5 * kB, 6 * kB})
	for _, text := range []string{"", "MemTotal: 100 kB\nMemFree: 50 kB\n"} {
		swap, err = memory(text).SwapMemory()
		noError(t, "no SwapTotal", err)
		equal(t, "no SwapTotal", swap, platform.SwapMemory{In: pageSize, Out: 2 * pageSize})
	}
	_, err = memory("x\n").VirtualMemory()
	errorWithErrno(t, err, "", unix.EBADMSG)
}

func TestVirtualMemory(t *testing.T) {
	for _, c := range []struct {
		what      string
		m         meminfo
		low       int64
		available int64
	}{
		{"all known", meminfo{free: 1000, cached: 500, activeFile: 200, inactiveFile: 200, reclaimable: 100}, 50, 1000 - 50 + 400 - 50 + 100 - 50},
		{"small caches give half", meminfo{free: 1000, activeFile: 20, inactiveFile: 20, reclaimable: 10}, 50, 1000 - 50 + 20 + 5},
		{"no zoneinfo", meminfo{free: 1000, cached: 500, activeFile: 1, inactiveFile: 1, reclaimable: 1}, na, 1500},
		{"no parts", meminfo{free: 1000, cached: 500, activeFile: na, inactiveFile: 1, reclaimable: 1}, 50, 1500},
		{"nothing cached", meminfo{free: 1000, cached: na, activeFile: na, inactiveFile: na, reclaimable: na}, 50, 1000},
	} {
		equal(t, c.what, c.m.estimateAvailable(c.low), c.available)
	}
	v := (&meminfo{total: 1000, free: 10, available: -5}).virtualMemory()
	equal(t, "less than nothing", v.Available, 0)
	equal(t, "less than nothing", v.Used, 1000)
	v = (&meminfo{total: 1000, free: 2000, available: 5000}).virtualMemory()
	equal(t, "more than everything", v.Available, 1000)
	equal(t, "more than everything", v.Used, 0)
}

func FuzzParseMeminfo(f *testing.F) {
	f.Add(fixtureFile(f, "proc/meminfo"), fixtureFile(f, "proc/zoneinfo"))
	f.Fuzz(func(t *testing.T, b, zones []byte) {
		m := parseMeminfo(b)
		m.available = m.estimateAvailable(parseLowWatermarks(zones, 4096))
		v := m.virtualMemory()
		if v.Total != na && (v.Available < 0 || v.Available > v.Total || v.Used+v.Available != v.Total) {
			t.Errorf("does not add up: %+v", v)
		}
	})
}
