package darwin

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func statistics() layout.Record {
	r := make(layout.Record, sizeofVmStatistics64)
	layout.Put(r, vmStatistics64FreeCount, 100)
	layout.Put(r, vmStatistics64ActiveCount, 200)
	layout.Put(r, vmStatistics64InactiveCount, 300)
	layout.Put(r, vmStatistics64WireCount, 50)
	layout.Put(r, vmStatistics64SpeculativeCount, 30)
	layout.Put(r, vmStatistics64Pageins, 9999)
	layout.Put(r, vmStatistics64Swapins, 7)
	layout.Put(r, vmStatistics64Swapouts, 8)
	return r
}

func TestDecodeVirtualMemory(t *testing.T) {
	const page = 16384
	m, ok := decodeVirtualMemory(statistics(), 1000*page, page)
	equal(t, "decoded", ok, true)
	want := platform.VirtualMemory{
		Total: 1000 * page, Available: 400 * page, Used: 250 * page, Free: 70 * page, Active: 200 * page, Inactive: 300 * page, Wired: 50 * page,
		Buffers: na, Cached: na, Shared: na, Slab: na,
	}
	equal(t, "memory", m, want)
	// HOST_VM_INFO64_REV0 of macOS 10.6 ends with the speculative pages.
	m, ok = decodeVirtualMemory(statistics()[:int(vmStatistics64SpeculativeCount)+4], 1000*page, page)
	equal(t, "an old system's: decoded", ok, true)
	equal(t, "an old system's", m, want)
	_, ok = decodeVirtualMemory(statistics()[:int(vmStatistics64SpeculativeCount)+3], 1000*page, page)
	equal(t, "a short record is decoded", ok, false)
	r := statistics()
	layout.Put(r, vmStatistics64SpeculativeCount, 101)
	m, _ = decodeVirtualMemory(r, 100*page, page)
	equal(t, "more speculative pages than free ones", m.Free, 0)
	equal(t, "more available than there is", m.Available, 100*page)
	m, _ = decodeVirtualMemory(statistics(), math.MaxInt64, 1<<63)
	equal(t, "sizes beyond 63 bits", []int64{m.Available, m.Used}, []int64{math.MaxInt64, math.MaxInt64})
}

func TestDecodeSwapMemory(t *testing.T) {
	usage := make(layout.Record, sizeofXswUsage)
	layout.Put(usage, xswUsageTotal, 2<<30)
	layout.Put(usage, xswUsageUsed, 1<<30)
	layout.Put(usage, xswUsageAvail, 1<<30)
	m, ok := decodeSwapMemory(usage, statistics(), 4096)
	equal(t, "decoded", ok, true)
	equal(t, "swap", m, platform.SwapMemory{Total: 2 << 30, Used: 1 << 30, Free: 1 << 30, In: 7 * 4096, Out: 8 * 4096})
	m, _ = decodeSwapMemory(usage, statistics()[:vmStatistics64Swapouts], 4096)
	equal(t, "before macOS 10.9", []int64{m.In, m.Out}, []int64{na, na})
	m, ok = decodeSwapMemory(make(layout.Record, sizeofXswUsage), statistics(), 4096)
	equal(t, "without swap files", []int64{m.Total, m.Used, m.Free}, []int64{0, 0, 0})
	equal(t, "without swap files: decoded", ok, true)
	_, ok = decodeSwapMemory(usage[:24], statistics(), 4096)
	equal(t, "a short record is decoded", ok, false)
}

func FuzzMemory(f *testing.F) {
	f.Add([]byte(statistics()), int64(1<<34), uint64(16384))
	f.Fuzz(func(t *testing.T, b []byte, total int64, pageSize uint64) {
		if m, ok := decodeVirtualMemory(b, total, pageSize); ok && (m.Free < 0 || m.Used < 0 || m.Active < 0 || m.Wired < 0 || m.Available > total || m.Available < 0 && total >= 0) {
			t.Errorf("memory %+v", m)
		}
		if m, ok := decodeSwapMemory(b, b, pageSize); ok && (m.Total < 0 || m.In < na || m.Out < na) {
			t.Errorf("swap %+v", m)
		}
	})
}
