package freebsd

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// kinfo is a struct kinfo_proc: a process or, in the answer to kern.proc.pid with threads, one of its threads.
type kinfo layout.Record

// minimumKinfoProc is the size up to the last field that is read. FreeBSD extends the structure at the cost of its
// spare fields.
const minimumKinfoProc = int(kinfoProcPcb)

// splitProcesses splits the answer to kern.proc.proc or kern.proc.pid.
func splitProcesses(what string, b []byte) ([]kinfo, error) {
	records, err := splitRecords(what, b, kinfoProcStructsize, minimumKinfoProc)
	if err != nil {
		return nil, err
	}
	processes := make([]kinfo, len(records))
	for i, r := range records {
		processes[i] = kinfo(r)
	}
	return processes, nil
}

// sortProcesses sorts by PID and removes duplicates: the kernel walks its lists without a lock on all of them.
func sortProcesses(processes []kinfo) []kinfo {
	slices.SortStableFunc(processes, func(a, b kinfo) int { return cmp.Compare(a.pid(), b.pid()) })
	return slices.CompactFunc(processes, func(a, b kinfo) bool { return a.pid() == b.pid() })
}

func get[T layout.Integer](k kinfo, f layout.Field[T]) int64 {
	return int64(layout.Get(layout.Record(k), f))
}

func (k kinfo) pid() int64  { return get(k, kinfoProcPid) }
func (k kinfo) ppid() int64 { return get(k, kinfoProcPpid) }

// start returns when the process started, in microseconds since the epoch; NA where the kernel does not keep it. boot
// is the time of the boot by the same clock: see sinceBoot.
func (k kinfo) start() int64 {
	if start := layout.Microseconds(get(k, kinfoProcStartSec), get(k, kinfoProcStartUsec)); start > 0 {
		return start
	}
	return platform.NA
}

// sinceBoot returns when the process started, in microseconds since the boot. The kernel keeps that, and reports it
// with the present time of the boot added, so that setting the clock changes start but not sinceBoot.
func (k kinfo) sinceBoot(boot int64) int64 {
	if start := k.start(); start != platform.NA {
		return max(start-boot, 0)
	}
	return platform.NA
}

func (k kinfo) identity(boot int64) platform.Identity {
	return platform.Identity{PID: k.pid(), Start: k.sinceBoot(boot)}
}

// name returns ki_comm, which is cut after COMMLEN bytes.
func (k kinfo) name() string { return layout.Text(layout.Record(k), kinfoProcComm) }

func (k kinfo) isZombie() bool { return get(k, kinfoProcStat) == szomb }

// isKernelProcess reports whether the process has no program. P_SYSTEM would include init.
func (k kinfo) isKernelProcess() bool { return get(k, kinfoProcFlag)&pKproc != 0 }

func (k kinfo) status() platform.Status {
	switch get(k, kinfoProcStat) {
	case sidl:
		return platform.StatusIdle
	case ssleep:
		return platform.StatusSleeping
	case sstop:
		return platform.StatusStopped
	case szomb:
		return platform.StatusZombie
	case swait:
		return platform.StatusWaiting
	case slock:
		return platform.StatusLocked
	}
	return platform.StatusRunning // SRUN
}

func (k kinfo) uids() platform.IDs {
	return platform.IDs{Real: get(k, kinfoProcRuid), Effective: get(k, kinfoProcUid), Saved: get(k, kinfoProcSvuid)}
}

// gids returns the group IDs. The first of the groups is the effective one.
func (k kinfo) gids() platform.IDs {
	effective := layout.Field[uint32](kinfoProcGroups)
	return platform.IDs{Real: get(k, kinfoProcRgid), Effective: get(k, effective), Saved: get(k, kinfoProcSvgid)}
}

// noTerminal is ki_tdev of a process without a controlling terminal, NODEV.
const noTerminal = 1<<64 - 1

// terminal returns the device number of the controlling terminal; 0 without one.
func (k kinfo) terminal() uint64 {
	if device := layout.Get(layout.Record(k), kinfoProcTdev); device != noTerminal {
		return device
	}
	return 0
}

func (k kinfo) nice() int32 { return int32(get(k, kinfoProcNice)) }

// cpuNum returns the CPU that the process runs on or, if it does not run, ran on last.
func (k kinfo) cpuNum() int64 {
	if cpu := get(k, kinfoProcOncpu); cpu >= 0 && get(k, kinfoProcStat) == srun { // NOCPU is -1
		return cpu
	}
	return max(get(k, kinfoProcLastcpu), platform.NA)
}

