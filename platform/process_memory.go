package platform

// MemoryInfo is a process's memory in bytes.
type MemoryInfo struct {
	RSS, VMS int64
}

// MemoryInfoEx is a process's memory in bytes, NA where not reported.
type MemoryInfoEx struct {
	MemoryInfo
	Shared, Text, Lib, Data, Dirty int64
	PeakRSS, PeakVMS               int64
	RSSAnon, RSSFile, RSSShmem     int64
	Swap, HugeTLB                  int64
}

// MemoryFootprint is the memory in bytes that the system would get back if the process exited, NA where not reported.
type MemoryFootprint struct {
	USS, PSS, Swap int64
}

// MemoryMap is one mapping of a process's address space.
type MemoryMap struct {
	Path        string // of the file, or a name in brackets such as "[heap]"
	Addr, Perms string
	MemoryMapSizes
}

// MemoryMapSizes are the sizes of a MemoryMap in bytes, NA where not reported.
type MemoryMapSizes struct {
	RSS, Size, PSS, SharedClean, SharedDirty, PrivateClean, PrivateDirty, Referenced, Anonymous, Swap int64
}

// PageFaults counts page faults, NA where not reported. Only major ones read from disk.
type PageFaults struct {
	Minor, Major, ChildrenMinor, ChildrenMajor int64
}
