//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// BootTime returns kern.boottime, which the kernel changes when the clock is set.
func (s *system) BootTime() (float64, error) {
	answer, err := sysctlByName("kern.boottime", sizeofTimeval)
	if err != nil {
		return platform.NaN, err
	}
	if !layout.Has(answer, timevalUsec) {
		return platform.NaN, malformed("sysctl kern.boottime")
	}
	return layout.Seconds(layout.Microseconds(layout.Get(answer, timevalSec), int64(layout.Get(answer, timevalUsec)))), nil
}
