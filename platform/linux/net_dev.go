//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseNetDev parses /proc/net/dev: two lines of headings, which some emulations leave out, then for each interface its
// name, a colon, and sixteen counters. A counter that is missing or malformed is NA. A line without a colon is skipped,
// as the headings are.
func parseNetDev(b []byte) []platform.NetIO {
	var all []platform.NetIO
	for line := range bytes.Lines(b) {
		colon := bytes.LastIndexByte(line, ':') // the name of an alias contains one too
		if colon < 0 {
			continue
		}
		nic := platform.NetIO{Name: string(bytes.TrimLeft(line[:colon], " "))}
		c := &nic.Counters
		rest := fields{text: line, pos: colon + 1}
		var unused int64
		for _, into := range []*int64{
			&c.BytesRecv, &c.PacketsRecv, &c.ErrorsIn, &c.DroppedIn, &unused, &unused, &unused, &unused,
			&c.BytesSent, &c.PacketsSent, &c.ErrorsOut, &c.DroppedOut,
		} {
			*into = counterOrNA(rest.next())
		}
		all = append(all, nic)
	}
	return all
}
