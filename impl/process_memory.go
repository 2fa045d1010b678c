package impl

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// MemoryPercent returns one type of the process's memory in percent of the system's. MemUSS, MemPSS and MemSwap are
// slow.
func (p *Process) MemoryPercent(memtype MemType) (float64, error) {
	used, err := p.memoryOf(memtype)
	if err == nil && used == platform.NA {
		err = notReported("memory_percent")
	}
	if err != nil {
		return platform.NaN, p.wrapError(err)
	}
	total, err := p.lib.totalMemory()
	if err != nil {
		return platform.NaN, p.wrapError(err)
	}
	return float64(used) / float64(total) * 100, nil
}

// memoryOf reads no more than the type needs.
func (p *Process) memoryOf(memtype MemType) (int64, error) {
	switch {
	case memtype >= MemRSS && memtype <= MemDirty:
		m, err := p.proc.MemoryInfo()
		return []int64{m.RSS, m.VMS, m.Shared, m.Text, m.Lib, m.Data, m.Dirty}[memtype], err
	case memtype > MemDirty && memtype <= MemSwap:
		m, err := p.proc.MemoryFootprint()
		return []int64{m.USS, m.PSS, m.Swap}[memtype-MemUSS], err
	}
	return platform.NA, platform.NewInvalidArgument("memtype",
		strconv.Itoa(int(memtype))+": expected one of PSUTIL_MEMTYPE_*")
}

// MemoryMaps returns the mapped regions of the process's memory. Grouped, it returns one sum per path, in the order of
// each path's first region, without address and permissions. It is slow.
func (p *Process) MemoryMaps(grouped bool) ([]platform.MemoryMap, error) {
	maps, err := p.proc.MemoryMaps()
	if err != nil {
		return nil, p.wrapError(err)
	}
	if grouped {
		maps = groupByPath(maps)
	}
	return maps, nil
}

// groupByPath overwrites maps with the groups.
func groupByPath(maps []platform.MemoryMap) []platform.MemoryMap {
	groups := maps[:0]
	index := make(map[string]int)
	for _, m := range maps {
		m.Addr, m.Perms = "", ""
		i, found := index[m.Path]
		if !found {
			index[m.Path] = len(groups)
			groups = append(groups, m)
			continue
		}
		sum := &groups[i]
		addReported(&sum.RSS, m.RSS)
		addReported(&sum.Size, m.Size)
		addReported(&sum.PSS, m.PSS)
		addReported(&sum.SharedClean, m.SharedClean)
		addReported(&sum.SharedDirty, m.SharedDirty)
		addReported(&sum.PrivateClean, m.PrivateClean)
		addReported(&sum.PrivateDirty, m.PrivateDirty)
		addReported(&sum.Referenced, m.Referenced)
		addReported(&sum.Anonymous, m.Anonymous)
		addReported(&sum.Swap, m.Swap)
		addReported(&sum.PrivateRSS, m.PrivateRSS)
		addReported(&sum.RefCount, m.RefCount)
		addReported(&sum.ShadowCount, m.ShadowCount)
	}
	return groups
}

// addReported adds n to the sum unless n is NA.
func addReported(sum *int64, n int64) {
	if n != platform.NA {
		*sum = platform.AddSaturated(max(*sum, 0), n)
	}
}
