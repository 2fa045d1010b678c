package impl

import (
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// SetNice, SetIONice, SetRLimit, SetCPUAffinity, Suspend and Resume are guarded: they fail with NoSuchProcess when the
// PID has been reused. The others tell of whoever has the PID now.

// Environ gives the environment that the process started with, as "NAME=value".
func (p *Process) Environ() ([]string, error) {
	environ, err := p.proc.Environ()
	return environ, p.fail(err)
}

// Cwd gives the working directory.
func (p *Process) Cwd() (string, error) {
	cwd, err := p.proc.Cwd()
	return cwd, p.fail(err)
}

// GIDs gives the group IDs. Errors: NotSupported where groups have no numbers.
func (p *Process) GIDs() (platform.IDs, error) {
	ids, err := p.proc.GIDs()
	return ids, p.fail(err)
}

// Terminal gives the path of the controlling terminal, "" if there is none.
func (p *Process) Terminal() (string, error) {
	terminal, err := p.proc.Terminal()
	return terminal, p.fail(err)
}

// guarded changes the process, but no later one with its PID.
func (p *Process) guarded(change func(platform.Identity) error) error {
	if p.gone.Load() {
		return p.fail(platform.NewError(platform.NoSuchProcess, "", "the process has ended"))
	}
	return p.noteGone(change(p.Identity()))
}

// Nice gives the niceness; on Windows the priority class.
func (p *Process) Nice() (int32, error) {
	nice, err := p.proc.Nice()
	return nice, p.fail(err)
}

// SetNice sets it.
func (p *Process) SetNice(value int32) error {
	return p.guarded(func(id platform.Identity) error { return p.proc.SetNice(id, value) })
}

// IONice gives the priority for input and output.
func (p *Process) IONice() (platform.IONice, error) {
	nice, err := p.proc.IONice()
	return nice, p.fail(err)
}

// SetIONice sets it.
func (p *Process) SetIONice(to platform.IONice) error {
	return p.guarded(func(id platform.Identity) error { return p.proc.SetIONice(id, to) })
}

// RLimit gives the limits on a resource.
func (p *Process) RLimit(resource int32) (platform.RLimit, error) {
	limits, err := p.proc.RLimit(resource)
	return limits, p.fail(err)
}

// SetRLimit sets them.
func (p *Process) SetRLimit(resource int32, limits platform.RLimit) error {
	return p.guarded(func(id platform.Identity) error { return p.proc.SetRLimit(id, resource, limits) })
}

// CPUAffinity gives the CPUs that the process may run on, ascending.
func (p *Process) CPUAffinity() ([]int64, error) {
	cpus, err := p.proc.CPUAffinity()
	return cpus, p.fail(err)
}

// SetCPUAffinity binds the process to some CPUs, or without any to all that it may have.
func (p *Process) SetCPUAffinity(cpus []int64) error {
	return p.guarded(func(id platform.Identity) error { return p.proc.SetCPUAffinity(id, cpus) })
}

// CPUNum gives the CPU that the process ran on last.
func (p *Process) CPUNum() (int64, error) {
	cpu, err := p.proc.CPUNum()
	if err == nil && cpu == platform.NA {
		err = notReported("cpu_num")
	}
	return cpu, p.fail(err)
}

func notReported(what string) error {
	return platform.NewError(platform.NotSupported, what, "this system does not report it")
}

// MemoryInfoEx gives the process's memory in detail.
func (p *Process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	memory, err := p.proc.MemoryInfoEx()
	return memory, p.fail(err)
}

// MemoryFootprint gives what the process costs in memory. It is slow.
func (p *Process) MemoryFootprint() (platform.MemoryFootprint, error) {
	memory, err := p.proc.MemoryFootprint()
	return memory, p.fail(err)
}

// MemType is what MemoryPercent compares. The values are those of PSUTIL_MEMTYPE_* in psutil.h.
type MemType int32

// The values of MemType.
const (
	MemRSS MemType = iota
	MemVMS
	MemShared
	MemText
	MemLib
	MemData
	MemDirty
	MemUSS
	MemPSS
	MemSwap
)

// MemoryPercent gives a part of the process's memory in percent of the machine's. Only the last three are slow.
func (p *Process) MemoryPercent(of MemType) (float64, error) {
	used, err := p.memory(of)
	if err == nil && used == platform.NA {
		err = notReported("memory_percent")
	}
	if err != nil {
		return platform.NaN, p.fail(err)
	}
	machine, err := p.lib.sys.VirtualMemory()
	if err == nil && machine.Total <= 0 {
		err = notReported("the machine's memory")
	}
	if err != nil {
		return platform.NaN, p.fail(err)
	}
	return float64(used) / float64(machine.Total) * 100, nil
}

// memory reads no more than it has to.
func (p *Process) memory(of MemType) (int64, error) {
	switch {
	case of == MemRSS || of == MemVMS:
		m, err := p.proc.MemoryInfo()
		return []int64{m.RSS, m.VMS}[of], err
	case of > MemVMS && of <= MemDirty:
		m, err := p.proc.MemoryInfoEx()
		return []int64{m.Shared, m.Text, m.Lib, m.Data, m.Dirty}[of-MemShared], err
	case of > MemDirty && of <= MemSwap:
		m, err := p.proc.MemoryFootprint()
		return []int64{m.USS, m.PSS, m.Swap}[of-MemUSS], err
	}
	return platform.NA, platform.NewError(platform.InvalidArgument, "memtype", strconv.Itoa(int(of))+" is not one of PSUTIL_MEMTYPE_*")
}

// MemoryMaps gives the mapped pieces of the process's memory or, grouped, one for each path with the sums, in the order
// of the first of each, without address and permissions. It is slow.
func (p *Process) MemoryMaps(grouped bool) ([]platform.MemoryMap, error) {
	maps, err := p.proc.MemoryMaps()
	if err != nil {
		return nil, p.fail(err)
	}
	if grouped {
		maps = group(maps)
	}
	return maps, nil
}

func group(maps []platform.MemoryMap) []platform.MemoryMap {
	groups := maps[:0] // never more than have been read
	at := make(map[string]int)
	for _, m := range maps {
		m.Addr, m.Perms = "", ""
		i, known := at[m.Path]
		if !known {
			at[m.Path] = len(groups)
			groups = append(groups, m)
			continue
		}
		sum := &groups[i]
		add(&sum.RSS, m.RSS)
		add(&sum.Size, m.Size)
		add(&sum.PSS, m.PSS)
		add(&sum.SharedClean, m.SharedClean)
		add(&sum.SharedDirty, m.SharedDirty)
		add(&sum.PrivateClean, m.PrivateClean)
		add(&sum.PrivateDirty, m.PrivateDirty)
		add(&sum.Referenced, m.Referenced)
		add(&sum.Anonymous, m.Anonymous)
		add(&sum.Swap, m.Swap)
	}
	return groups
}

// add adds to a sum what is reported; nothing is too much for it.
func add(sum *int64, n int64) {
	if n != platform.NA {
		*sum = min(max(*sum, 0), math.MaxInt64-n) + n
	}
}

// PageFaults gives the page faults so far.
func (p *Process) PageFaults() (platform.PageFaults, error) {
	faults, err := p.proc.PageFaults()
	return faults, p.fail(err)
}

// IOCounters gives what the process has read and written so far.
func (p *Process) IOCounters() (platform.ProcessIOCounters, error) {
	counters, err := p.proc.IOCounters()
	return counters, p.fail(err)
}

// NumCtxSwitches gives the context switches so far.
func (p *Process) NumCtxSwitches() (platform.CtxSwitches, error) {
	switches, err := p.proc.NumCtxSwitches()
	return switches, p.fail(err)
}

// NumFDs gives the number of open file descriptors.
func (p *Process) NumFDs() (int64, error) {
	n, err := p.proc.NumFDs()
	return n, p.fail(err)
}

// NumHandles gives the number of open handles.
func (p *Process) NumHandles() (int64, error) {
	n, err := p.proc.NumHandles()
	return n, p.fail(err)
}

// Threads gives the process's threads, by ID.
func (p *Process) Threads() ([]platform.Thread, error) {
	threads, err := p.proc.Threads()
	return threads, p.fail(err)
}

// OpenFiles gives the regular files that the process has open, by descriptor.
func (p *Process) OpenFiles() ([]platform.OpenFile, error) {
	files, err := p.proc.OpenFiles()
	return files, p.fail(err)
}

// Suspend stops the process.
func (p *Process) Suspend() error {
	return p.guarded(p.proc.Suspend)
}

// Resume lets it go on.
func (p *Process) Resume() error {
	return p.guarded(p.proc.Resume)
}
