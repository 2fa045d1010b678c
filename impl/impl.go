// Package impl is what psutil means: which process a handle names, what is kept between calls, how percentages are made,
// how to wait. It knows no operating system; what they tell comes through package platform.
//
// Nothing here blocks. A call that has to wait gives a Waiting, which says what to wait for, and the waiting itself
// happens in C, with the host's signals delivered.
package impl

import "github.com/libpsutil/libpsutil/platform"

// Library is psutil on one system. All methods, here and on Process, may be called from any goroutine at any time.
// Errors are *platform.Error.
type Library struct {
	sys platform.System

	// What the last calls with interval 0 read: cpu_percent's, and cpu_times_percent's.
	total, modes        baselines[platform.CPUTimes]
	perCPU, modesPerCPU baselines[[]platform.CPUTimes]

	disks memory
	known known
	nics  nics
}

// New gives psutil on this system. It asks nothing yet.
func New(sys platform.System) *Library {
	return &Library{sys: sys}
}

// PIDs gives the PIDs of all processes, zombies included, ascending.
func (l *Library) PIDs() ([]int64, error) { return l.sys.PIDs() }

// PIDExists says whether there is a process with this PID: not for a thread's ID, and not for what cannot be a PID.
func (l *Library) PIDExists(pid int64) (bool, error) { return l.sys.PIDExists(pid) }

// CPUCount gives the number of online CPUs or, if not logical, of physical cores; NA where unknown.
func (l *Library) CPUCount(logical bool) (int64, error) { return l.sys.CPUCount(logical) }

// CPUTimes gives the seconds that all CPUs together have spent in each mode since boot.
func (l *Library) CPUTimes() (platform.CPUTimes, error) { return l.sys.CPUTimes() }

// CPUTimesPerCPU gives the same for each online CPU.
func (l *Library) CPUTimesPerCPU() ([]platform.CPUTimes, error) { return l.sys.CPUTimesPerCPU() }

// LoadAverage gives the number of processes that run or wait to run, over 1, 5 and 15 minutes.
func (l *Library) LoadAverage() (platform.LoadAverage, error) { return l.sys.LoadAverage() }

// BootTime gives the seconds from the epoch to the system's start.
func (l *Library) BootTime() (float64, error) { return l.sys.BootTime() }

// VirtualMemory gives the machine's memory in bytes, and how much of it is not available, in percent.
func (l *Library) VirtualMemory() (m platform.VirtualMemory, percent float64, err error) {
	m, err = l.sys.VirtualMemory()
	if err == nil && m.Total > 0 {
		percent = round1(float64(m.Total-m.Available) / float64(m.Total) * 100)
	}
	return m, percent, err
}
