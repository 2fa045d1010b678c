package freebsd

import (
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// memoryPages are numbers of pages.
type memoryPages struct {
	free, active, inactive, wired, cached int64
	shared                                int64 // NA where unknown
}

// virtualMemory computes what psutil computes. total and buffers are bytes.
func (p *memoryPages) virtualMemory(total, buffers, pageSize int64) platform.VirtualMemory {
	bytes := func(pages int64) int64 { return platform.MultiplySaturated(pages, pageSize) }
	shared := int64(platform.NA)
	if p.shared != platform.NA {
		shared = bytes(p.shared)
	}
	return platform.VirtualMemory{
		Total:     total,
		Available: platform.AddSaturated(platform.AddSaturated(bytes(p.inactive), bytes(p.cached)), bytes(p.free)),
		Used:      platform.AddSaturated(platform.AddSaturated(bytes(p.active), bytes(p.wired)), bytes(p.cached)),
		Free:      bytes(p.free),
		Active:    bytes(p.active), Inactive: bytes(p.inactive), Buffers: buffers, Cached: bytes(p.cached),
		Shared: shared, Wired: bytes(p.wired), Slab: platform.NA,
	}
}

// decodeVmtotal returns the pages of shared memory, virtual and real, of struct vmtotal; NA of the shorter one that the
// kernel has for programs that were built on FreeBSD 11.
func decodeVmtotal(b []byte) int64 {
	if len(b) < sizeofVmtotal {
		return platform.NA
	}
	r := layout.Record(b)
	return platform.AddSaturated(platform.Saturated(layout.Get(r, vmtotalVmshr)), platform.Saturated(layout.Get(r, vmtotalRmshr)))
}

// decodeSwapDevice returns the size of a swap device and how much of it is used, in pages, from struct xswdev.
func decodeSwapDevice(what string, b []byte) (total, used int64, err error) {
	r := layout.Record(b)
	if len(r) < sizeofXswdev || layout.Get(r, xswdevVersion) != xswVersion {
		return 0, 0, malformed(what)
	}
	total = int64(uint32(layout.Get(r, xswdevNblks)))
	return total, min(int64(uint32(layout.Get(r, xswdevUsed))), total), nil
}

func (s *system) TotalMemory() (int64, error) { return s.kernel.readNumber("hw.physmem") }

// VirtualMemory reads hw.physmem, vm.stats.vm, vfs.bufspace and vm.vmtotal.
func (s *system) VirtualMemory() (platform.VirtualMemory, error) {
	var none platform.VirtualMemory
	var pages memoryPages
	for _, v := range []struct {
		name string
		to   *int64
	}{
		{"v_free_count", &pages.free}, {"v_active_count", &pages.active}, {"v_inactive_count", &pages.inactive},
		{"v_wire_count", &pages.wired},
	} {
		var err error
		if *v.to, err = s.kernel.readNumber("vm.stats.vm." + v.name); err != nil {
			return none, err
		}
	}
	var err error
	if pages.cached, err = readOrDefault(s.kernel.readNumber, "vm.stats.vm.v_cache_count", 0); err != nil {
		return none, err
	}
	total, err := s.kernel.readNumber("hw.physmem")
	if err != nil {
		return none, err
	}
	buffers, err := s.kernel.readNumber("vfs.bufspace")
	if err != nil {
		return none, err
	}
	b, err := s.kernel.readRecord("vm.vmtotal")
	if err != nil {
		return none, err
	}
	pages.shared = decodeVmtotal(b)
	return pages.virtualMemory(total, buffers, pageSize), nil
}

// SwapMemory adds up vm.swap_info.N, and reads vm.stats.vm.v_swappgsin and v_swappgsout.
func (s *system) SwapMemory() (platform.SwapMemory, error) {
	var none platform.SwapMemory
	mib, err := s.kernel.nameToMIB("vm.swap_info")
	if err != nil {
		return none, sysError("sysctl vm.swap_info", err)
	}
	var total, used int64 // pages
	for i := int32(0); ; i++ {
		name := indexed("sysctl vm.swap_info.", int64(i), "")
		b := make([]byte, sizeofXswdev)
		n, err := s.kernel(append(mib[:len(mib):len(mib)], i), b, nil)
		if err == syscall.ENOENT {
			break
		}
		if err != nil {
			return none, sysError(name, err)
		}
		ofDevice, usedOfDevice, err := decodeSwapDevice(name, b[:n])
		if err != nil {
			return none, err
		}
		total, used = total+ofDevice, used+usedOfDevice
	}
	in, err := s.kernel.readNumber("vm.stats.vm.v_swappgsin")
	if err != nil {
		return none, err
	}
	out, err := s.kernel.readNumber("vm.stats.vm.v_swappgsout")
	if err != nil {
		return none, err
	}
	return platform.SwapMemory{
		Total: platform.MultiplySaturated(total, pageSize), Used: platform.MultiplySaturated(used, pageSize), Free: platform.MultiplySaturated(total-used, pageSize),
		In: platform.MultiplySaturated(in, pageSize), Out: platform.MultiplySaturated(out, pageSize),
	}, nil
}
