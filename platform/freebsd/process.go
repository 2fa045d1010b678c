package freebsd

import (
	"strconv"
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// process reads what the kernel has of one PID, from the variables in kern.proc.
type process struct {
	platform.UnsupportedProcess
	sys   *system
	pid   int64
	cache platform.AnswerCache
}

var _ platform.Process = (*process)(nil)

func (s *system) Process(pid int64) platform.Process { return &process{sys: s, pid: pid} }

func (p *process) SetCaching(on bool) { p.cache.Turn(on) }

func cached[T any](p *process, key string, read func() (T, error)) (T, error) {
	return platform.Cached(&p.cache, key, read)
}

// maxPID is PID_MAX. In place of a PID the kernel takes the larger IDs of threads, too.
const maxPID = 99999

// read returns the value of one of the variables kern.proc.*.PID. The error is the errno.
func (p *process) read(variable int32, slack int) ([]byte, error) {
	if p.pid < 0 || p.pid > maxPID {
		return nil, syscall.ESRCH
	}
	return p.sys.kernel.readMIB([]int32{ctlKern, kernProc, variable, int32(p.pid)}, slack)
}

// variable returns the name of a variable of the process, for messages.
func (p *process) variable(name string) string {
	return "sysctl kern.proc." + name + "." + strconv.FormatInt(p.pid, 10)
}

// infoAnswer is the key of readInfo's answer.
const infoAnswer = "info"

// info returns the process's struct kinfo_proc.
func (p *process) info() (kinfo, error) { return cached(p, infoAnswer, p.readInfo) }

func (p *process) readInfo() (kinfo, error) {
	records, err := p.readInfos(kernProcPid)
	if err != nil {
		return nil, err
	}
	return records[0], nil
}

// readInfos reads kern.proc.pid: the process's record, or one of each of its threads. There is at least one.
func (p *process) readInfos(variable int32) ([]kinfo, error) {
	b, err := p.read(variable, sizeofKinfoProc)
	if err == syscall.ESRCH {
		return nil, platform.NewNoSuchProcess(p.pid, "no such process")
	}
	if err != nil {
		return nil, sysError(p.variable("pid"), err)
	}
	records, err := splitProcesses(p.variable("pid"), b)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || records[0].pid() != p.pid {
		return nil, platform.NewNoSuchProcess(p.pid, "no such process")
	}
	return records, nil
}

// fromInfo returns what read returns for the process.
func fromInfo[T any](p *process, read func(kinfo) T) (T, error) {
	k, err := p.info()
	if err != nil {
		var none T
		return none, err
	}
	return read(k), nil
}

// readPrivate returns the value of a variable that the kernel has of living processes, and shows to few other users.
// For a process of the kernel it is empty.
func (p *process) readPrivate(variable int32, name string, slack int) ([]byte, error) {
	var b []byte
	var err error
	for range maxAttempts {
		if b, err = p.read(variable, slack); err == nil {
			return b, nil
		}
		// The process has no such thing, or has exited, or is in execve, which is over soon.
		k, infoErr := p.readInfo()
		switch {
		case infoErr != nil:
			return nil, infoErr
		case k.isZombie():
			return nil, p.zombie(p.variable(name), k)
		case k.isKernelProcess():
			return nil, nil
		}
		if err != syscall.ESRCH && err != syscall.EBUSY {
			break
		}
	}
	e := sysError(p.variable(name), err)
	if err == syscall.ESRCH || err == syscall.EBUSY || err == syscall.ENOMEM { // ENOMEM: its memory cannot be read
		e.(*platform.Error).Code = platform.AccessDenied
	}
	return nil, e
}

func (p *process) zombie(what string, k kinfo) error {
	e := platform.NewError(platform.ZombieProcess, what, "the process is a zombie")
	e.PPID = k.ppid()
	return e
}

// Identity contains the start in microseconds since the boot. Setting the clock changes what the kernel reports as the
// time of the boot and of the start, so the former is read before and after the latter.
func (p *process) Identity(platform.Identity) (platform.Identity, error) {
	boot, err := p.sys.bootTime()
	for range maxAttempts {
		if err != nil {
			break
		}
		var k kinfo
		if k, err = p.readInfo(); err != nil {
			break
		}
		before := boot
		if boot, err = p.sys.bootTime(); err == nil && boot == before {
			return k.identity(boot), nil
		}
	}
	return platform.Identity{PID: p.pid, Start: platform.NA}, err
}

// StartTime adds the time of the boot.
func (p *process) StartTime(id platform.Identity) (float64, error) {
	boot, err := p.sys.bootTime()
	if err != nil {
		return 0, err
	}
	return layout.Seconds(boot + max(id.Start, 0)), nil
}

func (p *process) PPID() (int64, error)                        { return fromInfo(p, kinfo.ppid) }
func (p *process) Name() (string, error)                       { return fromInfo(p, kinfo.name) }
func (p *process) Status() (platform.Status, error)            { return fromInfo(p, kinfo.status) }
func (p *process) UIDs() (platform.IDs, error)                 { return fromInfo(p, kinfo.uids) }
func (p *process) GIDs() (platform.IDs, error)                 { return fromInfo(p, kinfo.gids) }
func (p *process) Nice() (int32, error)                        { return fromInfo(p, kinfo.nice) }
func (p *process) CPUTimes() (platform.ProcessCPUTimes, error) { return fromInfo(p, kinfo.cpuTimes) }
func (p *process) CPUNum() (int64, error)                      { return fromInfo(p, kinfo.cpuNum) }
func (p *process) PageFaults() (platform.PageFaults, error)    { return fromInfo(p, kinfo.pageFaults) }
func (p *process) IOCounters() (platform.ProcessIOCounters, error) {
	return fromInfo(p, kinfo.ioCounters)
}
func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	return fromInfo(p, kinfo.ctxSwitches)
}
func (p *process) NumThreads() (int64, error) { return fromInfo(p, kinfo.numThreads) }

