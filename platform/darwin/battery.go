package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeBattery decodes an array of struct psutil__power_source. The battery is the first one inside of the machine, or
// else the first one.
func decodeBattery(b []byte) platform.Battery {
	battery := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	var source layout.Record
	for ; len(b) >= sizeofPowerSource; b = b[sizeofPowerSource:] {
		r := layout.Record(b)
		isInternal := layout.Get(r, powerSourceInternal) > 0
		if layout.Get(r, powerSourcePresent) == 0 || source != nil && !isInternal {
			continue
		}
		source = r
		if isInternal {
			break
		}
	}
	if source == nil {
		return battery
	}
	battery.Present = true
	if onMains := layout.Get(source, powerSourceMains); onMains >= 0 {
		battery.Plugged = min(onMains, 1)
	}
	if current, maximum := layout.Get(source, powerSourceCurrent), layout.Get(source, powerSourceMaximum); current >= 0 && maximum > 0 {
		battery.Percent = min(float64(current)/float64(maximum)*100, 100)
	}
	switch minutes := layout.Get(source, powerSourceMinutes); {
	case battery.Plugged == 1:
		battery.SecondsLeft = platform.PowerTimeUnlimited
	case minutes > 0:
		battery.SecondsLeft = int64(minutes) * 60
	}
	return battery
}
