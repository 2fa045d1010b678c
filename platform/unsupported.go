package platform

// Unsupported is a System whose methods return NotSupported. The package of an operating system embeds it and overrides what it
// implements.
type Unsupported struct{}

// UnsupportedProcess is the same for Process.
type UnsupportedProcess struct{}

var (
	_ System  = Unsupported{}
	_ Process = UnsupportedProcess{}
)

func unsupported(what string) error {
	return NewError(NotSupported, what, "not supported on this operating system")
}

func (Unsupported) PIDs() ([]int64, error)        { return nil, unsupported("pids") }
func (Unsupported) PIDExists(int64) (bool, error) { return false, unsupported("pid_exists") }
func (Unsupported) Process(int64) Process         { return UnsupportedProcess{} }
func (Unsupported) Scan(ColumnSet, []int64) (ProcessScan, error) {
	return nil, unsupported("process_table")
}
func (Unsupported) Self() int64 { return NA }

func (Unsupported) CPUCount(bool) (int64, error)        { return NA, unsupported("cpu_count") }
func (Unsupported) CPUTimes() (CPUTimes, error)         { return CPUTimes{}, unsupported("cpu_times") }
func (Unsupported) CPUTimesPerCPU() ([]CPUTimes, error) { return nil, unsupported("cpu_times") }
func (Unsupported) CPUStats() (CPUStats, error)         { return CPUStats{}, unsupported("cpu_stats") }
func (Unsupported) CPUFreqPerCPU() ([]CPUFreq, error)   { return nil, unsupported("cpu_freq") }
func (Unsupported) LoadAverage() (LoadAverage, error) {
	return LoadAverage{}, unsupported("getloadavg")
}
func (Unsupported) BootTime() (float64, error) { return NaN, unsupported("boot_time") }
func (Unsupported) VirtualMemory() (VirtualMemory, error) {
	return VirtualMemory{}, unsupported("virtual_memory")
}
func (Unsupported) SwapMemory() (SwapMemory, error) { return SwapMemory{}, unsupported("swap_memory") }

func (Unsupported) Partitions(bool) ([]Partition, error) { return nil, unsupported("disk_partitions") }
func (Unsupported) DiskUsage(string) (DiskUsage, error) {
	return DiskUsage{}, unsupported("disk_usage")
}
func (Unsupported) DiskIO() ([]DiskIO, error) { return nil, unsupported("disk_io_counters") }

func (Unsupported) NetIO() ([]NetIO, error)           { return nil, unsupported("net_io_counters") }
func (Unsupported) NetNamespace() uint64              { return 0 }
func (Unsupported) NetIfAddrs() ([]NetIfAddr, error)  { return nil, unsupported("net_if_addrs") }
func (Unsupported) NetIfStats() ([]NetIfStats, error) { return nil, unsupported("net_if_stats") }
func (Unsupported) NetConnections(ConnKind, bool) ([]Connection, error) {
	return nil, unsupported("net_connections")
}

func (Unsupported) UserName(int64) (string, error) { return "", unsupported("user names") }
func (Unsupported) Users() ([]User, error)         { return nil, unsupported("users") }
func (Unsupported) Temperatures() ([]Temperature, error) {
	return nil, unsupported("sensors_temperatures")
}
func (Unsupported) Fans() ([]Fan, error)      { return nil, unsupported("sensors_fans") }
func (Unsupported) Battery() (Battery, error) { return Battery{}, unsupported("sensors_battery") }
func (Unsupported) CgroupLimits(int64) (CgroupLimits, error) {
	return CgroupLimits{}, unsupported("cgroup_limits")
}
func (Unsupported) Services() ([]Service, error)    { return nil, unsupported("win_services") }
func (Unsupported) Service(string) (Service, error) { return Service{}, unsupported("win_service") }

func (UnsupportedProcess) Identity(Identity) (Identity, error) {
	return Identity{}, unsupported("processes")
}
func (UnsupportedProcess) StartTime(Identity) (float64, error) {
	return NaN, unsupported("create_time")
}
func (UnsupportedProcess) SetCaching(bool) {}

