// Package platform is the contract between impl, which defines what psutil's functions mean, and the packages below
// this one, which read the data from one operating system each: the data types, the errors and the interfaces.
package platform

import "math"

// NA is the value of an integer that the operating system does not report.
const NA = -1

// NaN is the value of a float that the operating system does not report.
var NaN = math.NaN()

// System is one operating system. All methods may be called from any goroutine at any time.
//
// Every method reads when it is called; values that outlive a call are kept in impl. Errors are *Error or wrap one.
type System interface {
	PIDs() ([]int64, error)                       // ascending, zombies included
	PIDExists(pid int64) (bool, error)            // false for a thread ID and for a number that cannot be a PID
	Process(pid int64) Process                    // reads nothing: the methods of a PID that does not exist fail
	Scan(ColumnSet, []int64) (ProcessScan, error) // of the given PIDs, or of all visible processes, ascending, for nil
	// TableSource opens another way to read all processes again and again; the source needs no columns but these.
	TableSource(ColumnSet, ReaderFlags) (TableSource, error)
	PinTable(path string, mode uint32) error // makes a TableSource of ReaderFile possible for users who may read the file
	MaxNameLen() int                         // length of a process's name that may have been cut; 0 where names are whole
	Self() (int64, error)                    // PID of the calling process; NA where this System does not show it

	CPUCount(logical bool) (int64, error)  // NA where unknown
	CPUTimes() (CPUTimes, error)           // sum over all CPUs
	CPUTimesPerCPU() ([]CPUTimes, error)   // of each online CPU, in a stable order
	CPUStats() (CPUStats, error)           // since boot
	CPUFreqPerCPU() ([]CPUFreq, error)     // in the order of CPUTimesPerCPU
	LoadAverage() (LoadAverage, error)     // over 1, 5 and 15 minutes
	ReadyThreads() (int64, error)          // threads that wait for a CPU; only systems without load averages
	BootTime() (float64, error)            // seconds since the epoch, by the present wall clock
	VirtualMemory() (VirtualMemory, error) // bytes
	TotalMemory() (int64, error)           // Total of VirtualMemory
	SwapMemory() (SwapMemory, error)       // bytes; all zero without swap

	Partitions(all bool) ([]Partition, error) // in mount order; only those on a device unless all is set
	DiskUsage(path string) (DiskUsage, error) // of the file system that contains path
	DiskIO() ([]DiskIO, error)                // of disks and partitions, as the system counts it

	NetIO() ([]NetIO, error)                                              // of the interfaces in the calling thread's network namespace
	NetNamespace() uint64                                                 // identifies that namespace; 0 where there is only one
	NetIfAddrs() ([]NetIfAddr, error)                                     // by interface; of each IPv4, IPv6, hardware
	NetIfStats() ([]NetIfStats, error)                                    // by interface
	NetConnections(kinds ConnKind, flags ConnFlags) ([]Connection, error) // PID and descriptor only with ConnPIDs

	// FileOwners returns the uses of a file, by PID, use and descriptor.
	FileOwners(path string, flags FileOwnersFlags) ([]FileOwner, error)

	UserName(uid int64) (string, error)           // "" for a user without a name; only systems with numeric user IDs
	Users() ([]User, error)                       // the oldest login first
	Temperatures() ([]Temperature, error)         // sensors of chips with the same name are adjacent
	Fans() ([]Fan, error)                         // as Temperatures
	Battery() (Battery, error)                    // Present is false without a battery
	CgroupLimits(pid int64) (CgroupLimits, error) // 0 is the calling process
	Pressure(PressureResource) (Pressure, error)  // of the whole system
	// CgroupPressure is the pressure in the control group of a process; 0 is the calling process.
	CgroupPressure(pid int64, resource PressureResource) (Pressure, error)
	ProcessEvents(kinds EventKind) (ProcessEvents, error) // events of these kinds from now on; the caller closes them
	Services() ([]Service, error)                         // ordered by name
	Service(name string) (Service, error)                 // NoSuchProcess for an unknown name
}
