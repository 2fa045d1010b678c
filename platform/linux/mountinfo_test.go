//go:build linux

package linux

import (
	"strings"
	"testing"
)

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
