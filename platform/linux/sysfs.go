//go:build linux

package linux

import (
	"bytes"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// attribute reads a file of sysfs with one value in it, without the blanks around it. A driver may refuse to say (EIO,
// ENODATA, EAGAIN while the device sleeps): that is nothing to fail for.
func (s *system) readAttr(buf *[]byte, name string) ([]byte, bool) {
	if readSystemFile(buf, s.sys, name) != nil {
		return nil, false
	}
	return bytes.TrimSpace(*buf), true
}

func (s *system) readTextAttr(buf *[]byte, name string) string {
	text, _ := s.readAttr(buf, name)
	return string(text)
}

func (s *system) readIntAttr(buf *[]byte, name string) (int64, bool) {
	text, ok := s.readAttr(buf, name)
	if !ok {
		return 0, false
	}
	return parseInt(text)
}

// degrees reads a temperature, which sysfs gives in thousandths; NaN where there is none.
func (s *system) readMilliCelsius(buf *[]byte, name string) float64 {
	n, ok := s.readIntAttr(buf, name)
	if !ok {
		return platform.NaN
	}
	return float64(n) / 1000
}

func dirOf(path string) string { return path[:strings.LastIndexByte(path, '/')] }
