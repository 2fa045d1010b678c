package freebsd

import (
	"slices"

	"github.com/libpsutil/libpsutil/platform"
)

// scan is one pass over many processes. One variable has most columns of all of them; the others are read for each
// process.
type scan struct {
	sys       *system
	processes []kinfo // nil for a PID that does not exist
	columns   platform.ColumnSet
	slow      bool  // a column needs more than the list of processes
	boot      int64 // microseconds since the epoch, as in the list
}

// slowColumns are the columns that are read for each process.
var slowColumns = []platform.Column{
	platform.ColumnExe, platform.ColumnCmdline, platform.ColumnEnviron, platform.ColumnCwd, platform.ColumnNumFDs,
}

func (s *system) Scan(columns platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	boot, all, err := s.readProcessesAndBoot()
	if err != nil {
		return nil, err
	}
	v := &scan{sys: s, processes: all, columns: columns, boot: boot}
	v.slow = slices.ContainsFunc(slowColumns, func(c platform.Column) bool { return columns[c] })
	if pids != nil {
		v.processes = make([]kinfo, len(pids))
		for i, pid := range pids {
			v.processes[i] = findProcess(all, pid)
		}
	}
	return v, nil
}

// readProcessesAndBoot reads the list of processes and the time of the boot that is in their starts.
func (s *system) readProcessesAndBoot() (boot int64, all []kinfo, err error) {
	if boot, err = s.bootTime(); err != nil {
		return 0, nil, err
	}
	for range maxAttempts {
		if all, err = s.readProcesses(); err != nil {
			return 0, nil, err
		}
		before := boot
		if boot, err = s.bootTime(); err != nil || boot == before {
			return boot, all, err
		}
	}
	return boot, all, nil
}

func (v *scan) Len() int { return len(v.processes) }
func (v *scan) Close()   {}

// RowsPerWorker is far higher if the columns only have to be converted.
func (v *scan) RowsPerWorker() int {
	if v.slow {
		return 16
	}
	return 1024
}

func (v *scan) Terminal(number int64) string { return v.sys.terminal(uint64(number)) }
