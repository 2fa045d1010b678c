//go:build linux

package linux

import (
	"testing"
)

func TestParseMeminfo(t *testing.T) {
	for _, text := range []string{
		"", "MemTotal: 1 kB\n", "MemFree: 1 kB\n", "MemTotal: x kB\nMemFree: 1 kB\n",
		"MemTotal: 9223372036854775807 kB\nMemFree: 1 kB\n", "MemTotal:\nMemFree:\n",
	} {
		if m, err := parseMeminfo([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
	m, err := parseMeminfo([]byte("MemTotal: 10 kB\nMemFree: 4\nBuffers: -3 kB\nCached: 99999999999999999999 kB\nHugePages_Total: 3"))
	noError(t, "odd", err)
	v := m.virtualMemory()
	equal(t, "odd", []int64{v.Total, v.Free, v.Buffers, v.Cached}, []int64{10240, 4096, na, na})
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
		m, err := parseMeminfo(b)
		if err != nil {
			return
		}
		m.available = m.estimateAvailable(parseLowWatermarks(zones, 4096))
		v := m.virtualMemory()
		if v.Available < 0 || v.Available > v.Total || v.Used+v.Available != v.Total {
			t.Errorf("does not add up: %+v", v)
		}
	})
}
