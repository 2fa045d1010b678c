package darwin

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func statfsRecord(device, mountPoint string, flags uint32) layout.Record {
	r := make(layout.Record, sizeofStatfs)
	layout.Put(r, statfsBsize, 4096)
	layout.Put(r, statfsBlocks, 1000)
	layout.Put(r, statfsBfree, 400)
	layout.Put(r, statfsBavail, 300)
	layout.Put(r, statfsFlags, flags)
	putText(r, statfsFstypename, "apfs")
	putText(r, statfsMntonname, mountPoint)
	putText(r, statfsMntfromname, device)
	return r
}

func TestDecodePartitions(t *testing.T) {
	b := concat(statfsRecord("/dev/disk3s1s1", "/", 0x4000+0x1000+1), statfsRecord("map auto_home", "/System/Volumes/Data/home", 0x500000), statfsRecord("none", "/x", 0))
	equal(t, "partitions", decodePartitions(append(b, make([]byte, 100)...)), []platform.Partition{
		{Device: "/dev/disk3s1s1", MountPoint: "/", FSType: "apfs", Opts: "ro,local,rootfs"},
		{Device: "map auto_home", MountPoint: "/System/Volumes/Data/home", FSType: "apfs", Opts: "rw,dontbrowse,automounted"},
		{MountPoint: "/x", FSType: "apfs", Opts: "rw"},
	})
	equal(t, "a short record", len(decodePartitions(b[:sizeofStatfs-1])), 0)
	equal(t, "a path", isDevicePath("/dev/disk1"), true)
	equal(t, "a name", isDevicePath("devfs"), false)
}

func TestDecodeSpace(t *testing.T) {
	s, ok := decodeSpace(statfsRecord("/dev/disk1", "/Volumes/a", 0))
	equal(t, "decoded", ok, true)
	equal(t, "space", s, fileSystemSpace{platform.DiskUsage{Total: 4096000, Used: 2457600, Free: 1228800}, "/Volumes/a"})
	r := statfsRecord("/dev/disk1", "/", 0)
	layout.Put(r, statfsBlocks, math.MaxUint64)
	layout.Put(r, statfsBfree, math.MaxUint64)
	s, _ = decodeSpace(r)
	equal(t, "sizes that overflow", s.usage, platform.DiskUsage{Total: math.MaxInt64, Used: 0, Free: 1228800})
	layout.Put(r, statfsBlocks, 10)
	s, _ = decodeSpace(r)
	equal(t, "more free than there is", s.usage.Used, 0)
	_, ok = decodeSpace(r[:100])
	equal(t, "a short record is decoded", ok, false)
}

func TestDecodeDiskIO(t *testing.T) {
	r := make(layout.Record, sizeofDisk)
	putText(r, diskName, "disk0")
	for i, f := range []layout.Field[int64]{diskReads, diskWrites, diskReadBytes, diskWriteBytes, diskReadTime, diskWriteTime} {
		layout.Put(r, f, int64(i+1)*5e6)
	}
	missing := make(layout.Record, sizeofDisk)
	putText(missing, diskName, "disk1")
	layout.Put(missing, diskReads, -1)
	layout.Put(missing, diskReadTime, -1)
	layout.Put(missing, diskWriteTime, -5e6)
	equal(t, "disks", decodeDiskIO(append(concat(r, missing), 1, 2)), []platform.DiskIO{
		{Name: "disk0", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 5e6, WriteCount: 10e6, ReadBytes: 15e6, WriteBytes: 20e6, ReadTime: 25, WriteTime: 30, ReadMergedCount: na, WriteMergedCount: na, BusyTime: na,
		}},
		{Name: "disk1", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: na, ReadTime: na, WriteTime: na, ReadMergedCount: na, WriteMergedCount: na, BusyTime: na,
		}},
	})
}

func FuzzDisks(f *testing.F) {
	f.Add([]byte(statfsRecord("/dev/disk1", "/", 0)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := len(decodePartitions(b)); n != len(b)/sizeofStatfs {
			t.Errorf("%d partitions", n)
		}
		if s, ok := decodeSpace(b); ok && (s.usage.Used < 0 || s.usage.Used > s.usage.Total || s.usage.Free < 0) {
			t.Errorf("space %+v", s)
		}
		for _, d := range decodeDiskIO(b) {
			for _, n := range d.Counters.All() {
				if *n < na {
					t.Errorf("disk %+v", d)
				}
			}
		}
	})
}
