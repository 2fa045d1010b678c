package darwin

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func openFileRecord(mode uint16, flags uint32, offset int64, path string) layout.Record {
	r := make(layout.Record, sizeofVnodeFdinfowithpath)
	layout.Put(r, vnodeFdinfowithpathPvipViStatMode, mode)
	layout.Put(r, vnodeFdinfowithpathPfiOpenflags, flags)
	layout.Put(r, vnodeFdinfowithpathPfiOffset, offset)
	putText(r, vnodeFdinfowithpathPvipPath, path)
	return r
}

func TestDecodeOpenFile(t *testing.T) {
	file, ok := decodeOpenFile(openFileRecord(modeRegular|0o644, flagRead|flagWrite|flagAppend|4, 1<<40, "/tmp/a b"), 7)
	equal(t, "decoded", ok, true)
	equal(t, "file", file, platform.OpenFile{Path: "/tmp/a b", FD: 7, Position: 1 << 40, Mode: "a+", Flags: 2 | 8 | 4})
	file, _ = decodeOpenFile(openFileRecord(modeRegular, flagRead, -1, "/a"), 7)
	equal(t, "a negative position", file.Position, na)
	for name, r := range map[string]layout.Record{
		"a directory":    openFileRecord(0o040755, flagRead, 0, "/tmp"),
		"a device":       openFileRecord(0o020644, flagRead, 0, "/dev/null"),
		"a removed file": openFileRecord(modeRegular, flagRead, 0, ""),
		"a short record": openFileRecord(modeRegular, flagRead, 0, "/a")[:sizeofVnodeFdinfowithpath-1],
		"nothing":        nil,
	} {
		_, ok := decodeOpenFile(r, 7)
		equal(t, name+": decoded", ok, false)
	}
}

func TestOpenFlags(t *testing.T) {
	for _, c := range []struct {
		kernel, open uint32
		mode         string
	}{
		{flagRead, 0, "r"}, {flagWrite, 1, "w"}, {flagRead | flagWrite, 2, "r+"}, {flagWrite | flagAppend, 1 | 8, "a"},
		{flagRead | flagWrite | flagAppend, 2 | 8, "a+"}, {0x8000, 0x8000, "r"}, {flagRead | 0x10000, 0, "r"},
	} {
		equal(t, "flags", openFlags(c.kernel), c.open)
		equal(t, "mode", fopenMode(c.kernel), c.mode)
	}
}

func TestDecodeDescriptors(t *testing.T) {
	b := []byte{3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 9}
	equal(t, "descriptors", decodeDescriptors(b), []descriptor{{3, descriptorVnode}, {4, descriptorSocket}})
	equal(t, "none", len(decodeDescriptors(b[:7])), 0)
}

func TestDecodeCwd(t *testing.T) {
	r := make(layout.Record, sizeofProcVnodepathinfo)
	putText(r, procVnodepathinfoCdirPath, "/Users/me")
	path, ok := decodeCwd(r)
	equal(t, "decoded", ok, true)
	equal(t, "path", path, "/Users/me")
	_, ok = decodeCwd(r[:1000])
	equal(t, "a short record is decoded", ok, false)
}

func FuzzOpenFile(f *testing.F) {
	f.Add([]byte(openFileRecord(modeRegular, flagRead, 0, "/a")))
	f.Fuzz(func(t *testing.T, b []byte) {
		if file, ok := decodeOpenFile(b, 3); ok && (file.Path == "" || file.Mode == "" || file.Position < na) {
			t.Errorf("file %+v", file)
		}
		decodeCwd(b)
		if n := len(decodeDescriptors(b)); n != len(b)/sizeofProcFdinfo {
			t.Errorf("%d descriptors", n)
		}
	})
}
