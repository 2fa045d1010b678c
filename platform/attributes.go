package platform

// ProcessAttributes is the part of Process that tells of one process, and changes, what Process itself does not name.
// What changes something takes the identity of the process that is meant, and gives NoSuchProcess when the PID belongs
// to somebody else by now.
type ProcessAttributes interface {
	Environ() ([]string, error) // "NAME=value", as the system keeps them
	Cwd() (string, error)       // "" if it has none that can be named
	GIDs() (IDs, error)
	Terminal() (string, error) // "" without one

	Nice() (int32, error)
	SetNice(id Identity, value int32) error
	IONice() (IONice, error)
	SetIONice(Identity, IONice) error
	RLimit(resource int32) (RLimit, error) // resource as in PSUTIL_RLIMIT_*
	SetRLimit(id Identity, resource int32, limits RLimit) error
	CPUAffinity() ([]int64, error)                  // ascending
	SetCPUAffinity(id Identity, cpus []int64) error // no CPUs: all that it may have
	CPUNum() (int64, error)                         // NA where unknown
	MemoryInfoEx() (MemoryInfoEx, error)            // bytes
	MemoryFootprint() (MemoryFootprint, error)      // bytes
	MemoryMaps() ([]MemoryMap, error)               // by address
	PageFaults() (PageFaults, error)
	IOCounters() (ProcessIOCounters, error)
	NumCtxSwitches() (CtxSwitches, error)
	NumFDs() (int64, error)
	NumHandles() (int64, error)
	Threads() ([]Thread, error)     // by ID
	OpenFiles() ([]OpenFile, error) // regular files only, by descriptor
	Suspend(Identity) error
	Resume(Identity) error
}

// IONice is a priority for input and output: the class as in PSUTIL_IOPRIO_CLASS_*, and the level in it.
type IONice struct {
	Class, Value int32
}

// Infinity in an RLimit is no limit.
const Infinity = -1

// RLimit is a soft and a hard limit, each 0 or more, or Infinity.
type RLimit struct {
	Soft, Hard int64
}

// MemoryInfoEx is a process's memory in bytes, NA where not reported.
type MemoryInfoEx struct {
	MemoryInfo
	Shared, Text, Lib, Data, Dirty int64
	PeakRSS, PeakVMS               int64
	RSSAnon, RSSFile, RSSShmem     int64
	Swap, HugeTLB                  int64
}

// MemoryFootprint is the memory in bytes that a process really costs, NA where not reported.
type MemoryFootprint struct {
	USS, PSS, Swap int64
}

// MemoryMap is a piece of a process's address space.
type MemoryMap struct {
	Path        string // of the file, or a name in brackets such as "[heap]"
	Addr, Perms string
	MemoryMapSizes
}

// MemoryMapSizes are the numbers of a MemoryMap in bytes, NA where not reported.
type MemoryMapSizes struct {
	RSS, Size, PSS, SharedClean, SharedDirty, PrivateClean, PrivateDirty, Referenced, Anonymous, Swap int64
}

// PageFaults counts page faults, NA where not reported; minor ones did without the disk.
type PageFaults struct {
	Minor, Major, ChildrenMinor, ChildrenMajor int64
}

// ProcessIOCounters is what a process has read and written, NA where not reported.
type ProcessIOCounters struct {
	ReadCount, WriteCount, ReadBytes, WriteBytes, ReadChars, WriteChars, OtherCount, OtherBytes int64
}

// CtxSwitches counts context switches.
type CtxSwitches struct {
	Voluntary, Involuntary int64
}

// Thread is a thread and the seconds of CPU time that it has used.
type Thread struct {
	ID           int64
	User, System float64
}

// OpenFile is a regular file that a process has open.
type OpenFile struct {
	Path     string
	FD       int64
	Position int64  // NA where not reported
	Mode     string // as fopen takes it; "" where not reported
	Flags    int64  // as open takes them; NA where not reported
}

var _ ProcessAttributes = UnsupportedProcess{}

func (UnsupportedProcess) Environ() ([]string, error) { return nil, unsupported("environ") }
func (UnsupportedProcess) Cwd() (string, error)       { return "", unsupported("cwd") }
func (UnsupportedProcess) GIDs() (IDs, error)         { return IDs{}, unsupported("gids") }
func (UnsupportedProcess) Terminal() (string, error)  { return "", unsupported("terminal") }
func (UnsupportedProcess) Nice() (int32, error)       { return 0, unsupported("nice") }
func (UnsupportedProcess) SetNice(Identity, int32) error {
	return unsupported("set_nice")
}
func (UnsupportedProcess) IONice() (IONice, error) { return IONice{}, unsupported("ionice") }
func (UnsupportedProcess) SetIONice(Identity, IONice) error {
	return unsupported("set_ionice")
}
func (UnsupportedProcess) RLimit(int32) (RLimit, error) { return RLimit{}, unsupported("rlimit") }
func (UnsupportedProcess) SetRLimit(Identity, int32, RLimit) error {
	return unsupported("set_rlimit")
}
func (UnsupportedProcess) CPUAffinity() ([]int64, error) { return nil, unsupported("cpu_affinity") }
func (UnsupportedProcess) SetCPUAffinity(Identity, []int64) error {
	return unsupported("set_cpu_affinity")
}
func (UnsupportedProcess) CPUNum() (int64, error) { return NA, unsupported("cpu_num") }
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
func (UnsupportedProcess) NumFDs() (int64, error)         { return NA, unsupported("num_fds") }
func (UnsupportedProcess) NumHandles() (int64, error)     { return NA, unsupported("num_handles") }
func (UnsupportedProcess) Threads() ([]Thread, error)     { return nil, unsupported("threads") }
func (UnsupportedProcess) OpenFiles() ([]OpenFile, error) { return nil, unsupported("open_files") }
func (UnsupportedProcess) Suspend(Identity) error         { return unsupported("suspend") }
func (UnsupportedProcess) Resume(Identity) error          { return unsupported("resume") }
