//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
)

// parseStatm reads /proc/[pid]/statm, which counts in pages.
func parseStatm(b []byte, page int64) (platform.MemoryInfo, error) {
	rest := fields{text: b}
	vms, ok := parseBytes(rest.next(), page)
	rss, also := parseBytes(rest.next(), page)
	if !ok || !also {
		return platform.MemoryInfo{}, parseError("statm", "cut off, or not numbers")
	}
	return platform.MemoryInfo{RSS: rss, VMS: vms}, nil
}

// parseStatmEx reads all of /proc/[pid]/statm: size, resident, shared, text, lib, data, dt.
func parseStatmEx(b []byte, page int64) (platform.MemoryInfoEx, error) {
	var m platform.MemoryInfoEx
	rest := fields{text: b}
	for _, into := range []*int64{&m.VMS, &m.RSS, &m.Shared, &m.Text, &m.Lib, &m.Data, &m.Dirty} {
		var ok bool
		if *into, ok = parseBytes(rest.next(), page); !ok {
			return platform.MemoryInfoEx{}, parseError("statm", "not seven numbers")
		}
	}
	return m, nil
}

// statm reads /proc/[pid]/statm into room.
func (p *process) readStatm(buf *[256]byte) ([]byte, error) {
	var at pathBuf
	path := p.path(&at, "statm")
	b, err := p.readFile(path, buf[:0], singleRead)
	if err != nil {
		return nil, p.procError(path, err)
	}
	return b, nil
}
