package windows

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
)

// SYSTEM_PROCESS_INFORMATION: one for each process, each followed by its threads (SYSTEM_THREAD_INFORMATION) and its
// name.
const (
	processNext        = 0 // to the next record
	processThreads     = 4
	processHardFaults  = 16
	processCreateTime  = 32
	processUserTime    = 40
	processKernelTime  = 48
	processImageName   = 56
	processBasePrio    = 72
	processPID         = 80
	processParentPID   = 88
	processHandles     = 96
	processVMCounters  = 112
	processIOCounters  = 208
	processInfoSize    = 256
	threadKernelTime   = 0
	threadUserTime     = 8
	threadID           = 48
	threadSwitches     = 64
	threadState        = 68
	threadWaitReason   = 72
	threadInfoSize     = 80
	threadWaiting      = 5 // KTHREAD_STATE
	waitSuspended      = 5 // KWAIT_REASON
	unreportedState    = 0 // Initialized, which no thread of a list is in: Wine does not report the state
	idlePID, systemPID = 0, 4
)

// processListName names the call in errors.
const processListName = "NtQuerySystemInformation(SystemProcessInformation)"

// processList is all processes at one moment: a chain of records.
type processList struct {
	buffer
	entries []processEntry // by PID
}

type processEntry struct {
	pid    int64
	offset int
}

// parseProcessList finds the records. A chain that leaves the buffer is an error: the processes behind it would seem to
// have exited.
func parseProcessList(b buffer) (*processList, error) {
	l := &processList{buffer: b}
	for offset := 0; ; {
		next := int(b.uint32(offset + processNext))
		pid := b.int64(offset + processPID)
		b.slice(offset, processInfoSize)
		if next != 0 && next < processInfoSize || b.malformed {
			return nil, malformedAnswer(processListName)
		}
		l.entries = append(l.entries, processEntry{pid, offset})
		if next == 0 {
			break
		}
		offset += next
	}
	slices.SortFunc(l.entries, func(a, b processEntry) int { return cmp.Compare(a.pid, b.pid) })
	return l, nil
}

// pids returns the PIDs, ascending.
func (l *processList) pids() []int64 {
	pids := make([]int64, len(l.entries))
	for i, entry := range l.entries {
		pids[i] = entry.pid
	}
	return pids
}

// find returns the index of a process.
func (l *processList) find(pid int64) (int, bool) {
	return slices.BinarySearchFunc(l.entries, pid, func(e processEntry, pid int64) int { return cmp.Compare(e.pid, pid) })
}

// processInfo is what a list has of one process. Times are in units of 100 ns.
type processInfo struct {
	pid, ppid       int64
	created         int64 // as a FILETIME; 0 for the idle process
	user, kernel    int64
	name            []byte // UTF-16; empty for the idle process
	threads         []threadInfo
	basePriority    int32
	handles         int64
	hardFaults      int64
	memory          vmCounters
	io              platform.ProcessIOCounters
	contextSwitches int64
}

type threadInfo struct {
	id            int64
	user, kernel  int64
	isSuspended   bool
	stateReported bool
}

// info decodes the record of a process. threads is memory for its threads.
func (l *processList) info(i int, threads []threadInfo) (processInfo, error) {
	b, offset := l.buffer, l.entries[i].offset
	p := processInfo{
		pid:          l.entries[i].pid,
		ppid:         b.int64(offset + processParentPID),
		created:      b.int64(offset + processCreateTime),
		user:         b.int64(offset + processUserTime),
		kernel:       b.int64(offset + processKernelTime),
		name:         b.unicodeBytes(offset + processImageName),
		basePriority: int32(b.uint32(offset + processBasePrio)),
		handles:      int64(b.uint32(offset + processHandles)),
		hardFaults:   int64(b.uint32(offset + processHardFaults)),
		memory:       b.vmCounters(offset + processVMCounters),
		io:           b.ioCounters(offset + processIOCounters),
		threads:      threads[:0],
	}
	n := int(b.uint32(offset + processThreads))
	if n > len(b.bytes)/threadInfoSize {
		b.malformed = true
		n = 0
	}
	for i := range n {
		thread := offset + processInfoSize + i*threadInfoSize
		state := b.uint32(thread + threadState)
		p.threads = append(p.threads, threadInfo{
			id:            b.int64(thread + threadID),
			user:          b.int64(thread + threadUserTime),
			kernel:        b.int64(thread + threadKernelTime),
			isSuspended:   state == threadWaiting && b.uint32(thread+threadWaitReason) == waitSuspended,
			stateReported: state != unreportedState,
		})
		p.contextSwitches += int64(b.uint32(thread + threadSwitches))
	}
	return p, b.err(processListName)
}

// appendName appends the name: the idle process, which the kernel does not name, has the one that every tool of Windows
// shows.
func (p *processInfo) appendName(dst []byte) []byte {
	if p.pid == idlePID && len(p.name) == 0 {
		return append(dst, "System Idle Process"...)
	}
	return appendUTF16(dst, p.name)
}

// status returns whether the process runs, or has been stopped: all its threads are suspended. reported is false if the
// list does not have the threads' states.
func (p *processInfo) status() (status platform.Status, reported bool) {
	for _, thread := range p.threads {
		switch {
		case !thread.stateReported:
			return platform.StatusRunning, false
		case !thread.isSuspended:
			return platform.StatusRunning, true
		}
	}
	if len(p.threads) == 0 {
		return platform.StatusRunning, true
	}
	return platform.StatusStopped, true
}

// threadList returns the threads, by ID.
func (p *processInfo) threadList() []platform.Thread {
	threads := make([]platform.Thread, len(p.threads))
	for i, t := range p.threads {
		threads[i] = platform.Thread{ID: t.id, User: seconds(t.user), System: seconds(t.kernel)}
	}
	slices.SortFunc(threads, func(a, b platform.Thread) int { return cmp.Compare(a.ID, b.ID) })
	return threads
}

func (p *processInfo) cpuTimes() platform.ProcessCPUTimes { return cpuTimes(p.user, p.kernel) }

func (p *processInfo) pageFaults() platform.PageFaults {
	return platform.PageFaults{
		Minor: max(p.memory.pageFaults-p.hardFaults, 0), Major: p.hardFaults,
		ChildrenMinor: platform.NA, ChildrenMajor: platform.NA,
	}
}

// priorityClass returns the priority class from the base priority, NA if no class has it.
func (p *processInfo) priorityClass() int32 {
	for class, base := range basePriorities {
		if class > 0 && p.basePriority == base {
			return priorityClasses[class]
		}
	}
	return platform.NA
}
