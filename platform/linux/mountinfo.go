//go:build linux

package linux

import (
	"bytes"
	"strings"
)

// cgroupMount is where a hierarchy can be looked at.
type cgroupMount struct {
	version int32
	options []string // version 1: its controllers are among them
	root    string   // the group that is seen at point, with everything below it
	point   string
}

// parseCgroupMounts reads the mounts of control groups in /proc/[pid]/mountinfo: ID, parent, device, root, mount point,
// options, any number of fields up to a "-", type, source, options of the file system.
func parseCgroupMounts(b []byte) []cgroupMount {
	var all []cgroupMount
	for line := range bytes.Lines(b) {
		before, after, found := strings.Cut(strings.TrimSuffix(string(line), "\n"), " - ")
		place, fs := strings.Split(before, " "), strings.Split(after, " ")
		if !found || len(place) < 6 || len(fs) < 3 {
			continue
		}
		m := cgroupMount{root: unescape([]byte(place[3])), point: unescape([]byte(place[4]))}
		switch fs[0] {
		case "cgroup":
			m.version, m.options = 1, strings.Split(fs[2], ",")
		case "cgroup2":
			m.version = 2
		default:
			continue
		}
		all = append(all, m)
	}
	return all
}
