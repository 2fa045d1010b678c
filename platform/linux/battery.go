//go:build linux

package linux

import (
	"math"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// supplies is where the kernel lists batteries and what charges them.
const powerSupplyClass = "class/power_supply"

func (s *system) Battery() (platform.Battery, error) {
	buf := getBuf()
	defer putBuf(buf)
	none := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	all, _ := readDirNames(s.sys, powerSupplyClass)
	slices.Sort(all)
	i := slices.IndexFunc(all, func(name string) bool { return s.isBattery(buf, name) })
	if i < 0 {
		return none, nil
	}
	folder := powerSupplyClass + "/" + all[i]
	c := s.readCharge(buf, folder)
	if math.IsNaN(c.percent) {
		return none, nil
	}
	b := platform.Battery{Present: true, Percent: min(max(c.percent, 0), 100), Plugged: s.isPluggedIn(buf, all)}
	if b.Plugged == platform.NA {
		switch strings.ToLower(s.readTextAttr(buf, folder+"/status")) {
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
	return s.readTextAttr(buf, powerSupplyClass+"/"+name+"/scope") != "Device"
}

// charge is how full a battery is, and for how long that is enough.
type charge struct {
	percent     float64 // NaN where unknown
	secondsLeft int64
}

// charge reads a battery that counts either energy (µWh, µW) or charge (µAh, µA). Numbers of one kind do not go with
// those of the other.
func (s *system) readCharge(buf *[]byte, folder string) charge {
	c := charge{platform.NaN, platform.PowerTimeUnknown}
	for _, kind := range [][3]string{{"energy_now", "energy_full", "power_now"}, {"charge_now", "charge_full", "current_now"}} {
		now, ok := s.readIntAttr(buf, folder+"/"+kind[0])
		if !ok || now < 0 {
			continue
		}
		if full, ok := s.readIntAttr(buf, folder+"/"+kind[1]); ok && math.IsNaN(c.percent) {
			c.percent = 0
			if full > 0 {
				c.percent = 100 * float64(now) / float64(full)
			}
		}
		// Some drivers count what flows out as negative.
		if rate, ok := s.readIntAttr(buf, folder+"/"+kind[2]); ok && rate != 0 && c.secondsLeft == platform.PowerTimeUnknown {
			c.secondsLeft = wholeSeconds(float64(now) / math.Abs(float64(rate)) * 3600)
		}
	}
	if math.IsNaN(c.percent) {
		if n, ok := s.readIntAttr(buf, folder+"/capacity"); ok && n >= 0 {
			c.percent = float64(n)
		}
	}
	if c.secondsLeft == platform.PowerTimeUnknown {
		if n, ok := s.readIntAttr(buf, folder+"/time_to_empty_now"); ok && n >= 0 {
			c.secondsLeft = n
		}
	}
	return c
}

// seconds cuts a time down to whole seconds; one that no integer holds is no time.
func wholeSeconds(t float64) int64 {
	if !(t >= 0 && t < math.MaxInt64) {
		return platform.PowerTimeUnknown
	}
	return int64(t)
}

// plugged says whether there is mains power: 1, 0 or NA.
func (s *system) isPluggedIn(buf *[]byte, all []string) int32 {
	plugged := int32(platform.NA)
	for _, supply := range all {
		if s.readTextAttr(buf, powerSupplyClass+"/"+supply+"/type") != "Mains" {
			continue
		}
		switch s.readTextAttr(buf, powerSupplyClass+"/"+supply+"/online") {
		case "1":
			return 1
		case "0":
			plugged = 0
		}
	}
	return plugged
}
