//go:build cgo

package darwin

// #include <stdlib.h>
import "C"

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// LoadAverage calls getloadavg.
func (s *system) LoadAverage() (platform.LoadAverage, error) {
	var averages [3]C.double
	if C.getloadavg(&averages[0], 3) != 3 {
		return platform.LoadAverage{}, sysError("getloadavg", unix.ENOTSUP)
	}
	return platform.LoadAverage{Load1: float64(averages[0]), Load5: float64(averages[1]), Load15: float64(averages[2])}, nil
}
