//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseLowWatermarks returns the sum of the low watermarks of all zones in /proc/zoneinfo in bytes. Below them the
// kernel reclaims memory, so that programs cannot have that much.
func parseLowWatermarks(b []byte, page int64) int64 {
	var sum int64
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		if string(rest.next()) != "low" {
			continue
		}
		if n, ok := parseBytes(rest.next(), page); ok {
			sum = platform.AddSaturated(sum, n)
		}
	}
	return sum
}
