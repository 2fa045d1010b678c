package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/impl"

//export psutil__go_disk_partitions
func psutil__go_disk_partitions(e *C.psutil__error, all C.int32_t, out **C.psutil_disk_partition_list_t) C.int32_t {
	return export(e, func() error {
		partitions, err := currentLibrary().Partitions(all != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, p := range partitions {
			bytes += cStringsSize(p.Device, p.MountPoint, p.FSType, p.Opts)
		}
		items, strings, err := listBlock[C.psutil_disk_partition_list_t, C.psutil_disk_partition_t](out, len(partitions), bytes)
		for i := range items {
			p, r := &partitions[i], &items[i]
			r.device, r.mountpoint = strings.add(p.Device), strings.add(p.MountPoint)
			r.fstype, r.opts = strings.add(p.FSType), strings.add(p.Opts)
		}
		return err
	})
}

//export psutil__go_disk_usage
func psutil__go_disk_usage(e *C.psutil__error, path *C.char, out *C.psutil_disk_usage_t) C.int32_t {
	return export(e, func() error {
		usage, percent, err := currentLibrary().DiskUsage(C.GoString(path))
		if err != nil {
			return err
		}
		r := unset[C.psutil_disk_usage_t]()
		r.total, r.used, r.free = C.int64_t(usage.Total), C.int64_t(usage.Used), C.int64_t(usage.Free)
		r.percent = C.double(percent)
		*out = r
		return nil
	})
}

//export psutil__go_disk_io_counters
func psutil__go_disk_io_counters(e *C.psutil__error, nowrap C.int32_t, out *C.psutil_disk_io_counters_t) C.int32_t {
	return export(e, func() error {
		total, err := currentLibrary().DiskIOTotal(impl.Nowrap(nowrap))
		if err == nil {
			*out = cDiskIOCounters(total)
		}
		return err
	})
}

//export psutil__go_disk_io_counters_per_disk
func psutil__go_disk_io_counters_per_disk(e *C.psutil__error, nowrap C.int32_t, out **C.psutil_disk_io_list_t) C.int32_t {
	return export(e, func() error {
		disks, _, err := currentLibrary().DiskIO(impl.Nowrap(nowrap))
		if err != nil {
			return err
		}
		bytes := 0
		for _, d := range disks {
			bytes += cStringsSize(d.Name)
		}
		items, strings, err := listBlock[C.psutil_disk_io_list_t, C.psutil_disk_io_t](out, len(disks), bytes)
		for i := range items {
			items[i] = C.psutil_disk_io_t{name: strings.add(disks[i].Name), counters: cDiskIOCounters(disks[i].Counters)}
		}
		return err
	})
}
