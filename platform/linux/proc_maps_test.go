//go:build linux

package linux

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseMappedFile(t *testing.T) {
	type mapped struct {
		addr, path    string
		device, inode uint64
	}
	for line, want := range map[string]mapped{
		"55c4d0a00000-55c4d0a02000 r-xp 00002000 fe:01 1234                       /usr/bin/a b (deleted)": {
			"55c4d0a00000-55c4d0a02000", "/usr/bin/a b (deleted)", unix.Mkdev(0xfe, 1), 1234},
		"7f00-7f01 rw-s 00000000 00:2d 18446744073709551615 /x": { // overlayfs sets the highest bits (xino)
			"7f00-7f01", "/x", unix.Mkdev(0, 0x2d), math.MaxUint64},
		"7f00-7f01 rw-s 00000000 00:2d 18446744073709551616 /x": {},
		"7f00-7f01 rw-s 00000000 00:2d 5":                       {"7f00-7f01", "", unix.Mkdev(0, 0x2d), 5},
		"7f00-7f01 rw-p 00000000 00:00 0                [heap]": {},
		"7f00-7f01 rw-p 00000000 00:00 0":                       {},
		"7f00 rw-p 00000000 08:01 7 /x":                         {},
		"7f00-7f01 rw-p 00000000 0801 7 /x":                     {},
		"":                                                      {},
	} {
		addr, path, id, ok := parseMappedFile([]byte(line))
		equal(t, line, ok, want != mapped{})
		equal(t, line, mapped{string(addr), string(path), id.device, id.inode}, want)
	}
}

func FuzzMappedFile(f *testing.F) {
	f.Add([]byte("55c4d0a00000-55c4d0a02000 r-xp 00002000 fe:01 1234                       /usr/bin/a b (deleted)"))
	f.Add([]byte("7f00-7f01 rw-p 00000000 00:00 0                [heap]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		addr, path, id, ok := parseMappedFile(b)
		if ok && (id.inode == 0 || !bytes.Contains(b, addr) || !bytes.HasSuffix(b, path) || !strings.Contains(mapFileName(string(addr)), "-")) {
			t.Errorf("%q: %q %q %v", b, addr, path, id)
		}
	})
}
