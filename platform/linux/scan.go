//go:build linux

package linux

import (
	"errors"
	"slices"

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
type scan struct {
	sys           *system
	proc          int
	root          int // the caller's root directory, for names of files; -1 if no column needs it
	isOwnProcfs   bool
	isProcfs      bool // whether the kernel answers, and not some file system of somebody's
	explicitPIDs  bool // by whom asks, and so perhaps not of processes
	pids          []int64
	needs         [sources]bool
	completeNames bool // a cut name is to be completed
	lastStatField int  // the last field of stat that is needed
	skipAfterRSS  bool // nothing of status is needed that stands behind VmRSS
	onlyIDs       bool // of status only the IDs are needed
	boot          float64
	bootErr       platform.Code
}

func (s *system) Scan(columns platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	proc, err := s.openProc()
	if err != nil {
		return nil, err
	}
	v := &scan{sys: s, proc: proc, root: -1, pids: pids, explicitPIDs: pids != nil}
	if !v.explicitPIDs {
		if v.pids, err = s.pidsIn(proc); err != nil {
			v.Close()
			return nil, err
		}
	}
	for c, want := range columns {
		v.needs[sourceOf[c]] = v.needs[sourceOf[c]] || want
	}
	v.completeNames = columns[platform.ColumnName]
	v.lastStatField = statThroughVsize
	if v.explicitPIDs || columns[platform.ColumnCPUNum] || columns[platform.ColumnCPUTimesIOWait] {
		v.lastStatField = statAll
	}
	v.skipAfterRSS = !slices.Contains(columns[platform.ColumnRSSAnon:platform.ColumnHugeTLB+1], true) &&
		!slices.Contains(columns[platform.ColumnNumCtxSwitchesVoluntary:platform.ColumnNumCtxSwitchesInvoluntary+1], true)
	v.needs[fromStatm] = v.needs[fromStatm] || v.needs[fromMemory] && !v.needs[fromStatus]
	v.isOwnProcfs = s.isOwnProcfs()
	v.isProcfs = isProcfsFD(proc)
	v.onlyIDs = v.isOwnProcfs && v.isProcfs && v.skipAfterRSS && (v.needs[fromStatm] || !v.needs[fromMemory]) &&
		!slices.Contains(columns[platform.ColumnPeakRSS:platform.ColumnPeakVMS+1], true)
	if columns[platform.ColumnCreateTime] {
		if v.boot, err = s.BootTime(); err != nil {
			v.bootErr = codeOf(err)
		}
	}
	if v.needs[fromExe] || v.needs[fromCwd] {
		if v.root, err = open([]byte("/\x00"), unix.O_DIRECTORY|unix.O_PATH); err != nil {
			v.Close()
			return nil, sysError("/", err)
		}
	}
	return v, nil
}

func (v *scan) Len() int { return len(v.pids) }

func (v *scan) Close() {
	unix.Close(v.proc)
	if v.root >= 0 {
		unix.Close(v.root)
	}
}

// held is how many descriptors are open for the survey.
func (v *scan) openFDs() int64 {
	if v.root >= 0 {
		return 2
	}
	return 1
}

func (v *scan) Terminal(number int64) string { return v.sys.terminal(splitTTYNumber(number)) }

func codeOf(err error) platform.Code {
	var e *platform.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return platform.OS
}

// roomForFiles is enough for all that is read of nearly every process.
const rowBufSize = 64 << 10
