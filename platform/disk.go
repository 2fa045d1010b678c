package platform

// Partition is a mounted file system.
type Partition struct {
	Device     string // "" where there is none
	MountPoint string
	FSType     string
	Opts       string // as mount(8) takes them, with commas
}

// DiskUsage is the space of a file system in bytes.
type DiskUsage struct {
	Total, Used int64 // what is kept for root counts as neither used nor free
	Free        int64 // to ordinary users
}

// DiskIO is what a disk, or a partition of one, has done since boot.
type DiskIO struct {
	Name     string
	Whole    bool // no partition, whose I/O is its disk's too
	Counters DiskIOCounters
}

// DiskIOCounters count I/O; times are milliseconds. NA is not reported.
type DiskIOCounters struct {
	ReadCount, WriteCount             int64
	ReadBytes, WriteBytes             int64
	ReadTime, WriteTime               int64
	ReadMergedCount, WriteMergedCount int64
	BusyTime                          int64
}

// All gives every counter, always in the same order.
func (c *DiskIOCounters) All() []*int64 {
	return []*int64{
		&c.ReadCount, &c.WriteCount, &c.ReadBytes, &c.WriteBytes, &c.ReadTime, &c.WriteTime,
		&c.ReadMergedCount, &c.WriteMergedCount, &c.BusyTime,
	}
}
