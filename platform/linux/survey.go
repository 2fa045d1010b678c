//go:build linux

package linux

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// source is one of a process's files, or what else has to be asked for columns.
type source uint8

const (
	fromNothing source = iota // or from elsewhere than this package
	fromStat
	fromStatus
	fromStatm
	fromMemory // statm, or status if that is read and statm is not: they say the same
	fromCmdline
	fromEnviron
	fromExe
	fromCwd
	fromIO
	fromSmaps
	fromFD
	fromIONice
	fromHandles // which there are none of
	sources
)

// sourceOf says where each column comes from.
var sourceOf = func() (of [platform.Columns]source) {
	for _, group := range []struct {
		source
		first, last platform.Column
	}{
		{fromStat, platform.ColumnStart, platform.ColumnName},
		{fromExe, platform.ColumnExe, platform.ColumnExe},
		{fromCmdline, platform.ColumnCmdline, platform.ColumnCmdline},
		{fromEnviron, platform.ColumnEnviron, platform.ColumnEnviron},
		{fromStat, platform.ColumnCreateTime, platform.ColumnStatus},
		{fromCwd, platform.ColumnCwd, platform.ColumnCwd},
		{fromStatus, platform.ColumnUIDsReal, platform.ColumnGIDsSaved},
		{fromStat, platform.ColumnTerminal, platform.ColumnNice},
		{fromIONice, platform.ColumnIONiceClass, platform.ColumnIONiceValue},
		{fromStat, platform.ColumnCPUNum, platform.ColumnCPUTimesIOWait},
		{fromMemory, platform.ColumnRSS, platform.ColumnVMS},
		{fromStatm, platform.ColumnShared, platform.ColumnDirty},
		{fromStatus, platform.ColumnPeakRSS, platform.ColumnHugeTLB},
		{fromSmaps, platform.ColumnUSS, platform.ColumnFootprintSwap},
		{fromStat, platform.ColumnPageFaultsMinor, platform.ColumnPageFaultsChildrenMajor},
		{fromIO, platform.ColumnIOCountersReadCount, platform.ColumnIOCountersOtherBytes},
		{fromStatus, platform.ColumnNumCtxSwitchesVoluntary, platform.ColumnNumCtxSwitchesInvoluntary},
		{fromFD, platform.ColumnNumFDs, platform.ColumnNumFDs},
		{fromHandles, platform.ColumnNumHandles, platform.ColumnNumHandles},
		{fromStat, platform.ColumnNumThreads, platform.ColumnNumThreads},
	} {
		for c := group.first; c <= group.last; c++ {
			of[c] = group.source
		}
	}
	return of
}()

// survey is a look at many processes, all through one descriptor of procfs that was opened on the caller's thread:
// threads may have mounts of their own, and a survey's goroutines run on any.
type survey struct {
	sys    *system
	proc   int
	root   int // the caller's root directory, for names of files; -1 if no column needs it
	native bool
	kernel bool // whether the kernel answers, and not some file system of somebody's
	given  bool // by whom asks, and so perhaps not of processes
	pids   []int64
	needs  [sources]bool
	name   bool // a cut name is to be completed
	until  int  // the last field of stat that is needed
	brief  bool // nothing of status is needed that stands behind VmRSS
	ids    bool // of status only the IDs are needed
	boot   float64
	noBoot platform.Code
}

