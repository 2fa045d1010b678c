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
	r.Err = [platform.Columns]platform.Code{}
	info, err := v.list.info(entry, nil)
	r.Identity = platform.Identity{PID: info.pid, Start: info.created}
	l := rowReader{scan: v, row: r, info: info}
	if err != nil {
		r.Identity = platform.Identity{PID: v.list.entries[entry].pid, Start: platform.NA}
		for c := platform.ColumnPID + 1; c < platform.Columns; c++ {
			r.Err[c] = platform.CodeOf(err)
		}
		r.Int[platform.ColumnPID] = r.PID
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
	r.Int[platform.ColumnPID], r.Int[platform.ColumnStart] = info.pid, info.created
	r.Int[platform.ColumnPPID] = info.ppid
	r.Buf = info.appendName(r.Buf)
	r.Name = r.Buf[:len(r.Buf):len(r.Buf)]
	r.Float[platform.ColumnCreateTime] = secondsSinceEpoch(info.created)
	if info.created == 0 {
		r.Float[platform.ColumnCreateTime], r.Err[platform.ColumnCreateTime] = l.boot, l.bootErr
	}
	if l.columns[platform.ColumnStatus] {
		r.Int[platform.ColumnStatus] = int64(info.readStatus())
	}
	times := info.cpuTimes()
	r.Float[platform.ColumnCPUTimesUser], r.Float[platform.ColumnCPUTimesSystem] = times.User, times.System
	r.Float[platform.ColumnCPUTimesChildrenUser], r.Float[platform.ColumnCPUTimesChildrenSystem] = platform.NaN, platform.NaN
	r.Float[platform.ColumnCPUTimesIOWait] = platform.NaN
	memory := info.memory.memoryInfoEx()
	r.Int[platform.ColumnRSS], r.Int[platform.ColumnVMS] = memory.RSS, memory.VMS
	r.Int[platform.ColumnPeakRSS], r.Int[platform.ColumnPeakVMS] = memory.PeakRSS, memory.PeakVMS
	r.Int[platform.ColumnPagedPool], r.Int[platform.ColumnPeakPagedPool] = memory.PagedPool, memory.PeakPagedPool
	r.Int[platform.ColumnNonpagedPool], r.Int[platform.ColumnPeakNonpagedPool] = memory.NonpagedPool, memory.PeakNonpagedPool
	r.Int[platform.ColumnPrivateUsage], r.Int[platform.ColumnNumPageFaults] = memory.PrivateUsage, memory.NumPageFaults
	faults := info.pageFaults()
	r.Int[platform.ColumnPageFaultsMinor], r.Int[platform.ColumnPageFaultsMajor] = faults.Minor, faults.Major
	io := &info.io
	r.Int[platform.ColumnIOCountersReadCount], r.Int[platform.ColumnIOCountersWriteCount] = io.ReadCount, io.WriteCount
	r.Int[platform.ColumnIOCountersReadBytes], r.Int[platform.ColumnIOCountersWriteBytes] = io.ReadBytes, io.WriteBytes
	r.Int[platform.ColumnIOCountersOtherCount], r.Int[platform.ColumnIOCountersOtherBytes] = io.OtherCount, io.OtherBytes
	r.Int[platform.ColumnNumCtxSwitchesVoluntary] = info.contextSwitches
	r.Int[platform.ColumnNumHandles] = info.handles
	r.Int[platform.ColumnNumThreads] = int64(len(info.threads))
	for _, c := range unreported {
		r.Int[c] = platform.NA
	}
	for _, c := range notOnWindows {
		r.Err[c] = platform.NotSupported
	}
}

// readHandle reads the columns that need the process to be opened, all through one handle. The process of the list may have exited
// since, and another may have its PID.
func (l *rowReader) readHandle() {
	p := &process{sys: l.sys, pid: l.info.pid, row: &openRow{scan: l.scan, access: l.access}}
	p.SetCaching(true)
	p.cache.Load().answers[listAnswer] = l.info
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
		r.Exe = l.appendText(exe)
		l.setError(err, platform.ColumnExe)
	}
	if l.columns[platform.ColumnCmdline] {
		cmdline, err := p.Cmdline()
		r.Cmdline = l.appendList(r.Cmdline[:0], cmdline)
		l.setError(err, platform.ColumnCmdline)
	}
	if l.columns[platform.ColumnEnviron] {
		environ, err := p.Environ()
		r.Environ = l.appendList(r.Environ[:0], environ)
		l.setError(err, platform.ColumnEnviron)
	}
	if l.columns[platform.ColumnCwd] {
		cwd, err := p.Cwd()
		r.Cwd = l.appendText(cwd)
		l.setError(err, platform.ColumnCwd)
	}
	if l.columns[platform.ColumnUserName] {
		user, err := p.UserName()
		r.UserName = l.appendText(user)
		l.setError(err, platform.ColumnUserName)
	}
	if l.columns[platform.ColumnNice] {
		class, err := p.Nice()
		r.Int[platform.ColumnNice] = int64(class)
		l.setError(err, platform.ColumnNice)
	}
	if l.columns[platform.ColumnIONiceClass] || l.columns[platform.ColumnIONiceValue] {
		nice, err := p.IONice()
		r.Int[platform.ColumnIONiceClass], r.Int[platform.ColumnIONiceValue] = int64(nice.Class), int64(nice.Value)
		l.setError(err, platform.ColumnIONiceClass, platform.ColumnIONiceValue)
	}
	if l.columns[platform.ColumnUSS] {
		memory, err := p.MemoryFootprint()
		r.Int[platform.ColumnUSS] = memory.USS
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
		l.row.Err[c] = code
	}
}

// appendText appends a text to the row's buffer and returns it.
func (l *rowReader) appendText(text string) []byte {
	start := len(l.row.Buf)
	l.row.Buf = append(l.row.Buf, text...)
	return l.row.Buf[start:len(l.row.Buf):len(l.row.Buf)]
}

func (l *rowReader) appendList(dst [][]byte, list []string) [][]byte {
	for _, text := range list {
		dst = append(dst, l.appendText(text))
	}
	return dst
}
