//go:build cgo

package darwin

// #include "calls_darwin.h"
// #include <sys/mount.h>
import "C"

import (
	"math"
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Partitions returns what getfsstat lists, without waiting for file systems on other machines.
func (s *system) Partitions(all bool) ([]platform.Partition, error) {
	for {
		count, err := C.getfsstat(nil, 0, C.MNT_NOWAIT)
		if count < 0 {
			return nil, sysError("getfsstat", err)
		}
		room := int(count) + 4 // more may be mounted before the next call
		platform.CheckMemory(room * sizeofStatfs)
		buffer := make([]byte, room*sizeofStatfs)
		count, err = C.getfsstat((*C.struct_statfs)(unsafe.Pointer(&buffer[0])), C.int(len(buffer)), C.MNT_NOWAIT)
		if count < 0 {
			return nil, sysError("getfsstat", err)
		}
		if int(count) >= room {
			continue
		}
		list := decodePartitions(buffer[:int(count)*sizeofStatfs])
		if all {
			return list, nil
		}
		return slices.DeleteFunc(list, func(p platform.Partition) bool {
			return !isDevicePath(p.Device) || unix.Access(p.Device, unix.F_OK) != nil
		}), nil
	}
}

// DiskUsage returns statfs. What a volume uses of a container that it shares with others (APFS) is
// getattrlist(ATTR_VOL_SPACEUSED).
func (s *system) DiskUsage(path string) (platform.DiskUsage, error) {
	name := cString(path)
	buffer := make([]byte, sizeofStatfs)
	if result, err := C.statfs(name, (*C.struct_statfs)(unsafe.Pointer(&buffer[0]))); result != 0 {
		return platform.DiskUsage{}, sysError(path, err)
	}
	space, ok := decodeSpace(buffer)
	if !ok {
		return space.usage, malformed(path)
	}
	mountPoint := cString(space.mountPoint)
	var used C.uint64_t
	if C.psutil__used_space(mountPoint, &used) == 0 && used <= math.MaxInt64 {
		space.usage.Used = int64(used)
	}
	return space.usage, nil
}

// DiskIO returns the statistics of IOKit's block storage drivers, one for each whole disk.
func (s *system) DiskIO() ([]platform.DiskIO, error) {
	disks, err := readDisks()
	return decodeDiskIO(disks), err
}
