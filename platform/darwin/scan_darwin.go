//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
)

// scan is one pass over many processes. A single call returns for all of them what kinfo_proc has; others are made for
// each process, and only if a column needs them.
type scan struct {
	sys     *system
	list    []processInfo
	entries []int // indices in the list; -1 for a PID that is not in it
	columns platform.ColumnSet
	needs   [sources]bool
}

// source is a call that some columns come from.
type source uint8

const (
	fromInfo source = iota // of the list
	fromTask
	fromUsage
	fromArguments
	fromExe
	fromCwd
	fromRegions
	fromDescriptors
	notOnMacOS
	sources
)

// sourceOf is the source of each column.
var sourceOf = func() (of [platform.Columns]source) {
	for _, group := range []struct {
		source
		first, last platform.Column
	}{
		{fromExe, platform.ColumnExe, platform.ColumnExe},
		{fromArguments, platform.ColumnCmdline, platform.ColumnEnviron},
		{fromCwd, platform.ColumnCwd, platform.ColumnCwd},
		{notOnMacOS, platform.ColumnIONiceClass, platform.ColumnCPUNum},
		{fromUsage, platform.ColumnCPUTimesUser, platform.ColumnCPUTimesIOWait},
		{fromTask, platform.ColumnRSS, platform.ColumnHugeTLB},
		{fromRegions, platform.ColumnUSS, platform.ColumnFootprintSwap},
		{fromTask, platform.ColumnPageFaultsMinor, platform.ColumnPageFaultsChildrenMajor},
		{notOnMacOS, platform.ColumnIOCountersReadCount, platform.ColumnIOCountersOtherBytes},
		{fromTask, platform.ColumnNumCtxSwitchesVoluntary, platform.ColumnNumCtxSwitchesInvoluntary},
		{fromDescriptors, platform.ColumnNumFDs, platform.ColumnNumFDs},
		{notOnMacOS, platform.ColumnNumHandles, platform.ColumnNumHandles},
		{fromTask, platform.ColumnNumThreads, platform.ColumnStack},
	} {
		for c := group.first; c <= group.last; c++ {
			of[c] = group.source
		}
	}
	return of
}()

func (s *system) Scan(columns platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	list, err := readProcessList()
	if err != nil {
		return nil, err
	}
	v := &scan{sys: s, list: list, columns: columns}
	if pids == nil {
		v.entries = make([]int, len(list))
		for i := range v.entries {
			v.entries[i] = i
		}
	}
	for _, pid := range pids {
		i, found := findProcess(list, pid)
		if !found {
			i = -1
		}
		v.entries = append(v.entries, i)
	}
	for c, needed := range columns {
		v.needs[sourceOf[c]] = v.needs[sourceOf[c]] || needed
	}
	return v, nil
}

// makesCalls reports whether a row needs more than the list.
func (v *scan) makesCalls() bool {
	for s := fromTask; s < notOnMacOS; s++ {
		if v.needs[s] {
			return true
		}
	}
	return false
}

// RowsPerWorker is 16 if calls are made for each process, which takes as long as starting a thread. Copying from the
// list is far faster.
func (v *scan) RowsPerWorker() int {
	if v.makesCalls() {
		return 16
	}
	return 1024
}

func (v *scan) Len() int { return len(v.entries) }

func (v *scan) Close() {}

// terminalNumber returns the number of a terminal in ColumnTerminal: its device plus 1, as a device may be 0.
func terminalNumber(device int32) int64 {
	if device == noDevice {
		return 0
	}
	return int64(uint32(device)) + 1
}

// Terminal returns "" where /dev cannot be read.
func (v *scan) Terminal(number int64) string {
	if number == 0 {
		return ""
	}
	path, _ := readTerminal(int32(uint32(number - 1)))
	return path
}
