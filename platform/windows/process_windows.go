package windows

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// process reads what the system has of one PID: from a handle or, for what that does not have and where the process may
// not be opened, from the list of all processes.
type process struct {
	platform.UnsupportedProcess
	sys   system
	pid   int64
	cache platform.AnswerCache
	row   *openRow // nil outside of a scan
}

var _ platform.Process = (*process)(nil)

func (s system) Process(pid int64) platform.Process { return &process{sys: s, pid: pid} }

// Self returns the PID of the calling process.
func (system) Self() (int64, error) { return ownPID(), nil }

// fromHandle opens the process and returns what read returns. A process that has exited by then is an error: the kernel
// keeps the counters of one that others have open, or reports zeros.
func fromHandle[T any](p *process, access uint32, read func(processHandle) (T, error)) (T, error) {
	if p.row != nil && p.row.access&access == access {
		return read(p.row.handle) // the scan finds out whether the process has exited
	}
	h, err := openToRead(p.pid, access)
	if err != nil {
		var none T
		return none, err
	}
	defer h.close()
	return ofRunning(h, read)
}

// fromQuery is fromHandle for what one class has, whose answer has a fixed size.
func fromQuery[T any](p *process, class int32, size uint32, read func(processHandle) (T, error)) (T, error) {
	if p.row != nil || p.pid == ownPID() {
		return fromHandle(p, limited, read)
	}
	h, err := queryProcess(p.pid, class, size)
	if err != nil {
		var none T
		return none, err
	}
	return ofRunning(h, read)
}

// ofRunning returns what read returns, or an error if the process has exited by then.
func ofRunning[T any](h processHandle, read func(processHandle) (T, error)) (T, error) {
	value, err := read(h)
	if proof, ok := any(&value).(runningProof); err == nil && ok && proof.isOfRunning() || h.isOwn() {
		return value, err
	}
	if h.hasExited() {
		var none T
		return none, errExited(h.pid)
	}
	return value, err
}

// runningProof is an answer that may show that its process has not exited: then isOfRunning returns true.
type runningProof interface{ isOfRunning() bool }

// listAnswer is the key of the list's answer during caching.
const listAnswer = "list"

// info returns what the list of all processes has.
func (p *process) info() (processInfo, error) {
	return cached(p, listAnswer, func() (processInfo, error) {
		list, err := readProcessList()
		if err != nil {
			return processInfo{}, err
		}
		defer list.release()
		i, found := list.find(p.pid)
		if !found {
			return processInfo{}, noSuchProcess(p.pid)
		}
		info, err := list.info(i, nil)
		info.name = bytes.Clone(info.name) // the rest does not refer to the list
		return info, err
	})
}

// fromInfo returns what read returns for the process in the list.
func fromInfo[T any](p *process, read func(*processInfo) T) (T, error) {
	info, err := p.info()
	if err != nil {
		var none T
		return none, err
	}
	return read(&info), nil
}

func (p *process) SetCaching(on bool) { p.cache.Turn(on) }

// cached returns what read returns; during caching each answer is read once.
func cached[T any](p *process, key string, read func() (T, error)) (T, error) {
	return platform.Cached(&p.cache, key, read)
}

// fromHandleOrInfo is fromHandle, and fromInfo where the process may not be opened.
func fromHandleOrInfo[T any](p *process, key string, fast func(processHandle) (T, error), slow func(*processInfo) T) (T, error) {
	value, err := cached(p, key, func() (T, error) { return fromHandle(p, limited, fast) })
	return orFromInfo(p, value, err, slow)
}

// fromQueryOrInfo is fromQuery, and fromInfo where the process may not be opened.
func fromQueryOrInfo[T any](p *process, class int32, size uint32, fast func(processHandle) (T, error), slow func(*processInfo) T) (T, error) {
	value, err := cached(p, strconv.Itoa(int(class)), func() (T, error) { return fromQuery(p, class, size, fast) })
	return orFromInfo(p, value, err, slow)
}

func orFromInfo[T any](p *process, value T, err error, slow func(*processInfo) T) (T, error) {
	if platform.CodeOf(err) == platform.AccessDenied {
		return fromInfo(p, slow)
	}
	return value, err
}

// Identity contains the creation time, in units of 100 ns.
func (p *process) Identity(platform.Identity) (platform.Identity, error) {
	id := platform.Identity{PID: p.pid, Start: platform.NA}
	times, err := timesOfRunning(p.pid)
	switch platform.CodeOf(err) {
	case 0:
		id.Start = times.created
	case platform.AccessDenied:
		uncached := process{sys: p.sys, pid: p.pid}
		id.Start, err = fromInfo(&uncached, func(info *processInfo) int64 { return info.created })
	}
	return id, err
}

// StartTime returns the time of the boot for the kernel's processes without a creation time.
func (p *process) StartTime(id platform.Identity) (float64, error) {
	if id.Start == 0 {
		return p.sys.BootTime()
	}
	return secondsSinceEpoch(id.Start), nil
}

func (p *process) PPID() (int64, error) {
	basic, err := fromQueryOrInfo(p, windows.ProcessBasicInformation, basicInformationSize, processHandle.basic,
		func(info *processInfo) basicInformation { return basicInformation{pid: info.pid, ppid: info.ppid} })
	return basic.ppid, err
}

// Name returns the file name of the executable.
func (p *process) Name() (string, error) {
	name, err := fromHandleOrInfo(p, "name",
		func(h processHandle) (string, error) {
			path, err := h.image(windows.ProcessImageFileName)
			return baseName(path), err
		},
		func(info *processInfo) string { return string(info.appendName(nil)) })
	if err == nil && name == "" {
		return fromInfo(p, func(info *processInfo) string { return string(info.appendName(nil)) })
	}
	return name, err
}

func (p *process) Status() (platform.Status, error) {
	info, err := p.info()
	if err != nil {
		return platform.StatusRunning, err
	}
	return info.readStatus(), nil
}

func (p *process) CPUTimes() (platform.ProcessCPUTimes, error) {
	times, err := cached(p, "times", func() (processTimes, error) { return timesOfRunning(p.pid) })
	if platform.CodeOf(err) == platform.AccessDenied {
		return fromInfo(p, (*processInfo).cpuTimes)
	}
	return cpuTimes(times.user, times.kernel), err
}

func (p *process) NumThreads() (int64, error) {
	return fromInfo(p, func(info *processInfo) int64 { return int64(len(info.threads)) })
}

func (p *process) Threads() ([]platform.Thread, error) {
	return fromInfo(p, (*processInfo).threadList)
}

// NumCtxSwitches returns the switches of all threads, which Windows does not distinguish.
func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	return fromInfo(p, func(info *processInfo) platform.CtxSwitches {
		return platform.CtxSwitches{Voluntary: info.contextSwitches, Involuntary: platform.NA}
	})
}

func (p *process) IOCounters() (platform.ProcessIOCounters, error) {
	return fromQueryOrInfo(p, windows.ProcessIoCounters, ioCountersSize, processHandle.io,
		func(info *processInfo) platform.ProcessIOCounters { return info.io })
}

func (p *process) NumHandles() (int64, error) {
	n, err := fromQueryOrInfo(p, windows.ProcessHandleCount, handleCountSize, processHandle.numHandles,
		func(info *processInfo) handleCount { return handleCount(info.handles) })
	return int64(n), err
}
