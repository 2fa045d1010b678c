package darwin

import (
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// mountOptions are the flags of mounted file systems with the names that psutil has for them.
var mountOptions = []struct {
	flag uint32
	name string
}{
	{mountSynchronous, "sync"},
	{mountNoExec, "noexec"},
	{mountNoSUID, "nosuid"},
	{mountUnion, "union"},
	{mountAsync, "async"},
	{mountExported, "exported"},
	{mountLocal, "local"},
	{mountQuota, "quota"},
	{mountRootFS, "rootfs"},
	{mountDoVolFS, "dovolfs"},
	{mountDontBrowse, "dontbrowse"},
	{mountIgnoreOwnership, "ignore-ownership"},
	{mountAutomounted, "automounted"},
	{mountJournaled, "journaled"},
	{mountNoUserXattr, "nouserxattr"},
	{mountDefWrite, "defwrite"},
	{mountMultilabel, "multilabel"},
	{mountNoAtime, "noatime"},
	{mountQuarantine, "quarantine"},
	{mountNoDev, "nodev"},
	{mountSnapshot, "snapshot"},
}

// decodePartitions decodes an array of struct statfs.
func decodePartitions(b []byte) []platform.Partition {
	list := make([]platform.Partition, 0, len(b)/sizeofStatfs)
	for ; len(b) >= sizeofStatfs; b = b[sizeofStatfs:] {
		r := layout.Record(b)
		flags := layout.Get(r, statfsFlags)
		options := "rw"
		if flags&mountReadOnly != 0 {
			options = "ro"
		}
		for _, o := range mountOptions {
			if flags&o.flag != 0 {
				options += "," + o.name
			}
		}
		p := platform.Partition{
			Device: layout.Text(r, statfsMntfromname), MountPoint: layout.Text(r, statfsMntonname),
			FSType: layout.Text(r, statfsFstypename), Opts: options,
		}
		if p.Device == "none" {
			p.Device = ""
		}
		list = append(list, p)
	}
	return list
}

// isDevicePath reports whether a file system's device is a path, and not a name such as "devfs" or "map auto_home".
func isDevicePath(device string) bool { return strings.HasPrefix(device, "/") }

// fileSystemSpace is the space in struct statfs, and where it is mounted.
type fileSystemSpace struct {
	usage      platform.DiskUsage
	mountPoint string
}

func decodeSpace(r layout.Record) (s fileSystemSpace, ok bool) {
	if len(r) < sizeofStatfs {
		return s, false
	}
	blockSize, blocks := uint64(layout.Get(r, statfsBsize)), layout.Get(r, statfsBlocks)
	free := min(layout.Get(r, statfsBfree), blocks)
	s.mountPoint = layout.Text(r, statfsMntonname)
	s.usage = platform.DiskUsage{
		Total: sizeOf(blocks, blockSize), Used: sizeOf(blocks-free, blockSize), Free: sizeOf(layout.Get(r, statfsBavail), blockSize),
	}
	return s, true
}

// sizeOf returns the bytes of blocks; the largest number for more than that.
func sizeOf(blocks, blockSize uint64) int64 {
	return platform.MultiplySaturated(platform.Saturated(blocks), platform.Saturated(blockSize))
}

// decodeDiskIO decodes an array of struct psutil__disk. Its times are in nanoseconds.
func decodeDiskIO(b []byte) []platform.DiskIO {
	list := make([]platform.DiskIO, 0, len(b)/sizeofDisk)
	for ; len(b) >= sizeofDisk; b = b[sizeofDisk:] {
		r := layout.Record(b)
		milliseconds := func(f layout.Field[int64]) int64 {
			if n := layout.Get(r, f); n >= 0 {
				return n / 1e6
			}
			return platform.NA
		}
		count := func(f layout.Field[int64]) int64 { return max(layout.Get(r, f), platform.NA) }
		list = append(list, platform.DiskIO{
			Name: layout.Text(r, diskName), Whole: true,
			Counters: platform.DiskIOCounters{
				ReadCount: count(diskReads), WriteCount: count(diskWrites), ReadBytes: count(diskReadBytes), WriteBytes: count(diskWriteBytes),
				ReadTime: milliseconds(diskReadTime), WriteTime: milliseconds(diskWriteTime),
				ReadMergedCount: platform.NA, WriteMergedCount: platform.NA, BusyTime: platform.NA,
			},
		})
	}
	return list
}
