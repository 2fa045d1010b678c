package main

// #include "internal.h"
import "C"

import "github.com/libpsutil/libpsutil/impl"

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
			r.private_rss, r.ref_count, r.shadow_count = C.int64_t(m.PrivateRSS), C.int64_t(m.RefCount), C.int64_t(m.ShadowCount)
		}
		return err
	})
}
