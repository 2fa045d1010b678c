package platform

// CgroupLimits are the lowest limits of a process's control groups and their ancestors. NA, NaN and "" mean no limit.
type CgroupLimits struct {
	Version     int32  // of the hierarchy that limits memory, NA if unknown
	Path        string // of the process's group in it
	MemoryLimit int64  // bytes
	MemoryHigh  int64  // bytes above which memory is reclaimed
	MemoryUsage int64  // bytes, of the group that sets MemoryLimit
	SwapLimit   int64  // bytes
	CPUQuota    float64
	CPUSet      string // in the kernel's form, "0-3,8"
	CPUSetCount int32
	PIDsLimit   int64
}
