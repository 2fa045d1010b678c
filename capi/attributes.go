package main

// #include "internal.h"
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/impl"
	"github.com/libpsutil/libpsutil/platform"
)

//export psutil__go_process_environ
func psutil__go_process_environ(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_string_list_t) C.int32_t {
	return guard(e, func() error {
		environ, err := process(p).Environ()
		if err != nil {
			return err
		}
		return stringListBlock(out, environ)
	})
}

//export psutil__go_process_cwd
func psutil__go_process_cwd(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return str(e, out, func() (string, error) { return process(p).Cwd() })
}

//export psutil__go_process_gids
func psutil__go_process_gids(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ids_t) C.int32_t {
	return guard(e, func() error {
		ids, err := process(p).GIDs()
		if err == nil {
			*out = C.psutil_ids_t{C.int64_t(ids.Real), C.int64_t(ids.Effective), C.int64_t(ids.Saved)}
		}
		return err
	})
}

//export psutil__go_process_terminal
func psutil__go_process_terminal(e *C.psutil__error, p *C.psutil__slot, out **C.char) C.int32_t {
	return guard(e, func() error {
		terminal, err := process(p).Terminal()
		if err != nil {
			return err
		}
		if terminal == "" {
			*out = nil
			return nil
		}
		return stringBlock(out, terminal)
	})
}

//export psutil__go_process_nice
func psutil__go_process_nice(e *C.psutil__error, p *C.psutil__slot, out *C.int32_t) C.int32_t {
	return guard(e, func() error {
		nice, err := process(p).Nice()
		if err == nil {
			*out = C.int32_t(nice)
		}
		return err
	})
}

//export psutil__go_process_set_nice
func psutil__go_process_set_nice(e *C.psutil__error, p *C.psutil__slot, value C.int32_t) C.int32_t {
	return guard(e, func() error { return process(p).SetNice(int32(value)) })
}

//export psutil__go_process_ionice
func psutil__go_process_ionice(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ionice_t) C.int32_t {
	return guard(e, func() error {
		nice, err := process(p).IONice()
		if err == nil {
			*out = C.psutil_ionice_t{ioclass: C.int32_t(nice.Class), value: C.int32_t(nice.Value)}
		}
		return err
	})
}

//export psutil__go_process_set_ionice
func psutil__go_process_set_ionice(e *C.psutil__error, p *C.psutil__slot, ioclass, value C.int32_t) C.int32_t {
	return guard(e, func() error {
		return process(p).SetIONice(platform.IONice{Class: int32(ioclass), Value: int32(value)})
	})
}

//export psutil__go_process_rlimit
func psutil__go_process_rlimit(e *C.psutil__error, p *C.psutil__slot, resource C.int32_t, out *C.psutil_rlimit_t) C.int32_t {
	return guard(e, func() error {
		limits, err := process(p).RLimit(int32(resource))
		if err == nil {
			*out = C.psutil_rlimit_t{
				soft: C.int64_t(limits.Soft), has_soft: boolean(limits.Soft != platform.Infinity),
				hard: C.int64_t(limits.Hard), has_hard: boolean(limits.Hard != platform.Infinity),
			}
		}
		return err
	})
}

//export psutil__go_process_set_rlimit
func psutil__go_process_set_rlimit(e *C.psutil__error, p *C.psutil__slot, resource C.int32_t, soft, hard C.int64_t) C.int32_t {
	return guard(e, func() error {
		return process(p).SetRLimit(int32(resource), platform.RLimit{Soft: int64(soft), Hard: int64(hard)})
	})
}

//export psutil__go_process_cpu_affinity
func psutil__go_process_cpu_affinity(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_cpu_list_t) C.int32_t {
	return guard(e, func() error {
		cpus, err := process(p).CPUAffinity()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_cpu_list_t, int64](out, len(cpus), 0)
		copy(items, cpus)
		return err
	})
}

// A longer list of CPUs is a mistake in the number.
const mostCPUs = 1 << 16

//export psutil__go_process_set_cpu_affinity
func psutil__go_process_set_cpu_affinity(e *C.psutil__error, p *C.psutil__slot, cpus *C.int64_t, n C.size_t) C.int32_t {
	return guard(e, func() error {
		if n > mostCPUs {
			return platform.NewError(platform.InvalidArgument, "n", "more CPUs than any machine has")
		}
		return process(p).SetCPUAffinity(unsafe.Slice((*int64)(cpus), int(n)))
	})
}

//export psutil__go_process_cpu_num
func psutil__go_process_cpu_num(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).CPUNum() })
}

