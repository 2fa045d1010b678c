package main

// #include "internal.h"
import "C"

import (
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_disk_partitions
func psutil__go_disk_partitions(e *C.psutil__error, all C.int32_t, out **C.psutil_disk_partition_list_t) C.int32_t {
	return guard(e, func() error {
		partitions, err := library().Partitions(all != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, p := range partitions {
			bytes += len(p.Device) + len(p.MountPoint) + len(p.FSType) + len(p.Opts) + 4
		}
		items, behind, err := listBlock[C.psutil_disk_partition_list_t, C.psutil_disk_partition_t](out, len(partitions), bytes)
		for i := range items {
			p := &partitions[i]
			r := &items[i]
			r.reserved = [2]C.int64_t{C.PSUTIL_NA, C.PSUTIL_NA}
			for _, field := range []struct {
				into **C.char
				text string
			}{{&r.device, p.Device}, {&r.mountpoint, p.MountPoint}, {&r.fstype, p.FSType}, {&r.opts, p.Opts}} {
				*field.into = (*C.char)(behind)
				behind = put(behind, field.text)
			}
		}
		return err
	})
}

//export psutil__go_disk_usage
func psutil__go_disk_usage(e *C.psutil__error, path *C.char, out *C.psutil_disk_usage_t) C.int32_t {
	return guard(e, func() error {
		usage, percent, err := library().DiskUsage(C.GoString(path))
		if err != nil {
			return err
		}
		r := absent[C.psutil_disk_usage_t]()
		r.total, r.used, r.free = C.int64_t(usage.Total), C.int64_t(usage.Used), C.int64_t(usage.Free)
		r.percent = C.double(percent)
		*out = r
		return nil
	})
}

func diskIOCounters(c platform.DiskIOCounters) C.psutil_disk_io_counters_t {
	r := absent[C.psutil_disk_io_counters_t]()
	r.read_count, r.write_count = C.int64_t(c.ReadCount), C.int64_t(c.WriteCount)
	r.read_bytes, r.write_bytes = C.int64_t(c.ReadBytes), C.int64_t(c.WriteBytes)
	r.read_time, r.write_time = C.int64_t(c.ReadTime), C.int64_t(c.WriteTime)
	r.read_merged_count, r.write_merged_count = C.int64_t(c.ReadMergedCount), C.int64_t(c.WriteMergedCount)
	r.busy_time = C.int64_t(c.BusyTime)
	return r
}

//export psutil__go_disk_io_counters
func psutil__go_disk_io_counters(e *C.psutil__error, nowrap C.int32_t, out *C.psutil_disk_io_counters_t) C.int32_t {
	return guard(e, func() error {
		total, err := library().DiskIOTotal(nowrap != 0)
		if err == nil {
			*out = diskIOCounters(total)
		}
		return err
	})
}

//export psutil__go_disk_io_counters_per_disk
func psutil__go_disk_io_counters_per_disk(e *C.psutil__error, nowrap C.int32_t, out **C.psutil_disk_io_list_t) C.int32_t {
	return guard(e, func() error {
		disks, _, err := library().DiskIO(nowrap != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, d := range disks {
			bytes += len(d.Name) + 1
		}
		items, behind, err := listBlock[C.psutil_disk_io_list_t, C.psutil_disk_io_t](out, len(disks), bytes)
		for i := range items {
			items[i] = C.psutil_disk_io_t{(*C.char)(behind), diskIOCounters(disks[i].Counters)}
			behind = put(behind, disks[i].Name)
		}
		return err
	})
}
