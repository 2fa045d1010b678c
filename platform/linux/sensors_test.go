//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// The trees below follow the kernel's documentation (hwmon/sysfs-interface, thermal, power_supply_class), with values
// of common drivers.

func TestTemperatures(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []platform.Temperature
	}{
		"a laptop": {map[string]string{
			"class/hwmon/hwmon0/name":             "acpitz\n",
			"class/hwmon/hwmon0/temp1_input":      "27800\n",
			"class/hwmon/hwmon0/temp1_crit":       "119000\n",
			"class/hwmon/hwmon1/name":             "nvme\n",
			"class/hwmon/hwmon1/temp1_input":      "-5150\n",
			"class/hwmon/hwmon1/temp1_label":      "Composite\n",
			"class/hwmon/hwmon1/temp1_max":        "84850\n",
			"class/hwmon/hwmon1/temp1_crit":       "84850\n",
			"class/hwmon/hwmon1/power1_input":     "1\n",
			"class/hwmon/hwmon1/temperature_odd":  "1\n",
			"class/hwmon/hwmon2/name":             "coretemp\n",
			"class/hwmon/hwmon2/temp10_input":     "44000\n",
			"class/hwmon/hwmon2/temp10_label":     "Core 8\n",
			"class/hwmon/hwmon2/temp10_max":       "100000\n",
			"class/hwmon/hwmon2/temp2_input":      "45000\n",
			"class/hwmon/hwmon2/temp2_label":      "Core 0\n",
			"class/hwmon/hwmon2/temp2_max":        "100000\n",
			"class/hwmon/hwmon2/temp2_crit":       "105000\n",
			"class/hwmon/hwmon3/name":             "nvme\n",
			"class/hwmon/hwmon3/temp1_input":      "33000\n",
			"class/thermal/thermal_zone0/type":    "x86_pkg_temp\n",
			"class/thermal/thermal_zone0/temp":    "1\n",
			"devices/platform/coretemp.0/uevent":  "\n",
			"devices/platform/serial8250/name":    "no chip\n",
			"class/hwmon/hwmon4/name":             "asleep\n", // reading its file fails
			"class/hwmon/hwmon4/temp1_input/this": "is a directory\n",
			"class/hwmon/hwmon5/name":             "nonsense\n",
			"class/hwmon/hwmon5/temp1_input":      "warm\n",
			"class/hwmon/hwmon6/temp1_input":      "1000\n", // of a chip without a name
		}, []platform.Temperature{
			{Name: "acpitz", Current: 27.8, High: nan, Critical: 119},
			{Name: "nvme", Label: "Composite", Current: -5.15, High: 84.85, Critical: 84.85},
			{Name: "nvme", Current: 33, High: nan, Critical: nan},
			{Name: "coretemp", Label: "Core 8", Current: 44, High: 100, Critical: nan},
			{Name: "coretemp", Label: "Core 0", Current: 45, High: 100, Critical: 105},
		}},
		"limits that are not set": {map[string]string{
			"class/hwmon/hwmon0/name":        "nvme\n",
			"class/hwmon/hwmon0/temp1_input": "41850\n",
			"class/hwmon/hwmon0/temp1_max":   "-273150\n",
			"class/hwmon/hwmon0/temp1_crit":  "-1000000\n",
			"class/hwmon/hwmon0/temp2_input": "-41850\n",
			"class/hwmon/hwmon0/temp2_max":   "-65000\n",
		}, []platform.Temperature{
			{Name: "nvme", Current: 41.85, High: nan, Critical: nan}, {Name: "nvme", Current: -41.85, High: -65, Critical: nan},
		}},
		"in device, as before Linux 3.13": {map[string]string{
			"class/hwmon/hwmon0/device/name":        "coretemp\n",
			"class/hwmon/hwmon0/device/temp2_input": "45000\n",
		}, []platform.Temperature{{Name: "coretemp", Current: 45, High: nan, Critical: nan}}},
		"cores left out of the class": {map[string]string{
			"devices/platform/coretemp.0/hwmon/hwmon3/name":        "coretemp\n",
			"devices/platform/coretemp.0/hwmon/hwmon3/temp2_input": "45000\n",
		}, []platform.Temperature{{Name: "coretemp", Current: 45, High: nan, Critical: nan}}},
		"sensors and name apart": {map[string]string{
			"class/hwmon/hwmon0/device/temp1_input": "45000\n",
			"class/hwmon/hwmon0/name":               "radeon\n",
			"class/hwmon/hwmon1/temp1_input":        "46000\n",
			"class/hwmon/hwmon1/device/name":        "k8temp\n",
		}, []platform.Temperature{
			{Name: "radeon", Current: 45, High: nan, Critical: nan}, {Name: "k8temp", Current: 46, High: nan, Critical: nan},
		}},
		"a chip that cannot be read beside thermal zones": {map[string]string{
			"class/hwmon/hwmon0/name":             "ath10k_hwmon\n",
			"class/hwmon/hwmon0/temp1_input/this": "is a directory\n",
			"class/thermal/thermal_zone0/type":    "soc-thermal\n",
			"class/thermal/thermal_zone0/temp":    "52000\n",
		}, []platform.Temperature{{Name: "soc-thermal", Current: 52, High: nan, Critical: nan}}},
		"a board with thermal zones alone": {map[string]string{
			"class/thermal/thermal_zone0/type":              "cpu-thermal\n",
			"class/thermal/thermal_zone0/temp":              "52582\n",
			"class/thermal/thermal_zone0/trip_point_0_type": "passive\n",
			"class/thermal/thermal_zone0/trip_point_0_temp": "75000\n",
			"class/thermal/thermal_zone0/trip_point_1_type": "hot\n",
			"class/thermal/thermal_zone0/trip_point_1_temp": "85000\n",
			"class/thermal/thermal_zone0/trip_point_2_type": "critical\n",
			"class/thermal/thermal_zone0/trip_point_2_temp": "110000\n",
			"class/thermal/thermal_zone0/trip_point_2_hyst": "0\n",
			"class/thermal/thermal_zone1/type":              "gpu-thermal\n",
			"class/thermal/thermal_zone1/temp":              "50000\n",
			"class/thermal/thermal_zone2/type":              "switched off\n",
			"class/thermal/cooling_device0/type":            "fan\n",
			"class/thermal/cooling_device0/temp":            "1\n",
		}, []platform.Temperature{
			{Name: "cpu-thermal", Current: 52.582, High: 85, Critical: 110},
			{Name: "gpu-thermal", Current: 50, High: nan, Critical: nan},
		}},
		"nothing": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := newTree(t, c.files).Temperatures()
			noError(t, "Temperatures", err)
			equal(t, "Temperatures", got, c.want)
		})
	}
}

