//go:build linux

package linux

import (
	"math"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// zones reads the thermal zones, which many machines without hwmon have (ARM above all).
func (s *system) thermalZones(buf *[]byte) []platform.Temperature {
	const class = "class/thermal"
	zones, _ := readDirNames(s.sys, class)
	slices.Sort(zones)
	var all []platform.Temperature
	for _, zone := range zones {
		if !strings.HasPrefix(zone, "thermal_zone") {
			continue
		}
		folder := class + "/" + zone
		current := s.readMilliCelsius(buf, folder+"/temp")
		name, named := s.readAttr(buf, folder+"/type")
		if math.IsNaN(current) || !named {
			continue
		}
		t := platform.Temperature{Name: string(name), Current: current, High: platform.NaN, Critical: platform.NaN}
		files, _ := readDirNames(s.sys, folder)
		slices.Sort(files)
		for _, file := range files {
			point, found := strings.CutSuffix(file, "_type")
			if !found || !strings.HasPrefix(point, "trip_point_") {
				continue
			}
			var into *float64
			switch s.readTextAttr(buf, folder+"/"+file) {
			case "critical":
				into = &t.Critical
			case "hot", "high":
				into = &t.High
			default:
				continue
			}
			if math.IsNaN(*into) {
				*into = s.readMilliCelsius(buf, folder+"/"+point+"_temp")
			}
		}
		all = append(all, t)
	}
	return all
}
