//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseNetDev reads /proc/net/dev: two lines of headings, then for each interface its name, a colon, and sixteen numbers.
func parseNetDev(b []byte) ([]platform.NetIO, error) {
	var all []platform.NetIO
	n := 0
	for line := range bytes.Lines(b) {
		if n++; n <= 2 {
			continue
		}
		colon := bytes.LastIndexByte(line, ':') // the name of an alias has one, too
		if colon < 0 {
			return nil, parseError("dev", "a line is cut off: "+quoteShort(line))
		}
		io := platform.NetIO{Name: string(bytes.TrimLeft(line[:colon], " "))}
		c := &io.Counters
		rest := fields{text: line, pos: colon + 1}
		var other int64 // of kinds that nobody asks for, or at the end of a longer line
		for _, into := range []*int64{
			&c.BytesRecv, &c.PacketsRecv, &c.ErrorsIn, &c.DroppedIn, &other, &other, &other, &other,
			&c.BytesSent, &c.PacketsSent, &c.ErrorsOut, &c.DroppedOut, &other, &other, &other, &other,
		} {
			var ok bool
			if *into, ok = parseCounter(rest.next()); !ok {
				return nil, parseError("dev", "a line is cut off, or not numbers: "+quoteShort(line))
			}
		}
		all = append(all, io)
	}
	return all, nil
}
