//go:build linux

package linux

import (
	"bytes"
	"strings"
)

// membership is a line of /proc/[pid]/cgroup: the group of a process in one hierarchy.
type membership struct {
	controllers []string // none in version 2
	path        string
}

// parseMemberships parses /proc/[pid]/cgroup: number:controllers:path, where number 0 without controllers is version 2.
// A malformed line is skipped.
func parseMemberships(b []byte) []membership {
	var all []membership
	for line := range bytes.Lines(b) {
		_, rest, hasNumber := strings.Cut(strings.TrimSuffix(string(line), "\n"), ":")
		list, path, hasPath := strings.Cut(rest, ":")
		if !hasNumber || !hasPath || !strings.HasPrefix(path, "/") {
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