// Terminal returns the path of the controlling terminal.
func (p *process) Terminal() (string, error) {
	device, err := fromInfo(p, kinfo.terminal)
	if err != nil || device == 0 {
		return "", err
	}
	return p.sys.terminal(device), nil
}

// terminal returns the path of a device by kern.devname, "" for one that has none.
func (s *system) terminal(device uint64) string {
	mib, err := s.kernel.nameToMIB("kern.devname")
	if err != nil {
		return ""
	}
	request := make(layout.Record, 8)
	layout.Put(request, layout.Field[uint64](0), device)
	name := make([]byte, 256) // SPECNAMELEN is 255
	n, err := s.kernel(mib, name, request)
	if err != nil || n == 0 {
		return ""
	}
	return "/dev/" + layout.CString(name[:n])
}

// Exe reads kern.proc.pathname, which is empty where the kernel no longer has the path.
func (p *process) Exe() (string, error) {
	return cached(p, "exe", func() (string, error) {
		k, err := p.info()
		if err != nil {
			return "", err
		}
		if k.isZombie() {
			return "", p.zombie(p.variable("pathname"), k)
		}
		b, err := p.readPrivate(kernProcPathname, "pathname", 0)
		if e, ok := err.(*platform.Error); ok && e.OSError == int(syscall.ENOENT) {
			return "", nil
		}
		return layout.CString(b), err
	})
}

// Cmdline reads kern.proc.args.
func (p *process) Cmdline() ([]string, error) {
	return cached(p, "cmdline", func() ([]string, error) { return p.strings(kernProcArgs, "args") })
}

// Environ reads kern.proc.env.
func (p *process) Environ() ([]string, error) {
	return cached(p, "environ", func() ([]string, error) { return p.strings(kernProcEnv, "env") })
}

func (p *process) strings(variable int32, name string) ([]string, error) {
	b, err := p.readPrivate(variable, name, 0)
	if err != nil {
		return nil, err
	}
	if len(b) == 0 { // the kernel reports nothing of a zombie, without an error
		k, err := p.readInfo()
		if err != nil {
			return nil, err
		}
		if k.isZombie() {
			return nil, p.zombie(p.variable(name), k)
		}
	}
	return splitStrings(b), nil
}

// Cwd reads kern.proc.cwd.
func (p *process) Cwd() (string, error) {
	return cached(p, "cwd", func() (string, error) {
		b, err := p.readPrivate(kernProcCwd, "cwd", sizeofKinfoFile)
		if err != nil {
			return "", err
		}
		files, err := splitFiles(p.variable("cwd"), b)
		return workingDirectory(files), err
	})
}

// files reads kern.proc.filedesc. A zombie has closed its files.
func (p *process) files() ([]layout.Record, error) {
	return cached(p, "files", func() ([]layout.Record, error) {
		b, err := p.readPrivate(kernProcFiledesc, "filedesc", sizeofKinfoFile)
		if platform.CodeOf(err) == platform.ZombieProcess {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return splitFiles(p.variable("filedesc"), b)
	})
}

func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	files, err := p.files()
	return openFiles(files), err
}

func (p *process) NumFDs() (int64, error) {
	files, err := p.files()
	return countDescriptors(files), err
}

// MemoryMaps reads kern.proc.vmmap.
func (p *process) MemoryMaps() ([]platform.MemoryMap, error) {
	b, err := p.readPrivate(kernProcVmmap, "vmmap", sizeofKinfoVmentry)
	if err != nil {
		return nil, err
	}
	return decodeMemoryMaps(p.variable("vmmap"), b, pageSize)
}

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	return fromInfo(p, func(k kinfo) platform.MemoryInfo { return k.memoryInfo(pageSize) })
}

func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	return fromInfo(p, func(k kinfo) platform.MemoryInfoEx { return k.memoryInfoEx(pageSize) })
}

// Threads reads kern.proc.pid with KERN_PROC_INC_THREAD.
func (p *process) Threads() ([]platform.Thread, error) {
	records, err := p.readInfos(kernProcPid | kernProcIncThread)
	return threads(records), err
}
