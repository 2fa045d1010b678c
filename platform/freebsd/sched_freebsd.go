package freebsd

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// SetNice calls setpriority.
func (p *process) SetNice(id platform.Identity, value int32) error {
	return p.change(id, "setpriority", func() error {
		return unix.Setpriority(unix.PRIO_PROCESS, int(p.pid), int(value))
	})
}

// cpuset calls cpuset_getaffinity or cpuset_setaffinity.
func (p *process) cpuset(call uintptr, level int, set []byte) error {
	_, _, errno := unix.Syscall6(call, uintptr(level), cpuWhichPid, uintptr(p.pid), uintptr(len(set)),
		uintptr(unsafe.Pointer(unsafe.SliceData(set))), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// affinity returns a set of CPUs of the process in the size of the kernel's cpuset_t, which is that of its largest
// machine.
func (p *process) affinity(level int) ([]byte, error) {
	if p.pid < 0 || p.pid > maxPID {
		return nil, platform.NewNoSuchProcess(p.pid, "no such process")
	}
	size, err := p.sys.kernel.readNumber("kern.sched.cpusetsize")
	if err != nil {
		return nil, err
	}
	if size <= 0 || size > 1<<16 {
		return nil, malformed("sysctl kern.sched.cpusetsize")
	}
	set := make([]byte, size)
	if err := p.cpuset(unix.SYS_CPUSET_GETAFFINITY, level, set); err != nil {
		return nil, p.syscallError("cpuset_getaffinity", err)
	}
	return set, nil
}

// CPUAffinity calls cpuset_getaffinity.
func (p *process) CPUAffinity() ([]int64, error) {
	set, err := p.affinity(cpuLevelWhich)
	return decodeCPUSet(set), err
}

// SetCPUAffinity calls cpuset_setaffinity with the CPUs that are in the process's cpuset(1).
func (p *process) SetCPUAffinity(id platform.Identity, cpus []int64) error {
	usable, err := p.affinity(cpuLevelCpuset)
	if err != nil {
		return err
	}
	set, err := cpuSetOf(cpus, usable)
	if err != nil {
		return err
	}
	return p.change(id, "cpuset_setaffinity", func() error {
		return p.cpuset(unix.SYS_CPUSET_SETAFFINITY, cpuLevelWhich, set)
	})
}
