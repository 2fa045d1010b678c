//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// meminfo is /proc/meminfo in bytes; NA where this kernel does not report it.
type meminfo struct {
	total, free, available             int64
	buffers, cached, reclaimable, slab int64
	shared, active, inactive           int64
	activeFile, inactiveFile           int64
	swapTotal, swapFree                int64
}

// parseMeminfo parses /proc/meminfo, which counts in units of 1,024 bytes. A number that is missing or malformed is NA.
func parseMeminfo(b []byte) meminfo {
	m := meminfo{
		total: platform.NA, free: platform.NA, available: platform.NA,
		buffers: platform.NA, cached: platform.NA, reclaimable: platform.NA, slab: platform.NA,
		shared: platform.NA, active: platform.NA, inactive: platform.NA,
		activeFile: platform.NA, inactiveFile: platform.NA,
		swapTotal: platform.NA, swapFree: platform.NA,
	}
	oldInactive, oldShared := int64(platform.NA), int64(platform.NA)
	for line := range bytes.Lines(b) {
		// A long number may follow the colon without a blank.
		key, value, _ := bytes.Cut(line, []byte{':'})
		var into *int64
		switch string(bytes.TrimSpace(key)) {
		case "MemTotal":
			into = &m.total
		case "MemFree":
			into = &m.free
		case "MemAvailable": // since Linux 3.14
			into = &m.available
		case "Buffers":
			into = &m.buffers
		case "Cached":
			into = &m.cached
		case "SReclaimable":
			into = &m.reclaimable
		case "Slab":
			into = &m.slab
		case "Shmem":
			into = &m.shared
		case "Active":
			into = &m.active
		case "Inactive":
			into = &m.inactive
		case "Active(file)":
			into = &m.activeFile
		case "Inactive(file)":
			into = &m.inactiveFile
		case "SwapTotal":
			into = &m.swapTotal
		case "SwapFree":
			into = &m.swapFree
		case "MemShared": // Linux 2.4
			into = &oldShared
		case "Inact_dirty", "Inact_clean", "Inact_laundry": // Linux 2.4
			rest := fields{text: value}
			if n, ok := parseKilobytes(rest.next()); ok {
				oldInactive = platform.AddSaturated(max(oldInactive, 0), n)
			}
			continue
		default:
			continue
		}
		rest := fields{text: value}
		if n, ok := parseKilobytes(rest.next()); ok {
			*into = n
		}
	}
	if m.shared == platform.NA {
		m.shared = oldShared
	}
	if m.inactive == platform.NA {
		m.inactive = oldInactive
	}
	return m
}

// parseKilobytes returns bytes. A number that fell below zero is 0; lxcfs writes such a number as it is or as one near
// 2^64.
func parseKilobytes(b []byte) (int64, bool) {
	if n, ok := parseInt(b); ok {
		return platform.MultiplySaturated(max(n, 0), 1024), true
	}
	n, err := strconv.ParseUint(string(b), 10, 64)
	return 0, err == nil && n > math.MaxInt64
}
