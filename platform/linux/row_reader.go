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

// look is the reading of one process's files, each behind the last one in the row's room.
type rowReader struct {
	*scan
	row    *platform.Row
	path   [40]byte // "PID/" and the file's name
	prefix int
	exited bool
}

func (v *scan) ReadRow(i int, r *platform.Row) (bool, error) {
	l := rowReader{scan: v, row: r}
	pid := v.pids[i]
	if !validPID(pid) {
		return false, nil
	}
	l.prefix = len(append(strconv.AppendInt(l.path[:0], pid, 10), '/'))
	if cap(r.Buf) == 0 || cap(r.Buf) > largestKept {
		r.Buf = make([]byte, 0, rowBufSize)
	}
	r.Buf = r.Buf[:0]
	r.Identity = platform.Identity{PID: pid, Start: platform.NA}
	r.Err = [platform.Columns]platform.Code{}
	r.Int[platform.ColumnPID], r.Int[platform.ColumnStart] = pid, platform.NA

	b, err := l.readFile("stat\x00", true)
	switch err {
	case nil:
	case unix.ENOENT, unix.ESRCH:
		return false, nil
	case unix.EACCES, unix.EPERM: // of a procfs that hides others' processes, but shows that they are there
		for s := fromStat; s < sources; s++ {
			l.setError(s, platform.AccessDenied)
		}
		return true, nil
	default:
		return false, sysError(v.sys.proc+"/"+strconv.FormatInt(pid, 10)+"/stat", err)
	}
	s, err := parseStat(b, v.lastStatField)
	if err != nil {
		return false, addPath(v.sys.proc+"/"+strconv.FormatInt(pid, 10), err)
	}
	if v.explicitPIDs && s.exitSignal == noSignal {
		return false, nil
	}
	l.setStat(&s)
	if v.needs[fromStatus] && !(v.onlyIDs && l.readIDs()) {
		l.readStatus()
	}
	if v.needs[fromStatm] {
		l.readStatm()
	}
	if v.needs[fromCmdline] || v.completeNames && len(s.name) >= cutName {
		l.readCmdline(&s)
	}
	if v.needs[fromEnviron] {
		l.readEnviron(&s)
	}
	if v.needs[fromExe] {
		r.Exe = l.readLink(fromExe, "exe\x00")
	}
	if v.needs[fromCwd] {
		r.Cwd = l.readLink(fromCwd, "cwd\x00")
	}
	l.readSlow()
	return !l.exited, nil
}