func (s *system) Scan(wanted platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	proc, err := s.openProc()
	if err != nil {
		return nil, err
	}
	v := &survey{sys: s, proc: proc, root: -1, pids: pids, given: pids != nil}
	if !v.given {
		if v.pids, err = s.pidsIn(proc); err != nil {
			v.Close()
			return nil, err
		}
	}
	for c, want := range wanted {
		v.needs[sourceOf[c]] = v.needs[sourceOf[c]] || want
	}
	v.name = wanted[platform.ColumnName]
	v.until = untilVsize
	if v.given || wanted[platform.ColumnCPUNum] || wanted[platform.ColumnCPUTimesIOWait] {
		v.until = toTheEnd
	}
	v.brief = !slices.Contains(wanted[platform.ColumnRSSAnon:platform.ColumnHugeTLB+1], true) &&
		!slices.Contains(wanted[platform.ColumnNumCtxSwitchesVoluntary:platform.ColumnNumCtxSwitchesInvoluntary+1], true)
	v.needs[fromStatm] = v.needs[fromStatm] || v.needs[fromMemory] && !v.needs[fromStatus]
	v.native = s.native()
	v.kernel = kernels(proc)
	v.ids = v.native && v.kernel && v.brief && (v.needs[fromStatm] || !v.needs[fromMemory]) &&
		!slices.Contains(wanted[platform.ColumnPeakRSS:platform.ColumnPeakVMS+1], true)
	if wanted[platform.ColumnCreateTime] {
		if v.boot, err = s.BootTime(); err != nil {
			v.noBoot = codeOf(err)
		}
	}
	if v.needs[fromExe] || v.needs[fromCwd] {
		if v.root, err = open([]byte("/\x00"), unix.O_DIRECTORY|unix.O_PATH); err != nil {
			v.Close()
			return nil, failure("/", err)
		}
	}
	return v, nil
}

func (v *survey) Len() int { return len(v.pids) }

func (v *survey) Close() {
	unix.Close(v.proc)
	if v.root >= 0 {
		unix.Close(v.root)
	}
}

// held is how many descriptors are open for the survey.
func (v *survey) held() int64 {
	if v.root >= 0 {
		return 2
	}
	return 1
}

func (v *survey) Terminal(number int64) string { return v.sys.terminal(deviceOf(number)) }

func codeOf(err error) platform.Code {
	var e *platform.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return platform.OS
}

// roomForFiles is enough for all that is read of nearly every process.
const roomForFiles = 64 << 10

// look is the reading of one process's files, each behind the last one in the row's room.
type look struct {
	*survey
	row    *platform.Row
	path   [40]byte // "PID/" and the file's name
	prefix int
	gone   bool
}

func (v *survey) ReadRow(i int, r *platform.Row) (bool, error) {
	l := look{survey: v, row: r}
	pid := v.pids[i]
	if !possible(pid) {
		return false, nil
	}
	l.prefix = len(append(strconv.AppendInt(l.path[:0], pid, 10), '/'))
	if cap(r.Buf) == 0 || cap(r.Buf) > largestKept {
		r.Buf = make([]byte, 0, roomForFiles)
	}
	r.Buf = r.Buf[:0]
	r.Identity = platform.Identity{PID: pid, Start: platform.NA}
	r.Err = [platform.Columns]platform.Code{}
	r.Int[platform.ColumnPID], r.Int[platform.ColumnStart] = pid, platform.NA

	b, err := l.read("stat\x00", true)
	switch err {
	case nil:
	case unix.ENOENT, unix.ESRCH:
		return false, nil
	case unix.EACCES, unix.EPERM: // of a procfs that hides others' processes, but shows that they are there
		for s := fromStat; s < sources; s++ {
			l.fail(s, platform.AccessDenied)
		}
		return true, nil
	default:
		return false, failure(v.sys.proc+"/"+strconv.FormatInt(pid, 10)+"/stat", err)
	}
	s, err := parseStat(b, v.until)
	if err != nil {
		return false, about(v.sys.proc+"/"+strconv.FormatInt(pid, 10), err)
	}
	if v.given && s.exitSignal == noSignal {
		return false, nil
	}
	l.stat(&s)
	if v.needs[fromStatus] && !(v.ids && l.ids()) {
		l.status()
	}
	if v.needs[fromStatm] {
		l.statm()
	}
	if v.needs[fromCmdline] || v.name && len(s.name) >= cutName {
		l.cmdline(&s)
	}
	if v.needs[fromEnviron] {
		l.environ(&s)
	}
	if v.needs[fromExe] {
		r.Exe = l.link(fromExe, "exe\x00")
	}
	if v.needs[fromCwd] {
		r.Cwd = l.link(fromCwd, "cwd\x00")
	}
	l.rest()
	return !l.gone, nil
}

