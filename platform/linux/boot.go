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

func (p *process) StartTime(id platform.Identity) (float64, error) {
	if id.Start == platform.NA {
		return platform.NaN, sysError(p.syscallName("the start"), unix.EACCES)
	}
	boot, err := p.sys.BootTime()
	return boot + float64(id.Start)/userHZ, err
}
