package freebsd

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func builtDisk(name string, unit int32) layout.Record {
	r := make(layout.Record, sizeofDevstat)
	putText(r, int(devstatDeviceName), name)
	layout.Put(r, devstatUnitNumber, unit)
	for kind := range 4 { // nothing, read, write, free
		layout.Put(r, layout.Field[uint64](int(devstatBytes)+8*kind), uint64(1000*kind))
		layout.Put(r, layout.Field[uint64](int(devstatOperations)+8*kind), uint64(10*kind))
		layout.Put(r[int(devstatDuration)+sizeofBintime*kind:], bintimeSec, int64(kind))
		layout.Put(r[int(devstatDuration)+sizeofBintime*kind:], bintimeFrac, 1<<63) // half a second
	}
	layout.Put(r, devstatBusyTimeSec, 2)
	layout.Put(r, devstatBusyTimeFrac, 1<<62)
	return r
}

func builtDisks() []byte {
	return join(make(layout.Record, sizeofLong), builtDisk("ada", 0), builtDisk("", -1), builtDisk("nda", 12))
}

func TestDecodeDevstat(t *testing.T) {
	counters := platform.DiskIOCounters{
		ReadCount: 10, WriteCount: 20, ReadBytes: 1000, WriteBytes: 2000, ReadTime: 1500, WriteTime: 2500, ReadMergedCount: na,
		WriteMergedCount: na, BusyTime: 2250,
	}
	equal(t, "disks", decoded(decodeDevstat("answer", builtDisks()))(t), []platform.DiskIO{
		{Name: "ada0", Whole: true, Counters: counters}, {Name: "nda12", Whole: true, Counters: counters},
	})
	equal(t, "no disks", decoded(decodeDevstat("answer", make([]byte, sizeofLong)))(t), []platform.DiskIO{})
	for what, b := range map[string][]byte{"nothing": nil, "a short one": builtDisks()[:200], "a long one": append(builtDisks(), 0)} {
		_, err := decodeDevstat("answer", b)
		isMalformed(t, what, err)
	}
}

func TestMountOptions(t *testing.T) {
	for flags, want := range map[uint64]string{
		0: "rw", mntRdonly: "ro", mntRdonly | mntNosuid | mntNoexec: "ro,noexec,nosuid", mntSoftdep | mntNoatime: "rw,softdep,noatime",
		mntNFS4acls | mntAcls | 1<<40: "rw,acls,nfsv4acls",
	} {
		equal(t, "options", formatMountOptions(flags), want)
	}
}

func TestFileSystemsOnDevices(t *testing.T) {
	for p, want := range map[platform.Partition]bool{
		{Device: "/dev/ada0p2", FSType: "ufs"}: true, {Device: "zroot/ROOT/default", FSType: "zfs"}: true,
		{Device: "devfs", FSType: "devfs"}: false, {Device: "/dev/fuse", FSType: "fusefs"}: false, {Device: "tmpfs", FSType: "tmpfs"}: false,
		{Device: "host:/export", FSType: "nfs"}: false, {Device: "/usr/home", FSType: "nullfs"}: false,
	} {
		equal(t, p.Device, isOnDevice(&p), want)
	}
}

func TestDiskUsage(t *testing.T) {
	equal(t, "usage", diskUsage(1000, 300, 220, 4096), platform.DiskUsage{Total: 1000 * 4096, Used: 700 * 4096, Free: 220 * 4096})
	equal(t, "a full one", diskUsage(1000, 50, -30, 4096), platform.DiskUsage{Total: 1000 * 4096, Used: 950 * 4096, Free: 0})
	equal(t, "an odd one", diskUsage(10, 20, 20, 1<<62), platform.DiskUsage{Total: math.MaxInt64, Used: 0, Free: math.MaxInt64})
}

func FuzzDecodeDevstat(f *testing.F) {
	f.Add(builtDisks())
	f.Fuzz(func(t *testing.T, b []byte) {
		disks, _ := decodeDevstat("answer", b)
		for i := range disks {
			for _, n := range disks[i].Counters.All() {
				if *n < na {
					t.Errorf("%#v", disks[i])
				}
			}
		}
	})
}
