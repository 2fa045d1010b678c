package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func builtMapping(start, end uint64, kind, resident, private, protection int32, path string) layout.Record {
	r := make(layout.Record, (int(kinfoVmentryPath)+len(path)+1+7)/8*8)
	layout.Put(r, kinfoVmentryStructsize, int32(len(r)))
	layout.Put(r, kinfoVmentryType, kind)
	layout.Put(r, kinfoVmentryStart, start)
	layout.Put(r, kinfoVmentryEnd, end)
	layout.Put(r, kinfoVmentryResident, resident)
	layout.Put(r, kinfoVmentryPrivateResident, private)
	layout.Put(r, kinfoVmentryRefCount, 5*private)
	layout.Put(r, kinfoVmentryShadowCount, 7*private)
	layout.Put(r, kinfoVmentryProtection, protection)
	putText(r, int(kinfoVmentryPath), path)
	return r
}

func TestDecodeMemoryMaps(t *testing.T) {
	b := join(
		builtMapping(0x200000, 0x203000, kvmeTypeVnode, 2, 1, kvmeProtRead|kvmeProtExec|0x70000, "/bin/sleep"),
		builtMapping(0x800000000, 0x800400000, kvmeTypeSwap, 1, 1, kvmeProtRead|kvmeProtWrite, ""),
		builtMapping(0x7ffff000, 0x7fffe000, kvmeTypeGuard, -1, -1, 0, ""), // hostile: it ends before it begins
		builtMapping(0x80000000, 0x80001000, 77, 0, 0, kvmeProtRead, ""),
	)
	maps := decoded(decodeMemoryMaps("answer", b, 4096))(t)
	sizes := func(rss, size, private int64) platform.MemoryMapSizes {
		return platform.MemoryMapSizes{
			RSS: rss, Size: size, PSS: na, SharedClean: na, SharedDirty: na, PrivateClean: na, PrivateDirty: na, Referenced: na,
			Anonymous: na, Swap: na, PrivateRSS: 4096 * private, RefCount: 5 * private, ShadowCount: 7 * private,
		}
	}
	equal(t, "maps", maps, []platform.MemoryMap{
		{Path: "/bin/sleep", Addr: "200000-203000", Perms: "r-x", MemoryMapSizes: sizes(8192, 12288, 1)},
		{Path: "[swap]", Addr: "800000000-800400000", Perms: "rw-", MemoryMapSizes: sizes(4096, 4<<20, 1)},
		{Path: "[guard]", Addr: "7ffff000-7fffe000", Perms: "---", MemoryMapSizes: sizes(0, 0, 0)},
		{Path: "[unknown]", Addr: "80000000-80001000", Perms: "r--", MemoryMapSizes: sizes(0, 4096, 0)},
	})
	_, err := decodeMemoryMaps("answer", b[:len(b)-8], 4096)
	isMalformed(t, "a list that is cut", err)
}

func FuzzDecodeMemoryMaps(f *testing.F) {
	f.Add([]byte(builtMapping(0x200000, 0x203000, kvmeTypeVnode, 2, 1, kvmeProtRead, "/bin/sleep")))
	f.Add([]byte(builtMapping(1<<63, 1, kvmeTypeSwap, -1, -1, 7, "")))
	f.Fuzz(func(t *testing.T, b []byte) {
		maps, _ := decodeMemoryMaps("answer", b, 4096)
		for _, m := range maps {
			if min(m.RSS, m.Size, m.PrivateRSS, m.RefCount, m.ShadowCount) < 0 || len(m.Perms) != 3 || m.Path == "" {
				t.Errorf("%#v", m)
			}
		}
	})
}
