//go:build linux

package linux

import (
	"bytes"
)

// parseFilesystems reads in /proc/filesystems which types are mounted from a device. ZFS finds its devices by itself,
// and says "nodev".
func parseFilesystems(b []byte) map[string]bool {
	types := map[string]bool{}
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		kind := rest.next()
		name := rest.next()
		switch {
		case len(kind) > 0 && len(name) == 0:
			types[string(kind)] = true
		case string(name) == "zfs":
			types["zfs"] = true
		}
	}
	return types
}
