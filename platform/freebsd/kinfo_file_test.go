package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// builtFile returns a struct kinfo_file, cut behind its path as the kernel does since FreeBSD 8, or whole.
func builtFile(fd, kind, vnode int32, path string, isCut bool) layout.Record {
	size := sizeofKinfoFile
	if isCut {
		size = (int(kinfoFilePath) + len(path) + 1 + 7) / 8 * 8
	}
	r := make(layout.Record, size)
	layout.Put(r, kinfoFileStructsize, int32(size))
	layout.Put(r, kinfoFileType, kind)
	layout.Put(r, kinfoFileFd, fd)
	layout.Put(r, kinfoFileVnodeType, vnode)
	putText(r, int(kinfoFilePath), path)
	return r
}

const directory = 2 // KF_VTYPE_VDIR

func builtFiles() []byte {
	return join(
		builtFile(-5, kfTypeVnode, kfVtypeVreg, "/usr/bin/vi", true), // the executable
		builtFile(kfFdTypeCwd, kfTypeVnode, directory, "/home/größe", true),
		builtFile(7, kfTypeVnode, kfVtypeVreg, "/tmp/b", false),
		builtFile(0, kfTypeVnode, 4, "/dev/pts/0", true), // KF_VTYPE_VCHR
		builtFile(3, kfTypeVnode, kfVtypeVreg, "/tmp/a file", true),
		builtFile(4, kfTypeVnode, kfVtypeVreg, "", true), // deleted
		builtFile(5, 3, 1, "", true),                     // KF_TYPE_PIPE
		builtFile(6, kfTypeVnode, directory, "/tmp", true),
	)
}

func TestOpenFiles(t *testing.T) {
	files := decoded(splitFiles("answer", builtFiles()))(t)
	equal(t, "open files", openFiles(files), []platform.OpenFile{
		{Path: "/tmp/a file", FD: 3, Position: na, Flags: na}, {Path: "/tmp/b", FD: 7, Position: na, Flags: na},
	})
	equal(t, "descriptors", countDescriptors(files), 6)
	equal(t, "working directory", workingDirectory(files), "/home/größe")
	equal(t, "without a working directory", workingDirectory(files[2:]), "")
	equal(t, "no files", openFiles(nil), []platform.OpenFile{})
}

func TestPathThatFillsItsRecord(t *testing.T) {
	r := builtFile(3, kfTypeVnode, kfVtypeVreg, "/tmp/a", true)[:kinfoFilePath+3]
	layout.Put(r, kinfoFileStructsize, int32(len(r)))
	equal(t, "path", openFiles(decoded(splitFiles("answer", r))(t))[0].Path, "/tm")
}

func TestMalformedFiles(t *testing.T) {
	short := builtFile(3, kfTypeVnode, kfVtypeVreg, "/tmp/a", true)
	layout.Put(short, kinfoFileStructsize, int32(kinfoFilePath)-1)
	_, err := splitFiles("answer", short)
	isMalformed(t, "a record without a path", err)
	_, err = splitFiles("answer", builtFiles()[:2000])
	isMalformed(t, "a list that is cut", err)
}

func FuzzFiles(f *testing.F) {
	f.Add(builtFiles())
	f.Fuzz(func(t *testing.T, b []byte) {
		files, err := splitFiles("answer", b)
		if err != nil {
			return
		}
		workingDirectory(files)
		if int(countDescriptors(files)) < len(openFiles(files)) {
			t.Error("more files than descriptors")
		}
		processConnections(decodeFileSockets(files, 1), nil)
	})
}
