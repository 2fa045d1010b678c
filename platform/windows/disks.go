package windows

import (
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// The types of GetDriveType.
const (
	driveUnknown   = 0
	driveNoRoot    = 1
	driveRemovable = 2
	driveFixed     = 3
	driveRemote    = 4
	driveCDROM     = 5
	driveRAMDisk   = 6
)

// driveTypes are psutil's words for these types.
var driveTypes = []string{"unknown", "unmounted", "removable", "fixed", "remote", "cdrom", "ramdisk"}

// isLocalDrive reports whether a drive is listed when only devices are. A: is a floppy disk, which takes seconds to
// answer.
func isLocalDrive(root string, driveType uint32) bool {
	switch driveType {
	case driveFixed, driveCDROM:
		return true
	case driveRemovable:
		return root != `A:\`
	}
	return false
}

// The flags of GetVolumeInformation.
const (
	volumeHasReparsePoints = 0x80
	volumeIsCompressed     = 0x8000
	volumeIsReadOnly       = 0x80000
)

// volumeOpts returns the options of a volume. Without a medium in its drive there is no volume, and only the type is
// known.
func volumeOpts(driveType, flags uint32, hasVolume bool) string {
	var opts []string
	if hasVolume {
		if flags&volumeIsReadOnly != 0 {
			opts = append(opts, "ro")
		} else {
			opts = append(opts, "rw")
		}
		if flags&volumeIsCompressed != 0 {
			opts = append(opts, "compressed")
		}
	}
	if driveType < uint32(len(driveTypes)) {
		opts = append(opts, driveTypes[driveType])
	}
	return strings.Join(opts, ",")
}

// splitMultiString decodes a list of NUL-terminated UTF-16 strings, which an empty one ends.
func splitMultiString(b []byte) (all []string) {
	for n := lenUTF16(b); n > 0 && n+1 < len(b); n = lenUTF16(b) {
		all = append(all, decodeUTF16(b[:n]))
		b = b[n+2:]
	}
	return all
}

// parsePhysicalDrive returns the number of a device such as PhysicalDrive0.
func parsePhysicalDrive(device string) (number int, ok bool) {
	digits, found := strings.CutPrefix(device, "PhysicalDrive")
	if !found {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	return int(n), err == nil
}

const diskPerformanceSize = 88 // DISK_PERFORMANCE

// ticksPerMillisecond is how many units of 100 ns a millisecond has.
const ticksPerMillisecond = 1e4

// decodeDiskPerformance decodes DISK_PERFORMANCE.
func decodeDiskPerformance(b *buffer) platform.DiskIOCounters {
	return platform.DiskIOCounters{
		ReadBytes: b.int64(0), WriteBytes: b.int64(8),
		ReadTime: b.int64(16) / ticksPerMillisecond, WriteTime: b.int64(24) / ticksPerMillisecond,
		ReadCount: int64(b.uint32(40)), WriteCount: int64(b.uint32(44)),
		ReadMergedCount: platform.NA, WriteMergedCount: platform.NA, BusyTime: platform.NA,
	}
}

// diskUsage converts the answer of GetDiskFreeSpaceEx. With quotas, available is what the caller may use of the free
// bytes.
func diskUsage(available, total, free uint64) platform.DiskUsage {
	const limit = 1<<63 - 1
	total = min(total, limit)
	free = min(free, total)
	return platform.DiskUsage{Total: int64(total), Used: int64(total - free), Free: int64(min(available, free))}
}
