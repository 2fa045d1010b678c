//go:build linux

package linux

import (
	"math"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// powerSupplyClass is the directory of batteries and chargers.
const powerSupplyClass = "class/power_supply"

func (s *system) Battery() (platform.Battery, error) {
	buf := getBuf()
	defer putBuf(buf)
	f := s.sysfs(buf)
	supplies := f.list(powerSupplyClass)
	slices.Sort(supplies)
	battery := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	for _, name := range supplies {
		dir := powerSupplyClass + "/" + name
		if !f.isBattery(dir) {
			continue
		}
		c := f.readCharge(dir)
		if math.IsNaN(c.percent) {
			continue
		}
		battery = platform.Battery{
			Present: true, Percent: min(max(c.percent, 0), 100), SecondsLeft: c.secondsLeft,
			Plugged: f.isPluggedIn(dir, supplies),
		}
		if battery.Plugged == 1 {
			battery.SecondsLeft = platform.PowerTimeUnlimited
		}
		break
	}
	return battery, f.files.err
}

// isBattery reports whether a power supply is a battery that is present and powers the system, as opposed to its mouse.
// Only a supply without a type is judged by its name.
func (f *sysfs) isBattery(dir string) bool {
	kind := f.readTextAttr(dir + "/type")
	if kind == "" {
		name := strings.ToLower(dir[len(powerSupplyClass)+1:])
		if strings.HasPrefix(name, "bat") || strings.Contains(name, "battery") {
			kind = "Battery"
		}
	}
	return kind == "Battery" && f.readTextAttr(dir+"/scope") != "Device" && f.readTextAttr(dir+"/present") != "0"
}

// charge is how full a battery is, and for how long that suffices.
type charge struct {
	percent     float64 // NaN where unknown
	secondsLeft int64
}

// readCharge reads a battery that counts either energy (µWh, µW) or charge (µAh, µA). Numbers of both kinds cannot be
// combined.
func (f *sysfs) readCharge(dir string) charge {
	c := charge{platform.NaN, platform.PowerTimeUnknown}
	isWornOut := false
	for _, kind := range [][3]string{{"energy_now", "energy_full", "power_now"}, {"charge_now", "charge_full", "current_now"}} {
		now, ok := f.readIntAttr(dir + "/" + kind[0])
		if !ok || now < 0 {
			continue
		}
		if full, ok := f.readIntAttr(dir + "/" + kind[1]); ok && math.IsNaN(c.percent) {
			if full > 0 {
				c.percent = 100 * float64(now) / float64(full)
			} else {
				isWornOut = true
			}
		}
		// Some drivers count a discharge as negative.
		if rate, ok := f.readIntAttr(dir + "/" + kind[2]); ok && rate != 0 && c.secondsLeft == platform.PowerTimeUnknown {
			c.secondsLeft = wholeSeconds(float64(now) / math.Abs(float64(rate)) * 3600)
		}
	}
	if math.IsNaN(c.percent) {
		if n, ok := f.readIntAttr(dir + "/capacity"); ok && n >= 0 {
			c.percent = float64(n)
		} else if isWornOut {
			c.percent = 0
		}
	}
	for _, file := range []string{"/time_to_empty_now", "/time_to_empty_avg"} {
		if c.secondsLeft != platform.PowerTimeUnknown {
			break
		}
		if n, ok := f.readIntAttr(dir + file); ok && n >= 0 {
			c.secondsLeft = n
		}
	}
	return c
}

// wholeSeconds truncates a time to whole seconds. A time that does not fit is unknown.
func wholeSeconds(t float64) int64 {
	if !(t >= 0 && t < math.MaxInt64) {
		return platform.PowerTimeUnknown
	}
	return int64(t)
}

// isPluggedIn reports whether a battery is being charged or there is another supply of power: 1, 0 or NA. The battery's
// status comes first: some chargers are always online, and a system may have several connectors.
func (f *sysfs) isPluggedIn(battery string, supplies []string) int32 {
	status := strings.ToLower(f.readTextAttr(battery + "/status"))
	switch status {
	case "charging":
		return 1
	case "discharging":
		return 0
	}
	plugged := int32(platform.NA)
	for _, supply := range supplies {
		dir := powerSupplyClass + "/" + supply
		switch kind := f.readTextAttr(dir + "/type"); {
		case f.readTextAttr(dir+"/scope") == "Device": // such as of a graphics tablet
			continue
		case kind != "Mains" && kind != "Wireless" && kind != "BrickID" && !strings.HasPrefix(kind, "USB"):
			continue
		}
		online, ok := f.readIntAttr(dir + "/online")
		switch {
		case ok && online > 0: // 2 is a supply with a fixed voltage or current
			return 1
		case ok:
			plugged = 0
		}
	}
	if plugged == platform.NA && status == "full" {
		return 1
	}
	return plugged
}
