package windows

import "github.com/libpsutil/libpsutil/platform"

// notOnWindows are the columns that Windows does not have.
var notOnWindows = [...]platform.Column{
	platform.ColumnUIDsReal, platform.ColumnUIDsEffective, platform.ColumnUIDsSaved, platform.ColumnGIDsReal,
	platform.ColumnGIDsEffective, platform.ColumnGIDsSaved, platform.ColumnTerminal, platform.ColumnCPUNum, platform.ColumnNumFDs,
}

// unreported are the columns of records of which Windows reports other fields.
var unreported = [...]platform.Column{
	platform.ColumnShared, platform.ColumnText, platform.ColumnLib, platform.ColumnData, platform.ColumnDirty,
	platform.ColumnRSSAnon, platform.ColumnRSSFile, platform.ColumnRSSShmem, platform.ColumnSwap, platform.ColumnHugeTLB,
	platform.ColumnPSS, platform.ColumnFootprintSwap, platform.ColumnPageFaultsChildrenMinor, platform.ColumnPageFaultsChildrenMajor,
	platform.ColumnIOCountersReadChars, platform.ColumnIOCountersWriteChars, platform.ColumnNumCtxSwitchesInvoluntary,
	platform.ColumnStack,
}

// rowReader reads the columns of one process.
type rowReader struct {
	*scan
	row    *platform.Row
	info   processInfo
	exited bool
	err    error // of the whole scan
}

func (v *scan) ReadRow(i int, r *platform.Row) (bool, error) {
	entry := v.entries[i]
	if entry < 0 {
		return false, nil
	}
	if cap(r.Buf) > platform.MaxPooledCap {
		r.Buf = nil
	}
	r.Buf = r.Buf[:0]
	info, err := v.list.info(entry, nil)
	r.Identity = platform.Identity{PID: info.pid, Start: info.created}
	l := rowReader{scan: v, row: r, info: info}
	if err != nil {
		r.Identity = platform.Identity{PID: v.list.entries[entry].pid, Start: platform.NA}
		for c := platform.ColumnPID + 1; c < platform.Columns; c++ {
			r.SetErr(c, platform.CodeOf(err))
		}
		r.SetInt(platform.ColumnPID, r.PID)
		return true, nil
	}
	l.setInfo()
	if v.access != 0 {
		l.readHandle()
	}
	return !l.exited && l.err == nil, l.err
}

// setInfo sets the columns that the list of processes has.
func (l *rowReader) setInfo() {
	r, info := l.row, &l.info
	r.SetInt(platform.ColumnPID, info.pid)
	r.SetInt(platform.ColumnStart, info.created)
	r.SetInt(platform.ColumnPPID, info.ppid)
	r.Buf = info.appendName(r.Buf)
	r.Name = r.Buf[:len(r.Buf):len(r.Buf)]
	r.SetFloat(platform.ColumnCreateTime, secondsSinceEpoch(info.created))
	if info.created == 0 {
		r.SetFloat(platform.ColumnCreateTime, l.boot)
		r.SetErr(platform.ColumnCreateTime, l.bootErr)
	}
	if l.columns[platform.ColumnStatus] {
		r.SetInt(platform.ColumnStatus, int64(info.readStatus()))
	}
	r.SetCPUTimes(info.cpuTimes())
	memory := info.memory.memoryInfoEx()
	r.SetInt(platform.ColumnRSS, memory.RSS)
	r.SetInt(platform.ColumnVMS, memory.VMS)
	r.SetInt(platform.ColumnPeakRSS, memory.PeakRSS)
	r.SetInt(platform.ColumnPeakVMS, memory.PeakVMS)
	r.SetInt(platform.ColumnPagedPool, memory.PagedPool)
	r.SetInt(platform.ColumnPeakPagedPool, memory.PeakPagedPool)
	r.SetInt(platform.ColumnNonpagedPool, memory.NonpagedPool)
	r.SetInt(platform.ColumnPeakNonpagedPool, memory.PeakNonpagedPool)
	r.SetInt(platform.ColumnPrivateUsage, memory.PrivateUsage)
	r.SetInt(platform.ColumnNumPageFaults, memory.NumPageFaults)
	faults := info.pageFaults()
	r.SetInt(platform.ColumnPageFaultsMinor, faults.Minor)
	r.SetInt(platform.ColumnPageFaultsMajor, faults.Major)
	io := &info.io
	r.SetInt(platform.ColumnIOCountersReadCount, io.ReadCount)
	r.SetInt(platform.ColumnIOCountersWriteCount, io.WriteCount)
	r.SetInt(platform.ColumnIOCountersReadBytes, io.ReadBytes)
	r.SetInt(platform.ColumnIOCountersWriteBytes, io.WriteBytes)
	r.SetInt(platform.ColumnIOCountersOtherCount, io.OtherCount)
	r.SetInt(platform.ColumnIOCountersOtherBytes, io.OtherBytes)
	r.SetInt(platform.ColumnNumCtxSwitchesVoluntary, info.contextSwitches)
	r.SetInt(platform.ColumnNumHandles, info.handles)
	r.SetInt(platform.ColumnNumThreads, int64(len(info.threads)))
	for _, c := range unreported {
		r.SetInt(c, platform.NA)
	}
	for _, c := range notOnWindows {
		r.SetErr(c, platform.NotSupported)
	}
}

