//go:build linux

package linux

import "bytes"

// parseFilesystems returns the types in /proc/filesystems that are mounted from a device. ZFS finds its devices itself,
// and has "nodev".
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
