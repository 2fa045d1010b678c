//go:build linux

package linux

import (
	"bytes"
)

// parseLowWatermarks adds up the low watermarks of all zones in /proc/zoneinfo, which counts in pages: below them the
// kernel begins to reclaim, so that nobody can have that much.
func parseLowWatermarks(b []byte, page int64) int64 {
	var sum int64
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if string(rest.next()) != "low" {
			continue
		}
		if n, ok := parseBytes(rest.next(), page); ok && sum+n >= sum {
			sum += n
		}
	}
	return sum
}
