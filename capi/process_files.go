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

//export psutil__go_process_num_fds
func psutil__go_process_num_fds(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return exportInt64(e, out, func() (int64, error) { return processOf(p).NumFDs() })
}

//export psutil__go_process_num_handles
func psutil__go_process_num_handles(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return exportInt64(e, out, func() (int64, error) { return processOf(p).NumHandles() })
}

//export psutil__go_process_io_counters
func psutil__go_process_io_counters(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_io_counters_t) C.int32_t {
	return export(e, func() error {
		c, err := processOf(p).IOCounters()
		if err != nil {
			return err
		}
		r := unset[C.psutil_process_io_counters_t]()
		r.read_count, r.write_count = C.int64_t(c.ReadCount), C.int64_t(c.WriteCount)
		r.read_bytes, r.write_bytes = C.int64_t(c.ReadBytes), C.int64_t(c.WriteBytes)
		r.read_chars, r.write_chars = C.int64_t(c.ReadChars), C.int64_t(c.WriteChars)
		r.other_count, r.other_bytes = C.int64_t(c.OtherCount), C.int64_t(c.OtherBytes)
		*out = r
		return nil
	})
}
