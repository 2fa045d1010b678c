package platform

// Partition is a mounted file system.
type Partition struct {
	Device     string // "" without one
	MountPoint string
	FSType     string
	Opts       string // as mount(8) takes them, separated by commas
}

// DiskUsage is the space of a file system in bytes.
type DiskUsage struct {
	Total, Used int64 // blocks reserved for root count neither as used nor as free
	Free        int64 // for ordinary users
}

// DiskIO is the I/O of a disk, or of one of its partitions, since boot.
type DiskIO struct {
	Name     string
	Whole    bool // false for a partition, whose I/O is counted for its disk too
	Counters DiskIOCounters
}

// All returns every counter, always in the same order.
func (c *DiskIOCounters) All() []*int64 {
	return []*int64{
		&c.ReadCount, &c.WriteCount, &c.ReadBytes, &c.WriteBytes, &c.ReadTime, &c.WriteTime,
		&c.ReadMergedCount, &c.WriteMergedCount, &c.BusyTime,
	}
}
