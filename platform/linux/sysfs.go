//go:build linux

package linux

import (
	"bytes"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// sysfs reads files of sysfs with a single value. A driver may refuse (EIO, ENODATA, EAGAIN while the device sleeps),
// which is no failure.
type sysfs struct {
	root  string
	files optionalFiles
}

func (s *system) sysfs(buf *[]byte) *sysfs {
	return &sysfs{s.sys, optionalFiles{buf: buf}}
}

// list returns the names in a directory.
func (f *sysfs) list(dir string) []string { return f.files.list(f.root, dir) }

// readAttr returns a file without the blanks around it.
func (f *sysfs) readAttr(name string) ([]byte, bool) {
	if !f.files.read(f.root, name) {
		return nil, false
	}
	return bytes.TrimSpace(*f.files.buf), true
}

func (f *sysfs) readTextAttr(name string) string {
	text, _ := f.readAttr(name)
	return string(text)
}

func (f *sysfs) readIntAttr(name string) (int64, bool) {
	text, ok := f.readAttr(name)
	if !ok {
		return 0, false
	}
	return parseInt(text)
}

// readMilliCelsius returns a temperature, which sysfs has in thousandths of a degree; NaN where there is none.
func (f *sysfs) readMilliCelsius(name string) float64 {
	n, ok := f.readIntAttr(name)
	if !ok {
		return platform.NaN
	}
	return float64(n) / 1000
}

// readTemperatureLimit is readMilliCelsius of a limit. One at or below absolute zero is not set.
func (f *sysfs) readTemperatureLimit(name string) float64 {
	const absoluteZero = -273.15
	if limit := f.readMilliCelsius(name); limit > absoluteZero {
		return limit
	}
	return platform.NaN
}

func dirOf(path string) string { return path[:strings.LastIndexByte(path, '/')] }
