//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// meminfo is what /proc/meminfo says, in bytes; NA is what this kernel does not say.
type meminfo struct {
	total, free, available             int64
	buffers, cached, reclaimable, slab int64
	shared, active, inactive           int64
	activeFile, inactiveFile           int64
	swapTotal, swapFree                int64
}

// parseMeminfo reads /proc/meminfo, which counts in units of 1,024 bytes.
func parseMeminfo(b []byte) (meminfo, error) {
	m := meminfo{
		total: platform.NA, free: platform.NA, available: platform.NA,
		buffers: platform.NA, cached: platform.NA, reclaimable: platform.NA, slab: platform.NA,
		shared: platform.NA, active: platform.NA, inactive: platform.NA,
		activeFile: platform.NA, inactiveFile: platform.NA,
		swapTotal: platform.NA, swapFree: platform.NA,
	}
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "MemTotal:":
			into = &m.total
		case "MemFree:":
			into = &m.free
		case "MemAvailable:": // since Linux 3.14
			into = &m.available
		case "Buffers:":
			into = &m.buffers
		case "Cached:":
			into = &m.cached
		case "SReclaimable:":
			into = &m.reclaimable
		case "Slab:":
			into = &m.slab
		case "Shmem:":
			into = &m.shared
		case "Active:":
			into = &m.active
		case "Inactive:":
			into = &m.inactive
		case "Active(file):":
			into = &m.activeFile
		case "Inactive(file):":
			into = &m.inactiveFile
		case "SwapTotal:":
			into = &m.swapTotal
		case "SwapFree:":
			into = &m.swapFree
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), 1024); ok {
			*into = n
		}
	}
	if m.total == platform.NA || m.free == platform.NA {
		return m, parseError("meminfo", "no MemTotal or no MemFree")
	}
	return m, nil
}
