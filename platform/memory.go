package platform

// VirtualMemory is the system's memory in bytes, NA where not reported.
type VirtualMemory struct {
	Total, Available, Used, Free                           int64
	Active, Inactive, Buffers, Cached, Shared, Slab, Wired int64
}

// SwapMemory is the swap space in bytes, and how much was swapped in and out since boot. NA where not reported.
type SwapMemory struct {
	Total, Used, Free int64
	In, Out           int64
}
