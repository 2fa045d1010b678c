//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

func (p *process) IOCounters() (platform.ProcessIOCounters, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "io")
	var buf [512]byte
	b, err := p.readFile(path, buf[:0], singleRead)
	if err != nil {
		return platform.ProcessIOCounters{}, p.fileMissing(path, err)
	}
	c, err := parseIO(b)
	return c, p.malformed(err)
}

// parseIO parses /proc/[pid]/io. A counter that is missing or malformed is NA.
func parseIO(b []byte) (platform.ProcessIOCounters, error) {
	none := platform.ProcessIOCounters{
		ReadCount: platform.NA, WriteCount: platform.NA, ReadBytes: platform.NA, WriteBytes: platform.NA,
		ReadChars: platform.NA, WriteChars: platform.NA, OtherCount: platform.NA, OtherBytes: platform.NA,
	}
	c := none
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "syscr:":
			into = &c.ReadCount
		case "syscw:":
			into = &c.WriteCount
		case "read_bytes:":
			into = &c.ReadBytes
		case "write_bytes:":
			into = &c.WriteBytes
		case "rchar:":
			into = &c.ReadChars
		case "wchar:":
			into = &c.WriteChars
		default:
			continue
		}
		*into = counterOrNA(rest.next())
	}
	if c == none {
		return c, parseError("io", "no counter")
	}
	return c, nil
}