func (UnsupportedProcess) PPID() (int64, error)       { return NA, unsupported("ppid") }
func (UnsupportedProcess) Name() (string, error)      { return "", unsupported("name") }
func (UnsupportedProcess) Exe() (string, error)       { return "", unsupported("exe") }
func (UnsupportedProcess) Cmdline() ([]string, error) { return nil, unsupported("cmdline") }
func (UnsupportedProcess) Environ() ([]string, error) { return nil, unsupported("environ") }
func (UnsupportedProcess) Cwd() (string, error)       { return "", unsupported("cwd") }
func (UnsupportedProcess) Terminal() (string, error)  { return "", unsupported("terminal") }
func (UnsupportedProcess) Status() (Status, error)    { return 0, unsupported("status") }
func (UnsupportedProcess) UIDs() (IDs, error)         { return IDs{}, unsupported("uids") }
func (UnsupportedProcess) GIDs() (IDs, error)         { return IDs{}, unsupported("gids") }
func (UnsupportedProcess) UserName() (string, error)  { return "", unsupported("username") }

func (UnsupportedProcess) CPUTimes() (ProcessCPUTimes, error) {
	return ProcessCPUTimes{}, unsupported("cpu_times")
}
func (UnsupportedProcess) CPUNum() (int64, error) { return NA, unsupported("cpu_num") }
func (UnsupportedProcess) MemoryInfo() (MemoryInfo, error) {
	return MemoryInfo{}, unsupported("memory_info")
}
func (UnsupportedProcess) MemoryInfoEx() (MemoryInfoEx, error) {
	return MemoryInfoEx{}, unsupported("memory_info_ex")
}
func (UnsupportedProcess) MemoryFootprint() (MemoryFootprint, error) {
	return MemoryFootprint{}, unsupported("memory_footprint")
}
func (UnsupportedProcess) MemoryMaps() ([]MemoryMap, error) { return nil, unsupported("memory_maps") }
func (UnsupportedProcess) PageFaults() (PageFaults, error) {
	return PageFaults{}, unsupported("page_faults")
}
func (UnsupportedProcess) IOCounters() (ProcessIOCounters, error) {
	return ProcessIOCounters{}, unsupported("io_counters")
}
func (UnsupportedProcess) NumCtxSwitches() (CtxSwitches, error) {
	return CtxSwitches{}, unsupported("num_ctx_switches")
}

func (UnsupportedProcess) NumThreads() (int64, error)     { return NA, unsupported("num_threads") }
func (UnsupportedProcess) Threads() ([]Thread, error)     { return nil, unsupported("threads") }
func (UnsupportedProcess) NumFDs() (int64, error)         { return NA, unsupported("num_fds") }
func (UnsupportedProcess) NumHandles() (int64, error)     { return NA, unsupported("num_handles") }
func (UnsupportedProcess) OpenFiles() ([]OpenFile, error) { return nil, unsupported("open_files") }
func (UnsupportedProcess) NetConnections(ConnKind) ([]Connection, error) {
	return nil, unsupported("net_connections")
}

func (UnsupportedProcess) Nice() (int32, error)                    { return 0, unsupported("nice") }
func (UnsupportedProcess) SetNice(Identity, int32) error           { return unsupported("set_nice") }
func (UnsupportedProcess) IONice() (IONice, error)                 { return IONice{}, unsupported("ionice") }
func (UnsupportedProcess) SetIONice(Identity, IONice) error        { return unsupported("set_ionice") }
func (UnsupportedProcess) RLimit(int32) (RLimit, error)            { return RLimit{}, unsupported("rlimit") }
func (UnsupportedProcess) SetRLimit(Identity, int32, RLimit) error { return unsupported("set_rlimit") }
func (UnsupportedProcess) CPUAffinity() ([]int64, error)           { return nil, unsupported("cpu_affinity") }
func (UnsupportedProcess) SetCPUAffinity(Identity, []int64) error {
	return unsupported("set_cpu_affinity")
}

func (UnsupportedProcess) Signal(Identity, int) error            { return unsupported("signals") }
func (UnsupportedProcess) Suspend(Identity) error                { return unsupported("suspend") }
func (UnsupportedProcess) Resume(Identity) error                 { return unsupported("resume") }
func (UnsupportedProcess) WatchExit(Identity) (ExitWatch, error) { return nil, unsupported("wait") }
