package darwin

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func powerSourceOf(internal, present, mains, current, maximum, minutes int32) layout.Record {
	r := make(layout.Record, sizeofPowerSource)
	layout.Put(r, powerSourceInternal, internal)
	layout.Put(r, powerSourcePresent, present)
	layout.Put(r, powerSourceMains, mains)
	layout.Put(r, powerSourceCurrent, current)
	layout.Put(r, powerSourceMaximum, maximum)
	layout.Put(r, powerSourceMinutes, minutes)
	return r
}

func TestDecodeBattery(t *testing.T) {
	const unknown, unlimited = platform.PowerTimeUnknown, platform.PowerTimeUnlimited
	internal, ups := powerSourceOf(1, 1, 0, 80, 100, 90), powerSourceOf(0, 1, 1, 50, 100, 30)
	for name, c := range map[string]struct {
		sources []byte
		want    platform.Battery
	}{
		"none":                     {nil, platform.Battery{Plugged: na, Percent: platform.NaN, SecondsLeft: unknown}},
		"one":                      {internal, platform.Battery{Present: true, Percent: 80, SecondsLeft: 5400}},
		"behind another":           {concat(ups, internal), platform.Battery{Present: true, Percent: 80, SecondsLeft: 5400}},
		"only another":             {concat(ups, ups), platform.Battery{Present: true, Plugged: 1, Percent: 50, SecondsLeft: unlimited}},
		"an empty bay":             {powerSourceOf(1, 0, 1, 0, 0, 0), platform.Battery{Plugged: na, Percent: platform.NaN, SecondsLeft: unknown}},
		"while it is estimated":    {powerSourceOf(1, 1, 0, 3000, 4000, -1), platform.Battery{Present: true, Percent: 75, SecondsLeft: unknown}},
		"at the mains":             {powerSourceOf(1, 1, 1, 100, 100, 0), platform.Battery{Present: true, Plugged: 1, Percent: 100, SecondsLeft: unlimited}},
		"nothing that is reported": {powerSourceOf(-1, -1, -1, -1, -1, -1), platform.Battery{Present: true, Plugged: na, Percent: platform.NaN, SecondsLeft: unknown}},
		"more than full":           {powerSourceOf(1, 1, 0, 101, 100, 1), platform.Battery{Present: true, Percent: 100, SecondsLeft: 60}},
		"a short record":           {internal[:23], platform.Battery{Plugged: na, Percent: platform.NaN, SecondsLeft: unknown}},
	} {
		equal(t, name, decodeBattery(c.sources), c.want)
	}
}

func FuzzBattery(f *testing.F) {
	f.Add([]byte(powerSourceOf(1, 1, 0, 80, 100, 90)))
	f.Fuzz(func(t *testing.T, b []byte) {
		battery := decodeBattery(b)
		if battery.Percent < 0 || battery.Percent > 100 || battery.Plugged < na || battery.Plugged > 1 || battery.SecondsLeft < platform.PowerTimeUnlimited {
			t.Errorf("battery %+v", battery)
		}
	})
}
