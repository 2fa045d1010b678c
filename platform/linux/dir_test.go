//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// dirent returns a directory entry of getdents64.
func dirent(name string) []byte {
	length := (19 + len(name) + 1 + 7) &^ 7
	b := make([]byte, length)
	binary.NativeEndian.PutUint16(b[16:], uint16(length))
	copy(b[19:], name)
	return b
}

func TestParseDirents(t *testing.T) {
	var b []byte
	all := []string{".", "..", "1", "self", "22", "", "\xff\n", strings.Repeat("x", 255)}
	for _, name := range all {
		b = append(b, dirent(name)...)
	}
	var got []string
	noError(t, "good", parseDirents(b, func(name []byte) { got = append(got, string(name)) }))
	equal(t, "good", got, all)
	long := dirent("1")
	binary.NativeEndian.PutUint16(long[16:], 200)
	for what, b := range map[string][]byte{"cut": dirent("1")[:10], "no length": make([]byte, 24), "too long": long} {
		if err := parseDirents(b, func([]byte) {}); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestNamesInFolder(t *testing.T) {
	s := newTree(t, map[string]string{"a/b": "", "a/.hidden": "", "a/two words": "", "a/c/d": ""})
	got, err := readDirNames(s.sys, "a")
	noError(t, "names", err)
	slices.Sort(got)
	equal(t, "names", got, []string{"b", "c", "two words"})
	_, err = readDirNames(s.sys, "none")
	errorWithCode(t, "a missing directory", err, platform.OS)
	_, err = readDirNames(s.sys, "a/b")
	errorWithCode(t, "a file", err, platform.OS)
}

// Only valid PIDs are listed.
func TestPIDsAmongNames(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"1", "self", "22", "4194304", "007x", "-5", "2147483648", "99999999999999999999"} {
		files[name+"/stat"] = ""
	}
	pids, err := newTree(t, files).PIDs()
	noError(t, "PIDs", err)
	equal(t, "PIDs", pids, []int64{1, 22, 4194304})
}

func FuzzParseDirents(f *testing.F) {
	f.Add(append(dirent("1"), dirent("self")...))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseDirents(b, func(name []byte) {
			if bytes.IndexByte(name, 0) >= 0 || !bytes.Contains(b, name) {
				t.Errorf("the name %q comes from nowhere", name)
			}
		})
	})
}
