package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/impl"

//export psutil__go_process_memory_info
func psutil__go_process_memory_info(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_memory_info_t) C.int32_t {
	return export(e, func() error {
		m, err := processOf(p).MemoryInfo()
		if err != nil {
			return err
		}
		r := unset[C.psutil_process_memory_info_t]()
		r.rss, r.vms = C.int64_t(m.RSS), C.int64_t(m.VMS)
		*out = r
		return nil
	})
}

//export psutil__go_process_memory_info_ex
func psutil__go_process_memory_info_ex(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_memory_info_ex_t) C.int32_t {
	return export(e, func() error {
		m, err := processOf(p).MemoryInfoEx()
		if err != nil {
			return err
		}
		r := unset[C.psutil_process_memory_info_ex_t]()
		r.rss, r.vms, r.shared, r.text = C.int64_t(m.RSS), C.int64_t(m.VMS), C.int64_t(m.Shared), C.int64_t(m.Text)
		r.lib, r.data, r.dirty = C.int64_t(m.Lib), C.int64_t(m.Data), C.int64_t(m.Dirty)
		r.peak_rss, r.peak_vms = C.int64_t(m.PeakRSS), C.int64_t(m.PeakVMS)
		r.rss_anon, r.rss_file, r.rss_shmem = C.int64_t(m.RSSAnon), C.int64_t(m.RSSFile), C.int64_t(m.RSSShmem)
		r.swap, r.hugetlb = C.int64_t(m.Swap), C.int64_t(m.HugeTLB)
		*out = r
		return nil
	})
}

//export psutil__go_process_memory_footprint
func psutil__go_process_memory_footprint(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_memory_footprint_t) C.int32_t {
	return export(e, func() error {
		m, err := processOf(p).MemoryFootprint()
		if err != nil {
			return err
		}
		r := unset[C.psutil_process_memory_footprint_t]()
		r.uss, r.pss, r.swap = C.int64_t(m.USS), C.int64_t(m.PSS), C.int64_t(m.Swap)
		*out = r
		return nil
	})
}

//export psutil__go_process_memory_percent
func psutil__go_process_memory_percent(e *C.psutil__error, p *C.psutil__slot, memtype C.int32_t, out *C.double) C.int32_t {
	return export(e, func() error {
		percent, err := processOf(p).MemoryPercent(impl.MemType(memtype))
		if err == nil {
			*out = C.double(percent)
		}
		return err
	})
}

//export psutil__go_process_memory_maps
func psutil__go_process_memory_maps(e *C.psutil__error, p *C.psutil__slot, grouped C.int32_t, out **C.psutil_memory_map_list_t) C.int32_t {
	return export(e, func() error {
		maps, err := processOf(p).MemoryMaps(grouped != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, m := range maps {
			bytes += cStringsSize(m.Path, m.Addr, m.Perms)
		}
		items, strings, err := listBlock[C.psutil_memory_map_list_t, C.psutil_memory_map_t](out, len(maps), bytes)
		for i := range items {
			m, r := &maps[i], &items[i]
			r.path, r.addr, r.perms = strings.add(m.Path), nil, nil
			if grouped == 0 {
				r.addr, r.perms = strings.add(m.Addr), strings.add(m.Perms)
			}
			r.rss, r.size, r.pss = C.int64_t(m.RSS), C.int64_t(m.Size), C.int64_t(m.PSS)
			r.shared_clean, r.shared_dirty = C.int64_t(m.SharedClean), C.int64_t(m.SharedDirty)
			r.private_clean, r.private_dirty = C.int64_t(m.PrivateClean), C.int64_t(m.PrivateDirty)
			r.referenced, r.anonymous, r.swap = C.int64_t(m.Referenced), C.int64_t(m.Anonymous), C.int64_t(m.Swap)
		}
		return err
	})
}

//export psutil__go_process_page_faults
func psutil__go_process_page_faults(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_page_faults_t) C.int32_t {
	return export(e, func() error {
		f, err := processOf(p).PageFaults()
		if err != nil {
			return err
		}
		r := unset[C.psutil_page_faults_t]()
		r.minor, r.major = C.int64_t(f.Minor), C.int64_t(f.Major)
		r.children_minor, r.children_major = C.int64_t(f.ChildrenMinor), C.int64_t(f.ChildrenMajor)
		*out = r
		return nil
	})
}