// readHandle reads the columns that need the process to be opened, all through one handle. The process of the list may
// have exited since, and another may have its PID.
func (l *rowReader) readHandle() {
	p := &process{sys: l.sys, pid: l.info.pid, row: &openRow{scan: l.scan, access: l.access}}
	p.SetCaching(true)
	p.cache.Set(listAnswer, l.info)
	h, err := openProcess(p.pid, l.access)
	if platform.CodeOf(err) == platform.AccessDenied && l.access != limited {
		p.row.access = limited
		h, err = openProcess(p.pid, limited)
	}
	switch platform.CodeOf(err) {
	case 0:
		p.row.handle = h
		defer func() {
			times, err := h.times()
			l.exited = l.exited || err == nil && (times.exited != 0 || times.created != l.info.created)
			h.close()
		}()
	case platform.NoSuchProcess:
		l.exited = true
		return
	default:
		p.row.access = 0
	}
	l.readColumns(p)
}

func (l *rowReader) readColumns(p *process) {
	r := l.row
	if l.columns[platform.ColumnExe] {
		exe, err := p.Exe()
		r.Exe = r.AppendText(exe)
		l.setError(err, platform.ColumnExe)
	}
	if l.columns[platform.ColumnCmdline] {
		cmdline, err := p.Cmdline()
		r.Cmdline = r.AppendList(r.Cmdline[:0], cmdline)
		l.setError(err, platform.ColumnCmdline)
	}
	if l.columns[platform.ColumnEnviron] {
		environ, err := p.Environ()
		r.Environ = r.AppendList(r.Environ[:0], environ)
		l.setError(err, platform.ColumnEnviron)
	}
	if l.columns[platform.ColumnCwd] {
		cwd, err := p.Cwd()
		r.Cwd = r.AppendText(cwd)
		l.setError(err, platform.ColumnCwd)
	}
	if l.columns[platform.ColumnUserName] {
		user, err := p.UserName()
		r.UserName = r.AppendText(user)
		l.setError(err, platform.ColumnUserName)
	}
	if l.columns[platform.ColumnNice] {
		class, err := p.Nice()
		r.SetInt(platform.ColumnNice, int64(class))
		l.setError(err, platform.ColumnNice)
	}
	if l.columns[platform.ColumnIONiceClass] || l.columns[platform.ColumnIONiceValue] {
		nice, err := p.IONice()
		r.SetInt(platform.ColumnIONiceClass, int64(nice.Class))
		r.SetInt(platform.ColumnIONiceValue, int64(nice.Value))
		l.setError(err, platform.ColumnIONiceClass, platform.ColumnIONiceValue)
	}
	if l.columns[platform.ColumnUSS] {
		memory, err := p.MemoryFootprint()
		r.SetInt(platform.ColumnUSS, memory.USS)
		l.setError(err, platform.ColumnUSS)
	}
}

// setError stores why columns have no value. A lack of memory is an error of the whole scan.
func (l *rowReader) setError(err error, columns ...platform.Column) {
	code := platform.CodeOf(err)
	switch code {
	case platform.NoMemory:
		l.err = err
	case platform.NoSuchProcess:
		l.exited = true
	}
	for _, c := range columns {
		l.row.SetErr(c, code)
	}
}
