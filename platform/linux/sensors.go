//go:build linux

package linux

import (
	"bytes"
	"math"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// attribute reads a file of sysfs with one value in it, without the blanks around it. A driver may refuse to say (EIO,
// ENODATA, EAGAIN while the device sleeps): that is nothing to fail for.
func (s *system) attribute(buf *[]byte, name string) ([]byte, bool) {
	if readInto(buf, s.sys, name) != nil {
		return nil, false
	}
	return bytes.TrimSpace(*buf), true
}

func (s *system) textAttribute(buf *[]byte, name string) string {
	text, _ := s.attribute(buf, name)
	return string(text)
}

func (s *system) intAttribute(buf *[]byte, name string) (int64, bool) {
	text, ok := s.attribute(buf, name)
	if !ok {
		return 0, false
	}
	return parseInt(text)
}

// degrees reads a temperature, which sysfs gives in thousandths; NaN where there is none.
func (s *system) degrees(buf *[]byte, name string) float64 {
	n, ok := s.intAttribute(buf, name)
	if !ok {
		return platform.NaN
	}
	return float64(n) / 1000
}

// sensors lists what hwmon has of a kind ("temp", "fan"), as folder/temp1, in the order of their names. Older drivers
// have theirs a folder deeper.
func (s *system) sensors(kind string, deeper bool) []string {
	const class = "class/hwmon"
	chips, _ := names(s.sys, class)
	folders := make([]string, 0, 2*len(chips))
	for _, chip := range chips {
		folders = append(folders, class+"/"+chip)
		if deeper {
			folders = append(folders, class+"/"+chip+"/device")
		}
	}
	return s.sensorsIn(kind, folders)
}

func (s *system) sensorsIn(kind string, folders []string) []string {
	var found []string
	for _, folder := range folders {
		files, _ := names(s.sys, folder)
		for _, file := range files {
			if sensor := sensorOf(kind, file); sensor != "" {
				found = append(found, folder+"/"+sensor)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sensorOf gives the "temp1" of temp1_input, temp1_max and the like; "" for any other file.
func sensorOf(kind, file string) string {
	sensor, _, found := strings.Cut(file, "_")
	number, ofKind := strings.CutPrefix(sensor, kind)
	if _, ok := parseCount([]byte(number)); !found || !ofKind || !ok {
		return ""
	}
	return sensor
}

func folderOf(path string) string { return path[:strings.LastIndexByte(path, '/')] }

func (s *system) Temperatures() ([]platform.Temperature, error) {
	buf := borrow()
	defer giveBack(buf)
	sensors := append(s.sensors("temp", true), s.unlistedCores()...)
	if len(sensors) == 0 {
		return together(s.zones(buf), temperatureName), nil
	}
	var all []platform.Temperature
	for _, sensor := range sensors {
		t := platform.Temperature{
			Current:  s.degrees(buf, sensor+"_input"),
			High:     s.degrees(buf, sensor+"_max"),
			Critical: s.degrees(buf, sensor+"_crit"),
			Label:    s.textAttribute(buf, sensor+"_label"),
		}
		name, named := s.attribute(buf, folderOf(sensor)+"/name")
		if math.IsNaN(t.Current) || !named {
			continue
		}
		t.Name = string(name)
		all = append(all, t)
	}
	return together(all, temperatureName), nil
}

// unlistedCores lists sensors of Intel's cores that some kernels leave out of the class.
func (s *system) unlistedCores() []string {
	const platforms = "devices/platform"
	devices, _ := names(s.sys, platforms)
	var unlisted []string
	for _, device := range devices {
		if !strings.HasPrefix(device, "coretemp.") {
			continue
		}
		folder := platforms + "/" + device + "/hwmon"
		chips, _ := names(s.sys, folder)
		for _, chip := range chips {
			if files, _ := names(s.sys, "class/hwmon/"+chip); len(files) == 0 {
				unlisted = append(unlisted, s.sensorsIn("temp", []string{folder + "/" + chip})...)
			}
		}
	}
	return unlisted
}

// zones reads the thermal zones, which many machines without hwmon have (ARM above all).
func (s *system) zones(buf *[]byte) []platform.Temperature {
	const class = "class/thermal"
	zones, _ := names(s.sys, class)
	slices.Sort(zones)
	var all []platform.Temperature
	for _, zone := range zones {
		if !strings.HasPrefix(zone, "thermal_zone") {
			continue
		}
		folder := class + "/" + zone
		current := s.degrees(buf, folder+"/temp")
		name, named := s.attribute(buf, folder+"/type")
		if math.IsNaN(current) || !named {
			continue
		}
		t := platform.Temperature{Name: string(name), Current: current, High: platform.NaN, Critical: platform.NaN}
		files, _ := names(s.sys, folder)
		slices.Sort(files)
		for _, file := range files {
			point, found := strings.CutSuffix(file, "_type")
			if !found || !strings.HasPrefix(point, "trip_point_") {
				continue
			}
			var into *float64
			switch s.textAttribute(buf, folder+"/"+file) {
			case "critical":
				into = &t.Critical
			case "hot", "high":
				into = &t.High
			default:
				continue
			}
			if math.IsNaN(*into) {
				*into = s.degrees(buf, folder+"/"+point+"_temp")
			}
		}
		all = append(all, t)
	}
	return all
}

func (s *system) Fans() ([]platform.Fan, error) {
	buf := borrow()
	defer giveBack(buf)
	sensors := s.sensors("fan", false)
	if len(sensors) == 0 {
		sensors = s.sensors("fan", true)
	}
	var all []platform.Fan
	for _, sensor := range sensors {
		speed, ok := s.intAttribute(buf, sensor+"_input")
		name, named := s.attribute(buf, folderOf(sensor)+"/name")
		if ok && named {
			fan := platform.Fan{Name: string(name), Current: speed}
			fan.Label = s.textAttribute(buf, sensor+"_label")
			all = append(all, fan)
		}
	}
	return together(all, fanName), nil
}

func temperatureName(t platform.Temperature) string { return t.Name }
func fanName(f platform.Fan) string                 { return f.Name }

// together moves entries with the same name behind the first of them.
func together[T any](all []T, name func(T) string) []T {
	first := make(map[string]int, len(all))
	for i, entry := range all {
		if _, seen := first[name(entry)]; !seen {
			first[name(entry)] = i
		}
	}
	slices.SortStableFunc(all, func(a, b T) int { return first[name(a)] - first[name(b)] })
	return all
}

// supplies is where the kernel lists batteries and what charges them.
const supplies = "class/power_supply"

func (s *system) Battery() (platform.Battery, error) {
	buf := borrow()
	defer giveBack(buf)
	none := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	all, _ := names(s.sys, supplies)
	slices.Sort(all)
	i := slices.IndexFunc(all, func(name string) bool { return s.isBattery(buf, name) })
	if i < 0 {
		return none, nil
	}
	folder := supplies + "/" + all[i]
	c := s.charge(buf, folder)
	if math.IsNaN(c.percent) {
		return none, nil
	}
	b := platform.Battery{Present: true, Percent: min(max(c.percent, 0), 100), Plugged: s.plugged(buf, all)}
	if b.Plugged == platform.NA {
		switch strings.ToLower(s.textAttribute(buf, folder+"/status")) {
		case "discharging":
			b.Plugged = 0
		case "charging", "full":
			b.Plugged = 1
		}
	}
	b.SecondsLeft = c.secondsLeft
	if b.Plugged == 1 {
		b.SecondsLeft = platform.PowerTimeUnlimited
	}
	return b, nil
}

// isBattery says whether a power supply is a battery that the machine, and not its mouse, runs on.
func (s *system) isBattery(buf *[]byte, name string) bool {
	if !strings.HasPrefix(name, "BAT") && !strings.Contains(strings.ToLower(name), "battery") {
		return false
	}
	return s.textAttribute(buf, supplies+"/"+name+"/scope") != "Device"
}

// charge is how full a battery is, and for how long that is enough.
type charge struct {
	percent     float64 // NaN where unknown
	secondsLeft int64
}

// charge reads a battery that counts either energy (µWh, µW) or charge (µAh, µA). Numbers of one kind do not go with
// those of the other.
func (s *system) charge(buf *[]byte, folder string) charge {
	c := charge{platform.NaN, platform.PowerTimeUnknown}
	for _, kind := range [][3]string{{"energy_now", "energy_full", "power_now"}, {"charge_now", "charge_full", "current_now"}} {
		now, ok := s.intAttribute(buf, folder+"/"+kind[0])
		if !ok || now < 0 {
			continue
		}
		if full, ok := s.intAttribute(buf, folder+"/"+kind[1]); ok && math.IsNaN(c.percent) {
			c.percent = 0
			if full > 0 {
				c.percent = 100 * float64(now) / float64(full)
			}
		}
		// Some drivers count what flows out as negative.
		if rate, ok := s.intAttribute(buf, folder+"/"+kind[2]); ok && rate != 0 && c.secondsLeft == platform.PowerTimeUnknown {
			c.secondsLeft = seconds(float64(now) / math.Abs(float64(rate)) * 3600)
		}
	}
	if math.IsNaN(c.percent) {
		if n, ok := s.intAttribute(buf, folder+"/capacity"); ok && n >= 0 {
			c.percent = float64(n)
		}
	}
	if c.secondsLeft == platform.PowerTimeUnknown {
		if n, ok := s.intAttribute(buf, folder+"/time_to_empty_now"); ok && n >= 0 {
			c.secondsLeft = n
		}
	}
	return c
}

// seconds cuts a time down to whole seconds; one that no integer holds is no time.
func seconds(t float64) int64 {
	if !(t >= 0 && t < math.MaxInt64) {
		return platform.PowerTimeUnknown
	}
	return int64(t)
}

// plugged says whether there is mains power: 1, 0 or NA.
func (s *system) plugged(buf *[]byte, all []string) int32 {
	plugged := int32(platform.NA)
	for _, supply := range all {
		if s.textAttribute(buf, supplies+"/"+supply+"/type") != "Mains" {
			continue
		}
		switch s.textAttribute(buf, supplies+"/"+supply+"/online") {
		case "1":
			return 1
		case "0":
			plugged = 0
		}
	}
	return plugged
}
