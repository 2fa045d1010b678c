//go:build linux

package linux

import (
	"bytes"
	"math"
	"math/bits"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// change does something to the process that has this identity through a system call that knows PIDs only. There is no
// such call that takes a pidfd; what the kernel offers is that a PID stays with a process until somebody has waited for
// it. So it is verified before, and looked for once more afterwards: if it is still there, nobody else can have been
// meant meanwhile. If it is not, the answer is NoSuchProcess, and the change may have met the next owner of its PID.
func (p *process) change(id platform.Identity, name string, call func() error) error {
	fd, err := p.holdVerified(id, name)
	if err != nil {
		return err
	}
	defer release(fd)
	if err := retry(call); err != nil {
		return p.refused(name, err)
	}
	if fd == noPidfd {
		return p.verify(fd, id)
	}
	if unix.PidfdSendSignal(fd, 0, nil, 0) == unix.ESRCH {
		return noSuchProcess(p.pid, "it has ended meanwhile")
	}
	return nil
}

// mostNice less a nice value is what the kernel gives for it, so that no answer is negative (getpriority(2)).
const mostNice = 20

// ask asks the kernel about whoever has the PID.
func (p *process) ask(name string, call func() error) error {
	if !p.native() {
		return p.foreign(name)
	}
	return p.askNative(name, call)
}

// askNative is ask in a tree that is known to be the running system's.
func (p *process) askNative(name string, call func() error) error {
	if !possible(p.pid) {
		return noSuchProcess(p.pid, "no process can have this ID")
	}
	if err := retry(call); err != nil {
		return p.refused(name, err)
	}
	return nil
}

// refused is failure for a system call on this process.
func (p *process) refused(name string, err error) error {
	e := failure(p.call(name), err)
	switch err {
	case unix.ENOSYS:
		e.Code = platform.NotSupported
	case unix.EINVAL:
		e.Code = platform.InvalidArgument
	}
	return e
}

func invalid(what, why string) error { return platform.NewError(platform.InvalidArgument, what, why) }

// errnoOf is nil for 0: an errno in an error never is.
func errnoOf(errno unix.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}

func (p *process) Suspend(id platform.Identity) error { return p.Signal(id, int(unix.SIGSTOP)) }
func (p *process) Resume(id platform.Identity) error  { return p.Signal(id, int(unix.SIGCONT)) }

func (p *process) SetNice(id platform.Identity, value int32) error {
	return p.change(id, "setpriority", func() error {
		return unix.Setpriority(unix.PRIO_PROCESS, int(p.pid), int(value))
	})
}

// What ioprio_get and ioprio_set take and give: whose priority, and a word of class and level.
const (
	ioprioProcess    = 1 // IOPRIO_WHO_PROCESS
	ioprioClassShift = 13
	ioprioLevels     = 8
	ioprioRT         = 1
	ioprioBE         = 2
	ioprioIdle       = 3
)

func (p *process) IONice() (platform.IONice, error) {
	var word uintptr
	err := p.ask("ioprio_get", func() error {
		got, _, errno := unix.Syscall(unix.SYS_IOPRIO_GET, ioprioProcess, uintptr(p.pid), 0)
		word = got
		return errnoOf(errno)
	})
	// Between class and level are hints, since Linux 6.5.
	return platform.IONice{Class: int32(word >> ioprioClassShift), Value: int32(word % ioprioLevels)}, err
}

func (p *process) SetIONice(id platform.Identity, to platform.IONice) error {
	switch {
	case to.Class < 0 || to.Class > ioprioIdle:
		return invalid("ioclass", "not one of PSUTIL_IOPRIO_CLASS_*")
	case to.Value < 0 || to.Value >= ioprioLevels:
		return invalid("value", "not from 0 to 7")
	case to.Value != 0 && to.Class != ioprioRT && to.Class != ioprioBE:
		return invalid("value", "this class has no levels: it must be 0")
	}
	return p.change(id, "ioprio_set", func() error {
		_, _, errno := unix.Syscall(unix.SYS_IOPRIO_SET, ioprioProcess, uintptr(p.pid),
			uintptr(to.Class)<<ioprioClassShift|uintptr(to.Value))
		return errnoOf(errno)
	})
}

// resources are the limits in the order of PSUTIL_RLIMIT_*: their numbers on this architecture, which differ on MIPS,
// and their names in /proc/[pid]/limits.
var resources = [...]struct {
	number int
	name   string
}{
	{unix.RLIMIT_CPU, "Max cpu time"},
	{unix.RLIMIT_FSIZE, "Max file size"},
	{unix.RLIMIT_DATA, "Max data size"},
	{unix.RLIMIT_STACK, "Max stack size"},
	{unix.RLIMIT_CORE, "Max core file size"},
	{unix.RLIMIT_RSS, "Max resident set"},
	{unix.RLIMIT_NPROC, "Max processes"},
	{unix.RLIMIT_NOFILE, "Max open files"},
	{unix.RLIMIT_MEMLOCK, "Max locked memory"},
	{unix.RLIMIT_AS, "Max address space"},
	{unix.RLIMIT_LOCKS, "Max file locks"},
	{unix.RLIMIT_SIGPENDING, "Max pending signals"},
	{unix.RLIMIT_MSGQUEUE, "Max msgqueue size"},
	{unix.RLIMIT_NICE, "Max nice priority"},
	{unix.RLIMIT_RTPRIO, "Max realtime priority"},
	{unix.RLIMIT_RTTIME, "Max realtime timeout"},
}

func noResource(resource int32) error {
	if resource >= 0 && int(resource) < len(resources) {
		return nil
	}
	return invalid("resource", strconv.Itoa(int(resource))+" is not one of PSUTIL_RLIMIT_*")
}

// RLimit reads what prlimit would say, but of everybody's processes.
func (p *process) RLimit(resource int32) (platform.RLimit, error) {
	if err := noResource(resource); err != nil {
		return platform.RLimit{}, err
	}
	var room space
	path := p.path(&room, "limits")
	buf := borrow()
	defer giveBack(buf)
	var err error
	if *buf, err = readFile(path, *buf, record); err != nil {
		return platform.RLimit{}, p.missing(path, err)
	}
	limits, err := parseLimits(*buf, resources[resource].name)
	return limits, p.about(err)
}

// parseLimits looks a limit up in /proc/[pid]/limits, where each has a line "name soft hard unit".
func parseLimits(b []byte, name string) (platform.RLimit, error) {
	for line := range bytes.Lines(b) {
		text, found := bytes.CutPrefix(line, []byte(name))
		if !found || len(text) == 0 || text[0] != ' ' {
			continue
		}
		rest := fields{text: text}
		soft, ok := parseLimit(rest.next())
		hard, also := parseLimit(rest.next())
		if !ok || !also {
			return platform.RLimit{}, malformed("limits", name+" is not two numbers")
		}
		return platform.RLimit{Soft: soft, Hard: hard}, nil
	}
	return platform.RLimit{}, platform.NewError(platform.NotSupported, "limits", "no "+name+" in this kernel")
}

// parseLimit reads a limit, a number of 64 bits without a sign. Above what an int64 holds it limits nothing any more.
func parseLimit(b []byte) (int64, bool) {
	if string(b) == "unlimited" {
		return platform.Infinity, true
	}
	n, err := strconv.ParseUint(string(b), 10, 64)
	return int64(min(n, math.MaxInt64)), err == nil
}

func (p *process) SetRLimit(id platform.Identity, resource int32, limits platform.RLimit) error {
	if err := noResource(resource); err != nil {
		return err
	}
	if limits.Soft < platform.Infinity || limits.Hard < platform.Infinity {
		return invalid("limits", "negative, and not PSUTIL_RLIM_INFINITY")
	}
	to := unix.Rlimit{Cur: uint64(limits.Soft), Max: uint64(limits.Hard)} // -1 is RLIM64_INFINITY
	if to.Cur > to.Max {
		return invalid("limits", "the soft one is above the hard one")
	}
	return p.change(id, "prlimit", func() error {
		return unix.Prlimit(int(p.pid), resources[resource].number, &to, nil)
	})
}

// cpuMask is a set of CPUs as the kernel takes it: a bit each.
type cpuMask []uintptr

func maskOf(cpus []int64) cpuMask {
	var m cpuMask
	for _, cpu := range cpus {
		for int64(len(m)) <= cpu/bits.UintSize {
			m = append(m, 0)
		}
		m[cpu/bits.UintSize] |= 1 << (cpu % bits.UintSize)
	}
	return m
}

func (m cpuMask) has(cpu int64) bool {
	return cpu >= 0 && cpu/bits.UintSize < int64(len(m)) && m[cpu/bits.UintSize]>>(cpu%bits.UintSize)&1 != 0
}

func (m cpuMask) cpus() []int64 {
	cpus := []int64{}
	for cpu := range int64(len(m)) * bits.UintSize {
		if m.has(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// String lists the CPUs as the kernel does: "0-3,8".
func (m cpuMask) String() string {
	var list []byte
	for cpu := int64(0); cpu < int64(len(m))*bits.UintSize; cpu++ {
		if !m.has(cpu) {
			continue
		}
		if len(list) > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, cpu, 10)
		first := cpu
		for m.has(cpu + 1) {
			cpu++
		}
		if cpu > first {
			list = strconv.AppendInt(append(list, '-'), cpu, 10)
		}
	}
	return string(list)
}

// affinity calls sched_getaffinity or sched_setaffinity, and gives how many words of the mask the kernel has used.
func (p *process) affinity(call uintptr, mask cpuMask) (int, error) {
	const word = unsafe.Sizeof(mask[0])
	n, _, errno := unix.Syscall(call, uintptr(p.pid), uintptr(len(mask))*word, uintptr(unsafe.Pointer(&mask[0])))
	return int(n / word), errnoOf(errno)
}

func (p *process) CPUAffinity() ([]int64, error) {
	mask, err := p.allowed()
	return mask.cpus(), err
}

func (p *process) allowed() (cpuMask, error) {
	var mask cpuMask
	err := p.ask("sched_getaffinity", func() error {
		for size := 1024; ; size *= 2 {
			mask = make(cpuMask, size/bits.UintSize)
			n, err := p.affinity(unix.SYS_SCHED_GETAFFINITY, mask)
			if err == unix.EINVAL && size < mostCPUs { // there are more CPUs than fit
				continue
			}
			if err == nil {
				mask = mask[:n]
			}
			return err
		}
	})
	return mask, err
}

func (p *process) SetCPUAffinity(id platform.Identity, cpus []int64) error {
	mask := make(cpuMask, mostCPUs/bits.UintSize)
	if len(cpus) == 0 {
		// Of all that there could be the kernel takes those that the process may have.
		for i := range mask {
			mask[i] = math.MaxUint
		}
	} else {
		// The kernel leaves out what does not exist, and says nothing as long as anything remains.
		online := maskOf(p.sys.onlineCPUs())
		for _, cpu := range cpus {
			if !online.has(cpu) {
				return invalid("cpus", "there is no CPU "+strconv.FormatInt(cpu, 10)+" online; choose among "+online.String())
			}
		}
		mask = maskOf(cpus)
	}
	err := p.change(id, "sched_setaffinity", func() error {
		_, err := p.affinity(unix.SYS_SCHED_SETAFFINITY, mask)
		return err
	})
	if isCode(err, platform.InvalidArgument) {
		if allowed, err := p.allowed(); err == nil {
			return invalid("cpus", "the process may have none of "+mask.String()+", by its cpuset or its kind; it has "+allowed.String())
		}
	}
	return err
}
