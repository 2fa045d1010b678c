package impl

import "github.com/libpsutil/libpsutil/platform"

// Partitions returns the mounted file systems; if not all, only those on devices.
func (l *Library) Partitions(all bool) ([]platform.Partition, error) { return l.sys.Partitions(all) }

// DiskUsage returns the space of the file system that contains path, in bytes, and the used share of the space that an
// unprivileged user can have, in percent, as df computes it.
func (l *Library) DiskUsage(path string) (u platform.DiskUsage, percent float64, err error) {
	u, err = l.sys.DiskUsage(path)
	return u, percentOf(float64(u.Used), float64(u.Used)+float64(u.Free)), err
}

// DiskIO returns the counters of each disk and partition, and the total of whole disks. total is nil on a system
// without disks.
func (l *Library) DiskIO(nowrap Nowrap) (disks []platform.DiskIO, total *platform.DiskIOCounters, err error) {
	sums, err := l.disks.read(nowrap, func() (all []counters, err error) {
		disks, err = l.sys.DiskIO()
		for i := range disks {
			d := &disks[i]
			all = append(all, counters{d.Name, d.Whole, d.Counters.All()})
		}
		return all, err
	})
	if err != nil || sums == nil {
		return disks, nil, err
	}
	total = new(platform.DiskIOCounters)
	for i, counter := range total.All() {
		*counter = sums[i]
	}
	return disks, total, nil
}

// DiskIOTotal returns the counters of all whole disks together. Errors: NotSupported on a system without disks.
func (l *Library) DiskIOTotal(nowrap Nowrap) (platform.DiskIOCounters, error) {
	_, total, err := l.DiskIO(nowrap)
	if err != nil {
		return platform.DiskIOCounters{}, err
	}
	if total == nil {
		return platform.DiskIOCounters{}, platform.NewError(platform.NotSupported, "disk_io_counters", "this system has no disks")
	}
	return *total, nil
}