// cutName is what the kernel keeps of a name, all that it can have if it was cut.
const cutName = 15

// read reads one of the process's files in one go, if it fits. atOnce is a file for which the kernel waits for nobody, as
// it may have to wait for the process to read others. Then Go's scheduler, which would find another thread for what else
// is to be done meanwhile, need not be told: to tell it costs a tenth of the whole.
func (l *look) read(file string, atOnce bool) ([]byte, error) {
	path := append(l.path[:l.prefix], file...)
	room := l.row.Buf
	start := len(room)
	if !atOnce || !l.kernel || start == cap(room) {
		room, err := readFileAt(l.proc, path, room, record)
		l.row.Buf = room
		return room[start:], err
	}
	fd, _, errno := unix.RawSyscall6(unix.SYS_OPENAT, uintptr(l.proc), uintptr(unsafe.Pointer(&path[0])),
		unix.O_RDONLY|unix.O_CLOEXEC, 0, 0, 0)
	if errno != 0 {
		return nil, errno
	}
	free := room[start:cap(room)]
	n, _, errno := unix.RawSyscall(unix.SYS_READ, fd, uintptr(unsafe.Pointer(&free[0])), uintptr(len(free)))
	unix.RawSyscall(unix.SYS_CLOSE, fd, 0, 0)
	switch {
	case errno == unix.EINTR || errno == 0 && int(n) == len(free):
		return l.read(file, false)
	case errno != 0:
		return nil, errno
	}
	l.row.Buf = room[:start+int(n)]
	return free[:n], nil
}

// fail notes why the columns of a source have no value.
func (l *look) fail(from source, code platform.Code) {
	if code == platform.NoSuchProcess {
		l.gone = true
	}
	for c, s := range sourceOf {
		if s == from {
			l.row.Err[c] = code
		}
	}
}

// process is the way to what is rarely asked for, or needs a closer look.
func (l *look) process() *process {
	return &process{sys: l.sys, pid: l.row.PID, in: l.survey}
}

// errnoFail is fail for a file that every process has.
func (l *look) errnoFail(from source, path string, err error) {
	l.fail(from, l.process().fail([]byte(path), err).Code)
}

func (l *look) stat(s *stat) {
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
	r.Float[platform.ColumnCreateTime] = l.boot + float64(s.start)/ticks
	r.Err[platform.ColumnCreateTime] = l.noBoot
	if s.cpu == platform.NA {
		r.Err[platform.ColumnCPUNum] = platform.NotSupported
	}
}

