//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) BootTime() (float64, error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "stat"); err != nil {
		return platform.NaN, err
	}
	boot, err := parseBootTime(*buf)
	return boot, addPath(s.proc, err)
}

// startTimeBase returns the time from which the start of processes counts, in seconds since the epoch. In a container with lxcfs the
// boot time in /proc/stat is that of the container, while processes count from the boot of the system, which is earlier.
func (s *system) startTimeBase() (float64, error) {
	boot, err := s.BootTime()
	if err != nil || !s.isOwnProcfs() {
		return boot, err
	}
	var real, sinceBoot unix.Timespec
	if unix.ClockGettime(unix.CLOCK_REALTIME, &real) != nil || unix.ClockGettime(unix.CLOCK_BOOTTIME, &sinceBoot) != nil {
		return boot, nil
	}
	if systemBoot := float64((real.Nano() - sinceBoot.Nano()) / 1e9); boot > systemBoot+1 {
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
