package platform

// SwapMemory is the space that memory can be moved to, in bytes, and what was moved since boot. NA is not reported.
type SwapMemory struct {
	Total, Used, Free int64
	In, Out           int64
}
