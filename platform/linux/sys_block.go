//go:build linux

package linux

import (
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// diskNameOf returns the device of a directory in /sys/block: cciss!c0d0 is cciss/c0d0.
func diskNameOf(dir string) string {
	return strings.ReplaceAll(dir, "!", "/")
}

// diskIOFromSys reads the counters from sysfs, where a disk is a directory and its partitions are directories in it. A
// device that cannot be read is skipped.
func (s *system) diskIOFromSys(buf *[]byte) ([]platform.DiskIO, error) {
	disks, err := readDirNames(s.sys, "block")
	if isNotExist(err) {
		return nil, platform.NewError(platform.NotSupported, "disk_io_counters",
			"neither "+s.proc+"/diskstats nor "+s.sys+"/block exists")
	}
	if err != nil {
		return nil, err
	}
	files := optionalFiles{buf: buf}
	slices.Sort(disks)
	var all []platform.DiskIO
	read := func(dir, name string, whole bool) {
		if !files.readAttribute(s.sys, dir+"/stat") {
			return
		}
		if counters, ok := parseDiskCounters(&fields{text: *buf}); ok {
			all = append(all, platform.DiskIO{Name: diskNameOf(name), Whole: whole, Counters: counters})
		}
	}
	for _, disk := range disks {
		dir := "block/" + disk
		read(dir, disk, true)
		parts := files.list(s.sys, dir)
		slices.Sort(parts)
		for _, part := range parts {
			if strings.HasPrefix(part, disk) {
				read(dir+"/"+part, part, false)
			}
		}
	}
	return all, files.err
}
