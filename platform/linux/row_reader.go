//go:build linux

package linux

import (
	"bytes"
	"slices"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// rowBufSize is enough for all files of nearly every process.
const rowBufSize = 64 << 10

// rowReader reads the files of one process, each behind the previous one in the row's buffer.
type rowReader struct {
	*scan
	row    *platform.Row
	dir    int      // as in process
	tid    int64    // as in process
	path   [56]byte // the prefix and the file's name
	prefix int
	exited bool
	err    error // of the whole scan
}

func (v *scan) ReadRow(i int, r *platform.Row) (bool, error) {
	pid := v.pids[i]
	if !validPID(pid) {
		return false, nil
	}
	if v.needs[fromFD] && v.isOwnProcfs {
		if pid == int64(unix.Getpid()) {
			v.ownFDs.Lock()
			defer v.ownFDs.Unlock()
		} else {
			v.ownFDs.RLock()
			defer v.ownFDs.RUnlock()
		}
	}
	l := v.newRowReader(pid, r)
	return l.finish(l.readAll())
}

// newRowReader empties the row for a process.
func (v *scan) newRowReader(pid int64, r *platform.Row) rowReader {
	l := rowReader{scan: v, row: r, dir: noFD}
	l.prefix = len(append(strconv.AppendInt(l.path[:0], pid, 10), '/'))
	if cap(r.Buf) == 0 || cap(r.Buf) > platform.MaxPooledCap {
		r.Buf = make([]byte, 0, rowBufSize)
	}
	r.Buf = r.Buf[:0]
	r.Identity = platform.Identity{PID: pid, Start: platform.NA}
	r.Err = [platform.Columns]platform.Code{}
	r.Int[platform.ColumnPID], r.Int[platform.ColumnStart] = pid, platform.NA
	return l
}

// finish closes the process's directory, and returns what ReadRow returns.
func (l *rowReader) finish(err error) (bool, error) {
	if l.dir != noFD {
		unix.RawSyscall(unix.SYS_CLOSE, uintptr(l.dir), 0, 0)
	}
	if l.err != nil {
		err = l.err
	}
	return err == nil && !l.exited, err
}

// readAll reads what the columns need. The process could exit between two files, and another get its PID: all files are read below
// one descriptor of the process, which that does not change, or between opening a pidfd and finding it valid.
func (l *rowReader) readAll() error {
	pidfd := noFD
	if l.needs[fromStatus] && l.onlyIDs {
		pidfd = l.sys.openPidfdForIDs(l.row.PID)
	}
	if l.manyFiles || l.needs[fromStatus] && pidfd == noFD {
		if err := l.openDir(); err != nil {
			closePidfd(pidfd)
			return l.unreadable(err)
		}
	}
	var s stat
	b, err := l.readFile("stat\x00", true)
	if err == nil {
		if s, err = parseStat(b, l.lastStatField); err != nil {
			l.setError(fromStat, l.process().malformed(err))
			err = nil
		} else if l.explicitPIDs && s.has(statExitSignal) && s.exitSignal == notALeader {
			l.exited = true
		} else {
			if s.firstThreadExited() {
				l.useLivingThread(&s)
			}
			l.setStat(&s)
		}
	}
	if pidfd != noFD {
		if err == nil && !l.exited && !l.readIDs(pidfd) && !l.exited {
			l.readStatus()
		}
		unix.RawSyscall(unix.SYS_CLOSE, uintptr(pidfd), 0, 0)
	}
	if err != nil {
		return l.unreadable(err)
	}
	if l.exited {
		return nil
	}
	if l.needs[fromStatus] && pidfd == noFD {
		l.readStatus()
	}
	if l.needs[fromStatm] {
		l.readStatm()
	}
	if l.needs[fromCmdline] || l.completeNames && s.mayHaveLongerName() && l.isStill(&s) {
		l.readCmdline(&s)
	}
	l.readRest(&s)
	return nil
}

// readRest reads what does not come from stat, status, statm and cmdline.
func (l *rowReader) readRest(s *stat) {
	if l.needs[fromEnviron] {
		l.readEnviron(s)
	}
	if l.needs[fromExe] {
		l.row.Exe = l.readLink(fromExe, "exe\x00")
	}
	if l.needs[fromCwd] {
		l.row.Cwd = l.readLink(fromCwd, "cwd\x00")
	}
	l.readSlow()
}

// openDir opens the process's directory, in which all further files are read. The error is the errno.
func (l *rowReader) openDir() error {
	path := append(l.path[:l.prefix], 0)
	dir, _, errno := unix.RawSyscall6(unix.SYS_OPENAT, uintptr(l.proc), uintptr(unsafe.Pointer(&path[0])),
		unix.O_DIRECTORY|unix.O_PATH|unix.O_CLOEXEC, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	l.dir, l.prefix = int(dir), 0
	return nil
}

// isStill opens the process's directory if it is not open, and reports whether it is that of the process with this stat.
func (l *rowReader) isStill(s *stat) bool {
	if l.dir != noFD {
		return true
	}
	if err := l.openDir(); err != nil {
		l.err = l.unreadable(err)
		return false
	}
	b, err := l.readFile("stat\x00", true)
	if err == nil {
		var now stat
		now, err = parseStat(b, statThroughVsize)
		l.exited = err == nil && now.start != s.start
	}
	return err == nil && !l.exited
}

// unreadable handles the errno of a process whose directory or stat cannot be read.
func (l *rowReader) unreadable(errno error) error {
	switch {
	case errno == unix.ENOENT || errno == unix.ESRCH:
		l.exited = true
		return nil
	case isExhausted(errno), l.isOwnProcfs && l.row.PID == int64(unix.Getpid()): // the caller's own files are always readable
		return sysError(l.process().dirName(), errno)
	}
	// Mostly EACCES of a procfs that shows that other users' processes exist, but not more.
	code := sysError("", errno).Code
	for s := fromStat; s < sources; s++ {
		l.setCode(s, code)
	}
	return nil
}

// useLivingThread makes all further files those of a thread that still runs, as process.livingThread does.
func (l *rowReader) useLivingThread(s *stat) {
	t := l.process().livingThread()
	if t == nil {
		return
	}
	var buf statBuf
	living, err := t.readStat(&buf)
	if err != nil {
		return
	}
	s.state, s.flags, s.vsize = living.state, living.flags, living.vsize
	l.tid = t.tid
	l.prefix = len(append(strconv.AppendInt(append(l.path[:l.prefix], "task/"...), t.tid, 10), '/'))
}

// readFile reads one of the process's files, in a single read if it fits. noBlock is for a file for which the kernel does not wait; for
// others it may wait for the process. Go's scheduler need not find another thread for other work during such a read, and is not
// notified of it, which would take a tenth of the time of the whole scan.
func (l *rowReader) readFile(file string, noBlock bool) ([]byte, error) {
	path := append(l.path[:l.prefix], file...)
	buf := l.row.Buf
	start := len(buf)
	if !noBlock || !l.isProcfs || start == cap(buf) {
		buf, err := readFileAt(l.dirFD(), path, buf, singleRead)
		l.row.Buf = buf
		return buf[start:], err
	}
	fd, _, errno := unix.RawSyscall6(unix.SYS_OPENAT, uintptr(l.dirFD()), uintptr(unsafe.Pointer(&path[0])),
		unix.O_RDONLY|unix.O_CLOEXEC, 0, 0, 0)
	if errno != 0 {
		return nil, errno
	}
	free := buf[start:cap(buf)]
	n, _, errno := unix.RawSyscall(unix.SYS_READ, fd, uintptr(unsafe.Pointer(&free[0])), uintptr(len(free)))
	unix.RawSyscall(unix.SYS_CLOSE, fd, 0, 0)
	switch {
	case errno == unix.EINTR || errno == 0 && int(n) == len(free):
		return l.readFile(file, false)
	case errno != 0:
		return nil, errno
	}
	l.row.Buf = buf[:start+int(n)]
	return free[:n], nil
}

// dirFD returns the directory that paths are relative to.
func (l *rowReader) dirFD() int {
	if l.dir != noFD {
		return l.dir
	}
	return l.proc
}

// process returns the process, for what is read rarely or takes more than one file.
func (l *rowReader) process() *process {
	return &process{sys: l.sys, pid: l.row.PID, scan: l.scan, dir: l.dir, tid: l.tid}
}

// setError stores why the columns of a source have no value. A lack of descriptors or memory is an error of the whole scan.
func (l *rowReader) setError(from source, err error) {
	if isExhausted(err) {
		l.err = err
	}
	l.setCode(from, platform.CodeOf(err))
}

func (l *rowReader) setCode(from source, code platform.Code) {
	if code == platform.NoSuchProcess {
		l.exited = true
	}
	for c, s := range sourceOf {
		if s == from {
			l.row.Err[c] = code
		}
	}
}

// setErrno is setError for a file that every process has.
func (l *rowReader) setErrno(from source, path string, errno error) {
	l.setError(from, l.process().procError([]byte(path), errno))
}

// columnFields are the fields of stat that columns need.
var columnFields = [...]struct {
	column platform.Column
	field  statField
}{
	{platform.ColumnStart, statStart},
	{platform.ColumnCreateTime, statStart},
	{platform.ColumnPPID, statPPID},
	{platform.ColumnTerminal, statTTY},
	{platform.ColumnNice, statNice},
	{platform.ColumnNumThreads, statThreads},
	{platform.ColumnPageFaultsMinor, statMinor},
	{platform.ColumnPageFaultsMajor, statMajor},
	{platform.ColumnPageFaultsChildrenMinor, statChildrenMinor},
	{platform.ColumnPageFaultsChildrenMajor, statChildrenMajor},
	{platform.ColumnCPUTimesUser, statUser},
	{platform.ColumnCPUTimesSystem, statSystem},
	{platform.ColumnCPUTimesChildrenUser, statChildrenUser},
	{platform.ColumnCPUTimesChildrenSystem, statChildrenSystem},
}

// allColumnFields is the set of those fields.
var allColumnFields = func() (set uint64) {
	for _, c := range columnFields {
		set |= 1 << c.field
	}
	return set
}()

func (l *rowReader) setStat(s *stat) {
	r := l.row
	r.Name = s.name
	r.Start = s.start
	r.Int[platform.ColumnStart] = s.start
	r.Int[platform.ColumnPPID] = s.ppid
	r.Int[platform.ColumnStatus] = int64(statusOf(s.state))
	r.Int[platform.ColumnTerminal] = s.tty
	r.Int[platform.ColumnNice] = s.nice
	r.Int[platform.ColumnCPUNum] = s.cpuNum()
	r.Int[platform.ColumnNumThreads] = s.threads
	r.Int[platform.ColumnPageFaultsMinor] = s.minor
	r.Int[platform.ColumnPageFaultsMajor] = s.major
	r.Int[platform.ColumnPageFaultsChildrenMinor] = s.childrenMinor
	r.Int[platform.ColumnPageFaultsChildrenMajor] = s.childrenMajor
	times := s.times()
	r.Float[platform.ColumnCPUTimesUser] = times.User
	r.Float[platform.ColumnCPUTimesSystem] = times.System
	r.Float[platform.ColumnCPUTimesChildrenUser] = times.ChildrenUser
	r.Float[platform.ColumnCPUTimesChildrenSystem] = times.ChildrenSystem
	r.Float[platform.ColumnCPUTimesIOWait] = times.IOWait
	r.Float[platform.ColumnCreateTime] = l.boot + float64(s.start)/userHZ
	r.Err[platform.ColumnCreateTime] = l.bootErr
	if !s.has(statCPU) {
		r.Err[platform.ColumnCPUNum] = platform.NotSupported
	}
	if l.terminal && s.tty != 0 && l.process().hasForeignPTS(s.tty, l.ptsDevice) {
		r.Int[platform.ColumnTerminal] = s.tty&0xffffffff | foreignPTS
	}
	if s.valid&allColumnFields != allColumnFields {
		for _, c := range columnFields {
			if !s.has(c.field) {
				r.Err[c.column] = platform.AccessDenied
			}
		}
		if !s.has(statStart) {
			r.Start, r.Int[platform.ColumnStart] = platform.NA, platform.NA
		}
	}
}

func (l *rowReader) readStatus() {
	b, err := l.readFile("status\x00", true)
	if err != nil {
		l.setErrno(fromStatus, "status\x00", err)
		return
	}
	s := parseStatus(b, l.skipAfterRSS)
	l.setStatus(&s)
}

func (l *rowReader) setStatus(s *status) {
	r := l.row
	l.setIDs(s.uids, s.gids)
	r.Int[platform.ColumnRSS] = max(s.rss, 0) // a zombie has none
	r.Int[platform.ColumnVMS] = max(s.vms, 0)
	r.Int[platform.ColumnPeakRSS] = s.peakRSS
	r.Int[platform.ColumnPeakVMS] = s.peakVMS
	r.Int[platform.ColumnRSSAnon] = s.anon
	r.Int[platform.ColumnRSSFile] = s.file
	r.Int[platform.ColumnRSSShmem] = s.shmem
	r.Int[platform.ColumnSwap] = s.swap
	r.Int[platform.ColumnHugeTLB] = s.hugeTLB
	r.Int[platform.ColumnNumCtxSwitchesVoluntary] = s.voluntary
	r.Int[platform.ColumnNumCtxSwitchesInvoluntary] = s.involuntary
	if s.voluntary == platform.NA || s.involuntary == platform.NA {
		r.Err[platform.ColumnNumCtxSwitchesVoluntary] = platform.NotSupported
		r.Err[platform.ColumnNumCtxSwitchesInvoluntary] = platform.NotSupported
	}
}

// readIDs reads the IDs from a pidfd without the rest of status. It returns false if the pidfd does not have them.
func (l *rowReader) readIDs(pidfd int) bool {
	uids, gids, errno := l.sys.pidfdIDs(pidfd)
	switch errno {
	case 0:
		l.setIDs(uids, gids)
	case unix.ESRCH: // and what has been read may be of the next process with this PID
		l.exited = true
	}
	return errno == 0
}

func (l *rowReader) setIDs(uids, gids platform.IDs) {
	r := l.row
	r.Int[platform.ColumnUIDsReal] = uids.Real
	r.Int[platform.ColumnUIDsEffective] = uids.Effective
	r.Int[platform.ColumnUIDsSaved] = uids.Saved
	r.Int[platform.ColumnGIDsReal] = gids.Real
	r.Int[platform.ColumnGIDsEffective] = gids.Effective
	r.Int[platform.ColumnGIDsSaved] = gids.Saved
	for c := platform.ColumnUIDsReal; c <= platform.ColumnGIDsSaved; c++ {
		if r.Int[c] == platform.NA {
			r.Err[c] = platform.AccessDenied
		}
	}
}

func (l *rowReader) readStatm() {
	b, err := l.readFile("statm\x00", true)
	if err != nil {
		l.setErrno(fromStatm, "statm\x00", err)
		l.setErrno(fromMemory, "statm\x00", err)
		return
	}
	m, err := parseStatm(b, pageSize)
	if err != nil {
		l.setCode(fromStatm, platform.AccessDenied)
		l.setCode(fromMemory, platform.AccessDenied)
		return
	}
	l.setStatm(&m)
}

func (l *rowReader) setStatm(m *platform.MemoryInfoEx) {
	r := l.row
	r.Int[platform.ColumnRSS], r.Int[platform.ColumnVMS] = m.RSS, m.VMS
	r.Int[platform.ColumnShared], r.Int[platform.ColumnText], r.Int[platform.ColumnLib] = m.Shared, m.Text, m.Lib
	r.Int[platform.ColumnData], r.Int[platform.ColumnDirty] = m.Data, m.Dirty
	for c := platform.ColumnPagedPool; c <= platform.ColumnNumPageFaults; c++ {
		r.Int[c] = platform.NA
	}
}

func (l *rowReader) readCmdline(s *stat) {
	if !l.hasCmdline(s) {
		return
	}
	b, err := l.readFile("cmdline\x00", false)
	switch {
	case err != nil && !l.needs[fromCmdline]: // the truncated name is better than none
		l.setCode(fromCmdline, platform.OS)
	case err != nil:
		l.setErrno(fromCmdline, "cmdline\x00", err)
	case len(b) == 0 && l.needs[fromCmdline]:
		if err := l.process().explainEmpty([]byte("cmdline\x00"), nil); err != nil {
			l.setError(fromCmdline, err)
		}
	case len(b) > 0:
		l.setCmdline(b)
	}
}

// hasCmdline empties the cell and reports whether the process can have a command line.
func (l *rowReader) hasCmdline(s *stat) bool {
	l.row.Cmdline = l.row.Cmdline[:0]
	switch {
	case s.flags&flagKernelThread != 0: // the file exists and is always empty
		return false
	case s.hasExited():
		l.setCode(fromCmdline, platform.ZombieProcess)
		return false
	}
	return true
}

func (l *rowReader) setCmdline(b []byte) {
	text, separator := cmdlineArgs(b, func(path []byte) bool { return l.process().startedAs(path) })
	l.row.Cmdline = appendSplit(l.row.Cmdline, text, separator)
}

func (l *rowReader) readEnviron(s *stat) {
	r := l.row
	r.Environ = r.Environ[:0]
	if s.flags&flagKernelThread != 0 {
		return
	}
	if b, err := l.readFile("environ\x00", false); err == nil && len(b) > 0 {
		r.Environ = parseEnviron(r.Environ, b)
		return
	}
	if _, err := l.process().Environ(); err != nil {
		l.setError(fromEnviron, err)
	}
}

// readLink returns the path that a link names, as process.readLink does.
func (l *rowReader) readLink(from source, file string) []byte {
	r := l.row
	r.Buf = slices.Grow(r.Buf, unix.PathMax)
	free := r.Buf[len(r.Buf):cap(r.Buf)]
	link, err := readLink(l.dirFD(), append(l.path[:l.prefix], file...), free)
	if err == nil && !bytes.HasSuffix(link, []byte(deletedSuffix)) {
		r.Buf = r.Buf[:len(r.Buf)+len(link)]
		return link
	}
	path, err := l.process().readLink(file[:len(file)-1])
	if err != nil {
		l.setError(from, err)
	}
	return []byte(path)
}

// readSlow reads the sources that take more than one file.
func (l *rowReader) readSlow() {
	r := l.row
	if l.needs[fromIO] {
		c, err := l.process().IOCounters()
		if err != nil {
			l.setError(fromIO, err)
		}
		for i, n := range [...]int64{
			c.ReadCount, c.WriteCount, c.ReadBytes, c.WriteBytes, c.ReadChars, c.WriteChars, c.OtherCount, c.OtherBytes,
		} {
			r.Int[platform.ColumnIOCountersReadCount+platform.Column(i)] = n
		}
	}
	if l.needs[fromSmaps] {
		m, err := l.process().MemoryFootprint()
		if err != nil {
			l.setError(fromSmaps, err)
		}
		r.Int[platform.ColumnUSS], r.Int[platform.ColumnPSS], r.Int[platform.ColumnFootprintSwap] = m.USS, m.PSS, m.Swap
	}
	if l.needs[fromFD] {
		n, err := l.process().NumFDs()
		if err != nil {
			l.setError(fromFD, err)
		}
		r.Int[platform.ColumnNumFDs] = n
	}
	if l.needs[fromIONice] {
		nice, err := l.process().IONice()
		if err != nil {
			l.setError(fromIONice, err)
		}
		r.Int[platform.ColumnIONiceClass], r.Int[platform.ColumnIONiceValue] = int64(nice.Class), int64(nice.Value)
	}
	if l.needs[fromHandles] {
		l.setCode(fromHandles, platform.NotSupported)
	}
}
