//go:build linux

package linux

import (
	"slices"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// source is the file, or the system call, that a column comes from.
type source uint8

const (
	fromNothing source = iota // or from outside of this package
	fromStat
	fromStatus
	fromStatm
	fromMemory // statm, or status if that is read and statm is not: both have the values
	fromCmdline
	fromEnviron
	fromExe
	fromCwd
	fromIO
	fromSmaps
	fromFD
	fromIONice
	fromHandles // not on Linux
	sources
)

// sourceOf is the source of each column.
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
		{fromStatm, platform.ColumnPagedPool, platform.ColumnStack},
	} {
		for c := group.first; c <= group.last; c++ {
			of[c] = group.source
		}
	}
	return of
}()

// scan is one pass over many processes. It reads below one descriptor of procfs, opened on the caller's thread: threads
// may have their own mounts, and the goroutines of a scan run on any thread.
type scan struct {
	sys               *system
	proc              int
	root              int // the caller's root directory, for paths of files; noFD if no column needs it
	isOwnProcfs       bool
	isProcfs          bool  // whether the kernel serves the files, and not another file system
	procfsErr         error // why it could not be checked whose procfs it is
	explicitPIDs      bool  // the PIDs come from the caller, and may be thread IDs
	pids              []int64
	needs             [sources]bool
	needsOtherFiles   bool // files other than stat are needed, which must be of the same process
	needsOtherSources bool // a column comes from none of stat, status, statm and cmdline
	terminal          bool
	completesNames    bool // read the command line if the name may be truncated
	lastStatField     statField
	skipAfterRSS      bool // no line of status behind VmRSS is needed
	onlyIDs           bool // of status only the IDs are needed, or the memory, which statm has as well
	boot              float64
	bootErr           platform.Code
	ptsDevice         uint64 // see system.ptsDevice

	ownFDs sync.RWMutex // held for writing while the caller's own descriptors are counted, by others for reading while they have any
}

func (s *system) Scan(columns platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	v, err := s.newScan(columns, pids)
	if err != nil {
		return nil, err
	}
	done := false
	defer v.closeUnless(&done)
	if !v.explicitPIDs {
		if v.pids, err = s.pidsIn(v.proc); err != nil {
			return nil, err
		}
	}
	done = true
	return v, nil
}

// newScan returns a scan of these PIDs; if there are none, they are to be set.
func (s *system) newScan(columns platform.ColumnSet, pids []int64) (*scan, error) {
	proc, err := s.openProc()
	if err != nil {
		return nil, err
	}
	v := &scan{sys: s, proc: proc, root: noFD, pids: pids, explicitPIDs: pids != nil}
	done := false
	defer v.closeUnless(&done)
	for c, needed := range columns {
		v.needs[sourceOf[c]] = v.needs[sourceOf[c]] || needed
	}
	v.completesNames = columns[platform.ColumnName]
	v.terminal = columns[platform.ColumnTerminal]
	v.lastStatField = statThroughVsize
	if v.explicitPIDs || columns[platform.ColumnCPUNum] || columns[platform.ColumnCPUTimesIOWait] {
		v.lastStatField = statAll
	}
	v.skipAfterRSS = !slices.Contains(columns[platform.ColumnRSSAnon:platform.ColumnHugeTLB+1], true) &&
		!slices.Contains(columns[platform.ColumnNumCtxSwitchesVoluntary:platform.ColumnNumCtxSwitchesInvoluntary+1], true)
	v.needs[fromStatm] = v.needs[fromStatm] || v.needs[fromMemory] && !v.needs[fromStatus]
	v.isOwnProcfs, v.procfsErr = s.isOwnProcfs()
	if v.isProcfs, err = s.isProcfsFD(proc); v.procfsErr == nil {
		v.procfsErr = err
	}
	if isExhausted(v.procfsErr) {
		return nil, v.procfsErr
	}
	v.onlyIDs = v.needs[fromStatus] && v.isOwnProcfs && v.isProcfs && v.skipAfterRSS &&
		!slices.Contains(columns[platform.ColumnPeakRSS:platform.ColumnPeakVMS+1], true)
	for from, needed := range v.needs {
		switch source(from) {
		case fromNothing, fromStat, fromMemory:
		case fromStatus, fromStatm, fromCmdline:
			v.needsOtherFiles = v.needsOtherFiles || needed
		default:
			v.needsOtherFiles, v.needsOtherSources = v.needsOtherFiles || needed, v.needsOtherSources || needed
		}
	}
	if v.terminal {
		v.ptsDevice = s.ptsDevice()
	}
	if columns[platform.ColumnCreateTime] {
		if v.boot, err = s.startTimeBase(); err != nil {
			v.bootErr = platform.CodeOf(err)
		}
	}
	if v.needs[fromExe] || v.needs[fromCwd] {
		if v.root, err = open([]byte("/\x00"), unix.O_DIRECTORY|unix.O_PATH); err != nil {
			return nil, sysError("/", err)
		}
	}
	done = true
	return v, nil
}

// closeUnless closes a scan that is not returned, because of an error, or of a lack of memory that ends the call.
func (v *scan) closeUnless(done *bool) {
	if !*done {
		v.Close()
	}
}

func (v *scan) Len() int { return len(v.pids) }

func (v *scan) Close() {
	unix.Close(v.proc)
	if v.root != noFD {
		unix.Close(v.root)
	}
}

// fds returns the descriptors that the scan has open; v may be nil.
func (v *scan) fds() []int64 {
	if v == nil {
		return nil
	}
	return []int64{int64(v.proc), int64(v.root)}
}

// RowsPerWorker is 16: reading that many takes about as long as starting a thread.
func (v *scan) RowsPerWorker() int { return 16 }

func (v *scan) Terminal(number int64) string { return v.sys.terminal(number) }
