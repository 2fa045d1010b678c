//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// LoadAverage returns what /proc/loadavg contains, which a container may have of its own. The kernel's file has the
// values of sysinfo(2), which takes a fraction of the time.
func (s *system) LoadAverage() (platform.LoadAverage, error) {
	if info, ok := s.sysinfoOf("loadavg"); ok {
		return loadAverageOf(&info), nil
	}
	buf := getBuf()
	defer putBuf(buf)
	err := readSystemFile(buf, s.proc, "loadavg")
	if err == nil {
		var load platform.LoadAverage
		if load, err = parseLoadAverage(*buf); err == nil {
			return load, nil
		}
		err = addPath(s.proc, err)
	}
	if info, ok := s.sysinfo(); ok {
		return loadAverageOf(&info), nil
	}
	return platform.LoadAverage{}, err
}

func loadAverageOf(info *unix.Sysinfo_t) platform.LoadAverage {
	const one = 1 << 16 // SI_LOAD_SHIFT
	return platform.LoadAverage{
		Load1: float64(info.Loads[0]) / one, Load5: float64(info.Loads[1]) / one, Load15: float64(info.Loads[2]) / one,
	}
}

// parseLoadAverage parses /proc/loadavg, which begins with the three averages.
func parseLoadAverage(b []byte) (platform.LoadAverage, error) {
	var load platform.LoadAverage
	rest := fields{text: b}
	for _, average := range []*float64{&load.Load1, &load.Load5, &load.Load15} {
		var ok bool
		if *average, ok = parseDecimal(rest.next()); !ok {
			return platform.LoadAverage{}, parseError("loadavg", "expected three numbers")
		}
	}
	return load, nil
}
