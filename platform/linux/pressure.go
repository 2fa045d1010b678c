//go:build linux

package linux

import (
	"bytes"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// pressureNames are the names of the resources in file names.
var pressureNames = [...]string{
	platform.PressureCPU: "cpu", platform.PressureMemory: "memory", platform.PressureIO: "io", platform.PressureIRQ: "irq",
}

// pressureValues are the names of the values in a line.
var pressureValues = []string{"avg10", "avg60", "avg300", "total"}

func (s *system) Pressure(resource platform.PressureResource) (platform.Pressure, error) {
	buf := getBuf()
	defer putBuf(buf)
	return readPressure(buf, s.proc, "pressure/"+pressureNames[resource])
}

func (s *system) CgroupPressure(pid int64, resource platform.PressureResource) (platform.Pressure, error) {
	buf := getBuf()
	defer putBuf(buf)
	memberships, mounts, err := s.readGroups(pid, buf)
	if err != nil {
		return platform.Pressure{}, err
	}
	g, _ := findCgroup(noController, memberships, mounts)
	if g.dir == "" {
		return platform.Pressure{}, platform.NewError(platform.NotSupported, "cgroup", "no mount shows a version 2 group of the process")
	}
	pressure, err := readPressure(buf, s.root+g.dir, pressureNames[resource]+".pressure")
	if err != nil {
		// The process may have exited since, and its group be removed.
		if _, gone := s.readMemberships(pid, buf); gone != nil {
			err = gone
		}
	}
	return pressure, err
}

// readPressure reads a file of pressure stall information. A kernel or group without it has no such file, or refuses to
// read it.
func readPressure(buf *[]byte, dir, file string) (platform.Pressure, error) {
	if err := readSystemFile(buf, dir, file); err != nil {
		if e, ok := err.(*platform.Error); ok && (e.OSError == int(unix.ENOENT) || e.OSError == int(unix.EOPNOTSUPP)) {
			e.Code = platform.NotSupported
		}
		return platform.Pressure{}, err
	}
	pressure, err := parsePressure(*buf)
	return pressure, addPath(dir, err)
}

// parsePressure parses pressure stall information: a line for some and one for full, either of which may be missing.
// Averages are in percent, the total is in microseconds. A number that is missing or malformed is NaN.
func parsePressure(b []byte) (platform.Pressure, error) {
	p := platform.Pressure{
		SomeAvg10: platform.NaN, SomeAvg60: platform.NaN, SomeAvg300: platform.NaN, SomeTotal: platform.NaN,
		FullAvg10: platform.NaN, FullAvg60: platform.NaN, FullAvg300: platform.NaN, FullTotal: platform.NaN, Level: platform.NA,
	}
	known := false
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		values := []*float64{&p.SomeAvg10, &p.SomeAvg60, &p.SomeAvg300, &p.SomeTotal}
		switch string(rest.next()) {
		case "some":
		case "full":
			values = []*float64{&p.FullAvg10, &p.FullAvg60, &p.FullAvg300, &p.FullTotal}
		default:
			continue
		}
		for field := rest.next(); len(field) > 0; field = rest.next() {
			name, number, _ := bytes.Cut(field, []byte{'='})
			i := slices.Index(pressureValues, string(name))
			value, ok := parseDecimal(number)
			if i < 0 || !ok {
				continue
			}
			if values[i] == values[3] {
				value /= 1e6
			}
			*values[i] = value
			known = true
		}
	}
	if !known {
		return platform.Pressure{}, parseError("pressure", "expected a line \"some\" or \"full\" with numbers")
	}
	return p, nil
}
