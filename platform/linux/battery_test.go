//go:build linux

package linux

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestBattery(t *testing.T) {
	const unknown, unlimited = platform.PowerTimeUnknown, platform.PowerTimeUnlimited
	none := platform.Battery{Plugged: na, Percent: nan, SecondsLeft: unknown}
	for name, c := range map[string]struct {
		files map[string]string // below class/power_supply
		want  platform.Battery
	}{
		"energy, discharging": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/status": "Discharging\n", "BAT0/capacity": "77\n",
			"BAT0/energy_now": "30000000\n", "BAT0/energy_full": "40000000\n", "BAT0/power_now": "10000000\n",
			"AC/type": "Mains\n", "AC/online": "0\n",
		}, platform.Battery{Present: true, Percent: 75, SecondsLeft: 3 * 3600}},
		"charge, with a current that is negative": {map[string]string{
			"BAT1/charge_now": "2000000\n", "BAT1/charge_full": "3000000\n", "BAT1/current_now": "-4000000\n",
			"BAT1/status": "Discharging\n",
		}, platform.Battery{Present: true, Percent: 200. / 3, SecondsLeft: 1800}},
		"numbers of two kinds": {map[string]string{
			"BAT0/energy_now": "30000000\n", "BAT0/charge_full": "3000000\n", "BAT0/current_now": "4000000\n", "BAT0/capacity": "50\n",
		}, platform.Battery{Present: true, Plugged: na, Percent: 50, SecondsLeft: unknown}},
		"mains, held at a threshold": {map[string]string{
			"BAT0/capacity": "80\n", "BAT0/status": "Not charging\n", "ADP1/type": "Mains\n", "ADP1/online": "1\n",
		}, platform.Battery{Present: true, Plugged: 1, Percent: 80, SecondsLeft: unlimited}},
		"one of two adapters": {map[string]string{
			"BAT0/capacity": "80\n", "AC/type": "Mains\n", "AC/online": "0\n", "ADP1/type": "Mains\n", "ADP1/online": "1\n",
		}, platform.Battery{Present: true, Plugged: 1, Percent: 80, SecondsLeft: unlimited}},
		"only a status": {map[string]string{"BAT0/capacity": "99\n", "BAT0/status": "Full\n"},
			platform.Battery{Present: true, Plugged: 1, Percent: 99, SecondsLeft: unlimited}},
		"a time": {map[string]string{
			"battery/capacity": "40\n", "battery/status": "Discharging\n", "battery/time_to_empty_now": "5400\n",
		}, platform.Battery{Present: true, Percent: 40, SecondsLeft: 5400}},
		"an average time alone": {map[string]string{
			"BAT0/capacity": "40\n", "BAT0/status": "Discharging\n", "BAT0/time_to_empty_now": "-1\n", "BAT0/time_to_empty_avg": "3600\n",
		}, platform.Battery{Present: true, Percent: 40, SecondsLeft: 3600}},
		"more than full": {map[string]string{"BAT0/energy_now": "41\n", "BAT0/energy_full": "40\n"},
			platform.Battery{Present: true, Plugged: na, Percent: 100, SecondsLeft: unknown}},
		"worn out": {map[string]string{"BAT0/energy_now": "0\n", "BAT0/energy_full": "0\n", "BAT0/power_now": "0\n"},
			platform.Battery{Present: true, Plugged: na, Percent: 0, SecondsLeft: unknown}},
		"hardly used": {map[string]string{"BAT0/energy_now": "9223372036854775807\n", "BAT0/energy_full": "9223372036854775807\n", "BAT0/power_now": "1\n"},
			platform.Battery{Present: true, Plugged: na, Percent: 100, SecondsLeft: unknown}},
		"the first of two": {map[string]string{"BAT1/capacity": "10\n", "BAT0/capacity": "20\n"},
			platform.Battery{Present: true, Plugged: na, Percent: 20, SecondsLeft: unknown}},
		"that of a mouse": {map[string]string{
			"hidpp_battery_0/capacity": "50\n", "hidpp_battery_0/scope": "Device\n", "AC/type": "Mains\n", "AC/online": "1\n",
		}, none},
		"one that says nothing": {map[string]string{"BAT0/capacity": "?\n"}, none},
		"by its type, whatever its name": {map[string]string{
			"CMB1/type": "Battery\n", "CMB1/capacity": "94\n", "CMB1/charge_full": "4000000\n", "CMB1/charge_now": "3000000\n",
			"CMB1/current_now": "1000000\n", "CMB1/status": "Discharging\n", "CMB1/present": "1\n",
		}, platform.Battery{Present: true, Percent: 75, SecondsLeft: 10800}},
		"an empty slot before another": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/present": "0\n", "BAT0/capacity": "0\n", "sbs-5-000b/type": "Battery\n", "sbs-5-000b/capacity": "30\n",
		}, platform.Battery{Present: true, Plugged: na, Percent: 30, SecondsLeft: unknown}},
		"an empty slot alone": {map[string]string{
			"axp20x-battery/type": "Battery\n", "axp20x-battery/present": "0\n", "axp20x-battery/capacity": "100\n",
		}, none},
		"an unknown charge before another": {map[string]string{
			"BAT0/type": "Battery\n", "BAT1/type": "Battery\n", "BAT1/capacity": "10\n",
		}, platform.Battery{Present: true, Plugged: na, Percent: 10, SecondsLeft: unknown}},
		"discharging beside a charger that is always online": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "80\n", "BAT0/status": "Discharging\n",
			"sbs-charger/type": "Mains\n", "sbs-charger/online": "1\n",
		}, platform.Battery{Present: true, Percent: 80, SecondsLeft: unknown}},
		"charging by USB": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "55\n", "BAT0/status": "Charging\n", "dc-charger/type": "Mains\n", "dc-charger/online": "0\n",
		}, platform.Battery{Present: true, Plugged: 1, Percent: 55, SecondsLeft: unlimited}},
		"held by USB": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "55\n", "BAT0/status": "Not charging\n", "dc-charger/type": "Mains\n",
			"dc-charger/online": "0\n", "tcpm/type": "USB\n", "tcpm/online": "1\n",
		}, platform.Battery{Present: true, Plugged: 1, Percent: 55, SecondsLeft: unlimited}},
		"full, and the mains are off": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "100\n", "BAT0/status": "Full\n", "AC/type": "Mains\n", "AC/online": "0\n",
		}, platform.Battery{Present: true, Percent: 100, SecondsLeft: unknown}},
		"full beside the charger of a tablet": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "100\n", "BAT0/status": "Full\n", "AC/type": "Mains\n", "AC/online": "0\n",
			"wacom_ac_0/type": "Mains\n", "wacom_ac_0/scope": "Device\n", "wacom_ac_0/online": "1\n",
		}, platform.Battery{Present: true, Percent: 100, SecondsLeft: unknown}},
		"held on a wireless charger": {map[string]string{
			"BAT0/type": "Battery\n", "BAT0/capacity": "80\n", "BAT0/status": "Not charging\n", "wireless/type": "Wireless\n", "wireless/online": "1\n",
		}, platform.Battery{Present: true, Plugged: 1, Percent: 80, SecondsLeft: unlimited}},
		"not calibrated": {map[string]string{"BAT0/charge_now": "30\n", "BAT0/charge_full": "0\n", "BAT0/capacity": "55\n"},
			platform.Battery{Present: true, Plugged: na, Percent: 55, SecondsLeft: unknown}},
		"no battery": {map[string]string{"AC/type": "Mains\n", "AC/online": "1\n"}, none},
		"nothing":    {nil, none},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			for file, text := range c.files {
				files["class/power_supply/"+file] = text
			}
			got, err := newTree(t, files).Battery()
			noError(t, "Battery", err)
			equal(t, "Battery", got, c.want)
		})
	}
}
