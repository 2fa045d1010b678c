//go:build linux

package linux

import (
	"bytes"
	"slices"
	"strings"
)

// mount is a line of /proc/[pid]/mountinfo.
type mount struct {
	id, parent   int64
	major, minor uint32
	root, point  string // the directory of the file system that is seen at point
	fsType       string
	options      []string // of the file system
}

// parseMountinfo parses /proc/[pid]/mountinfo: ID, parent, device, root, mount point, options, any number of fields up
// to a "-", type, source, options of the file system. A truncated line is skipped.
func parseMountinfo(b []byte) []mount {
	var all []mount
	for line := range bytes.Lines(b) {
		before, after, found := strings.Cut(strings.TrimSuffix(string(line), "\n"), " - ")
		place, fs := strings.Split(before, " "), strings.Split(after, " ")
		if !found || len(place) < 6 || len(fs) < 3 {
			continue
		}
		id, hasID := parseCount([]byte(place[0]))
		parent, hasParent := parseCount([]byte(place[1]))
		if !hasID || !hasParent {
			continue
		}
		major, minor, _ := strings.Cut(place[2], ":")
		x, _ := parseCount([]byte(major))
		y, _ := parseCount([]byte(minor))
		all = append(all, mount{
			id: id, parent: parent, major: uint32(x), minor: uint32(y),
			root: unescape([]byte(place[3])), point: unescape([]byte(place[4])),
			fsType: fs[0], options: strings.Split(fs[2], ","),
		})
	}
	return all
}

// visibleMounts returns the mounts of these types that no later mount covers. A mount covers what is at and below its
// mount point, but not the mounts that are on it: a root that was mounted late has the ones that were moved to it.
func visibleMounts(mounts []mount, fsTypes ...string) []mount {
	parents := make(map[int64]int64, len(mounts))
	for _, m := range mounts {
		parents[m.id] = m.parent
	}
	isAncestor := func(ancestor int64, m mount) bool {
		for id, n := m.parent, 0; n < len(mounts); n++ {
			if id == ancestor {
				return true
			}
			next, found := parents[id]
			if !found || next == id {
				break
			}
			id = next
		}
		return false
	}
	var visible []mount
	for i, m := range mounts {
		if !slices.Contains(fsTypes, m.fsType) { // there may be thousands
			continue
		}
		covered := slices.ContainsFunc(mounts[i+1:], func(later mount) bool {
			way, ok := relativeTo(later.point, m.point)
			return ok && (way == "" || !isAncestor(later.id, m))
		})
		if !covered {
			visible = append(visible, m)
		}
	}
	return visible
}
