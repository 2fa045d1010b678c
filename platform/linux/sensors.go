//go:build linux

package linux

import (
	"math"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
)

func (s *system) Temperatures() ([]platform.Temperature, error) {
	buf := getBuf()
	defer putBuf(buf)
	f := s.sysfs(buf)
	name := func(t platform.Temperature) string { return t.Name }
	sensors := append(f.temperatureSensors(), f.coretempSensors()...)
	var all []platform.Temperature
	for _, sensor := range sensors {
		t := platform.Temperature{
			Current:  f.readMilliCelsius(sensor + "_input"),
			High:     f.readTemperatureLimit(sensor + "_max"),
			Critical: f.readTemperatureLimit(sensor + "_crit"),
			Label:    f.readTextAttr(sensor + "_label"),
		}
		if math.IsNaN(t.Current) {
			continue
		}
		var named bool
		if t.Name, named = f.chipName(sensor); named {
			all = append(all, t)
		}
	}
	if len(all) == 0 { // chips that cannot be read
		all = f.thermalZones()
	}
	return groupByName(all, name), f.files.err
}

func (s *system) Fans() ([]platform.Fan, error) {
	buf := getBuf()
	defer putBuf(buf)
	f := s.sysfs(buf)
	var all []platform.Fan
	for _, sensor := range f.fanSensors() {
		speed, ok := f.readIntAttr(sensor + "_input")
		chip, named := f.chipName(sensor)
		if ok && named {
			fan := platform.Fan{Name: chip, Current: speed}
			fan.Label = f.readTextAttr(sensor + "_label")
			all = append(all, fan)
		}
	}
	return groupByName(all, func(f platform.Fan) string { return f.Name }), f.files.err
}

// groupByName moves entries behind the first one with the same name.
func groupByName[T any](all []T, name func(T) string) []T {
	first := make(map[string]int, len(all))
	for i, entry := range all {
		if _, found := first[name(entry)]; !found {
			first[name(entry)] = i
		}
	}
	slices.SortStableFunc(all, func(a, b T) int { return first[name(a)] - first[name(b)] })
	return all
}
