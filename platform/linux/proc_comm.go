//go:build linux

package linux

import "bytes"

// commBuf holds any name: one of 15 bytes or, of a kernel thread, of 63.
type commBuf [128]byte

// parseComm returns the name in /proc/[pid]/comm, which ends with a newline. ok is false for an empty or truncated
// file.
func parseComm(b []byte) (name []byte, ok bool) { return bytes.CutSuffix(b, []byte{'\n'}) }

// Name reads comm or, during caching and where there is none, stat. Both have the same name; the kernel writes comm in
// two thirds of the time.
func (p *process) Name() (string, error) {
	if p.cache.Load() == nil {
		var pbuf pathBuf
		var buf commBuf
		b, err := readFileAt(p.dirFD(), p.path(&pbuf, "comm"), buf[:0], singleRead)
		if name, ok := parseComm(b); err == nil && ok {
			return string(name), nil
		}
	}
	var buf statBuf
	s, err := p.readStat(&buf)
	return string(s.name), err
}
