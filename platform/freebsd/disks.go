package freebsd

import (
	"math/bits"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeDevstat decodes the answer to kern.devstat.all: a generation, then struct devstat of each device.
func decodeDevstat(what string, b []byte) ([]platform.DiskIO, error) {
	if len(b) < sizeofLong || (len(b)-sizeofLong)%sizeofDevstat != 0 {
		return nil, malformed(what)
	}
	list := []platform.DiskIO{}
	for b = b[sizeofLong:]; len(b) > 0; b = b[sizeofDevstat:] {
		r := layout.Record(b[:sizeofDevstat])
		name, unit := layout.Text(r, devstatDeviceName), layout.Get(r, devstatUnitNumber)
		if name == "" || unit < 0 { // a part of GEOM, which has no device of its own
			continue
		}
		list = append(list, platform.DiskIO{
			Name:  name + strconv.Itoa(int(unit)),
			Whole: true,
			Counters: platform.DiskIOCounters{
				ReadCount:       devstatCounter(r, int(devstatOperations), devstatRead),
				WriteCount:      devstatCounter(r, int(devstatOperations), devstatWrite),
				ReadBytes:       devstatCounter(r, int(devstatBytes), devstatRead),
				WriteBytes:      devstatCounter(r, int(devstatBytes), devstatWrite),
				ReadTime:        milliseconds(r, int(devstatDuration)+devstatRead*sizeofBintime),
				WriteTime:       milliseconds(r, int(devstatDuration)+devstatWrite*sizeofBintime),
				BusyTime:        milliseconds(r, int(devstatBusyTimeSec)),
				ReadMergedCount: platform.NA, WriteMergedCount: platform.NA,
			},
		})
	}
	return list, nil
}

// devstatCounter returns one of the counters at an offset, which there are of each kind of transaction.
func devstatCounter(r layout.Record, offset, kind int) int64 {
	return platform.Saturated(layout.Get(r, layout.Field[uint64](offset+kind*8)))
}

// milliseconds returns the struct bintime at an offset: seconds, and a fraction of 1/2^64 s.
func milliseconds(r layout.Record, offset int) int64 {
	seconds := layout.Get(r[offset:], bintimeSec)
	fraction, _ := bits.Mul64(layout.Get(r[offset:], bintimeFrac), 1000)
	return platform.AddSaturated(platform.MultiplySaturated(seconds, 1000), int64(fraction))
}

// mountOptions are the names of a file system's flags, as mount(8) takes them.
var mountOptions = []struct {
	flag uint64
	name string
}{
	{mntSynchronous, "sync"}, {mntNoexec, "noexec"}, {mntNosuid, "nosuid"}, {mntUnion, "union"}, {mntAsync, "async"},
	{mntSuiddir, "suiddir"}, {mntSoftdep, "softdep"}, {mntNosymfollow, "nosymfollow"}, {mntGjournal, "gjournal"},
	{mntMultilabel, "multilabel"}, {mntAcls, "acls"}, {mntNoatime, "noatime"}, {mntNoclusterr, "noclusterr"},
	{mntNoclusterw, "noclusterw"}, {mntNFS4acls, "nfsv4acls"},
}

func formatMountOptions(flags uint64) string {
	options := []string{"rw"}
	if flags&mntRdonly != 0 {
		options[0] = "ro"
	}
	for _, o := range mountOptions {
		if flags&o.flag != 0 {
			options = append(options, o.name)
		}
	}
	return strings.Join(options, ",")
}

// isOnDevice reports whether a file system is on a disk. The device of ZFS is a dataset, which has no path.
func isOnDevice(p *platform.Partition) bool {
	return strings.HasPrefix(p.Device, "/dev/") && p.Device != "/dev/fuse" || p.FSType == "zfs"
}

// diskUsage converts numbers of blocks. Of those that are reserved for root, available may be negative.
func diskUsage(blocks, free uint64, available int64, blockSize uint64) platform.DiskUsage {
	size := platform.Saturated(blockSize)
	return platform.DiskUsage{
		Total: platform.MultiplySaturated(platform.Saturated(blocks), size),
		Used:  platform.MultiplySaturated(platform.Saturated(max(blocks, free)-free), size),
		Free:  platform.MultiplySaturated(available, size),
	}
}
