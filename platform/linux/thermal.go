//go:build linux

package linux

import (
	"math"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// thermalZones reads the thermal zones, which many systems without hwmon have (most of all ARM).
func (f *sysfs) thermalZones() []platform.Temperature {
	const class = "class/thermal"
	zones := f.list(class)
	slices.Sort(zones)
	var all []platform.Temperature
	for _, zone := range zones {
		if !strings.HasPrefix(zone, "thermal_zone") {
			continue
		}
		dir := class + "/" + zone
		current := f.readMilliCelsius(dir + "/temp")
		name, named := f.readAttr(dir + "/type")
		if math.IsNaN(current) || !named {
			continue
		}
		t := platform.Temperature{Name: string(name), Current: current, High: platform.NaN, Critical: platform.NaN}
		files := f.list(dir)
		slices.Sort(files)
		for _, file := range files {
			point, found := strings.CutSuffix(file, "_type")
			if !found || !strings.HasPrefix(point, "trip_point_") {
				continue
			}
			var into *float64
			switch f.readTextAttr(dir + "/" + file) {
			case "critical":
				into = &t.Critical
			case "hot", "high":
				into = &t.High
			default:
				continue
			}
			if math.IsNaN(*into) {
				*into = f.readTemperatureLimit(dir + "/" + point + "_temp")
			}
		}
		all = append(all, t)
	}
	return all
}
