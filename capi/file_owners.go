package main

// #include "internal.h"
import "C"

//export psutil__go_file_owners
func psutil__go_file_owners(e *C.psutil__error, path *C.char, flags C.int32_t, out **C.psutil_file_owner_list_t) C.int32_t {
	return export(e, func() error {
		list, err := currentLibrary().FileOwners(C.GoString(path), int32(flags))
		if err != nil {
			return err
		}
		bytes := 0
		for i := range list {
			bytes += cStringsSize(list[i].Mode)
		}
		items, strings, err := listBlock[C.psutil_file_owner_list_t, C.psutil_file_owner_t](out, len(list), bytes)
		for i := range items {
			owner, r := &list[i], &items[i]
			r.pid, r.fd, r.use = C.int64_t(owner.PID), C.int64_t(owner.FD), C.int32_t(owner.Use)
			r.mode = strings.addOrNull(owner.Mode)
		}
		return err
	})
}
