package freebsd

import (
	"math"

	"github.com/libpsutil/libpsutil/platform"
)

// celsius converts tenths of a kelvin, NaN for an absent value: ACPI reports -1 for a limit that a zone does not have.
func celsius(decikelvin int64) float64 {
	if decikelvin <= 0 {
		return platform.NaN
	}
	return math.Round(float64(decikelvin)*10-27315) / 100
}

// Temperatures reads dev.cpu.N.temperature, which the drivers coretemp(4) and amdtemp(4) have, and the thermal zones of
// acpi_thermal(4).
func (s *system) Temperatures() ([]platform.Temperature, error) {
	cpus, err := s.CPUTimesPerCPU()
	if err != nil {
		return nil, err
	}
	list := []platform.Temperature{}
	for _, cpu := range cpus {
		limit := indexed("dev.cpu.", cpu.CPU, ".coretemp.tjmax")
		t, found, err := s.readTemperature(indexed("dev.cpu.", cpu.CPU, ".temperature"), limit, limit)
		if err != nil {
			return nil, err
		}
		if found {
			t.Name, t.Label = "coretemp", indexed("Core ", cpu.CPU, "")
			list = append(list, t)
		}
	}
	for zone := int64(0); ; zone++ {
		prefix := indexed("hw.acpi.thermal.tz", zone, ".")
		t, found, err := s.readTemperature(prefix+"temperature", prefix+"_HOT", prefix+"_CRT")
		if err != nil {
			return nil, err
		}
		if !found {
			return list, nil
		}
		t.Name, t.Label = "acpi_thermal", indexed("tz", zone, "")
		list = append(list, t)
	}
}

// readTemperature reads the variables of a sensor and its limits. found is false for a sensor that the machine does not
// have.
func (s *system) readTemperature(current, high, critical string) (t platform.Temperature, found bool, err error) {
	value, err := s.kernel.readInt(current)
	if isMissing(err) {
		return t, false, nil
	}
	if err != nil {
		return t, false, err
	}
	t.Current = celsius(value)
	for _, limit := range []struct {
		name string
		to   *float64
	}{{high, &t.High}, {critical, &t.Critical}} {
		value, err := readOrDefault(s.kernel.readInt, limit.name, platform.NA)
		if err != nil {
			return t, false, err
		}
		*limit.to = celsius(value)
	}
	return t, true, nil
}