func (l *look) status() {
	b, err := l.read("status\x00", true)
	if err != nil {
		l.errnoFail(fromStatus, "status\x00", err)
		return
	}
	s, err := parseStatus(b, l.brief)
	if err != nil {
		l.fail(fromStatus, codeOf(err))
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
func (l *look) ids() bool {
	uids, gids, ok := l.sys.ids(l.row.PID)
	if ok {
		l.setIDs(uids, gids)
	}
	return ok
}

func (l *look) setIDs(uids, gids platform.IDs) {
	r := l.row
	r.Int[platform.ColumnUIDsReal] = uids.Real
	r.Int[platform.ColumnUIDsEffective] = uids.Effective
	r.Int[platform.ColumnUIDsSaved] = uids.Saved
	r.Int[platform.ColumnGIDsReal] = gids.Real
	r.Int[platform.ColumnGIDsEffective] = gids.Effective
	r.Int[platform.ColumnGIDsSaved] = gids.Saved
}

func (l *look) statm() {
	b, err := l.read("statm\x00", true)
	if err != nil {
		l.errnoFail(fromStatm, "statm\x00", err)
		l.errnoFail(fromMemory, "statm\x00", err)
		return
	}
	m, err := parseStatmEx(b, int64(unix.Getpagesize()))
	if err != nil {
		l.fail(fromStatm, codeOf(err))
		l.fail(fromMemory, codeOf(err))
		return
	}
	r := l.row
	r.Int[platform.ColumnRSS], r.Int[platform.ColumnVMS] = m.RSS, m.VMS
	r.Int[platform.ColumnShared], r.Int[platform.ColumnText], r.Int[platform.ColumnLib] = m.Shared, m.Text, m.Lib
	r.Int[platform.ColumnData], r.Int[platform.ColumnDirty] = m.Data, m.Dirty
}

func (l *look) cmdline(s *stat) {
	r := l.row
	r.Cmdline = r.Cmdline[:0]
	switch {
	case s.flags&flagKernelThread != 0: // the file is there, and always empty
		return
	case s.ended():
		l.fail(fromCmdline, platform.ZombieProcess)
		return
	}
	b, err := l.read("cmdline\x00", false)
	switch {
	case err != nil && !l.needs[fromCmdline]: // the cut name is better than none
		l.fail(fromCmdline, platform.OS)
	case err != nil:
		l.errnoFail(fromCmdline, "cmdline\x00", err)
	case len(b) == 0 && l.needs[fromCmdline]:
		if err := l.process().whyEmpty([]byte("cmdline\x00"), nil); err != nil {
			l.fail(fromCmdline, codeOf(err))
		}
	case len(b) > 0:
		text, separator := arguments(b)
		r.Cmdline = split(r.Cmdline, text, separator)
	}
}

func (l *look) environ(s *stat) {
	r := l.row
	r.Environ = r.Environ[:0]
	if s.flags&flagKernelThread != 0 {
		return
	}
	if b, err := l.read("environ\x00", false); err == nil && len(b) > 0 {
		if text := environment(b); len(text) > 0 {
			r.Environ = split(r.Environ, text, 0)
		}
		return
	}
	if _, err := l.process().Environ(); err != nil {
		l.fail(fromEnviron, codeOf(err))
	}
}

// link gives what a symbolic link names, as process.link does.
func (l *look) link(from source, file string) []byte {
	r := l.row
	r.Buf = slices.Grow(r.Buf, unix.PathMax)
	free := r.Buf[len(r.Buf):cap(r.Buf)]
	link, err := readLink(l.proc, append(l.path[:l.prefix], file...), free)
	if err == nil && !bytes.HasSuffix(link, []byte(deleted)) {
		r.Buf = r.Buf[:len(r.Buf)+len(link)]
		return link
	}
	path, err := l.process().link(file[:len(file)-1])
	if err != nil {
		l.fail(from, codeOf(err))
	}
	return []byte(path)
}

// rest reads what takes more than a look into one file.
func (l *look) rest() {
	r := l.row
	if l.needs[fromIO] {
		c, err := l.process().IOCounters()
		if err != nil {
			l.fail(fromIO, codeOf(err))
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
			l.fail(fromSmaps, codeOf(err))
		}
		r.Int[platform.ColumnUSS], r.Int[platform.ColumnPSS], r.Int[platform.ColumnFootprintSwap] = m.USS, m.PSS, m.Swap
	}
	if l.needs[fromFD] {
		n, err := l.process().NumFDs()
		if err != nil {
			l.fail(fromFD, codeOf(err))
		}
		if n > 0 && l.native && r.PID == l.sys.Self() {
			n -= l.held() // what only this look has open
		}
		r.Int[platform.ColumnNumFDs] = n
	}
	if l.needs[fromIONice] {
		nice, err := l.process().IONice()
		if err != nil {
			l.fail(fromIONice, codeOf(err))
		}
		r.Int[platform.ColumnIONiceClass], r.Int[platform.ColumnIONiceValue] = int64(nice.Class), int64(nice.Value)
	}
	if l.needs[fromHandles] {
		l.fail(fromHandles, platform.NotSupported)
	}
}
