//go:build linux

package linux

import (
	"slices"
	"strings"
)

// sensors lists what hwmon has of a kind ("temp", "fan"), as folder/temp1, in the order of their names. Older drivers
// have theirs a folder deeper.
func (s *system) hwmonSensors(kind string, deeper bool) []string {
	const class = "class/hwmon"
	chips, _ := readDirNames(s.sys, class)
	folders := make([]string, 0, 2*len(chips))
	for _, chip := range chips {
		folders = append(folders, class+"/"+chip)
		if deeper {
			folders = append(folders, class+"/"+chip+"/device")
		}
	}
	return s.hwmonSensorsIn(kind, folders)
}

func (s *system) hwmonSensorsIn(kind string, folders []string) []string {
	var found []string
	for _, folder := range folders {
		files, _ := readDirNames(s.sys, folder)
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

// unlistedCores lists sensors of Intel's cores that some kernels leave out of the class.
func (s *system) unlistedCores() []string {
	const platforms = "devices/platform"
	devices, _ := readDirNames(s.sys, platforms)
	var unlisted []string
	for _, device := range devices {
		if !strings.HasPrefix(device, "coretemp.") {
			continue
		}
		folder := platforms + "/" + device + "/hwmon"
		chips, _ := readDirNames(s.sys, folder)
		for _, chip := range chips {
			if files, _ := readDirNames(s.sys, "class/hwmon/"+chip); len(files) == 0 {
				unlisted = append(unlisted, s.hwmonSensorsIn("temp", []string{folder + "/" + chip})...)
			}
		}
	}
	return unlisted
}
