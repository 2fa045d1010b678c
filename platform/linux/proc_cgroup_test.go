//go:build linux

package linux

import (
	"strings"
	"testing"
)

func FuzzParseMemberships(f *testing.F) {
	f.Add([]byte("4:cpu,cpuacct:/a\n1:name=systemd:/\n0::/b\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range parseMemberships(b) {
			if !strings.HasPrefix(m.path, "/") || strings.Contains(m.path, "\n") {
				t.Errorf("%+v", m)
			}
		}
	})
}
