package windows

import "github.com/libpsutil/libpsutil/platform"

const powerStatusSize = 12 // SYSTEM_POWER_STATUS

// The bits of BatteryFlag. All bits set is an unknown state.
const (
	batteryCharging = 8
	batteryNone     = 128
)

// decodePowerStatus decodes SYSTEM_POWER_STATUS.
func decodePowerStatus(b *buffer) platform.Battery {
	battery := platform.Battery{Plugged: platform.NA, Percent: platform.NaN, SecondsLeft: platform.PowerTimeUnknown}
	line, flag, percent, left := b.uint8(0), b.uint8(1), b.uint8(2), b.uint32(4)
	if flag&batteryNone != 0 || b.malformed {
		return battery
	}
	battery.Present = true
	if line <= 1 {
		battery.Plugged = int32(line)
	}
	if percent <= 100 {
		battery.Percent = float64(percent)
	}
	switch {
	case line == 1 || flag&batteryCharging != 0:
		battery.SecondsLeft = platform.PowerTimeUnlimited
	case left != 1<<32-1:
		battery.SecondsLeft = int64(left)
	}
	return battery
}
