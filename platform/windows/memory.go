package windows

import "github.com/libpsutil/libpsutil/platform"

// physicalMemory is the machine's memory, in bytes.
type physicalMemory struct {
	commitLimit, total, available, pageSize int64
}

const basicSystemSize = 64 // SYSTEM_BASIC_INFORMATION

// decodeMemory decodes what SystemBasicInformation and SystemPerformanceInformation have of the memory, in pages.
func decodeMemory(basic, performance *buffer) physicalMemory {
	page := int64(basic.uint32(8))
	bytes := func(b *buffer, offset int) int64 { return b.pages(uint64(b.uint32(offset)), page) }
	return physicalMemory{
		commitLimit: bytes(performance, 52), total: bytes(basic, 12), available: bytes(performance, 44), pageSize: page,
	}
}

// pages converts a number of pages to bytes. A product that does not fit marks the buffer as malformed.
func (b *buffer) pages(n uint64, pageSize int64) int64 {
	if pageSize <= 0 || n > uint64(1<<62)/uint64(pageSize) {
		b.malformed = true
		return 0
	}
	return int64(n) * pageSize
}

// virtualMemory returns the values with the meaning they have in psutil: available and free are the same.
func (p physicalMemory) virtualMemory() platform.VirtualMemory {
	available := min(p.available, p.total)
	return platform.VirtualMemory{
		Total: p.total, Available: available, Free: available, Used: p.total - available,
		Active: platform.NA, Inactive: platform.NA, Buffers: platform.NA, Cached: platform.NA, Shared: platform.NA,
		Slab: platform.NA, Wired: platform.NA,
	}
}

const pageFileSize = 32 // SYSTEM_PAGEFILE_INFORMATION

// decodePageFiles returns the sizes of all page files together from SystemPageFileInformation. An empty answer means no
// page file.
func decodePageFiles(b *buffer, pageSize int64) platform.SwapMemory {
	var swap platform.SwapMemory
	for at := 0; len(b.bytes) > 0; {
		record := b.slice(at, pageFileSize)
		if record == nil {
			break
		}
		total, used := b.uint32(at+4), b.uint32(at+8)
		swap.Total += b.pages(uint64(total), pageSize)
		swap.Used += b.pages(uint64(min(used, total)), pageSize)
		next := int(b.uint32(at))
		if next == 0 {
			break
		}
		if next < pageFileSize {
			b.malformed = true
			break
		}
		at += next
	}
	swap.Free = swap.Total - swap.Used
	return swap
}
