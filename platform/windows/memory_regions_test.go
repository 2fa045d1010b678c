package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestRegion(t *testing.T) {
	b := build(regionSize).put64(0, 0x7ff0_0000_1000).put64(8, 0x7ff0_0000_0000).put32(16, 0x80).put64(24, 0x3000).put32(32, 0x1000).put32(36, 0x20).
		put32(40, 0x1000000).buffer()
	r := b.region()
	equal(t, "region", r, region{base: 0x7ff0_0000_1000, allocation: 0x7ff0_0000_0000, size: 0x3000, state: memCommit, protection: 0x20, typ: memImage})
	equal(t, "map", r.memoryMap(`C:\x.dll`, 8192), platform.MemoryMap{Path: `C:\x.dll`, Addr: "7ff000001000-7ff000004000", Perms: "r-xp",
		MemoryMapSizes: platform.MemoryMapSizes{RSS: 8192, Size: 0x3000, PSS: na, SharedClean: na, SharedDirty: na, PrivateClean: na,
			PrivateDirty: na, Referenced: na, Anonymous: na, Swap: na, PrivateRSS: na, RefCount: na, ShadowCount: na}})
	decoded(t, b)
	b = captured(t, "memory_region")
	if r := b.region(); r.size == 0 || r.size%pageSize != 0 || r.base < r.allocation || r.typ != memImage {
		t.Errorf("captured region: %+v", r)
	}
	b = captured(t, "mapped_file")
	equal(t, "captured name", win32Path(b.unicodeString(0), nil), `C:\helper.exe`)
	decoded(t, b)
}

func TestPermissions(t *testing.T) {
	for _, c := range []struct {
		protection, typ uint32
		perms           string
	}{
		{0x01, memImage, "---p"}, {0x02, memImage, "r--p"}, {0x04, memImage, "rw-p"}, {0x08, memImage, "rw-p"}, {0x10, memImage, "--xp"},
		{0x20, memImage, "r-xp"}, {0x40, memImage, "rwxp"}, {0x80, memImage, "rwxp"}, {0x104, memImage, "rw-p"}, {0, memImage, "---p"},
		{0x02, memMapped, "r--s"}, {0x04, memMapped, "rw-s"}, {0x08, memMapped, "rw-p"}, {0x80, memMapped, "rwxp"}, {0x20, memMapped, "r-xs"},
	} {
		r := region{protection: c.protection, typ: c.typ}
		equal(t, "permissions", r.permissions(), c.perms)
	}
}

func TestWorkingSet(t *testing.T) {
	const shared = 1 << 8
	word := func(page, shareCount, flags uint64) uint64 { return page<<12 | shareCount<<5 | flags | 4 }
	b := build(8*6).put64(0, 5).put64(8, word(0x7ff000003, 0, 0)).put64(16, word(0x10, 1, shared)).put64(24, word(0x12, 2, shared)).
		put64(32, word(0x11, 7, shared)).put64(40, word(0x13, 0, 0)).buffer()
	w := b.workingSet()
	decoded(t, b)
	equal(t, "working set", w, workingSet{pages: []uint64{0x10, 0x11, 0x12, 0x13, 0x7ff000003}, unique: 3})
	for _, c := range []struct{ base, size, resident uint64 }{
		{0x10000, 0x4000, 4}, {0x11000, 0x2000, 2}, {0x14000, 0x1000, 0}, {0x7ff000000000, 0x4000, 1}, {0, 0x10000, 0}, {0, 1 << 47, 5},
	} {
		equal(t, "resident", w.resident(&region{base: c.base, size: c.size}), int64(c.resident)*4096)
	}
	b = build(16).put64(0, 2).buffer()
	b.workingSet()
	malformed(t, "more pages than there is room for", b)
}

func FuzzWorkingSet(f *testing.F) {
	f.Add(build(24).put64(0, 2).put64(8, 0x1000).put64(16, 0x2020).bytes)
	f.Add(captured(f, "memory_region").bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		b := buffer{bytes: content}
		r := b.region()
		if len(r.permissions()) != 4 {
			t.Errorf("permissions %q", r.permissions())
		}
		w := b.workingSet()
		if w.unique < 0 || w.unique > int64(len(w.pages)) || len(w.pages) > len(content)/8 {
			t.Errorf("%d of %d pages", w.unique, len(w.pages))
		}
		if resident := w.resident(&r); resident < 0 || resident > int64(len(w.pages))*pageSize {
			t.Errorf("%d bytes of %d pages", resident, len(w.pages))
		}
	})
}
