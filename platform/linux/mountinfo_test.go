//go:build linux

package linux

import (
	"strings"
	"testing"
)

// A later mount covers what is at and below its point, but not what is mounted on it.
func TestVisibleMounts(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       []string // root of each visible mount
	}{
		{"one after the other", "20 1 0:1 /a / rw - x x rw\n21 20 0:2 /b /sys rw - x x rw\n22 21 0:3 /c /sys/fs/cgroup rw - x x rw\n", []string{"/a", "/b", "/c"}},
		{"on the same point", "22 21 0:3 /old /sys/fs/cgroup rw - x x rw\n23 22 0:4 /new /sys/fs/cgroup rw - x x rw\n", []string{"/new"}},
		{"on a directory above", "22 21 0:3 /old /sys/fs/cgroup/memory rw - x x rw\n23 21 0:4 /new /sys/fs/cgroup rw - x x rw\n", []string{"/new"}},
		{"a root that was mounted late", "22 30 0:3 /sys /sys rw - x x rw\n26 22 0:4 /cgroup /sys/fs/cgroup rw - x x rw\n30 1 8:1 /root / rw - x x rw\n",
			[]string{"/sys", "/cgroup", "/root"}},
		{"another name", "22 21 0:3 /a /sys/fs/cgroup rw - x x rw\n23 21 0:4 /b /sys/fs/cgroup2 rw - x x rw\n", []string{"/a", "/b"}},
		{"a circle of parents", "22 23 0:3 /a /x rw - x x rw\n23 22 0:4 /b /y rw - x x rw\n", []string{"/a", "/b"}},
		{"odd lines", "x\n22 x 0:3 /a /x rw - x x rw\n23 22 0:4 /b /y rw - x\n", nil},
	} {
		var roots []string
		for _, m := range visibleMounts(parseMountinfo([]byte(c.text)), "x") {
			roots = append(roots, m.root)
		}
		equal(t, c.what, roots, c.want)
	}
}

func FuzzParseMountinfo(f *testing.F) {
	f.Add([]byte(unified), "/a")
	f.Add([]byte("33 31 0:30 /docker/x /a\\040b ro shared:1 - cgroup cgroup rw,memory\n"), "/docker/x/y")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		mounts := cgroupMounts(parseMountinfo(b))
		g, ok := findCgroup("memory", []membership{{[]string{"memory"}, path}}, mounts)
		dirs := g.visibleDirs()
		if !ok || len(dirs) > len(path)+2 || strings.Contains(g.dir, "/../") && !strings.Contains(g.top+path, "/../") {
			t.Errorf("%q in %+v: %+v", path, mounts, g)
		}
		if n := len(dirs); n > 0 && (dirs[0] != g.dir || dirs[n-1] != g.top) {
			t.Errorf("not from %q to %q: %q", g.dir, g.top, dirs)
		}
	})
}
