//go:build linux

package linux

import (
	"bytes"
	"strings"
)

// membership is one line of /proc/[pid]/cgroup: the group that a process has in one hierarchy.
type membership struct {
	controllers []string // none in version 2
	path        string
}

// parseMemberships reads /proc/[pid]/cgroup: number:controllers:path, where number 0 without controllers is version 2.
func parseMemberships(b []byte) []membership {
	var all []membership
	for line := range bytes.Lines(b) {
		_, rest, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), ":")
		list, path, also := strings.Cut(rest, ":")
		if !ok || !also || !strings.HasPrefix(path, "/") {
			continue
		}
		m := membership{path: path}
		if list != "" {
			m.controllers = strings.Split(list, ",")
		}
		all = append(all, m)
	}
	return all
}
