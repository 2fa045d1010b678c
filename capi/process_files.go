package main

// #include "internal.h"
import "C"

//export psutil__go_process_open_files
func psutil__go_process_open_files(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_open_file_list_t) C.int32_t {
	return export(e, func() error {
		files, err := processOf(p).OpenFiles()
		if err != nil {
			return err
		}
		bytes := 0
		for _, f := range files {
			bytes += cStringsSize(f.Path, f.Mode)
		}
		items, strings, err := listBlock[C.psutil_open_file_list_t, C.psutil_open_file_t](out, len(files), bytes)
		for i := range items {
			f, r := &files[i], &items[i]
			r.path, r.mode = strings.add(f.Path), strings.addOrNull(f.Mode)
			r.fd, r.position, r.flags = C.int64_t(f.FD), C.int64_t(f.Position), C.int64_t(f.Flags)
		}
		return err
	})
}
