package freebsd

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func TestVirtualMemory(t *testing.T) {
	pages := memoryPages{free: 1, active: 2, inactive: 3, wired: 4, cached: 5, shared: 6}
	equal(t, "memory", pages.virtualMemory(100<<12, 7777, 4096), platform.VirtualMemory{
		Total: 100 << 12, Available: 9 << 12, Used: 11 << 12, Free: 1 << 12, Active: 2 << 12, Inactive: 3 << 12, Buffers: 7777,
		Cached: 5 << 12, Shared: 6 << 12, Wired: 4 << 12, Slab: na,
	})
}

func TestDecodeVmtotal(t *testing.T) {
	r := make(layout.Record, sizeofVmtotal)
	layout.Put(r, vmtotalVmshr, 30)
	layout.Put(r, vmtotalRmshr, 12)
	equal(t, "shared", decodeVmtotal(r), 42)
	layout.Put(r, vmtotalRmshr, 1<<63)
	equal(t, "a huge number", decodeVmtotal(r), math.MaxInt64)
	equal(t, "a short one", decodeVmtotal(r[:48]), na)
	equal(t, "unknown", (&memoryPages{shared: na}).virtualMemory(1, 0, 4096).Shared, na)
}

func builtSwapDevice(version uint32, total, used int32) layout.Record {
	r := make(layout.Record, sizeofXswdev)
	layout.Put(r, xswdevVersion, version)
	layout.Put(r, xswdevNblks, total)
	layout.Put(r, xswdevUsed, used)
	return r
}

func TestDecodeSwapDevice(t *testing.T) {
	for _, c := range []struct {
		total, used         int32
		wantTotal, wantUsed int64
	}{{1000, 250, 1000, 250}, {-1, 5, 1<<32 - 1, 5}, {10, 20, 10, 10}, {0, 0, 0, 0}} {
		total, used, err := decodeSwapDevice("answer", builtSwapDevice(xswVersion, c.total, c.used))
		equal(t, "swap", [2]int64{total, used}, [2]int64{c.wantTotal, c.wantUsed})
		if err != nil {
			t.Error(err)
		}
	}
	for what, r := range map[string]layout.Record{
		"a short one": builtSwapDevice(xswVersion, 1, 1)[:20], "the version of FreeBSD 11": builtSwapDevice(1, 1, 1),
	} {
		_, _, err := decodeSwapDevice("answer", r)
		isMalformed(t, what, err)
	}
}

func FuzzDecodeMemory(f *testing.F) {
	f.Add([]byte(builtSwapDevice(xswVersion, 1000, 250)))
	f.Add(make([]byte, sizeofVmtotal))
	f.Fuzz(func(t *testing.T, b []byte) {
		if total, used, err := decodeSwapDevice("answer", b); err == nil && (used < 0 || used > total) {
			t.Errorf("%d of %d", used, total)
		}
		if shared := decodeVmtotal(b); shared < na {
			t.Errorf("%d shared", shared)
		}
		if n, err := decodeNumber("answer", b); err == nil && n < 0 {
			t.Errorf("number %d", n)
		}
		if n, err := decodeTimeval("answer", b); err == nil && n < 0 {
			t.Errorf("time %d", n)
		}
	})
}
