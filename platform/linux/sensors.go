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
	sensors := append(s.hwmonSensors("temp", true), s.unlistedCores()...)
	if len(sensors) == 0 {
		return groupByName(s.thermalZones(buf), temperatureName), nil
	}
	var all []platform.Temperature
	for _, sensor := range sensors {
		t := platform.Temperature{
			Current:  s.readMilliCelsius(buf, sensor+"_input"),
			High:     s.readMilliCelsius(buf, sensor+"_max"),
			Critical: s.readMilliCelsius(buf, sensor+"_crit"),
			Label:    s.readTextAttr(buf, sensor+"_label"),
		}
		name, named := s.readAttr(buf, dirOf(sensor)+"/name")
		if math.IsNaN(t.Current) || !named {
			continue
		}
		t.Name = string(name)
		all = append(all, t)
	}
	return groupByName(all, temperatureName), nil
}

func (s *system) Fans() ([]platform.Fan, error) {
	buf := getBuf()
	defer putBuf(buf)
	sensors := s.hwmonSensors("fan", false)
	if len(sensors) == 0 {
		sensors = s.hwmonSensors("fan", true)
	}
	var all []platform.Fan
	for _, sensor := range sensors {
		speed, ok := s.readIntAttr(buf, sensor+"_input")
		name, named := s.readAttr(buf, dirOf(sensor)+"/name")
		if ok && named {
			fan := platform.Fan{Name: string(name), Current: speed}
			fan.Label = s.readTextAttr(buf, sensor+"_label")
			all = append(all, fan)
		}
	}
	return groupByName(all, fanName), nil
}

func temperatureName(t platform.Temperature) string { return t.Name }

func fanName(f platform.Fan) string { return f.Name }

// together moves entries with the same name behind the first of them.
func groupByName[T any](all []T, name func(T) string) []T {
	first := make(map[string]int, len(all))
	for i, entry := range all {
		if _, seen := first[name(entry)]; !seen {
			first[name(entry)] = i
		}
	}
	slices.SortStableFunc(all, func(a, b T) int { return first[name(a)] - first[name(b)] })
	return all
}
