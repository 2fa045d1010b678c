//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseMounts parses /proc/[pid]/mounts: device, mount point, type, options, and two numbers without meaning. A device
// may be empty, so that fields are separated by single blanks. A truncated line is skipped.
func parseMounts(b []byte) []platform.Partition {
	mounted := make([]platform.Partition, 0, bytes.Count(b, []byte{'\n'}))
	for line := range bytes.Lines(b) {
		columns := bytes.SplitN(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '}, 5)
		if len(columns) < 4 {
			continue
		}
		mounted = append(mounted, platform.Partition{
			Device: unescape(columns[0]), MountPoint: unescape(columns[1]),
			FSType: unescape(columns[2]), Opts: unescape(columns[3]),
		})
	}
	return mounted
}
