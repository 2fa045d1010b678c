//go:build linux

package linux

import (
	"math"
	"math/bits"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// niceOffset minus the nice value is what the system call returns, so that no result is negative (getpriority(2)).
const niceOffset = 20

// Nice calls getpriority or, during caching and in another procfs, reads stat.
func (p *process) Nice() (int32, error) {
	if p.cache.Load() == nil && p.isKnownNative() {
		var got int
		err := p.queryOwn("getpriority", func() (err error) {
			got, err = unix.Getpriority(unix.PRIO_PROCESS, int(p.pid))
			return err
		})
		return int32(niceOffset - got), err
	}
	var buf statBuf
	s, err := p.readStat(&buf, statNice)
	return int32(s.nice), err
}

func (p *process) SetNice(id platform.Identity, value int32) error {
	return p.changeVerified(id, "setpriority", func() error {
		return unix.Setpriority(unix.PRIO_PROCESS, int(p.pid), int(value))
	})
}

// Arguments of ioprio_get and ioprio_set. The priority is a word of class and level.
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
	err := p.query("ioprio_get", func() error {
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
		return platform.NewInvalidArgument("ioclass", strconv.Itoa(int(to.Class))+": expected one of PSUTIL_IOPRIO_CLASS_*")
	case to.Value < 0 || to.Value >= ioprioLevels:
		return platform.NewInvalidArgument("value", strconv.Itoa(int(to.Value))+": expected 0 to 7")
	case to.Value != 0 && to.Class != ioprioRT && to.Class != ioprioBE:
		return platform.NewInvalidArgument("value", strconv.Itoa(int(to.Value))+": expected 0, since this class has no levels")
	}
	return p.changeVerified(id, "ioprio_set", func() error {
		_, _, errno := unix.Syscall(unix.SYS_IOPRIO_SET, ioprioProcess, uintptr(p.pid),
			uintptr(to.Class)<<ioprioClassShift|uintptr(to.Value))
		return errnoOf(errno)
	})
}

// affinityCall calls sched_getaffinity or sched_setaffinity, and returns how many words of the mask the kernel has
// used.
func (p *process) affinityCall(call uintptr, mask cpuMask) (int, error) {
	const word = unsafe.Sizeof(mask[0])
	n, _, errno := unix.Syscall(call, uintptr(p.pid), uintptr(len(mask))*word, uintptr(unsafe.Pointer(&mask[0])))
	return int(n / word), errnoOf(errno)
}

func (p *process) CPUAffinity() ([]int64, error) {
	mask, err := p.allowedCPUs()
	return mask.cpus(), err
}

func (p *process) allowedCPUs() (cpuMask, error) {
	var mask cpuMask
	err := p.query("sched_getaffinity", func() error {
		for size := 1024; ; size *= 2 {
			mask = make(cpuMask, size/bits.UintSize)
			n, err := p.affinityCall(unix.SYS_SCHED_GETAFFINITY, mask)
			if err == unix.EINVAL && size < maxCPUs { // the kernel's mask is longer
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

// SetCPUAffinity leaves the choice to the kernel: files that list CPUs may be a container's. The kernel ignores CPUs
// that are offline or that the process may not use as long as one remains. Only numbers that do not fit the kernel's
// mask are refused.
func (p *process) SetCPUAffinity(id platform.Identity, cpus []int64) error {
	mask := make(cpuMask, maxCPUs/bits.UintSize)
	if len(cpus) == 0 {
		// Of all possible CPUs the kernel takes those that the process may use.
		for i := range mask {
			mask[i] = math.MaxUint
		}
	} else {
		allowed, err := p.allowedCPUs()
		if err != nil {
			return err
		}
		for _, cpu := range cpus {
			if cpu < 0 || cpu >= int64(len(allowed))*bits.UintSize {
				return platform.NewInvalidArgument("cpus", "CPU "+strconv.FormatInt(cpu, 10)+": no such CPU; choose among "+allowed.String())
			}
		}
		mask = newCPUMask(cpus)
	}
	err := p.changeVerified(id, "sched_setaffinity", func() error {
		_, err := p.affinityCall(unix.SYS_SCHED_SETAFFINITY, mask)
		return err
	})
	if platform.CodeOf(err) == platform.InvalidArgument {
		if allowed, err := p.allowedCPUs(); err == nil {
			return platform.NewInvalidArgument("cpus", mask.String()+": the process may use none of them; it now uses "+allowed.String())
		}
	}
	return err
}
