package freebsd

import "github.com/libpsutil/libpsutil/platform"

// batteryAbsent is the state of a battery that is not there, ACPI_BATT_STAT_NOT_PRESENT.
const batteryAbsent = 7

// battery converts hw.acpi.battery.life (percent), .time (minutes, -1 while charging or unknown), .state and
// hw.acpi.acline. acline is NA where unknown.
func battery(life, minutes, state, acline int64) platform.Battery {
	b := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	if state == batteryAbsent {
		return b
	}
	b.Present = true
	if acline == 0 || acline == 1 {
		b.Plugged = int32(acline)
	}
	if life >= 0 && life <= 100 {
		b.Percent = float64(life)
	}
	switch {
	case acline == 1:
		b.SecondsLeft = platform.PowerTimeUnlimited
	case minutes >= 0:
		b.SecondsLeft = minutes * 60
	}
	return b
}

// Battery reads hw.acpi.battery and hw.acpi.acline.
func (s *system) Battery() (platform.Battery, error) {
	none := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	life, err := s.kernel.readInt("hw.acpi.battery.life")
	if isMissing(err) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	values := [3]int64{}
	for i, name := range [...]string{"hw.acpi.battery.time", "hw.acpi.battery.state", "hw.acpi.acline"} {
		if values[i], err = readOrDefault(s.kernel.readInt, name, platform.NA); err != nil {
			return none, err
		}
	}
	return battery(life, values[0], values[1], values[2]), nil
}
