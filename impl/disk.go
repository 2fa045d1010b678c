package impl

import "github.com/libpsutil/libpsutil/platform"

// Partitions gives the mounted file systems; if not all, only those on devices.
func (l *Library) Partitions(all bool) ([]platform.Partition, error) { return l.sys.Partitions(all) }

// DiskUsage gives the space of the file system that path is on in bytes and, as df does, how much an ordinary user finds
// used of what such users can have, in percent.
func (l *Library) DiskUsage(path string) (u platform.DiskUsage, percent float64, err error) {
	u, err = l.sys.DiskUsage(path)
	return u, share(float64(u.Used), float64(u.Used)+float64(u.Free)), err
}

// DiskIO gives what each disk and partition has done and, in total, what whole disks have. With nowrap no counter is
// ever less than before. total is nil where there is no disk.
func (l *Library) DiskIO(nowrap bool) (disks []platform.DiskIO, total *platform.DiskIOCounters, err error) {
	sums, err := l.disks.read(nowrap, func() (meters []meter, err error) {
		disks, err = l.sys.DiskIO()
		for i := range disks {
			d := &disks[i]
			meters = append(meters, meter{d.Name, d.Whole, d.Counters.All()})
		}
		return meters, err
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

// DiskIOTotal gives what all disks together have done, partitions not counted again. NotSupported where there is none.
func (l *Library) DiskIOTotal(nowrap bool) (platform.DiskIOCounters, error) {
	_, total, err := l.DiskIO(nowrap)
	if err != nil {
		return platform.DiskIOCounters{}, err
	}
	if total == nil {
		return platform.DiskIOCounters{}, platform.NewError(platform.NotSupported, "disk_io_counters", "this machine has no disks")
	}
	return *total, nil
}
