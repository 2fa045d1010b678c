package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestBattery(t *testing.T) {
	for what, c := range map[string]struct {
		life, minutes, state, acline int64
		want                         platform.Battery
	}{
		"discharging":  {80, 125, 1, 0, platform.Battery{Present: true, Plugged: 0, Percent: 80, SecondsLeft: 7500}},
		"plugged in":   {99, -1, 2, 1, platform.Battery{Present: true, Plugged: 1, Percent: 99, SecondsLeft: platform.PowerTimeUnlimited}},
		"unknown":      {-1, -1, 0, na, platform.Battery{Present: true, Plugged: na, Percent: nan, SecondsLeft: platform.PowerTimeUnknown}},
		"not there":    {-1, -1, 7, 1, platform.Battery{Plugged: na, Percent: nan, SecondsLeft: platform.PowerTimeUnknown}},
		"out of range": {101, 0, 1, 5, platform.Battery{Present: true, Plugged: na, Percent: nan, SecondsLeft: 0}},
	} {
		equal(t, what, battery(c.life, c.minutes, c.state, c.acline), c.want)
	}
}
