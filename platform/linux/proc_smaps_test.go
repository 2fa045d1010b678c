//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func smapsFile(t testing.TB, kernel string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/smaps/" + kernel)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParseSmaps(t *testing.T) {
	for _, c := range []struct {
		kernel    string
		paths     []string // of the first maps
		maps      int
		last      platform.MemoryMapSizes
		addr      string // of the first
		perms     string
		footprint platform.MemoryFootprint
	}{
		{"2.6.32-x86_64", []string{"/bin/bash", "[heap]", "[vdso]", "[vsyscall]"}, 4,
			platform.MemoryMapSizes{Size: 4 * kB, Anonymous: na}, "00400000-004be000", "r-xp",
			platform.MemoryFootprint{USS: 16 * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"3.10-armv7", []string{`/tmp/a\012b  c (deleted)`, "[anon]", "[vectors]"}, 3,
			platform.MemoryMapSizes{Size: 4 * kB}, "00010000-000ce000", "r-xp",
			platform.MemoryFootprint{USS: 16 * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"4.19-arm64", []string{"/usr/bin/bash", "/anon_hugepage (deleted)", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "aaaad4c00000-aaaad4cbe000", "r-xp",
			platform.MemoryFootprint{USS: (16 + 2048) * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"5.15-s390x", []string{"/usr/bin/bash", "[anon]", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "2aa1c000000-2aa1c0be000", "r-xp",
			platform.MemoryFootprint{USS: 28 * kB, PSS: 33 * kB, Swap: 40 * kB}},
		{"6.1-riscv64", []string{"/usr/bin/bash", "[anon:glibc: malloc arena]", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "2ac2000000-2ac20be000", "r-xp",
			platform.MemoryFootprint{USS: 28 * kB, PSS: 33 * kB, Swap: 40 * kB}},
	} {
		b := smapsFile(t, c.kernel)
		maps := parseSmaps(b)
		var paths []string
		for _, m := range maps {
			paths = append(paths, m.Path)
		}
		equal(t, c.kernel, paths, c.paths)
		equal(t, c.kernel, len(maps), c.maps)
		c.last.PrivateRSS, c.last.RefCount, c.last.ShadowCount = na, na, na
		equal(t, c.kernel, maps[len(maps)-1].MemoryMapSizes, c.last)
		equal(t, c.kernel, []string{maps[0].Addr, maps[0].Perms}, []string{c.addr, c.perms})
		equal(t, c.kernel, parseFootprint(b), c.footprint)
	}
	maps := parseSmaps(smapsFile(t, "6.18-x86_64"))
	equal(t, "6.18", []string{maps[0].Path, maps[len(maps)-1].Path}, []string{"/usr/bin/sleep", "[vsyscall]"})

	good := "3-4 r--p 0 0:0 1 /good\nRss: 1 kB\n"
	for _, text := range []string{"Size: 4 kB\n", "\n", "1-2\n", "1-2 r--p 0 0:0\nRss: 9 kB\n", "nothing r--p 0 0:0 1\nRss: 9 kB\n", "\x00\n"} {
		maps := parseSmaps([]byte(good + text + good))
		equal(t, text, len(maps), 2)
		equal(t, text, []int64{maps[0].RSS, maps[1].RSS}, []int64{kB, kB})
	}
	maps = parseSmaps([]byte("1-2 r--p 0 fd:1a 18446744073709551615 /a: b \nRss: x kB\nPss:\nSize: -1 kB\nSwap: 9223372036854775807 kB\n"))
	equal(t, "identity", []uint64{uint64(maps[0].major), uint64(maps[0].minor), maps[0].inode}, []uint64{0xfd, 0x1a, math.MaxUint64})
	equal(t, "nonsense", maps[0].Path, "/a: b ")
	equal(t, "nonsense", []int64{maps[0].RSS, maps[0].PSS, maps[0].Size, maps[0].Swap}, []int64{na, na, na, math.MaxInt64})
}

func TestParseFootprint(t *testing.T) {
	equal(t, "empty", parseFootprint(nil), platform.MemoryFootprint{})
	equal(t, "says nothing", parseFootprint([]byte("1-2 ---p 0 0:0 0 [rollup]\n")), platform.MemoryFootprint{USS: na, PSS: na, Swap: na})
	largest := fmt.Sprint(int64(math.MaxInt64/1024)) + " kB\n"
	equal(t, "too much", parseFootprint([]byte("Pss: "+largest+"Pss: "+largest)).PSS, int64(math.MaxInt64))
}

// Without smaps_rollup, as before Linux 4.14, smaps is summed up.
func TestFootprintFromSmaps(t *testing.T) {
	stat := "42 (x) S 1 2 3 0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n"
	s := newTree(t, map[string]string{"42/stat": stat, "42/smaps": string(smapsFile(t, "4.19-arm64"))})
	m, err := s.Process(42).MemoryFootprint()
	noError(t, "MemoryFootprint", err)
	equal(t, "MemoryFootprint", m, platform.MemoryFootprint{USS: (16 + 2048) * kB, PSS: 21 * kB, Swap: 20 * kB})
	maps, err := s.Process(42).MemoryMaps()
	noError(t, "MemoryMaps", err)
	equal(t, "a deleted file", maps[1].Path, "/anon_hugepage")
}

// The path of a mapped file is correct for all characters.
func TestMappedFileNames(t *testing.T) {
	for _, name := range []string{"new\nline  (deleted)", `four\012characters`, "both\n" + `\012`, "x (deleted)", `\012 (deleted)`} {
		path := filepath.Join(t.TempDir(), name)
		noError(t, "file", os.WriteFile(path, make([]byte, 8192), 0o600))
		f, err := os.Open(path)
		noError(t, "open", err)
		defer f.Close()
		m, err := unix.Mmap(int(f.Fd()), 0, 8192, unix.PROT_READ, unix.MAP_SHARED)
		noError(t, "mmap", err)
		defer unix.Munmap(m)
		find := func(want string) {
			t.Helper()
			maps, err := liveSystem.Process(int64(os.Getpid())).MemoryMaps()
			noError(t, "MemoryMaps", err)
			for _, m := range maps {
				if m.Path == want {
					equal(t, "size", m.Size, int64(8192))
					equal(t, "perms", m.Perms, "r--s")
					return
				}
			}
			t.Errorf("%q is not mapped", want)
		}
		find(path)
		noError(t, "remove", os.Remove(path))
		find(path)
		noError(t, "another file with the name of the deleted one", os.WriteFile(path+deletedSuffix, nil, 0o600))
		find(path)
	}
	equal(t, "map_files", mapFileName("00400000-004be000"), "400000-4be000")
	equal(t, "map_files", mapFileName("00000000-00001000"), "0-1000")
}

func FuzzParseSmaps(f *testing.F) {
	for _, kernel := range []string{"2.6.32-x86_64", "3.10-armv7", "4.19-arm64", "5.15-s390x", "6.1-riscv64"} {
		f.Add(smapsFile(f, kernel))
	}
	f.Add(fixtureFile(f, "proc/42/smaps_rollup"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m := parseFootprint(b); min(m.USS, m.PSS, m.Swap) < na {
			t.Errorf("negative: %+v", m)
		}
		maps := parseSmaps(b)
		for _, m := range maps {
			if m.Path == "" || !strings.Contains(m.Addr, "-") || min(m.RSS, m.Size, m.Swap) < na {
				t.Errorf("%+v", m)
			}
		}
		if len(maps) > bytes.Count(b, []byte{'\n'})+1 {
			t.Errorf("%d maps", len(maps))
		}
	})
}
