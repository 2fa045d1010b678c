//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// rowReader reads the columns of one process.
type rowReader struct {
	*scan
	row       *platform.Row
	p         *process
	arguments bool // whether to read the command line, for its own column or to complete a name that may have been cut
	exited    bool
	err       error // of the whole scan
}

func (v *scan) ReadRow(i int, r *platform.Row) (bool, error) {
	if v.entries[i] < 0 {
		return false, nil
	}
	if cap(r.Buf) > platform.MaxPooledCap {
		r.Buf = nil
	}
	r.Buf = r.Buf[:0]
	info := &v.list[v.entries[i]]
	r.Identity = info.identity()
	l := rowReader{scan: v, row: r, p: v.sys.process(info.pid)}
	for c := range platform.Columns {
		r.SetInt(c, platform.NA)
		r.SetFloat(c, platform.NaN)
		if sourceOf[c] == notOnMacOS {
			r.SetErr(c, platform.NotSupported)
		}
	}
	l.setInfo(info)
	l.arguments = v.needs[fromArguments] || v.columns[platform.ColumnName] && len(info.name) >= maxNameLen
	if l.arguments || v.makesCalls() {
		l.makeCalls(info)
	}
	return !l.exited && l.err == nil, l.err
}

// setInfo sets the columns that the list has.
func (l *rowReader) setInfo(info *processInfo) {
	r := l.row
	r.SetInt(platform.ColumnPID, info.pid)
	r.SetInt(platform.ColumnStart, info.start)
	r.SetInt(platform.ColumnPPID, info.ppid)
	r.Name = r.AppendText(info.name)
	r.SetFloat(platform.ColumnCreateTime, layout.Seconds(info.start))
	r.SetInt(platform.ColumnStatus, int64(info.status()))
	r.SetIDs(info.uids, info.gids)
	r.SetInt(platform.ColumnTerminal, terminalNumber(info.terminal))
	r.SetInt(platform.ColumnNice, int64(info.nice))
}

// makeCalls reads the other columns. The process of the list may exit, and another may get its PID: what was read
// counts only if the process is still the same afterwards.
func (l *rowReader) makeCalls(info *processInfo) {
	l.p.SetCaching(true)
	l.readTask()
	l.readUsage()
	l.readArguments()
	l.readPaths()
	l.readRegions()
	l.readDescriptors()
	_, err := verify(info.identity())
	if err != nil && platform.CodeOf(err) != platform.NoSuchProcess {
		l.err = err
	}
	l.exited = l.exited || err != nil
}

func (l *rowReader) readTask() {
	if !l.needs[fromTask] {
		return
	}
	r := l.row
	memory, err := l.p.MemoryInfoEx()
	r.SetInt(platform.ColumnRSS, memory.RSS)
	r.SetInt(platform.ColumnVMS, memory.VMS)
	r.SetInt(platform.ColumnNumPageFaults, memory.NumPageFaults)
	l.setError(err, platform.ColumnRSS, platform.ColumnHugeTLB)
	l.setError(err, platform.ColumnPagedPool, platform.ColumnStack)
	task, err := l.p.task()
	r.SetInt(platform.ColumnPageFaultsMinor, task.faults.Minor)
	r.SetInt(platform.ColumnPageFaultsMajor, task.faults.Major)
	l.setError(err, platform.ColumnPageFaultsMinor, platform.ColumnPageFaultsChildrenMajor)
	r.SetInt(platform.ColumnNumCtxSwitchesVoluntary, task.ctxSwitches)
	l.setError(err, platform.ColumnNumCtxSwitchesVoluntary, platform.ColumnNumCtxSwitchesInvoluntary)
	r.SetInt(platform.ColumnNumThreads, task.threads)
	l.setError(err, platform.ColumnNumThreads, platform.ColumnNumThreads)
}

func (l *rowReader) readUsage() {
	if !l.needs[fromUsage] {
		return
	}
	times, err := l.p.CPUTimes()
	l.row.SetCPUTimes(times)
	l.setError(err, platform.ColumnCPUTimesUser, platform.ColumnCPUTimesIOWait)
}

func (l *rowReader) readArguments() {
	if !l.arguments {
		return
	}
	r := l.row
	arguments, err := l.p.arguments()
	r.Cmdline = r.AppendList(r.Cmdline[:0], arguments.arguments)
	r.Environ = r.AppendList(r.Environ[:0], arguments.environment)
	l.setError(err, platform.ColumnCmdline, platform.ColumnEnviron)
}

func (l *rowReader) readPaths() {
	if l.needs[fromExe] {
		exe, err := l.p.Exe()
		l.row.Exe = l.row.AppendText(exe)
		l.setError(err, platform.ColumnExe, platform.ColumnExe)
	}
	if l.needs[fromCwd] {
		cwd, err := l.p.Cwd()
		l.row.Cwd = l.row.AppendText(cwd)
		l.setError(err, platform.ColumnCwd, platform.ColumnCwd)
	}
}

func (l *rowReader) readRegions() {
	if !l.needs[fromRegions] {
		return
	}
	memory, err := l.p.MemoryFootprint()
	l.row.SetInt(platform.ColumnUSS, memory.USS)
	l.setError(err, platform.ColumnUSS, platform.ColumnFootprintSwap)
}

func (l *rowReader) readDescriptors() {
	if !l.needs[fromDescriptors] {
		return
	}
	n, err := l.p.NumFDs()
	l.row.SetInt(platform.ColumnNumFDs, n)
	l.setError(err, platform.ColumnNumFDs, platform.ColumnNumFDs)
}

// setError stores why columns have no value. A lack of memory is an error of the whole scan.
func (l *rowReader) setError(err error, first, last platform.Column) {
	code := platform.CodeOf(err)
	switch code {
	case platform.NoMemory:
		l.err = err
	case platform.NoSuchProcess:
		l.exited = true
	}
	for c := first; c <= last; c++ {
		l.row.SetErr(c, code)
	}
}
