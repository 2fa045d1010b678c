//go:build linux

package linux

import (
	"slices"
	"strings"
)

const hwmonClass = "class/hwmon"

// temperatureSensors lists the temperature sensors of hwmon, as dir/temp1, in the order of their names. Older drivers
// have theirs in device.
func (f *sysfs) temperatureSensors() []string {
	var dirs []string
	for _, chip := range f.list(hwmonClass) {
		dirs = append(dirs, hwmonClass+"/"+chip, hwmonClass+"/"+chip+"/device")
	}
	return f.sensorsIn("temp", dirs)
}

// fanSensors lists the fans of hwmon, as dir/fan1, in the order of their names: of each chip those in device if it has
// no others.
func (f *sysfs) fanSensors() []string {
	var sensors []string
	for _, chip := range f.list(hwmonClass) {
		dir := hwmonClass + "/" + chip
		fans := f.sensorsIn("fan", []string{dir})
		if len(fans) == 0 {
			fans = f.sensorsIn("fan", []string{dir + "/device"})
		}
		sensors = append(sensors, fans...)
	}
	slices.Sort(sensors)
	return sensors
}

// sensorsIn lists the sensors of a kind ("temp", "fan") in these directories.
func (f *sysfs) sensorsIn(kind string, dirs []string) []string {
	var sensors []string
	for _, dir := range dirs {
		for _, file := range f.list(dir) {
			if sensor := sensorOf(kind, file); sensor != "" {
				sensors = append(sensors, dir+"/"+sensor)
			}
		}
	}
	slices.Sort(sensors)
	return slices.Compact(sensors)
}

// sensorOf returns the "temp1" of temp1_input, temp1_max and the like; "" for any other file.
func sensorOf(kind, file string) string {
	sensor, _, found := strings.Cut(file, "_")
	number, ofKind := strings.CutPrefix(sensor, kind)
	if _, ok := parseCount([]byte(number)); !found || !ofKind || !ok {
		return ""
	}
	return sensor
}

// chipName returns the name of a sensor's chip. Some drivers have the sensors in hwmonN and the name in hwmonN/device,
// or the reverse.
func (f *sysfs) chipName(sensor string) (string, bool) {
	dir := dirOf(sensor)
	other, inDevice := strings.CutSuffix(dir, "/device")
	if !inDevice {
		other = dir + "/device"
	}
	for _, dir := range []string{dir, other} {
		if name, found := f.readAttr(dir + "/name"); found {
			return string(name), true
		}
	}
	return "", false
}

// coretempSensors lists the sensors of Intel's cores that some kernels do not list in the class.
func (f *sysfs) coretempSensors() []string {
	const platforms = "devices/platform"
	var sensors []string
	for _, device := range f.list(platforms) {
		if !strings.HasPrefix(device, "coretemp.") {
			continue
		}
		dir := platforms + "/" + device + "/hwmon"
		for _, chip := range f.list(dir) {
			if len(f.list(hwmonClass+"/"+chip)) == 0 {
				sensors = append(sensors, f.sensorsIn("temp", []string{dir + "/" + chip})...)
			}
		}
	}
	return sensors
}
