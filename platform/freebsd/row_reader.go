package freebsd

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// notOnFreeBSD are the columns that FreeBSD does not have.
var notOnFreeBSD = [...]platform.Column{
	platform.ColumnUserName, platform.ColumnIONiceClass, platform.ColumnIONiceValue, platform.ColumnUSS, platform.ColumnPSS,
	platform.ColumnFootprintSwap, platform.ColumnNumHandles,
}

// unreported are the columns of records of which FreeBSD reports other fields.
var unreported = [...]platform.Column{
	platform.ColumnShared, platform.ColumnLib, platform.ColumnDirty, platform.ColumnPeakVMS, platform.ColumnRSSAnon,
	platform.ColumnRSSFile, platform.ColumnRSSShmem, platform.ColumnSwap, platform.ColumnHugeTLB, platform.ColumnPagedPool,
	platform.ColumnPeakPagedPool, platform.ColumnNonpagedPool, platform.ColumnPeakNonpagedPool, platform.ColumnPrivateUsage,
	platform.ColumnNumPageFaults, platform.ColumnPageFaultsChildrenMinor, platform.ColumnPageFaultsChildrenMajor,
	platform.ColumnIOCountersReadBytes, platform.ColumnIOCountersWriteBytes, platform.ColumnIOCountersReadChars,
	platform.ColumnIOCountersWriteChars, platform.ColumnIOCountersOtherCount, platform.ColumnIOCountersOtherBytes,
}

// setRow sets the columns that the record of a process has, and the errors of those that FreeBSD does not have.
func setRow(r *platform.Row, k kinfo, boot, pageSize int64) {
	r.Identity = k.identity(boot)
	r.Name = r.AppendText(k.name())
	r.SetInt(platform.ColumnPID, r.PID)
	r.SetInt(platform.ColumnStart, r.Start)
	r.SetInt(platform.ColumnPPID, k.ppid())
	r.SetFloat(platform.ColumnCreateTime, layout.Seconds(boot+max(r.Start, 0)))
	r.SetInt(platform.ColumnStatus, int64(k.status()))
	r.SetInt(platform.ColumnTerminal, int64(k.terminal()))
	r.SetInt(platform.ColumnNice, int64(k.nice()))
	r.SetInt(platform.ColumnCPUNum, k.cpuNum())
	r.SetInt(platform.ColumnNumThreads, k.numThreads())
	r.SetIDs(k.uids(), k.gids())
	r.SetCPUTimes(k.cpuTimes())
	faults := k.pageFaults()
	r.SetInt(platform.ColumnPageFaultsMinor, faults.Minor)
	r.SetInt(platform.ColumnPageFaultsMajor, faults.Major)
	io := k.ioCounters()
	r.SetInt(platform.ColumnIOCountersReadCount, io.ReadCount)
	r.SetInt(platform.ColumnIOCountersWriteCount, io.WriteCount)
	switches := k.ctxSwitches()
	r.SetInt(platform.ColumnNumCtxSwitchesVoluntary, switches.Voluntary)
	r.SetInt(platform.ColumnNumCtxSwitchesInvoluntary, switches.Involuntary)
	memory := k.memoryInfoEx(pageSize)
	r.SetInt(platform.ColumnRSS, memory.RSS)
	r.SetInt(platform.ColumnVMS, memory.VMS)
	r.SetInt(platform.ColumnText, memory.Text)
	r.SetInt(platform.ColumnData, memory.Data)
	r.SetInt(platform.ColumnPeakRSS, memory.PeakRSS)
	r.SetInt(platform.ColumnStack, memory.Stack)
	for _, c := range unreported {
		r.SetInt(c, platform.NA)
	}
	for _, c := range notOnFreeBSD {
		r.SetErr(c, platform.NotSupported)
	}
}

// findProcess returns the record of a PID in a list that is ordered by PID, nil if there is none.
func findProcess(all []kinfo, pid int64) kinfo {
	i, found := slices.BinarySearchFunc(all, pid, func(k kinfo, pid int64) int { return cmp.Compare(k.pid(), pid) })
	if !found {
		return nil
	}
	return all[i]
}

// ReadRow converts the record of a process. If more was read of its PID, the PID must still be the same process's.
func (v *scan) ReadRow(i int, r *platform.Row) (bool, error) {
	k := v.processes[i]
	if k == nil {
		return false, nil
	}
	if cap(r.Buf) > platform.MaxPooledCap {
		r.Buf = nil
	}
	r.Buf = r.Buf[:0]
	setRow(r, k, v.boot, pageSize)
	needed := v.columns
	if v.columns[platform.ColumnName] && len(r.Name) >= commLen { // a name that may be cut is completed from the command line
		needed[platform.ColumnCmdline] = true
	} else if !v.slow {
		return true, nil
	}
	p := &process{sys: v.sys, pid: k.pid()}
	p.SetCaching(true)
	p.cache.Set(infoAnswer, k)
	if exited, err := readSlowColumns(p, r, &needed); exited || err != nil {
		return false, err
	}
	switch err := (&process{sys: v.sys, pid: k.pid()}).verify(r.Identity); platform.CodeOf(err) {
	case 0:
		return true, nil
	case platform.NoSuchProcess:
		return false, nil
	default:
		return false, err
	}
}

func readSlowColumns(p *process, r *platform.Row, needed *platform.ColumnSet) (exited bool, err error) {
	read := func(c platform.Column, get func() error) {
		if !needed[c] || exited || err != nil {
			return
		}
		failure := get()
		code := platform.CodeOf(failure)
		r.SetErr(c, code)
		switch code {
		case platform.NoMemory: // an error of the whole scan
			err = failure
		case platform.NoSuchProcess:
			exited = true
		}
	}
	read(platform.ColumnExe, func() error {
		exe, err := p.Exe()
		r.Exe = r.AppendText(exe)
		return err
	})
	read(platform.ColumnCmdline, func() error {
		cmdline, err := p.Cmdline()
		r.Cmdline = r.AppendList(r.Cmdline[:0], cmdline)
		return err
	})
	read(platform.ColumnEnviron, func() error {
		environ, err := p.Environ()
		r.Environ = r.AppendList(r.Environ[:0], environ)
		return err
	})
	read(platform.ColumnCwd, func() error {
		cwd, err := p.Cwd()
		r.Cwd = r.AppendText(cwd)
		return err
	})
	read(platform.ColumnNumFDs, func() error {
		n, err := p.NumFDs()
		r.SetInt(platform.ColumnNumFDs, n)
		return err
	})
	return exited, err
}
