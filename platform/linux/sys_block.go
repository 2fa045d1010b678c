//go:build linux

package linux

import (
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// diskIOFromSys reads the same from sysfs, where a disk is a folder and its partitions are folders in it.
func (s *system) diskIOFromSys(buf *[]byte) ([]platform.DiskIO, error) {
	disks, err := readDirNames(s.sys, "block")
	if isNotExist(err) {
		return nil, platform.NewError(platform.NotSupported, "disk_io_counters",
			"there is neither "+s.proc+"/diskstats nor "+s.sys+"/block")
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(disks)
	var all []platform.DiskIO
	read := func(folder, name string, whole bool) error {
		err := readSystemFile(buf, s.sys, folder+"/stat")
		if isNotExist(err) { // unplugged meanwhile, or no partition
			return nil
		}
		if err != nil {
			return err
		}
		counters, ok := parseDiskCounters(&fields{text: *buf})
		if !ok {
			return parseError(s.sys+"/"+folder+"/stat", "is cut off, or not numbers")
		}
		all = append(all, platform.DiskIO{Name: diskNameOf(name), Whole: whole, Counters: counters})
		return nil
	}
	for _, disk := range disks {
		folder := "block/" + disk
		if err := read(folder, disk, true); err != nil {
			return nil, err
		}
		parts, err := readDirNames(s.sys, folder)
		if isNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		slices.Sort(parts)
		for _, part := range parts {
			if strings.HasPrefix(part, disk) {
				if err := read(folder+"/"+part, part, false); err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
}

// diskOf gives the device that a folder of sysfs is about: cciss!c0d0 is cciss/c0d0.
func diskNameOf(folder string) string {
	return strings.ReplaceAll(folder, "!", "/")
}
