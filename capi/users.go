package main

// #include "internal.h"
import "C"

//export psutil__go_users
func psutil__go_users(e *C.psutil__error, out **C.psutil_user_list_t) C.int32_t {
	return export(e, func() error {
		users, err := currentLibrary().Users()
		if err != nil {
			return err
		}
		bytes := 0
		for _, u := range users {
			bytes += cStringsSize(u.Name, u.Terminal, u.Host)
		}
		items, strings, err := listBlock[C.psutil_user_list_t, C.psutil_user_t](out, len(users), bytes)
		for i := range items {
			u, r := users[i], &items[i]
			r.name, r.terminal, r.host = strings.add(u.Name), strings.addOrNull(u.Terminal), strings.addOrNull(u.Host)
			r.started, r.pid = C.double(u.Started), C.int64_t(u.PID)
		}
		return err
	})
}