//export psutil__go_process_memory_info_ex
func psutil__go_process_memory_info_ex(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_memory_info_ex_t) C.int32_t {
	return guard(e, func() error {
		m, err := process(p).MemoryInfoEx()
		if err != nil {
			return err
		}
		r := absent[C.psutil_process_memory_info_ex_t]()
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
	return guard(e, func() error {
		m, err := process(p).MemoryFootprint()
		if err != nil {
			return err
		}
		r := absent[C.psutil_process_memory_footprint_t]()
		r.uss, r.pss, r.swap = C.int64_t(m.USS), C.int64_t(m.PSS), C.int64_t(m.Swap)
		*out = r
		return nil
	})
}

//export psutil__go_process_memory_percent
func psutil__go_process_memory_percent(e *C.psutil__error, p *C.psutil__slot, memtype C.int32_t, out *C.double) C.int32_t {
	return guard(e, func() error {
		percent, err := process(p).MemoryPercent(impl.MemType(memtype))
		if err == nil {
			*out = C.double(percent)
		}
		return err
	})
}

//export psutil__go_process_memory_maps
func psutil__go_process_memory_maps(e *C.psutil__error, p *C.psutil__slot, grouped C.int32_t, out **C.psutil_memory_map_list_t) C.int32_t {
	return guard(e, func() error {
		maps, err := process(p).MemoryMaps(grouped != 0)
		if err != nil {
			return err
		}
		bytes := 0
		for _, m := range maps {
			bytes += len(m.Path) + len(m.Addr) + len(m.Perms) + 3
		}
		items, behind, err := listBlock[C.psutil_memory_map_list_t, C.psutil_memory_map_t](out, len(maps), bytes)
		for i := range items {
			m, r := &maps[i], &items[i]
			*r = C.psutil_memory_map_t{
				rss: C.int64_t(m.RSS), size: C.int64_t(m.Size), pss: C.int64_t(m.PSS),
				shared_clean: C.int64_t(m.SharedClean), shared_dirty: C.int64_t(m.SharedDirty),
				private_clean: C.int64_t(m.PrivateClean), private_dirty: C.int64_t(m.PrivateDirty),
				referenced: C.int64_t(m.Referenced), anonymous: C.int64_t(m.Anonymous), swap: C.int64_t(m.Swap),
				reserved: absent[[4]C.int64_t](),
			}
			r.path, behind = field(behind, m.Path)
			if grouped == 0 {
				r.addr, behind = field(behind, m.Addr)
				r.perms, behind = field(behind, m.Perms)
			}
		}
		return err
	})
}

//export psutil__go_process_page_faults
func psutil__go_process_page_faults(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_page_faults_t) C.int32_t {
	return guard(e, func() error {
		f, err := process(p).PageFaults()
		if err != nil {
			return err
		}
		r := absent[C.psutil_page_faults_t]()
		r.minor, r.major = C.int64_t(f.Minor), C.int64_t(f.Major)
		r.children_minor, r.children_major = C.int64_t(f.ChildrenMinor), C.int64_t(f.ChildrenMajor)
		*out = r
		return nil
	})
}

//export psutil__go_process_io_counters
func psutil__go_process_io_counters(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_process_io_counters_t) C.int32_t {
	return guard(e, func() error {
		c, err := process(p).IOCounters()
		if err != nil {
			return err
		}
		r := absent[C.psutil_process_io_counters_t]()
		r.read_count, r.write_count = C.int64_t(c.ReadCount), C.int64_t(c.WriteCount)
		r.read_bytes, r.write_bytes = C.int64_t(c.ReadBytes), C.int64_t(c.WriteBytes)
		r.read_chars, r.write_chars = C.int64_t(c.ReadChars), C.int64_t(c.WriteChars)
		r.other_count, r.other_bytes = C.int64_t(c.OtherCount), C.int64_t(c.OtherBytes)
		*out = r
		return nil
	})
}

//export psutil__go_process_num_ctx_switches
func psutil__go_process_num_ctx_switches(e *C.psutil__error, p *C.psutil__slot, out *C.psutil_ctx_switches_t) C.int32_t {
	return guard(e, func() error {
		switches, err := process(p).NumCtxSwitches()
		if err == nil {
			*out = C.psutil_ctx_switches_t{
				voluntary: C.int64_t(switches.Voluntary), involuntary: C.int64_t(switches.Involuntary),
			}
		}
		return err
	})
}

//export psutil__go_process_num_fds
func psutil__go_process_num_fds(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).NumFDs() })
}

//export psutil__go_process_num_handles
func psutil__go_process_num_handles(e *C.psutil__error, p *C.psutil__slot, out *C.int64_t) C.int32_t {
	return number(e, out, func() (int64, error) { return process(p).NumHandles() })
}

//export psutil__go_process_threads
func psutil__go_process_threads(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_thread_list_t) C.int32_t {
	return guard(e, func() error {
		threads, err := process(p).Threads()
		if err != nil {
			return err
		}
		items, _, err := listBlock[C.psutil_thread_list_t, C.psutil_thread_t](out, len(threads), 0)
		for i := range items {
			t, r := &threads[i], absent[C.psutil_thread_t]()
			r.id, r.user_time, r.system_time = C.int64_t(t.ID), C.double(t.User), C.double(t.System)
			items[i] = r
		}
		return err
	})
}

//export psutil__go_process_open_files
func psutil__go_process_open_files(e *C.psutil__error, p *C.psutil__slot, out **C.psutil_open_file_list_t) C.int32_t {
	return guard(e, func() error {
		files, err := process(p).OpenFiles()
		if err != nil {
			return err
		}
		bytes := 0
		for _, f := range files {
			bytes += len(f.Path) + len(f.Mode) + 2
		}
		items, behind, err := listBlock[C.psutil_open_file_list_t, C.psutil_open_file_t](out, len(files), bytes)
		for i := range items {
			f, r := &files[i], &items[i]
			*r = C.psutil_open_file_t{
				fd: C.int64_t(f.FD), position: C.int64_t(f.Position), flags: C.int64_t(f.Flags),
				reserved: absent[[2]C.int64_t](),
			}
			r.path, behind = field(behind, f.Path)
			if f.Mode != "" {
				r.mode, behind = field(behind, f.Mode)
			}
		}
		return err
	})
}

//export psutil__go_process_suspend
func psutil__go_process_suspend(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error { return process(p).Suspend() })
}

//export psutil__go_process_resume
func psutil__go_process_resume(e *C.psutil__error, p *C.psutil__slot) C.int32_t {
	return guard(e, func() error { return process(p).Resume() })
}

// field writes a string at a place in a block, and gives it as a field holds it, and the place behind.
func field(place unsafe.Pointer, s string) (*C.char, unsafe.Pointer) {
	return (*C.char)(place), put(place, s)
}
