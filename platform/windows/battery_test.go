package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestDecodePowerStatus(t *testing.T) {
	const unknown = 0xffffffff
	na := platform.NaN
	for name, c := range map[string]struct {
		line, flag, percent uint8
		left                uint32
		want                platform.Battery
	}{
		"no battery":      {1, 128, 255, unknown, platform.Battery{Plugged: platform.NA, Percent: na, SecondsLeft: platform.PowerTimeUnknown}},
		"unknown":         {255, 255, 255, unknown, platform.Battery{Plugged: platform.NA, Percent: na, SecondsLeft: platform.PowerTimeUnknown}},
		"on battery":      {0, 1, 80, 7200, platform.Battery{Present: true, Percent: 80, SecondsLeft: 7200}},
		"time unknown":    {0, 2, 5, unknown, platform.Battery{Present: true, Percent: 5, SecondsLeft: platform.PowerTimeUnknown}},
		"plugged in":      {1, 0, 100, unknown, platform.Battery{Present: true, Plugged: 1, Percent: 100, SecondsLeft: platform.PowerTimeUnlimited}},
		"charging":        {255, 8, 50, 60, platform.Battery{Present: true, Plugged: platform.NA, Percent: 50, SecondsLeft: platform.PowerTimeUnlimited}},
		"percent unknown": {0, 0, 255, 60, platform.Battery{Present: true, Percent: na, SecondsLeft: 60}},
	} {
		b := build(powerStatusSize).put8(0, c.line).put8(1, c.flag).put8(2, c.percent).put32(4, c.left).buffer()
		equal(t, name, decodePowerStatus(b), c.want)
		decoded(t, b)
	}
	b := build(7).buffer()
	decodePowerStatus(b)
	malformed(t, "a short answer", b)
}

func FuzzDecodePowerStatus(f *testing.F) {
	f.Add(make([]byte, powerStatusSize))
	f.Fuzz(func(t *testing.T, content []byte) {
		b := &buffer{bytes: content}
		if battery := decodePowerStatus(b); battery.Percent < 0 || battery.Percent > 100 || battery.SecondsLeft < platform.PowerTimeUnlimited {
			t.Errorf("%+v", battery)
		}
	})
}