// read reads one of the process's files in one go, if it fits. atOnce is a file for which the kernel waits for nobody, as
// it may have to wait for the process to read others. Then Go's scheduler, which would find another thread for what else
// is to be done meanwhile, need not be told: to tell it costs a tenth of the whole.
func (l *rowReader) readFile(file string, atOnce bool) ([]byte, error) {
	path := append(l.path[:l.prefix], file...)
	buf := l.row.Buf
	start := len(buf)
	if !atOnce || !l.isProcfs || start == cap(buf) {
		buf, err := readFileAt(l.proc, path, buf, singleRead)
		l.row.Buf = buf
		return buf[start:], err
	}
	fd, _, errno := unix.RawSyscall6(unix.SYS_OPENAT, uintptr(l.proc), uintptr(unsafe.Pointer(&path[0])),
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

// fail notes why the columns of a source have no value.
func (l *rowReader) setError(from source, code platform.Code) {
	if code == platform.NoSuchProcess {
		l.exited = true
	}
	for c, s := range sourceOf {
		if s == from {
			l.row.Err[c] = code
		}
	}
}

// process is the way to what is rarely asked for, or needs a closer look.
func (l *rowReader) process() *process {
	return &process{sys: l.sys, pid: l.row.PID, scan: l.scan}
}

// errnoFail is fail for a file that every process has.
func (l *rowReader) setErrno(from source, path string, err error) {
	l.setError(from, l.process().procError([]byte(path), err).Code)
}

func (l *rowReader) setStat(s *stat) {
	r := l.row
	r.Start = s.start
	r.Name = s.name
	r.Int[platform.ColumnStart] = s.start
	r.Int[platform.ColumnPPID] = s.ppid
	r.Int[platform.ColumnStatus] = int64(statusOf(s.state))
	r.Int[platform.ColumnTerminal] = s.tty
	r.Int[platform.ColumnNice] = s.nice
	r.Int[platform.ColumnCPUNum] = s.cpu
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
	if s.cpu == platform.NA {
		r.Err[platform.ColumnCPUNum] = platform.NotSupported
	}
}

func (l *rowReader) readStatus() {
	b, err := l.readFile("status\x00", true)
	if err != nil {
		l.setErrno(fromStatus, "status\x00", err)
		return
	}
	s, err := parseStatus(b, l.skipAfterRSS)
	if err != nil {
		l.setError(fromStatus, codeOf(err))
		return
	}
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

// ids gives the IDs without the rest of status, if it can.
func (l *rowReader) readIDs() bool {
	uids, gids, ok := l.sys.idsByPidfd(l.row.PID)
	if ok {
		l.setIDs(uids, gids)
	}
	return ok
}

func (l *rowReader) setIDs(uids, gids platform.IDs) {
	r := l.row
	r.Int[platform.ColumnUIDsReal] = uids.Real
	r.Int[platform.ColumnUIDsEffective] = uids.Effective
	r.Int[platform.ColumnUIDsSaved] = uids.Saved
	r.Int[platform.ColumnGIDsReal] = gids.Real
	r.Int[platform.ColumnGIDsEffective] = gids.Effective
	r.Int[platform.ColumnGIDsSaved] = gids.Saved
}

func (l *rowReader) readStatm() {
	b, err := l.readFile("statm\x00", true)
	if err != nil {
		l.setErrno(fromStatm, "statm\x00", err)
		l.setErrno(fromMemory, "statm\x00", err)
		return
	}
	m, err := parseStatmEx(b, int64(unix.Getpagesize()))
	if err != nil {
		l.setError(fromStatm, codeOf(err))
		l.setError(fromMemory, codeOf(err))
		return
	}
	r := l.row
	r.Int[platform.ColumnRSS], r.Int[platform.ColumnVMS] = m.RSS, m.VMS
	r.Int[platform.ColumnShared], r.Int[platform.ColumnText], r.Int[platform.ColumnLib] = m.Shared, m.Text, m.Lib
	r.Int[platform.ColumnData], r.Int[platform.ColumnDirty] = m.Data, m.Dirty
}

func (l *rowReader) readCmdline(s *stat) {
	r := l.row
	r.Cmdline = r.Cmdline[:0]
	switch {
	case s.flags&flagKernelThread != 0: // the file is there, and always empty
		return
	case s.hasExited():
		l.setError(fromCmdline, platform.ZombieProcess)
		return
	}
	b, err := l.readFile("cmdline\x00", false)
	switch {
	case err != nil && !l.needs[fromCmdline]: // the cut name is better than none
		l.setError(fromCmdline, platform.OS)
	case err != nil:
		l.setErrno(fromCmdline, "cmdline\x00", err)
	case len(b) == 0 && l.needs[fromCmdline]:
		if err := l.process().explainEmpty([]byte("cmdline\x00"), nil); err != nil {
			l.setError(fromCmdline, codeOf(err))
		}
	case len(b) > 0:
		text, separator := cmdlineArgs(b)
		r.Cmdline = appendSplit(r.Cmdline, text, separator)
	}
}

func (l *rowReader) readEnviron(s *stat) {
	r := l.row
	r.Environ = r.Environ[:0]
	if s.flags&flagKernelThread != 0 {
		return
	}
	if b, err := l.readFile("environ\x00", false); err == nil && len(b) > 0 {
		if text := environStrings(b); len(text) > 0 {
			r.Environ = appendSplit(r.Environ, text, 0)
		}
		return
	}
	if _, err := l.process().Environ(); err != nil {
		l.setError(fromEnviron, codeOf(err))
	}
}

// link gives what a symbolic link names, as process.link does.
func (l *rowReader) readLink(from source, file string) []byte {
	r := l.row
	r.Buf = slices.Grow(r.Buf, unix.PathMax)
	free := r.Buf[len(r.Buf):cap(r.Buf)]
	link, err := readLink(l.proc, append(l.path[:l.prefix], file...), free)
	if err == nil && !bytes.HasSuffix(link, []byte(deletedSuffix)) {
		r.Buf = r.Buf[:len(r.Buf)+len(link)]
		return link
	}
	path, err := l.process().readLink(file[:len(file)-1])
	if err != nil {
		l.setError(from, codeOf(err))
	}
	return []byte(path)
}

// rest reads what takes more than a look into one file.
func (l *rowReader) readSlow() {
	r := l.row
	if l.needs[fromIO] {
		c, err := l.process().IOCounters()
		if err != nil {
			l.setError(fromIO, codeOf(err))
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
			l.setError(fromSmaps, codeOf(err))
		}
		r.Int[platform.ColumnUSS], r.Int[platform.ColumnPSS], r.Int[platform.ColumnFootprintSwap] = m.USS, m.PSS, m.Swap
	}
	if l.needs[fromFD] {
		n, err := l.process().NumFDs()
		if err != nil {
			l.setError(fromFD, codeOf(err))
		}
		if n > 0 && l.isOwnProcfs && r.PID == l.sys.Self() {
			n -= l.openFDs() // what only this look has open
		}
		r.Int[platform.ColumnNumFDs] = n
	}
	if l.needs[fromIONice] {
		nice, err := l.process().IONice()
		if err != nil {
			l.setError(fromIONice, codeOf(err))
		}
		r.Int[platform.ColumnIONiceClass], r.Int[platform.ColumnIONiceValue] = int64(nice.Class), int64(nice.Value)
	}
	if l.needs[fromHandles] {
		l.setError(fromHandles, platform.NotSupported)
	}
}
