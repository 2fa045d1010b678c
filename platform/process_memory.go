package platform

// MemoryMap is one mapping of a process's address space.
type MemoryMap struct {
	Path        string // of the file, or a name in brackets such as "[heap]"
	Addr, Perms string
	MemoryMapSizes
}

// MemoryMapSizes are the sizes of a MemoryMap in bytes, and counts of its memory objects; NA where not reported.
type MemoryMapSizes struct {
	RSS, Size, PSS, SharedClean, SharedDirty, PrivateClean, PrivateDirty, Referenced, Anonymous, Swap int64

	PrivateRSS, RefCount, ShadowCount int64
}
