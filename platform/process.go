package platform

// Process is one PID of a System. It holds no resources and, unless caching is on, no data between two calls.
//
// A method that changes the process takes its identity and returns NoSuchProcess if the PID belongs to another process
// now.
type Process interface {
	// Identity returns the identity of the process that has the PID. known is an earlier identity, or the zero value;
	// it saves work if the PID still belongs to the same process.
	Identity(known Identity) (Identity, error)

	// StartTime converts the start of an Identity to seconds since the epoch, by the present wall clock.
	StartTime(Identity) (float64, error)

	// SetCaching(true) makes all methods but Identity read each of the kernel's files only once, until
	// SetCaching(false).
	SetCaching(on bool)

	PPID() (int64, error)
	Name() (string, error) // as the kernel keeps it, possibly cut
	Exe() (string, error)  // "" for a kernel thread
	Cmdline() ([]string, error)
	Environ() ([]string, error) // "NAME=value", unsorted
	Cwd() (string, error)       // "" if the directory has no path
	Terminal() (string, error)  // "" without one
	Status() (Status, error)
	UIDs() (IDs, error)
	GIDs() (IDs, error)
	UserName() (string, error) // only systems without numeric user IDs

	CPUTimes() (ProcessCPUTimes, error)
	CPUNum() (int64, error) // NA where unknown
	MemoryInfo() (MemoryInfo, error)
	MemoryInfoEx() (MemoryInfoEx, error)
	MemoryFootprint() (MemoryFootprint, error)
	MemoryMaps() ([]MemoryMap, error) // by address
	PageFaults() (PageFaults, error)
	IOCounters() (ProcessIOCounters, error)
	NumCtxSwitches() (CtxSwitches, error)

	NumThreads() (int64, error)
	Threads() ([]Thread, error) // by ID
	NumFDs() (int64, error)
	NumHandles() (int64, error)
	OpenFiles() ([]OpenFile, error)                                       // regular files only, by descriptor
	NetConnections(kinds ConnKind, flags ConnFlags) ([]Connection, error) // in the process's own network namespace

	Nice() (int32, error)
	SetNice(id Identity, value int32) error
	IONice() (IONice, error)
	SetIONice(Identity, IONice) error
	RLimit(resource int32) (RLimit, error) // resource is one of PSUTIL_RLIMIT_*
	SetRLimit(id Identity, resource int32, limits RLimit) error
	CPUAffinity() ([]int64, error)                  // ascending
	SetCPUAffinity(id Identity, cpus []int64) error // no CPUs: all that the process may use

	// Signal sends a signal.
	Signal(id Identity, signal int) error
	Suspend(Identity) error
	Resume(Identity) error

	// WatchExit starts to watch for the exit of the process. The caller must close the watch.
	WatchExit(Identity) (ExitWatch, error)
}

// Identity distinguishes a process from a later one with the same PID.
type Identity struct {
	PID   int64
	Start int64  // start time in the kernel's own unit and on its own clock; NA if it cannot be read
	Inode uint64 // of the process's pidfd, which is unique since boot; 0 where the kernel has none
}

// Same reports whether both identities name one process. A start time that cannot be read matches any other.
func (id Identity) Same(other Identity) bool {
	if id.PID != other.PID {
		return false
	}
	if id.Inode != 0 && other.Inode != 0 {
		return id.Inode == other.Inode
	}
	return id.Start == NA || other.Start == NA || id.Start == other.Start
}

// ProcEntry is a process's place in the process tree, from a single read.
type ProcEntry struct {
	PID, PPID int64
	Start     int64 // as in Identity
}

// Identity returns the part of the process's identity that the entry contains.
func (e ProcEntry) Identity() Identity { return Identity{PID: e.PID, Start: e.Start} }

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

// Infinity in an RLimit means no limit.
const Infinity = -1

// RLimit is a soft and a hard limit, each 0 or more, or Infinity.
type RLimit struct {
	Soft, Hard int64
}
