//go:build linux

package linux

import "github.com/libpsutil/libpsutil/platform"

// parseStatm parses /proc/[pid]/statm, which counts in pages: size, resident, shared, text, lib, data, dt. Size and
// resident are required; others that are missing are NA.
func parseStatm(b []byte, page int64) (platform.MemoryInfo, error) {
	var m platform.MemoryInfo
	rest := fields{text: b}
	for _, into := range []*int64{&m.VMS, &m.RSS, &m.Shared, &m.Text, &m.Lib, &m.Data, &m.Dirty} {
		n, ok := parseBytes(rest.next(), page)
		if !ok {
			n = platform.NA
		}
		*into = n
	}
	if m.VMS == platform.NA || m.RSS == platform.NA {
		return platform.MemoryInfo{}, parseError("statm", "no size or no resident size")
	}
	return m, nil
}

// readStatm reads /proc/[pid]/statm.
func (p *process) readStatm() (platform.MemoryInfo, error) {
	var pbuf pathBuf
	var buf [256]byte
	path := p.path(&pbuf, "statm")
	b, err := p.readFile(path, buf[:0], singleRead)
	if err != nil {
		return platform.MemoryInfo{}, p.procError(path, err)
	}
	m, err := parseStatm(b, pageSize)
	return m, p.malformed(err)
}