func TestSensorsThroughLinks(t *testing.T) {
	s := newTree(t, map[string]string{
		"devices/platform/coretemp.0/hwmon/hwmon0/name":        "coretemp\n",
		"devices/platform/coretemp.0/hwmon/hwmon0/temp1_input": "45000\n",
		"devices/platform/coretemp.0/hwmon/hwmon0/fan1_input":  "2100\n",
		"class/hwmon/x": "",
	})
	// As in sysfs: chips are links, and have links to their devices.
	if err := os.Symlink("../../devices/platform/coretemp.0/hwmon/hwmon0", filepath.Join(s.sys, "class/hwmon/hwmon0")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../..", filepath.Join(s.sys, "class/hwmon/hwmon0/device")); err != nil {
		t.Fatal(err)
	}
	temperatures, err := s.Temperatures()
	noError(t, "Temperatures", err)
	equal(t, "Temperatures", temperatures, []platform.Temperature{{Name: "coretemp", Current: 45, High: nan, Critical: nan}})
	fans, err := s.Fans()
	noError(t, "Fans", err)
	equal(t, "Fans", fans, []platform.Fan{{Name: "coretemp", Current: 2100}})
}

func TestFans(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []platform.Fan
	}{
		"two chips": {map[string]string{
			"class/hwmon/hwmon0/name":              "thinkpad\n",
			"class/hwmon/hwmon0/fan1_input":        "2584\n",
			"class/hwmon/hwmon0/fan2_input":        "0\n",
			"class/hwmon/hwmon0/fan2_label":        "Right\n",
			"class/hwmon/hwmon0/fan2_min":          "0\n",
			"class/hwmon/hwmon0/temp1_input":       "1\n",
			"class/hwmon/hwmon0/device/name":       "no fan of this\n",
			"class/hwmon/hwmon0/device/fan1_input": "1\n",
			"class/hwmon/hwmon1/name":              "broken\n",
			"class/hwmon/hwmon1/fan1_input":        "fast\n",
			"class/hwmon/hwmon2/fan1_input":        "1\n", // of a chip without a name
		}, []platform.Fan{{Name: "thinkpad", Current: 2584}, {Name: "thinkpad", Label: "Right", Current: 0}}},
		"one chip with an old driver, one with a new": {map[string]string{
			"class/hwmon/hwmon0/name":              "amdgpu\n",
			"class/hwmon/hwmon0/fan1_input":        "900\n",
			"class/hwmon/hwmon1/device/name":       "applesmc\n",
			"class/hwmon/hwmon1/device/fan1_input": "1200\n",
		}, []platform.Fan{{Name: "amdgpu", Current: 900}, {Name: "applesmc", Current: 1200}}},
		"in device, the name beside it": {map[string]string{
			"class/hwmon/hwmon0/name":              "asus_fan\n",
			"class/hwmon/hwmon0/device/fan1_input": "2100\n",
		}, []platform.Fan{{Name: "asus_fan", Current: 2100}}},
		"in device": {map[string]string{
			"class/hwmon/hwmon0/device/name":       "applesmc\n",
			"class/hwmon/hwmon0/device/fan1_input": "1998\n",
			"class/hwmon/hwmon0/device/fan1_label": "Exhaust\n",
		}, []platform.Fan{{Name: "applesmc", Label: "Exhaust", Current: 1998}}},
		"nothing": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := newTree(t, c.files).Fans()
			noError(t, "Fans", err)
			equal(t, "Fans", got, c.want)
		})
	}
}

func TestSensorNames(t *testing.T) {
	for file, want := range map[string]string{
		"temp1_input": "temp1", "temp12_crit_alarm": "temp12", "temp_input": "", "temp1": "", "temp1x_input": "",
		"xtemp1_input": "", "temp-1_input": "", "fan1_input": "", "": "", "temp99999999999999999999_input": "",
	} {
		equal(t, file, sensorOf("temp", file), want)
	}
}

// Reading the sensors of this system does not fail.
func TestSensorsOfThisMachine(t *testing.T) {
	temperatures, err := liveSystem.Temperatures()
	noError(t, "Temperatures", err)
	fans, err := liveSystem.Fans()
	noError(t, "Fans", err)
	battery, err := liveSystem.Battery()
	noError(t, "Battery", err)
	t.Logf("%+v %+v %+v", temperatures, fans, battery)
}
