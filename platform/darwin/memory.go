package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeVirtualMemory decodes vm_statistics64, which counts pages. The values are psutil's: speculative pages, which
// hold parts of files that were read ahead, count as free by the kernel, and as available but not as free here.
func decodeVirtualMemory(r layout.Record, total int64, pageSize uint64) (m platform.VirtualMemory, ok bool) {
	if !layout.Has(r, vmStatistics64SpeculativeCount) {
		return m, false
	}
	size := func(f layout.Field[uint32]) int64 { return sizeOf(uint64(layout.Get(r, f)), pageSize) }
	free, active, inactive := size(vmStatistics64FreeCount), size(vmStatistics64ActiveCount), size(vmStatistics64InactiveCount)
	wired := size(vmStatistics64WireCount)
	return platform.VirtualMemory{
		Total: total, Available: min(platform.AddSaturated(inactive, free), total), Used: platform.AddSaturated(active, wired), Free: max(free-size(vmStatistics64SpeculativeCount), 0),
		Active: active, Inactive: inactive, Wired: wired,
		Buffers: platform.NA, Cached: platform.NA, Shared: platform.NA, Slab: platform.NA,
	}, true
}

// decodeSwapMemory decodes xsw_usage, and the pages that were moved from and to the swap files in vm_statistics64.
func decodeSwapMemory(usage, statistics layout.Record, pageSize uint64) (m platform.SwapMemory, ok bool) {
	if len(usage) < sizeofXswUsage {
		return m, false
	}
	m = platform.SwapMemory{
		Total: sizeOf(layout.Get(usage, xswUsageTotal), 1), Used: sizeOf(layout.Get(usage, xswUsageUsed), 1),
		Free: sizeOf(layout.Get(usage, xswUsageAvail), 1), In: platform.NA, Out: platform.NA,
	}
	if layout.Has(statistics, vmStatistics64Swapouts) {
		m.In = sizeOf(layout.Get(statistics, vmStatistics64Swapins), pageSize)
		m.Out = sizeOf(layout.Get(statistics, vmStatistics64Swapouts), pageSize)
	}
	return m, true
}
