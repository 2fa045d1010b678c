package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// descriptor is an element of proc_pidinfo(PROC_PIDLISTFDS).
type descriptor struct {
	fd   int32
	kind uint32
}

func decodeDescriptors(b []byte) []descriptor {
	list := make([]descriptor, len(b)/sizeofProcFdinfo)
	for i := range list {
		r := layout.Record(b[i*sizeofProcFdinfo:])
		list[i] = descriptor{layout.Get(r, procFdinfoFd), layout.Get(r, procFdinfoFdtype)}
	}
	return list
}

// decodeOpenFile decodes proc_pidfdinfo(PROC_PIDFDVNODEPATHINFO); false for what is not a regular file with a path.
func decodeOpenFile(r layout.Record, fd int32) (f platform.OpenFile, ok bool) {
	if len(r) < sizeofVnodeFdinfowithpath || layout.Get(r, vnodeFdinfowithpathPvipViStatMode)&modeType != modeRegular {
		return f, false
	}
	flags := layout.Get(r, vnodeFdinfowithpathPfiOpenflags)
	f = platform.OpenFile{
		Path: layout.Text(r, vnodeFdinfowithpathPvipPath), FD: int64(fd), Mode: fopenMode(flags),
		Position: layout.Get(r, vnodeFdinfowithpathPfiOffset), Flags: int64(openFlags(flags)),
	}
	if f.Position < 0 {
		f.Position = platform.NA
	}
	return f, f.Path != ""
}

// openFlags converts the kernel's flags to those of open, which takes the access as a number, where the kernel keeps
// two bits.
func openFlags(flags uint32) uint32 {
	access := flags & (flagRead | flagWrite)
	if access != 0 {
		access--
	}
	return access | flags&(flagAppend|otherFlags)
}

// fopenMode converts the kernel's flags to the mode of fopen.
func fopenMode(flags uint32) string {
	switch isRead, isWritten, toEnd := flags&flagRead != 0, flags&flagWrite != 0, flags&flagAppend != 0; {
	case !isWritten:
		return "r"
	case !isRead && toEnd:
		return "a"
	case !isRead:
		return "w"
	case toEnd:
		return "a+"
	}
	return "r+"
}

// decodeCwd decodes proc_pidinfo(PROC_PIDVNODEPATHINFO).
func decodeCwd(r layout.Record) (path string, ok bool) {
	return layout.Text(r, procVnodepathinfoCdirPath), len(r) >= sizeofProcVnodepathinfo
}
