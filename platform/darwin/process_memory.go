package darwin

import "github.com/libpsutil/libpsutil/platform/layout"

// region is a part of an address space, of proc_pidinfo(PROC_PIDREGIONINFO).
type region struct {
	address, size                uint64
	shareMode, references        uint32
	privateResident, sharedPages uint32
}

func decodeRegion(r layout.Record) (g region, ok bool) {
	if len(r) < sizeofProcRegioninfo {
		return g, false
	}
	return region{
		address: layout.Get(r, procRegioninfoAddress), size: layout.Get(r, procRegioninfoSize),
		shareMode: layout.Get(r, procRegioninfoShareMode), references: layout.Get(r, procRegioninfoRefCount),
		privateResident: layout.Get(r, procRegioninfoPrivatePagesResident), sharedPages: layout.Get(r, procRegioninfoSharedPagesResident),
	}, true
}

// next returns the address behind the region that was found at or behind an address; false at the end of the address
// space.
func (g *region) next(address uint64) (uint64, bool) {
	end := g.address + g.size
	return end, end > max(g.address, address)
}

// uniquePages returns how many resident pages no other process has. The region that holds the shared libraries of all
// processes lies between two addresses, and counts only where the process has a copy of its own.
func (g *region) uniquePages(sharedFrom, sharedTo uint64) uint64 {
	if g.address >= sharedFrom && g.address < sharedTo && g.shareMode != sharePrivate {
		return 0
	}
	pages := uint64(g.privateResident)
	switch g.shareMode {
	case sharePrivate, shareLargePage:
		return pages + uint64(g.sharedPages)
	case shareCopyOnWrite:
		if g.references == 1 {
			return pages + uint64(g.sharedPages)
		}
		return pages
	}
	return 0
}

// sharedRegion returns where the shared region of a process is (mach/shared_region.h), by its processor type.
func sharedRegion(cpuType int32) (from, to uint64) {
	switch cpuType {
	case cpuTypeX8664:
		return 0x7FFF00000000, 0x7FFF00000000 + 0xFFE00000
	case cpuTypeARM64:
		return 0x180000000, 0x180000000 + 0x100000000
	}
	return 0, 0
}
