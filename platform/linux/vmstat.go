//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseSwapCounts returns from /proc/vmstat, which counts in pages, how many bytes were swapped in and out since boot;
// NA where the kernel has no swap.
func parseSwapCounts(b []byte, page int64) (in, out int64) {
	in, out = platform.NA, platform.NA
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "pswpin":
			into = &in
		case "pswpout":
			into = &out
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), page); ok {
			*into = n
		}
	}
	return in, out
}
