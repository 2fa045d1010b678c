package windows

import (
	"sync"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// scan is one pass over many processes. A single call returns for all of them what the list of processes has;
// a process is opened only for the other columns.
type scan struct {
	sys      system
	list     *processList
	entries  []int // indices in the list; -1 for a PID that is not in it
	columns  platform.ColumnSet
	access   uint32   // to open each process with; 0 if no column needs it
	accounts sync.Map // the account of each security identifier that was seen: string to accountResult
	boot     float64  // the start of processes without a creation time
	bootErr  platform.Code
}

// openRow is the open process of a row. All of its columns that need no more than its access share the handle.
type openRow struct {
	*scan
	handle processHandle
	access uint32 // 0: the process could not be opened
}

type accountResult struct {
	name string
	err  error
}

// handleColumns are the columns that need a handle, and the access that they need.
var handleColumns = map[platform.Column]uint32{
	platform.ColumnExe:         limited,
	platform.ColumnCmdline:     limited,
	platform.ColumnEnviron:     limited | windows.PROCESS_VM_READ,
	platform.ColumnCwd:         limited | windows.PROCESS_VM_READ,
	platform.ColumnUserName:    limited,
	platform.ColumnNice:        limited,
	platform.ColumnIONiceClass: limited,
	platform.ColumnIONiceValue: limited,
	platform.ColumnUSS:         full,
}

func (s system) Scan(columns platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	list, err := readProcessList()
	if err != nil {
		return nil, err
	}
	v := &scan{sys: s, list: list, columns: columns}
	if pids == nil {
		v.entries = make([]int, len(list.entries))
		for i := range v.entries {
			v.entries[i] = i
		}
	}
	for _, pid := range pids {
		i, found := list.find(pid)
		if !found {
			i = -1
		}
		v.entries = append(v.entries, i)
	}
	for column, access := range handleColumns {
		if columns[column] {
			v.access |= access
		}
	}
	if columns[platform.ColumnCreateTime] {
		if v.boot, err = s.BootTime(); err != nil {
			v.bootErr = platform.CodeOf(err)
		}
	}
	return v, nil
}

// RowsPerWorker is 16 if processes are opened, which takes as long as starting a thread. Decoding the list is far
// faster.
func (v *scan) RowsPerWorker() int {
	if v.access == 0 {
		return 1024
	}
	return 16
}

func (v *scan) Len() int              { return len(v.entries) }
func (v *scan) Terminal(int64) string { return "" }
func (v *scan) Close()                { v.list.release() }

// account returns the name of an account. The scan looks up each account once: the answer may come from another
// machine.
func (v *scan) account(sid *windows.SID) (string, error) {
	key := sid.String()
	if known, found := v.accounts.Load(key); found {
		result := known.(accountResult)
		return result.name, result.err
	}
	name, err := accountName(sid)
	v.accounts.Store(key, accountResult{name, err})
	return name, err
}
