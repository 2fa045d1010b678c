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
	defer l.close()
	l.usePath()
	return l.result(l.readAll())
}

// newRowReader begins the row of a process.
func (v *scan) newRowReader(pid int64, r *platform.Row) rowReader {
	if cap(r.Buf) == 0 || cap(r.Buf) > platform.MaxPooledCap {
		r.Buf = make([]byte, 0, rowBufSize)
	}
	r.Identity = platform.Identity{PID: pid, Start: platform.NA}
	r.SetInt(platform.ColumnPID, pid)
	r.SetInt(platform.ColumnStart, platform.NA)
	return rowReader{scan: v, row: r, dir: noFD}
}

// usePath makes the files those below the directory of the PID.
func (l *rowReader) usePath() {
	l.prefix = len(append(strconv.AppendInt(l.path[:0], l.row.PID, 10), '/'))
}

// close closes the process's directory. Like all that opens descriptors, it is called where a lack of memory ends the
// call, too.
func (l *rowReader) close() {
	if l.dir != noFD {
		unix.RawSyscall(unix.SYS_CLOSE, uintptr(l.dir), 0, 0)
	}
}

// result returns what ReadRow returns.
func (l *rowReader) result(err error) (bool, error) {
	if l.err != nil {
		err = l.err
	}
	return err == nil && !l.exited, err
}

// readAll reads what the columns need.
func (l *rowReader) readAll() error {
	var s stat
	if err := l.readFirst(&s); err != nil {
		return l.unreadable(err)
	}
	if l.needsOtherSources && !l.exited {
		l.readRest(&s)
	}
	return nil
}

// readFirst is readFiles, with a pidfd where it has all that is needed of status.
func (l *rowReader) readFirst(s *stat) error {
	pidfd := noFD
	if l.onlyIDs {
		pidfd = l.sys.openPidfdForIDs(l.row.PID)
	}
	defer closePidfd(pidfd)
	return l.readFiles(s, pidfd)
}

