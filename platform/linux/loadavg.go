//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// LoadAverage asks the kernel, as getloadavg(3) does, or reads /proc/loadavg in a tree that is not the running system's.
func (s *system) LoadAverage() (platform.LoadAverage, error) {
	var info unix.Sysinfo_t
	if s.isOwnProcfs() && unix.Sysinfo(&info) == nil {
		const one = 1 << 16 // SI_LOAD_SHIFT
		return platform.LoadAverage{
			Load1: float64(info.Loads[0]) / one, Load5: float64(info.Loads[1]) / one, Load15: float64(info.Loads[2]) / one,
		}, nil
	}
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "loadavg"); err != nil {
		return platform.LoadAverage{}, err
	}
	load, err := parseLoadAverage(*buf)
	return load, addPath(s.proc, err)
}

// parseLoadAverage reads /proc/loadavg, which begins with the three averages.
func parseLoadAverage(b []byte) (platform.LoadAverage, error) {
	var load platform.LoadAverage
	rest := fields{text: b}
	for _, average := range []*float64{&load.Load1, &load.Load5, &load.Load15} {
		var ok bool
		if *average, ok = parseDecimal(rest.next()); !ok {
			return platform.LoadAverage{}, parseError("loadavg", "not three numbers")
		}
	}
	return load, nil
}
