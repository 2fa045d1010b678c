package layout

import "math"

// Microseconds returns a struct timeval in microseconds, 0 for one before the epoch or too far behind it to be a time.
func Microseconds(seconds, fraction int64) int64 {
	const inSecond int64 = 1e6
	if seconds < 0 || seconds >= math.MaxInt64/inSecond || fraction < 0 || fraction >= inSecond {
		return 0
	}
	return seconds*inSecond + fraction
}

// Seconds converts microseconds to seconds.
func Seconds(microseconds int64) float64 { return float64(microseconds) / 1e6 }