// readFiles reads stat, status or the IDs of a pidfd, statm and cmdline. The process could exit between two files, and
// another get its PID: all files are read below one descriptor of the process, which that does not change, or before a
// pidfd that was opened earlier is found valid. The error is the errno of a process whose directory or stat cannot be
// read.
func (l *rowReader) readFiles(s *stat, pidfd int) error {
	if l.needsOtherSources || l.needsOtherFiles && pidfd == noFD {
		if err := l.openDir(); err != nil {
			return err
		}
	}
	b, err := l.readFile("stat\x00", true)
	if err != nil {
		return err
	}
	if *s, err = parseStat(b, l.lastStatField); err != nil {
		l.setError(fromStat, l.process().malformed(err))
	} else if l.explicitPIDs && s.has(statExitSignal) && s.exitSignal == notALeader {
		l.exited = true
		return nil
	} else {
		if s.firstThreadExited() {
			l.useLivingThread(s)
		}
		l.setStat(s)
	}
	if l.needs[fromStatus] && pidfd == noFD {
		l.readStatus()
	}
	if l.needs[fromStatm] || l.needs[fromMemory] && pidfd != noFD {
		l.readStatm()
	}
	if l.needs[fromCmdline] || l.completesNames && s.mayHaveLongerName() && (pidfd != noFD || l.isStill(s)) {
		l.readCmdline(s)
	}
	if pidfd != noFD && !l.exited && !l.readIDs(pidfd) && !l.exited && l.isStill(s) {
		l.readStatus()
	}
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

// isStill opens the process's directory if it is not open, and reports whether it is that of the process with this
// stat.
func (l *rowReader) isStill(s *stat) bool {
	if l.dir != noFD {
		return true
	}
	l.usePath()
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
	if l.tid != 0 {
		l.useThreadPath()
	}
	return err == nil && !l.exited
}

// unreadable handles the errno of a process whose directory or stat cannot be read.
func (l *rowReader) unreadable(errno error) error {
	switch {
	case errno == unix.ENOENT || errno == unix.ESRCH || errno == unix.ENOTDIR: // as in procError
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
	l.useThreadPath()
}

// useThreadPath makes the files those of the thread.
func (l *rowReader) useThreadPath() {
	l.prefix = len(append(strconv.AppendInt(append(l.path[:l.prefix], "task/"...), l.tid, 10), '/'))
}

// readFile reads one of the process's files, in a single read if it fits. noBlock is for a file for which the kernel
// does not wait; for others it may wait for the process. Go's scheduler need not find another thread for other work
// during such a read, and is not notified of it, which would take a tenth of the time of the whole scan.
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

// setError stores why the columns of a source have no value. A lack of descriptors or memory is an error of the whole
// scan.
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
			l.row.SetErr(platform.Column(c), code)
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
	r.SetInt(platform.ColumnStart, s.start)
	r.SetInt(platform.ColumnPPID, s.ppid)
	r.SetInt(platform.ColumnStatus, int64(statusOf(s.state)))
	r.SetInt(platform.ColumnTerminal, s.tty)
	r.SetInt(platform.ColumnNice, s.nice)
	r.SetInt(platform.ColumnCPUNum, s.cpuNum())
	r.SetInt(platform.ColumnNumThreads, s.threads)
	r.SetInt(platform.ColumnPageFaultsMinor, s.minor)
	r.SetInt(platform.ColumnPageFaultsMajor, s.major)
	r.SetInt(platform.ColumnPageFaultsChildrenMinor, s.childrenMinor)
	r.SetInt(platform.ColumnPageFaultsChildrenMajor, s.childrenMajor)
	r.SetCPUTimes(s.times())
	r.SetFloat(platform.ColumnCreateTime, l.boot+float64(s.start)/userHZ)
	r.SetErr(platform.ColumnCreateTime, l.bootErr)
	if !s.has(statCPU) {
		r.SetErr(platform.ColumnCPUNum, platform.NotSupported)
	}
	if l.terminal && s.tty != 0 && l.process().hasForeignPTS(s.tty, l.ptsDevice) {
		r.SetInt(platform.ColumnTerminal, s.tty&0xffffffff|foreignPTS)
	}
	if s.valid&allColumnFields != allColumnFields {
		for _, c := range columnFields {
			if !s.has(c.field) {
				r.SetErr(c.column, platform.AccessDenied)
			}
		}
		if !s.has(statStart) {
			r.Start = platform.NA
			r.SetInt(platform.ColumnStart, platform.NA)
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
	r.SetInt(platform.ColumnRSS, max(s.rss, 0)) // a zombie has none
	r.SetInt(platform.ColumnVMS, max(s.vms, 0))
	r.SetInt(platform.ColumnPeakRSS, s.peakRSS)
	r.SetInt(platform.ColumnPeakVMS, s.peakVMS)
	r.SetInt(platform.ColumnRSSAnon, s.anon)
	r.SetInt(platform.ColumnRSSFile, s.file)
	r.SetInt(platform.ColumnRSSShmem, s.shmem)
	r.SetInt(platform.ColumnSwap, s.swap)
	r.SetInt(platform.ColumnHugeTLB, s.hugeTLB)
	r.SetInt(platform.ColumnNumCtxSwitchesVoluntary, s.voluntary)
	r.SetInt(platform.ColumnNumCtxSwitchesInvoluntary, s.involuntary)
	if s.voluntary == platform.NA || s.involuntary == platform.NA {
		r.SetErr(platform.ColumnNumCtxSwitchesVoluntary, platform.NotSupported)
		r.SetErr(platform.ColumnNumCtxSwitchesInvoluntary, platform.NotSupported)
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
	for i, id := range [...]int64{uids.Real, uids.Effective, uids.Saved, gids.Real, gids.Effective, gids.Saved} {
		c := platform.ColumnUIDsReal + platform.Column(i)
		l.row.SetInt(c, id)
		if id == platform.NA {
			l.row.SetErr(c, platform.AccessDenied)
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

func (l *rowReader) setStatm(m *platform.MemoryInfo) {
	r := l.row
	r.SetInt(platform.ColumnRSS, m.RSS)
	r.SetInt(platform.ColumnVMS, m.VMS)
	r.SetInt(platform.ColumnShared, m.Shared)
	r.SetInt(platform.ColumnText, m.Text)
	r.SetInt(platform.ColumnLib, m.Lib)
	r.SetInt(platform.ColumnData, m.Data)
	r.SetInt(platform.ColumnDirty, m.Dirty)
	for c := platform.ColumnPagedPool; c <= platform.ColumnStack; c++ {
		r.SetInt(c, platform.NA)
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
	variables, err := l.process().Environ()
	if err != nil {
		l.setError(fromEnviron, err)
	}
	for _, variable := range variables { // the first attempt failed, or the process is executing a program
		r.Environ = append(r.Environ, []byte(variable))
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
			r.SetInt(platform.ColumnIOCountersReadCount+platform.Column(i), n)
		}
	}
	if l.needs[fromSmaps] {
		m, err := l.process().MemoryFootprint()
		if err != nil {
			l.setError(fromSmaps, err)
		}
		r.SetInt(platform.ColumnUSS, m.USS)
		r.SetInt(platform.ColumnPSS, m.PSS)
		r.SetInt(platform.ColumnFootprintSwap, m.Swap)
	}
	if l.needs[fromFD] {
		n, err := l.process().NumFDs()
		if err != nil {
			l.setError(fromFD, err)
		}
		r.SetInt(platform.ColumnNumFDs, n)
	}
	if l.needs[fromIONice] {
		nice, err := l.process().IONice()
		if err != nil {
			l.setError(fromIONice, err)
		}
		r.SetInt(platform.ColumnIONiceClass, int64(nice.Class))
		r.SetInt(platform.ColumnIONiceValue, int64(nice.Value))
	}
	if l.needs[fromHandles] {
		l.setCode(fromHandles, platform.NotSupported)
	}
}
