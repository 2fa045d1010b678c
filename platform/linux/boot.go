//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// BootTime returns btime of /proc/stat. Where the file has none (some containers cut it short) or is missing (a procfs
// with subset=pid), the clocks of this system say when it booted.
func (s *system) BootTime() (float64, error) {
	boot, _, err := s.readBootTime()
	return boot, err
}

// readBootTime is BootTime, and reports whether the file is the kernel's, not a container's. The kernel computes btime
// from its clocks, and so does this function, because the kernel counts all interrupts for that file.
func (s *system) readBootTime() (boot float64, isKernels bool, err error) {
	boot, exact := bootTimeOfClocks()
	if exact && s.hasKernelFile("stat") {
		return boot, true, nil
	}
	buf := getBuf()
	defer putBuf(buf)
	err = readSystemFile(buf, s.proc, "stat")
	switch {
	case err == nil:
		var btime float64
		if btime, err = parseBootTime(*buf); err == nil {
			return btime, false, nil
		}
		err = addPath(s.proc, err)
	case !isNotExist(err):
		return platform.NaN, false, err
	}
	if boot > 0 && s.isKnownOwnProcfs() {
		return boot, false, nil
	}
	return platform.NaN, false, err
}

// bootTimeOfClocks returns the difference of the clocks that count from the epoch and from the boot, in whole seconds
// as btime; 0 without these clocks. exact is false if btime may be the second before or behind.
func bootTimeOfClocks() (boot float64, exact bool) {
	before, wall, after := clock(unix.CLOCK_BOOTTIME), clock(unix.CLOCK_REALTIME), clock(unix.CLOCK_BOOTTIME)
	if before == 0 {
		return 0, false
	}
	return secondBetween(wall-after, wall-before)
}

// secondBetween returns the second that the earlier of two times is in, in nanoseconds. exact is false if a time
// between them may be in another one.
func secondBetween(earliest, latest int64) (seconds float64, exact bool) {
	const second, rounding = 1e9, 1000
	seconds = float64(max(earliest, 0) / second)
	return seconds, earliest > rounding && (earliest-rounding)/second == (latest+rounding)/second
}

// startTimeBase returns the time from which the start of processes counts, in seconds since the epoch. In a container
// with lxcfs the boot time in /proc/stat is that of the container, while processes count from the boot of the system,
// which is earlier.
func (s *system) startTimeBase() (float64, error) {
	boot, isKernels, err := s.readBootTime()
	if err != nil || isKernels || !s.isKnownOwnProcfs() {
		return boot, err
	}
	if systemBoot, _ := bootTimeOfClocks(); systemBoot > 0 && boot > systemBoot+1 {
		return systemBoot, nil
	}
	return boot, nil
}

func (p *process) StartTime(id platform.Identity) (float64, error) {
	if id.Start == platform.NA {
		return platform.NaN, sysError(p.dirName()+"/stat", unix.EACCES)
	}
	base, err := p.sys.startTimeBase()
	return base + float64(id.Start)/userHZ, err
}
