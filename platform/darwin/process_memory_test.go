package darwin

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform/layout"
)

func regionRecord(address, size uint64, mode, references, private, shared uint32) layout.Record {
	r := make(layout.Record, sizeofProcRegioninfo)
	layout.Put(r, procRegioninfoAddress, address)
	layout.Put(r, procRegioninfoSize, size)
	layout.Put(r, procRegioninfoShareMode, mode)
	layout.Put(r, procRegioninfoRefCount, references)
	layout.Put(r, procRegioninfoPrivatePagesResident, private)
	layout.Put(r, procRegioninfoSharedPagesResident, shared)
	return r
}

func TestUniquePages(t *testing.T) {
	from, to := sharedRegion(cpuTypeARM64)
	for name, c := range map[string]struct {
		record layout.Record
		want   uint64
	}{
		"private":                               {regionRecord(0x1000, 0x4000, sharePrivate, 1, 3, 2), 5},
		"a large page":                          {regionRecord(0x1000, 0x4000, shareLargePage, 1, 3, 2), 5},
		"copied on write, one reference":        {regionRecord(0x1000, 0x4000, shareCopyOnWrite, 1, 3, 2), 5},
		"copied on write, several":              {regionRecord(0x1000, 0x4000, shareCopyOnWrite, 2, 3, 2), 3},
		"shared":                                {regionRecord(0x1000, 0x4000, 4, 2, 3, 2), 0},
		"empty":                                 {regionRecord(0x1000, 0x4000, 3, 0, 0, 0), 0},
		"shared libraries":                      {regionRecord(from, 0x4000, shareCopyOnWrite, 1, 3, 2), 0},
		"a process's own page of a library":     {regionRecord(from+0x4000, 0x4000, sharePrivate, 1, 3, 2), 5},
		"behind the shared libraries":           {regionRecord(to, 0x4000, shareCopyOnWrite, 1, 3, 2), 5},
		"the largest numbers that there can be": {regionRecord(0x1000, 0x4000, sharePrivate, 1, 1<<32-1, 1<<32-1), 2<<32 - 2},
	} {
		g, ok := decodeRegion(c.record)
		equal(t, name+": decoded", ok, true)
		equal(t, name, g.uniquePages(from, to), c.want)
	}
	_, ok := decodeRegion(regionRecord(1, 1, 1, 1, 1, 1)[:sizeofProcRegioninfo-1])
	equal(t, "a short record is decoded", ok, false)
}

func TestNextRegion(t *testing.T) {
	for _, c := range []struct {
		from, address, size, next uint64
		ok                        bool
	}{
		{0, 0x1000, 0x3000, 0x4000, true}, {0x2000, 0x1000, 0x3000, 0x4000, true}, {0, 0x1000, 0, 0x1000, false},
		{0, 1<<64 - 0x1000, 0x1000, 0, false}, {0, 1 << 63, 1<<64 - 1, 1<<63 - 1, false},
		{0x4000, 0x1000, 0x3000, 0x4000, false}, {1 << 63, 0x1000, 0x3000, 0x4000, false}, // hostile: they would be read without an end
	} {
		g := region{address: c.address, size: c.size}
		next, ok := g.next(c.from)
		if next != c.next || ok != c.ok {
			t.Errorf("region %+v: %#x, %t", c, next, ok)
		}
	}
}

func TestSharedRegion(t *testing.T) {
	for _, cpuType := range []int32{cpuTypeX8664, cpuTypeARM64} {
		if from, to := sharedRegion(cpuType); from == 0 || to <= from {
			t.Errorf("CPU type %#x: %#x to %#x", cpuType, from, to)
		}
	}
	if from, to := sharedRegion(7); from != to {
		t.Errorf("another CPU type: %#x to %#x", from, to)
	}
}

func FuzzRegion(f *testing.F) {
	f.Add([]byte(regionRecord(0x1000, 0x1000, sharePrivate, 1, 1, 1)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, ok := decodeRegion(b); ok {
			if next, ok := g.next(1 << 40); ok && (next <= g.address || next <= 1<<40) {
				t.Errorf("region %+v: next %#x", g, next)
			}
			if pages := g.uniquePages(sharedRegion(cpuTypeARM64)); pages > 2<<32 {
				t.Errorf("%d pages", pages)
			}
		}
	})
}
