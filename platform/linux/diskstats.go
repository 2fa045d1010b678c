//go:build linux

package linux

import (
	"bytes"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// sectorSize is the unit of the kernel's I/O counters in bytes, regardless of the disk's sectors.
const sectorSize = 512

// parseDiskstats parses /proc/diskstats: a line per device with major, minor, name and counters. Linux 2.4 has a number
// before the name. A line without counters is skipped.
func parseDiskstats(b []byte) []platform.DiskIO {
	disks := make([]platform.DiskIO, 0, bytes.Count(b, []byte{'\n'}))
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		rest.next()
		rest.next()
		name := rest.next()
		if _, isNumber := parseCount(name); isNumber {
			if d, ok := parseOldDiskstats(name, rest); ok {
				disks = append(disks, d)
				continue
			}
		}
		if counters, ok := parseDiskCounters(&rest); ok {
			disks = append(disks, platform.DiskIO{Name: string(name), Counters: counters})
		}
	}
	return disks
}

// parseOldDiskstats parses a line of Linux 2.4 behind its third field, the number of reads: name and ten counters, as
// psutil does.
func parseOldDiskstats(reads []byte, rest fields) (platform.DiskIO, bool) {
	name := rest.next()
	if _, isNumber := parseCount(name); isNumber || len(name) == 0 {
		return platform.DiskIO{}, false
	}
	counters := append([][]byte{reads}, bytes.Fields(rest.text[rest.pos:])...)
	c, ok := parseDiskCounters(&fields{text: bytes.Join(counters, []byte{' '})})
	return platform.DiskIO{Name: string(name), Counters: c}, ok
}

// parseDiskCounters parses the counters of a device in /proc/diskstats and in sysfs's stat files: eleven numbers,
// followed by those of discards (Linux 4.18) and flushes (5.5), which are not used. Before Linux 2.6.25, partitions
// have only four: reads, sectors read, writes, sectors written. A counter that is missing or malformed is NA. ok is
// false without counters.
func parseDiskCounters(rest *fields) (c platform.DiskIOCounters, ok bool) {
	const known = 11
	n := [known]int64{}
	for i := range n {
		n[i] = platform.NA
	}
	count := 0
	for ; count < known; count++ {
		field := rest.next()
		if len(field) == 0 {
			break
		}
		n[count] = counterOrNA(field)
	}
	if count == 4 {
		n = [known]int64{
			n[0], platform.NA, n[1], platform.NA, n[2], platform.NA, n[3], platform.NA, platform.NA, platform.NA, platform.NA,
		}
	}
	return platform.DiskIOCounters{
		ReadCount: n[0], ReadMergedCount: n[1], ReadBytes: sectorBytes(n[2]), ReadTime: n[3],
		WriteCount: n[4], WriteMergedCount: n[5], WriteBytes: sectorBytes(n[6]), WriteTime: n[7],
		BusyTime: n[9],
	}, count >= 4
}

func sectorBytes(sectors int64) int64 {
	if sectors == platform.NA {
		return platform.NA
	}
	return platform.MultiplySaturated(sectors, sectorSize)
}

// markWholeDisks distinguishes disks from partitions by the kernel's names: a partition is named after its disk and a
// number, with a p between them if the disk's name ends in a digit (sda1, nvme0n1p1, mmcblk0p1, md127p1, loop0p1). A
// device without such a disk is a disk (xvda1 of some virtual machines, dm-1, zram0, md1).
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
