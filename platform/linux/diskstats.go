//go:build linux

package linux

import (
	"bytes"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// sector is what the kernel counts I/O in, whatever the disk's own sectors are.
const sector = 512

// parseDiskstats reads /proc/diskstats: a line a device with major, minor, name and what parseDiskCounters reads.
func parseDiskstats(b []byte) ([]platform.DiskIO, error) {
	disks := make([]platform.DiskIO, 0, bytes.Count(b, []byte{'\n'}))
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if len(rest.next()) == 0 { // an empty line
			continue
		}
		rest.next()
		name := string(rest.next())
		counters, ok := parseDiskCounters(&rest)
		if !ok {
			return nil, parseError("diskstats", "the line of "+name+" is cut off, or not numbers")
		}
		disks = append(disks, platform.DiskIO{Name: name, Counters: counters})
	}
	return disks, nil
}

// parseDiskCounters reads what /proc/diskstats and sysfs's stat files say of a device: eleven numbers, followed by those
// of discards (Linux 4.18) and flushes (5.5), which nobody has a name for yet. Before Linux 2.6.25, partitions had but
// four: reads, sectors read, writes, sectors written.
func parseDiskCounters(rest *fields) (platform.DiskIOCounters, bool) {
	const known = 11
	var n [known]int64
	count := 0
	for ; count < known; count++ {
		field := rest.next()
		if len(field) == 0 {
			break
		}
		var ok bool
		if n[count], ok = parseCount(field); !ok {
			return platform.DiskIOCounters{}, false
		}
	}
	c := platform.DiskIOCounters{
		ReadTime: platform.NA, WriteTime: platform.NA,
		ReadMergedCount: platform.NA, WriteMergedCount: platform.NA, BusyTime: platform.NA,
	}
	var sectorsRead, sectorsWritten int64
	switch count {
	case known:
		c.ReadCount, c.ReadMergedCount, sectorsRead, c.ReadTime = n[0], n[1], n[2], n[3]
		c.WriteCount, c.WriteMergedCount, sectorsWritten, c.WriteTime = n[4], n[5], n[6], n[7]
		c.BusyTime = n[9]
	case 4:
		c.ReadCount, sectorsRead, c.WriteCount, sectorsWritten = n[0], n[1], n[2], n[3]
	default:
		return platform.DiskIOCounters{}, false
	}
	const most = 1<<63 - 1
	if sectorsRead > most/sector || sectorsWritten > most/sector {
		return platform.DiskIOCounters{}, false
	}
	c.ReadBytes, c.WriteBytes = sectorsRead*sector, sectorsWritten*sector
	return c, true
}

// tellWhole tells disks from partitions by the rule that the kernel names them by: a partition is its disk's name and a
// number, with a p between if the disk's name ends in a digit itself (sda1, nvme0n1p1, mmcblk0p1, md127p1, loop0p1).
// Others that look like one are not if there is no such disk (xvda1 of some virtual machines, dm-1, zram0, md1).
func markWholeDisks(disks []platform.DiskIO) {
	known := make(map[string]bool, len(disks))
	for _, d := range disks {
		known[d.Name] = true
	}
	for i, d := range disks {
		disk := strings.TrimRight(d.Name, "0123456789")
		numbered := disk != d.Name
		if before, found := strings.CutSuffix(disk, "p"); found && before != "" && isDigit(before[len(before)-1]) {
			disk = before
		}
		disks[i].Whole = !numbered || !known[disk]
	}
}

func isDigit(c byte) bool {
	return c >= '0' && c <= '9'
}