// seconds returns a struct timeval of the record in seconds.
func (k kinfo) seconds(sec, usec layout.Field[int64]) float64 {
	return layout.Seconds(layout.Microseconds(get(k, sec), get(k, usec)))
}

func (k kinfo) cpuTimes() platform.ProcessCPUTimes {
	return platform.ProcessCPUTimes{
		User:           k.seconds(kinfoProcRusageUtimeSec, kinfoProcRusageUtimeUsec),
		System:         k.seconds(kinfoProcRusageStimeSec, kinfoProcRusageStimeUsec),
		ChildrenUser:   k.seconds(kinfoProcRusageChUtimeSec, kinfoProcRusageChUtimeUsec),
		ChildrenSystem: k.seconds(kinfoProcRusageChStimeSec, kinfoProcRusageChStimeUsec),
		IOWait:         platform.NaN,
	}
}

func (k kinfo) memoryInfo(pageSize int64) platform.MemoryInfo {
	return platform.MemoryInfo{
		RSS:    platform.MultiplySaturated(get(k, kinfoProcRssize), pageSize),
		VMS:    platform.Saturated(layout.Get(layout.Record(k), kinfoProcSize)),
		Text:   platform.MultiplySaturated(get(k, kinfoProcTsize), pageSize),
		Data:   platform.AddSaturated(platform.MultiplySaturated(get(k, kinfoProcDsize), pageSize), k.stackSize(pageSize)),
		Shared: platform.NA, Lib: platform.NA, Dirty: platform.NA,
	}
}

func (k kinfo) stackSize(pageSize int64) int64 {
	return platform.MultiplySaturated(get(k, kinfoProcSsize), pageSize)
}

func (k kinfo) memoryInfoEx(pageSize int64) platform.MemoryInfoEx {
	const na = platform.NA
	return platform.MemoryInfoEx{
		MemoryInfo: k.memoryInfo(pageSize),
		Stack:      k.stackSize(pageSize),
		PeakRSS:    platform.MultiplySaturated(get(k, kinfoProcRusageMaxrss), 1024),
		PeakVMS:    na, RSSAnon: na, RSSFile: na, RSSShmem: na, Swap: na, HugeTLB: na, PagedPool: na,
		PeakPagedPool: na, NonpagedPool: na, PeakNonpagedPool: na, PrivateUsage: na, NumPageFaults: na,
	}
}

// pageFaults leaves out the children's: the kernel does not fill them in.
func (k kinfo) pageFaults() platform.PageFaults {
	return platform.PageFaults{
		Minor: max(get(k, kinfoProcRusageMinflt), 0), Major: max(get(k, kinfoProcRusageMajflt), 0),
		ChildrenMinor: platform.NA, ChildrenMajor: platform.NA,
	}
}

// ioCounters returns operations on blocks. FreeBSD does not count their bytes.
func (k kinfo) ioCounters() platform.ProcessIOCounters {
	return platform.ProcessIOCounters{
		ReadCount: max(get(k, kinfoProcRusageInblock), 0), WriteCount: max(get(k, kinfoProcRusageOublock), 0),
		ReadBytes: platform.NA, WriteBytes: platform.NA, ReadChars: platform.NA, WriteChars: platform.NA,
		OtherCount: platform.NA, OtherBytes: platform.NA,
	}
}

func (k kinfo) ctxSwitches() platform.CtxSwitches {
	return platform.CtxSwitches{
		Voluntary: max(get(k, kinfoProcRusageNvcsw), 0), Involuntary: max(get(k, kinfoProcRusageNivcsw), 0),
	}
}

func (k kinfo) numThreads() int64 { return max(get(k, kinfoProcNumthreads), 0) }

// threads converts the records of a process's threads.
func threads(records []kinfo) []platform.Thread {
	list := make([]platform.Thread, len(records))
	for i, k := range records {
		times := k.cpuTimes()
		list[i] = platform.Thread{ID: get(k, kinfoProcTid), User: times.User, System: times.System}
	}
	slices.SortFunc(list, func(a, b platform.Thread) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// splitStrings splits the answer to kern.proc.args or kern.proc.env: strings that end in NUL.
func splitStrings(b []byte) []string {
	list := []string{}
	for start, i := 0, 0; i < len(b); i++ {
		if b[i] == 0 {
			list = append(list, string(b[start:i]))
			start = i + 1
		} else if i == len(b)-1 { // setproctitle may leave out the last NUL
			list = append(list, string(b[start:]))
		}
	}
	return list
}
