//go:build cgo

package darwin

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
	"golang.org/x/sys/unix"
)

// process reads what the system has of one PID.
type process struct {
	platform.UnsupportedProcess
	sys   *system
	pid   int64
	cache platform.AnswerCache
}

var _ platform.Process = (*process)(nil)

func (s *system) process(pid int64) *process { return &process{sys: s, pid: pid} }

func (s *system) Process(pid int64) platform.Process { return s.process(pid) }

// maxNameLen is the length of the longest name that kinfo_proc has (MAXCOMLEN).
const maxNameLen = 16

func (s *system) MaxNameLen() int { return maxNameLen }

func (p *process) SetCaching(on bool) { p.cache.Turn(on) }

// The keys of answers during caching.
const (
	infoAnswer      = "info"
	taskAnswer      = "task"
	argumentsAnswer = "arguments"
)

func (i *processInfo) identity() platform.Identity {
	return platform.Identity{PID: i.pid, Start: i.start}
}

func (i *processInfo) isZombie() bool { return i.state == stateZombie }

func (p *process) info() (processInfo, error) {
	return platform.Cached(&p.cache, infoAnswer, func() (processInfo, error) { return readProcess(p.pid) })
}

func (p *process) task() (taskInfo, error) {
	return platform.Cached(&p.cache, taskAnswer, p.readTask)
}

// taskOrZero returns zeros for a zombie, which has no memory left.
func (p *process) taskOrZero() (taskInfo, error) {
	task, err := p.task()
	return task, ignoreZombie(err)
}

// arguments returns the command line and the environment. The kernel (PID 0) has none.
func (p *process) arguments() (processArguments, error) {
	if p.pid == 0 {
		return processArguments{}, nil
	}
	return platform.Cached(&p.cache, argumentsAnswer, func() (processArguments, error) {
		const name = "sysctl kern.procargs2"
		if _, err := readProcess(p.pid); err != nil { // the call would truncate a PID that is out of range
			return processArguments{}, err
		}
		answer, err := readProcessArguments(p.pid)
		if err != nil { // EINVAL also for another user's process, EIO for one that is starting
			return processArguments{}, p.callError(name, err)
		}
		arguments, ok := decodeProcessArguments(answer)
		if !ok {
			return arguments, p.callError(name, unix.EIO)
		}
		return arguments, nil
	})
}

// Identity contains the start in microseconds since the epoch, by the clock of that time: setting the clock does not
// change it.
func (p *process) Identity(platform.Identity) (platform.Identity, error) {
	info, err := readProcess(p.pid)
	return info.identity(), err
}

// StartTime returns the start as the clock was then. macOS does not report it by the present clock.
func (p *process) StartTime(id platform.Identity) (float64, error) {
	if id.Start == platform.NA {
		return platform.NaN, sysError(processCall("sysctl kern.proc.pid", p.pid), unix.EACCES)
	}
	return layout.Seconds(id.Start), nil
}

func (p *process) PPID() (int64, error) {
	info, err := p.info()
	return info.ppid, err
}

func (p *process) Name() (string, error) {
	info, err := p.info()
	return info.name, err
}

func (p *process) Status() (platform.Status, error) {
	info, err := p.info()
	return info.status(), err
}

func (p *process) UIDs() (platform.IDs, error) {
	info, err := p.info()
	return info.uids, err
}

func (p *process) GIDs() (platform.IDs, error) {
	info, err := p.info()
	return info.gids, err
}

// Exe calls proc_pidpath. The kernel has no executable, and neither does a process whose executable was removed.
func (p *process) Exe() (string, error) {
	if p.pid == 0 {
		return "", nil
	}
	if !validPID(p.pid) {
		return "", platform.NewNoSuchProcess(p.pid, "no such process")
	}
	return p.readExe()
}

func (p *process) Cmdline() ([]string, error) {
	arguments, err := p.arguments()
	return slices.Clone(arguments.arguments), err
}

