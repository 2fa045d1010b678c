//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseMounts reads /proc/[pid]/mounts: device, mount point, type, options, and two numbers that mean nothing. A device
// may be the empty string, so that single blanks count.
func parseMounts(b []byte) ([]platform.Partition, error) {
	mounted := make([]platform.Partition, 0, bytes.Count(b, []byte{'\n'}))
	for line := range bytes.Lines(b) {
		columns := bytes.SplitN(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '}, 5)
		if len(columns) < 4 {
			return nil, parseError("mounts", "a line is cut off")
		}
		mounted = append(mounted, platform.Partition{
			Device: unescape(columns[0]), MountPoint: unescape(columns[1]),
			FSType: unescape(columns[2]), Opts: unescape(columns[3]),
		})
	}
	return mounted, nil
}
