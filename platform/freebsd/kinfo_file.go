package freebsd

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// minimumKinfoFile is the size up to the path, which the kernel cuts to its length.
const minimumKinfoFile = int(kinfoFilePath)

// splitFiles splits the answer to kern.proc.filedesc or kern.proc.cwd: struct kinfo_file.
func splitFiles(what string, b []byte) ([]layout.Record, error) {
	return splitRecords(what, b, kinfoFileStructsize, minimumKinfoFile)
}

// isDescriptor reports whether a file has a descriptor. Others are the working directory, the executable and the like.
func isDescriptor(file layout.Record) bool { return layout.Get(file, kinfoFileFd) >= 0 }

// pathOf returns the path of a file, "" if the kernel does not have it.
func pathOf(file layout.Record) string { return layout.CString(file[kinfoFilePath:]) }

// openFiles returns the regular files with a path. One that was deleted has none.
func openFiles(files []layout.Record) []platform.OpenFile {
	list := []platform.OpenFile{}
	for _, f := range files {
		isRegular := layout.Get(f, kinfoFileType) == kfTypeVnode && layout.Get(f, kinfoFileVnodeType) == kfVtypeVreg
		if !isRegular || !isDescriptor(f) || pathOf(f) == "" {
			continue
		}
		list = append(list, platform.OpenFile{
			Path: pathOf(f), FD: int64(layout.Get(f, kinfoFileFd)), Position: platform.NA, Flags: platform.NA,
		})
	}
	slices.SortFunc(list, func(a, b platform.OpenFile) int { return cmp.Compare(a.FD, b.FD) })
	return list
}

func countDescriptors(files []layout.Record) (n int64) {
	for _, f := range files {
		if isDescriptor(f) {
			n++
		}
	}
	return n
}

// workingDirectory returns the path of the working directory, "" if it has none.
func workingDirectory(files []layout.Record) string {
	for _, f := range files {
		if layout.Get(f, kinfoFileFd) == kfFdTypeCwd {
			return pathOf(f)
		}
	}
	return ""
}
