package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/platform"

func serviceStringsSize(s platform.Service) int {
	return cStringsSize(s.Name, s.DisplayName, s.BinPath, s.UserName, s.StartType, s.Status, s.Description)
}

func fillService(r *C.psutil_win_service_t, strings *stringArena, s platform.Service) {
	r.name, r.display_name = strings.add(s.Name), strings.addOrNull(s.DisplayName)
	r.binpath, r.username = strings.addOrNull(s.BinPath), strings.addOrNull(s.UserName)
	r.start_type, r.status = strings.addOrNull(s.StartType), strings.addOrNull(s.Status)
	r.description, r.pid = strings.addOrNull(s.Description), C.int64_t(s.PID)
}

//export psutil__go_win_services
func psutil__go_win_services(e *C.psutil__error, out **C.psutil_win_service_list_t) C.int32_t {
	return export(e, func() error {
		all, err := currentLibrary().Services()
		if err != nil {
			return err
		}
		bytes := 0
		for _, s := range all {
			bytes += serviceStringsSize(s)
		}
		items, strings, err := listBlock[C.psutil_win_service_list_t, C.psutil_win_service_t](out, len(all), bytes)
		for i := range items {
			fillService(&items[i], &strings, all[i])
		}
		return err
	})
}

//export psutil__go_win_service
func psutil__go_win_service(e *C.psutil__error, name *C.char, out **C.psutil_win_service_t) C.int32_t {
	return export(e, func() error {
		s, err := currentLibrary().Service(C.GoString(name))
		if err != nil {
			return err
		}
		r, strings, err := recordBlock(out, serviceStringsSize(s))
		if err == nil {
			fillService(r, &strings, s)
		}
		return err
	})
}
