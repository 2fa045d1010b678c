//go:build linux

package linux

import (
	"strings"
	"testing"
)

func TestParseFilesystems(t *testing.T) {
	equal(t, "types", parseFilesystems([]byte("nodev\tproc\n\text4\nnodev\tzfs\n\n\tnodev\nnodev\t\nxfs")),
		map[string]bool{"ext4": true, "zfs": true, "nodev": true, "xfs": true})
}

func FuzzParseFilesystems(f *testing.F) {
	f.Add(fixtureFile(f, "proc/filesystems"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for name := range parseFilesystems(b) {
			if name == "" || !strings.Contains(string(b), name) {
				t.Errorf("%q comes from nowhere", name)
			}
		}
	})
}
