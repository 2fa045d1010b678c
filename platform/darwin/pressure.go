package darwin

import "github.com/libpsutil/libpsutil/platform"

// decodePressureLevel returns the memory pressure level, NA for one that is not PSUTIL_PRESSURE_LEVEL_*. The numbers
// are the kernel's.
func decodePressureLevel(level uint32) int64 {
	switch level {
	case 1, 2, 4:
		return int64(level)
	}
	return platform.NA
}
