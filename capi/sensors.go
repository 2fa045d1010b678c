package main

// #include "internal.h"
import "C"

//export psutil__go_sensors_temperatures
func psutil__go_sensors_temperatures(e *C.psutil__error, out **C.psutil_temperature_list_t) C.int32_t {
	return export(e, func() error {
		all, err := currentLibrary().Temperatures()
		if err != nil {
			return err
		}
		bytes := 0
		for _, t := range all {
			bytes += cStringsSize(t.Name, t.Label)
		}
		items, strings, err := listBlock[C.psutil_temperature_list_t, C.psutil_temperature_t](out, len(all), bytes)
		for i := range items {
			t, r := all[i], &items[i]
			r.name, r.label = strings.add(t.Name), strings.add(t.Label)
			r.current, r.high, r.critical = C.double(t.Current), C.double(t.High), C.double(t.Critical)
		}
		return err
	})
}

//export psutil__go_sensors_fans
func psutil__go_sensors_fans(e *C.psutil__error, out **C.psutil_fan_list_t) C.int32_t {
	return export(e, func() error {
		all, err := currentLibrary().Fans()
		if err != nil {
			return err
		}
		bytes := 0
		for _, f := range all {
			bytes += cStringsSize(f.Name, f.Label)
		}
		items, strings, err := listBlock[C.psutil_fan_list_t, C.psutil_fan_t](out, len(all), bytes)
		for i := range items {
			f, r := all[i], &items[i]
			r.name, r.label, r.current = strings.add(f.Name), strings.add(f.Label), C.int64_t(f.Current)
		}
		return err
	})
}

//export psutil__go_sensors_battery
func psutil__go_sensors_battery(e *C.psutil__error, out *C.psutil_battery_t) C.int32_t {
	return export(e, func() error {
		b, err := currentLibrary().Battery()
		if err != nil {
			return err
		}
		r := unset[C.psutil_battery_t]()
		r.present, r.power_plugged = cBool(b.Present), C.int32_t(b.Plugged)
		r.percent, r.secsleft = C.double(b.Percent), C.int64_t(b.SecondsLeft)
		*out = r
		return nil
	})
}