// Environ returns nothing for a process that the system protects (SIP).
func (p *process) Environ() ([]string, error) {
	arguments, err := p.arguments()
	return slices.Clone(arguments.environment), err
}

func (p *process) Cwd() (string, error) {
	if err := p.checkPID(); err != nil {
		return "", err
	}
	return p.readCwd()
}

// checkPID returns NoSuchProcess for a number that libproc would truncate to another PID.
func (p *process) checkPID() error {
	if !validPID(p.pid) {
		return platform.NewNoSuchProcess(p.pid, "no such process")
	}
	return nil
}

// CPUTimes calls proc_pid_rusage, which has the times of zombies and of children, too.
func (p *process) CPUTimes() (platform.ProcessCPUTimes, error) {
	if err := p.checkPID(); err != nil {
		return platform.ProcessCPUTimes{}, err
	}
	return p.readCPUTimes()
}

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	task, err := p.taskOrZero()
	return task.memory, err
}

func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	task, err := p.task()
	if platform.CodeOf(err) == platform.ZombieProcess {
		m := unreportedMemory()
		m.RSS, m.VMS = 0, 0
		return m, nil
	}
	return task.memoryInfoEx(), err
}

// MemoryFootprint returns the pages that no other process has, from all regions of the address space.
func (p *process) MemoryFootprint() (platform.MemoryFootprint, error) {
	m := platform.MemoryFootprint{USS: platform.NA, PSS: platform.NA, Swap: platform.NA}
	if err := p.checkPID(); err != nil {
		return m, err
	}
	pages, err := p.readUniquePages()
	if platform.CodeOf(err) == platform.ZombieProcess {
		m.USS = 0
		return m, nil
	}
	if err != nil {
		return m, err
	}
	size, err := pageSize()
	m.USS = sizeOf(pages, size)
	return m, err
}

func (p *process) PageFaults() (platform.PageFaults, error) {
	task, err := p.task()
	return task.faults, err
}

// NumCtxSwitches returns the switches of all kinds, which macOS does not distinguish.
func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	task, err := p.task()
	return platform.CtxSwitches{Voluntary: task.ctxSwitches, Involuntary: platform.NA}, err
}

func (p *process) NumThreads() (int64, error) {
	task, err := p.task()
	return task.threads, err
}

func (p *process) Threads() ([]platform.Thread, error) {
	if err := p.checkPID(); err != nil {
		return nil, err
	}
	threads, err := p.readThreads()
	slices.SortFunc(threads, func(a, b platform.Thread) int { return cmp.Compare(uint64(a.ID), uint64(b.ID)) })
	return threads, err
}

// descriptors returns the open descriptors: none of a zombie, and none of the kernel.
func (p *process) descriptors() ([]descriptor, error) {
	if p.pid == 0 {
		return nil, nil
	}
	if err := p.checkPID(); err != nil {
		return nil, err
	}
	list, err := p.readDescriptors()
	return list, ignoreZombie(err)
}

func (p *process) NumFDs() (int64, error) {
	list, err := p.descriptors()
	return int64(len(list)), err
}

// OpenFiles returns the regular files among the descriptors. A descriptor that is closed during the call is left out.
func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	list, err := p.descriptors()
	if err != nil {
		return nil, err
	}
	files := make([]platform.OpenFile, 0, len(list))
	for _, d := range list {
		if d.kind != descriptorVnode {
			continue
		}
		file, ok, err := p.readOpenFile(d.fd)
		if err != nil {
			return nil, ignoreZombie(err)
		}
		if ok {
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(a, b platform.OpenFile) int { return cmp.Compare(a.FD, b.FD) })
	return files, nil
}

// Terminal returns the path of the terminal's device in /dev.
func (p *process) Terminal() (string, error) {
	info, err := p.info()
	if err != nil || info.terminal == noDevice {
		return "", err
	}
	return readTerminal(info.terminal)
}
