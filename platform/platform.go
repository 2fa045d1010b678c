// Package platform is the contract between what psutil means (impl) and what an operating system tells (the packages
// below this one): the data that crosses, the errors, and the interfaces that every operating system implements.
package platform

import "math"

// NA marks an integer that this operating system does not report.
const NA = -1

// NaN marks a float that this operating system does not report.
var NaN = math.NaN()

// System is an operating system. All methods may be called from any goroutine at any time.
//
// A method reads at every call: what is kept between calls is impl's business. Errors are *Error or wrap one.
type System interface {
	PIDs() ([]int64, error)                       // ascending, zombies included
	PIDExists(pid int64) (bool, error)            // false for a thread's ID and for what no system could have
	Process(pid int64) Process                    // asks nothing yet: a PID that does not exist is an error of each method
	CPUCount(logical bool) (int64, error)         // NA where unknown
	CPUTimes() (CPUTimes, error)                  // of all CPUs together
	CPUTimesPerCPU() ([]CPUTimes, error)          // of each online CPU, in a stable order
	LoadAverage() (LoadAverage, error)            // over 1, 5 and 15 minutes
	VirtualMemory() (VirtualMemory, error)        // bytes
	BootTime() (float64, error)                   // seconds since the epoch, by the wall clock of now
	UserName(uid int64) (string, error)           // "" for a user without a name; only systems with numeric user IDs
	Scan(ColumnSet, []int64) (ProcessScan, error) // of these processes; nil: of all that this user may see, ascending
	Self() int64                                  // the PID of the process that asks; NA where it has none under this system

	CPUStats() (CPUStats, error)              // since boot
	CPUFreqPerCPU() ([]CPUFreq, error)        // in the order of CPUTimesPerCPU
	SwapMemory() (SwapMemory, error)          // all zero where there is none
	Partitions(all bool) ([]Partition, error) // in the order of mounting; if not all, only what is on a device
	DiskUsage(path string) (DiskUsage, error) // of the file system that the path is on
	DiskIO() ([]DiskIO, error)                // of disks and partitions, as the system counts it now

	NetIO() ([]NetIO, error)                                        // of the calling thread's network interfaces
	NetNamespace() uint64                                           // whose interfaces NetIO tells of: the calling thread's; 0 where there is only one
	NetIfAddrs() ([]NetIfAddr, error)                               // by interface; of each IPv4, IPv6, hardware
	NetIfStats() ([]NetIfStats, error)                              // by interface
	NetConnections(kinds ConnKind, pids bool) ([]Connection, error) // with the processes that have them open, if pids

	Users() ([]User, error)                       // the oldest login first
	Temperatures() ([]Temperature, error)         // of chips with the same name together
	Fans() ([]Fan, error)                         // likewise
	Battery() (Battery, error)                    // Present is false where there is none
	CgroupLimits(pid int64) (CgroupLimits, error) // 0: of the calling process
	Services() ([]Service, error)                 // ordered by name
	Service(name string) (Service, error)         // NoSuchProcess where there is no such service
}

// Process is one PID of a System. It holds no resources and, but for caching, nothing between two calls.
type Process interface {
	ProcessAttributes

	// Identity says who has the PID. What is known of a process that had it saves looking further once it is clear that it
	// still has.
	Identity(known Identity) (Identity, error)

	PPID() (int64, error)
	Name() (string, error) // as the kernel keeps it, possibly cut
	Exe() (string, error)  // "" for a kernel thread
	Cmdline() ([]string, error)
	Status() (Status, error)
	UIDs() (IDs, error)
	UserName() (string, error) // only systems without numeric user IDs
	CPUTimes() (ProcessCPUTimes, error)
	MemoryInfo() (MemoryInfo, error)
	NumThreads() (int64, error)
	NetConnections(kinds ConnKind) ([]Connection, error) // in the process's own network namespace

	// SetCaching(true) has the methods above but Identity read each of the kernel's files once only, until SetCaching(false).
	SetCaching(on bool)

	// StartTime turns the start of an Identity into seconds since the epoch, by the wall clock of now.
	StartTime(Identity) (float64, error)

	// Signal sends a signal to the process that has this identity, and to no other: it gives NoSuchProcess when the
	// PID belongs to somebody else by now.
	Signal(id Identity, signal int) error

	// WatchExit begins waiting for the end of the process that has this identity. The watch must be closed.
	WatchExit(Identity) (ExitWatch, error)
}

// ExitWatch is somebody waiting for the end of a process. Nothing in it blocks: it says what to wait for, and looks.
type ExitWatch interface {
	// WaitHandle becomes ready (a descriptor that poll reports readable; a HANDLE) when it is worth looking again; -1 where
	// the system has no such thing, and looking at intervals is the only way.
	WaitHandle() int

	// Poll says whether the process has ended and, where the system tells, how. A child of ours is reaped if reap is
	// set, and left for its parent's own wait otherwise.
	Poll(reap bool) (ended bool, status ExitStatus, err error)

	Close()
}

// Identity tells a process from a later one with the same PID. Two identities belong to the same process if what both
// know is equal.
type Identity struct {
	PID   int64
	Start int64  // when the process started, in the kernel's own unit and on its own clock; NA: could not be read
	Inode uint64 // of the process's pidfd, never used twice since boot; 0: this kernel does not tell
}

// Same says whether both name one process. What cannot be read does not tell them apart: a process whose start is
// unknown is unknown, not another one.
func (id Identity) Same(other Identity) bool {
	if id.PID != other.PID {
		return false
	}
	if id.Inode != 0 && other.Inode != 0 {
		return id.Inode == other.Inode
	}
	return id.Start == NA || other.Start == NA || id.Start == other.Start
}

// Status is what a process is doing. The values are those of PSUTIL_STATUS_* in psutil.h.
type Status int32

// The values of Status.
const (
	StatusRunning Status = iota
	StatusSleeping
	StatusDiskSleep
	StatusStopped
	StatusTracingStop
	StatusZombie
	StatusDead
	StatusWakeKill
	StatusWaking
	StatusIdle
	StatusLocked
	StatusWaiting
	StatusParked
	StatusSuspended
)

// IDs are user or group IDs.
type IDs struct {
	Real, Effective, Saved int64
}

// CPUTimes are seconds that CPUs have spent in each mode since boot.
type CPUTimes struct {
	User, System, Idle, Nice, IOWait, IRQ, SoftIRQ, Steal, Guest, GuestNice, DPC float64
}

// LoadAverage is the number of processes that run or wait to run, averaged.
type LoadAverage struct {
	Load1, Load5, Load15 float64
}

// VirtualMemory is the machine's memory in bytes, NA where not reported.
type VirtualMemory struct {
	Total, Available, Used, Free                           int64
	Active, Inactive, Buffers, Cached, Shared, Slab, Wired int64
}

// ProcessCPUTimes are seconds of CPU time that a process has used.
type ProcessCPUTimes struct {
	User, System, ChildrenUser, ChildrenSystem, IOWait float64
}

// MemoryInfo is a process's memory in bytes.
type MemoryInfo struct {
	RSS, VMS int64
}

// ExitStatus is how a process ended.
type ExitStatus struct {
	Known bool  // whether Code says anything
	Code  int32 // what it gave to exit, or minus the signal that killed it
}
