package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/platform"

//export psutil__go_users
func psutil__go_users(e *C.psutil__error, out **C.psutil_user_list_t) C.int32_t {
	return guard(e, func() error {
		users, err := library().Users()
		if err != nil {
			return err
		}
		bytes := 0
		for _, u := range users {
			bytes += room(u.Name, u.Terminal, u.Host)
		}
		items, behind, err := recordList[C.psutil_user_list_t, C.psutil_user_t](out, len(users), bytes)
		for i := range items {
			u, r := users[i], &items[i]
			r.name, r.terminal, r.host = behind.add(u.Name), behind.orNull(u.Terminal), behind.orNull(u.Host)
			r.started, r.pid = C.double(u.Started), C.int64_t(u.PID)
		}
		return err
	})
}

//export psutil__go_sensors_temperatures
func psutil__go_sensors_temperatures(e *C.psutil__error, out **C.psutil_temperature_list_t) C.int32_t {
	return guard(e, func() error {
		all, err := library().Temperatures()
		if err != nil {
			return err
		}
		bytes := 0
		for _, t := range all {
			bytes += room(t.Name, t.Label)
		}
		items, behind, err := recordList[C.psutil_temperature_list_t, C.psutil_temperature_t](out, len(all), bytes)
		for i := range items {
			t, r := all[i], &items[i]
			r.name, r.label = behind.add(t.Name), behind.add(t.Label)
			r.current, r.high, r.critical = C.double(t.Current), C.double(t.High), C.double(t.Critical)
		}
		return err
	})
}

//export psutil__go_sensors_fans
func psutil__go_sensors_fans(e *C.psutil__error, out **C.psutil_fan_list_t) C.int32_t {
	return guard(e, func() error {
		all, err := library().Fans()
		if err != nil {
			return err
		}
		bytes := 0
		for _, f := range all {
			bytes += room(f.Name, f.Label)
		}
		items, behind, err := recordList[C.psutil_fan_list_t, C.psutil_fan_t](out, len(all), bytes)
		for i := range items {
			f, r := all[i], &items[i]
			r.name, r.label, r.current = behind.add(f.Name), behind.add(f.Label), C.int64_t(f.Current)
		}
		return err
	})
}

//export psutil__go_sensors_battery
func psutil__go_sensors_battery(e *C.psutil__error, out *C.psutil_battery_t) C.int32_t {
	return guard(e, func() error {
		b, err := library().Battery()
		if err != nil {
			return err
		}
		r := absent[C.psutil_battery_t]()
		r.present, r.power_plugged = boolean(b.Present), C.int32_t(b.Plugged)
		r.percent, r.secsleft = C.double(b.Percent), C.int64_t(b.SecondsLeft)
		*out = r
		return nil
	})
}

//export psutil__go_cgroup_limits
func psutil__go_cgroup_limits(e *C.psutil__error, pid C.int64_t, out **C.psutil_cgroup_limits_t) C.int32_t {
	return guard(e, func() error {
		l, err := library().CgroupLimits(int64(pid))
		if err != nil {
			return err
		}
		r, behind, err := recordBlock(out, room(l.Path, l.CPUSet))
		if err != nil {
			return err
		}
		r.version, r.path = C.int32_t(l.Version), behind.orNull(l.Path)
		r.memory_limit, r.memory_high, r.memory_usage = C.int64_t(l.MemoryLimit), C.int64_t(l.MemoryHigh), C.int64_t(l.MemoryUsage)
		r.swap_limit, r.cpu_quota, r.pids_limit = C.int64_t(l.SwapLimit), C.double(l.CPUQuota), C.int64_t(l.PIDsLimit)
		r.cpuset, r.cpuset_count = behind.orNull(l.CPUSet), C.int32_t(l.CPUSetCount)
		return nil
	})
}

func serviceRoom(s platform.Service) int {
	return room(s.Name, s.DisplayName, s.BinPath, s.UserName, s.StartType, s.Status, s.Description)
}

func service(r *C.psutil_win_service_t, behind *texts, s platform.Service) {
	r.name, r.display_name = behind.add(s.Name), behind.orNull(s.DisplayName)
	r.binpath, r.username = behind.orNull(s.BinPath), behind.orNull(s.UserName)
	r.start_type, r.status = behind.orNull(s.StartType), behind.orNull(s.Status)
	r.description, r.pid = behind.orNull(s.Description), C.int64_t(s.PID)
}

//export psutil__go_win_services
func psutil__go_win_services(e *C.psutil__error, out **C.psutil_win_service_list_t) C.int32_t {
	return guard(e, func() error {
		all, err := library().Services()
		if err != nil {
			return err
		}
		bytes := 0
		for _, s := range all {
			bytes += serviceRoom(s)
		}
		items, behind, err := recordList[C.psutil_win_service_list_t, C.psutil_win_service_t](out, len(all), bytes)
		for i := range items {
			service(&items[i], &behind, all[i])
		}
		return err
	})
}

//export psutil__go_win_service
func psutil__go_win_service(e *C.psutil__error, name *C.char, out **C.psutil_win_service_t) C.int32_t {
	return guard(e, func() error {
		s, err := library().Service(C.GoString(name))
		if err != nil {
			return err
		}
		r, behind, err := recordBlock(out, serviceRoom(s))
		if err == nil {
			service(r, &behind, s)
		}
		return err
	})
}
