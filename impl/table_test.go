package impl

import (
	"math"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// allocWords is an Alloc of Go memory.
func allocWords(size int) []byte {
	words := make([]uint64, size/8+1)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), size)
}

// columnOf returns a column of a table.
func columnOf(table *TableBuffers, c platform.Column) ColumnBuffers {
	return table.Columns[slices.IndexFunc(table.Columns, func(b ColumnBuffers) bool { return b.Column == c })]
}

func columnsOf(table *TableBuffers) (columns []platform.Column) {
	for _, b := range table.Columns {
		columns = append(columns, b.Column)
	}
	return columns
}

// texts returns the strings of a column, or the items of all its lists.
func texts(column ColumnBuffers) []string {
	var all []string
	for i := range len(column.Offsets) - 1 {
		all = append(all, string(column.Bytes[column.Offsets[i]:column.Offsets[i+1]]))
	}
	return all
}

func readTable(t *testing.T, l *Library, pids []int64, columns ...platform.Column) *TableBuffers {
	t.Helper()
	table, err := l.Table(columns, pids, allocWords)
	noError(t, "Table", err)
	return table
}

func TestTable(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{
		1: {start: 1, name: "init", cmdline: []string{"/sbin/init", ""}, rss: 100, tty: 0},
		7: {start: 5, name: "exactly-fifteen", cmdline: []string{"/opt/exactly-fifteen-and-more", "-x"}, uid: 7, rss: 50, tty: 5, ppid: 1},
		8: {start: 9, name: "zombie", zombie: true, uid: 8, tty: 6},
		9: {start: 9, name: "exactly-fifteen", denied: true, uid: 7},
	})
	f.memory.Total = 200
	f.users = map[int64]string{0: "root", 7: "seven"}
	table := readTable(t, l, nil, platform.ColumnName, platform.ColumnPID, platform.ColumnCmdline, platform.ColumnUserName,
		platform.ColumnTerminal, platform.ColumnMemoryPercent, platform.ColumnPID)
	equalSlices(t, "columns", columnsOf(table), []platform.Column{platform.ColumnName, platform.ColumnPID, platform.ColumnCmdline,
		platform.ColumnUserName, platform.ColumnTerminal, platform.ColumnMemoryPercent})
	equalSlices(t, "pid", columnOf(table, platform.ColumnPID).Ints, []int64{1, 7, 8, 9})
	equalSlices(t, "name", texts(columnOf(table, platform.ColumnName)), []string{"init", "exactly-fifteen-and-more", "zombie", "exactly-fifteen"})
	equalSlices(t, "username", texts(columnOf(table, platform.ColumnUserName)), []string{"root", "seven", "8", "seven"})
	equalSlices(t, "memory_percent", columnOf(table, platform.ColumnMemoryPercent).Floats, []float64{50, 25, 0, 0})

	terminal := columnOf(table, platform.ColumnTerminal)
	equalSlices(t, "terminal", texts(terminal), []string{"", "/dev/tty5", "", ""})
	equalSlices(t, "terminal's validity", terminal.Validity, []byte{0b0010})
	equalSlices(t, "without a terminal is not an error", terminal.Errors, []int8{0, 0, 0, 0})

	cmdline := columnOf(table, platform.ColumnCmdline)
	equalSlices(t, "cmdline's items", texts(cmdline), []string{"/sbin/init", "", "/opt/exactly-fifteen-and-more", "-x"})
	equalSlices(t, "cmdline's lists", cmdline.ListOffsets, []int64{0, 2, 4, 4, 4})
	equalSlices(t, "cmdline's outcomes", cmdline.Errors, []int8{0, 0, int8(platform.ZombieProcess), int8(platform.AccessDenied)})
	equalSlices(t, "cmdline's validity", cmdline.Validity, []byte{0b0011})
	if cmdline.Nulls != 2 || terminal.Nulls != 3 {
		t.Errorf("%d and %d without a value", cmdline.Nulls, terminal.Nulls)
	}

	equalSlices(t, "PIDs", table.PIDs, []int64{1, 7, 8, 9})
	equalSlices(t, "starts", table.Starts, []int64{1, 5, 9, 9})
}

func TestTableOfPIDs(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {name: "a"}, 2: {name: "b"}})
	table := readTable(t, l, []int64{2, 99, 1, 2}, platform.ColumnName)
	equalSlices(t, "names", texts(columnOf(table, platform.ColumnName)), []string{"b", "a", "b"})
	if rows := len(readTable(t, l, []int64{}).PIDs); rows != 0 {
		t.Errorf("%d rows of no PIDs", rows)
	}
}

// Every lack of memory is an error, and nothing of the table is used afterwards.
func TestTableWithoutMemory(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {name: "a"}})
	for blocks := range 2 {
		_, err := l.Table([]platform.Column{platform.ColumnName}, nil, func(size int) []byte {
			if blocks == 0 {
				return nil
			}
			blocks--
			return allocWords(size)
		})
		wantError(t, "alloc", err, platform.NoMemory)
	}
	equalSlices(t, "the next", texts(columnOf(readTable(t, l, nil, platform.ColumnName), platform.ColumnName)), []string{"a"})
}

// The rows behind a process that has exited move up, in columns of every type.
func TestTableOfExitedProcesses(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{
		1: {start: 4, name: "a", cmdline: []string{"x", "y"}, rss: 1, tty: 5},
		3: {start: 6, name: "c", cmdline: []string{"z"}, rss: 3, uid: 7, denied: true},
	})
	f.memory.Total = 100
	f.users = map[int64]string{0: "root", 7: "seven"}
	table := readTable(t, l, []int64{2, 1, 9, 9, 3, 8}, platform.ColumnName, platform.ColumnCmdline, platform.ColumnRSS, platform.ColumnTerminal,
		platform.ColumnUserName, platform.ColumnMemoryPercent)
	equalSlices(t, "PIDs", table.PIDs, []int64{1, 3})
	equalSlices(t, "starts", table.Starts, []int64{4, 6})
	equalSlices(t, "names", texts(columnOf(table, platform.ColumnName)), []string{"a", "c"})
	equalSlices(t, "cmdline's lists", columnOf(table, platform.ColumnCmdline).ListOffsets, []int64{0, 2, 2})
	equalSlices(t, "cmdline's errors", columnOf(table, platform.ColumnCmdline).Errors, []int8{0, int8(platform.AccessDenied)})
	equalSlices(t, "terminals", texts(columnOf(table, platform.ColumnTerminal)), []string{"/dev/tty5", ""})
	equalSlices(t, "users", texts(columnOf(table, platform.ColumnUserName)), []string{"root", "seven"})
	equalSlices(t, "rss", columnOf(table, platform.ColumnRSS).Ints, []int64{1, 3})
	equalSlices(t, "rss's validity", columnOf(table, platform.ColumnRSS).Validity, []byte{0b11})
	equalSlices(t, "memory_percent", columnOf(table, platform.ColumnMemoryPercent).Floats, []float64{1, 3})
}

func TestTableWithoutColumns(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {times: []platform.ProcessCPUTimes{{}}}})
	f.memory.Total = 1
	columns := columnsOf(readTable(t, l, nil))
	if len(columns) != int(platform.Columns)-5 || slices.ContainsFunc(columns, platform.Column.IsSlow) || !slices.IsSorted(columns) {
		t.Errorf("%v", columns)
	}
}

// Without the system's memory, memory_percent has no value, and every other column has.
func TestTableWithoutSystemMemory(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {rss: 100, name: "a"}})
	f.memoryErr = errorWithCode(platform.OS)
	table := readTable(t, l, nil, platform.ColumnName, platform.ColumnRSS, platform.ColumnMemoryPercent)
	equalSlices(t, "name", texts(columnOf(table, platform.ColumnName)), []string{"a"})
	equalSlices(t, "rss", columnOf(table, platform.ColumnRSS).Ints, []int64{100})
	equalSlices(t, "memory_percent", columnOf(table, platform.ColumnMemoryPercent).Errors, []int8{int8(platform.OS)})
	f.memoryErr, f.memory.Total, f.processes[1].rss = nil, 1000, platform.NA
	table = readTable(t, l, nil, platform.ColumnMemoryPercent)
	if column := columnOf(table, platform.ColumnMemoryPercent); !math.IsNaN(column.Floats[0]) || column.Nulls != 1 {
		t.Errorf("rss is not reported: %+v", column)
	}
	f.memory.Total = 0
	table = readTable(t, l, nil, platform.ColumnMemoryPercent)
	equalSlices(t, "of nothing", columnOf(table, platform.ColumnMemoryPercent).Errors, []int8{int8(platform.NotSupported)})
}

func TestTableFails(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {}})
	for _, column := range []platform.Column{-1, platform.Columns} {
		_, err := l.Table([]platform.Column{column}, nil, allocWords)
		wantError(t, "no column", err, platform.InvalidArgument)
	}
	f.broken = true
	_, err := l.Table([]platform.Column{platform.ColumnPID}, nil, allocWords)
	wantError(t, "broken", err, platform.OS)
	_, err = New(platform.Unsupported{}).Table(nil, nil, allocWords)
	wantError(t, "unsupported", err, platform.NotSupported)
}

// A table compares with the last table that had the same process.
func TestTableCPUPercent(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{
		1: {start: 1, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}, {User: 2001}}},
		2: {start: 2, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}}},
	})
	percent := func(pids []int64) []float64 {
		return columnOf(readTable(t, l, pids, platform.ColumnCPUPercent), platform.ColumnCPUPercent).Floats
	}
	equalSlices(t, "at first", percent(nil), []float64{0, 0})
	f.processes[2].start = 3 // another process
	second := percent(nil)
	if second[0] <= 0 || second[1] != 0 {
		t.Errorf("%v", second)
	}
	p := all(t, l)[1]
	waiting, err := p.CPUPercent(0)
	noError(t, "CPUPercent", err)
	if now, _, _, err := waiting.Next(); err != nil || now <= 0 {
		t.Errorf("%v, %v: of a handle of the iterator", now, err)
	}
	delete(f.processes, 1)
	percent([]int64{1, 2})
	if l.processes.byPID[1] != nil {
		t.Error("an exited process is cached")
	}
	f.processes[1] = &fakeProcess{start: 1, times: []platform.ProcessCPUTimes{{}}}
	percent(nil)
	delete(f.processes, 1)
	percent(nil)
	if len(l.processes.byPID) != 1 {
		t.Errorf("%d processes are cached", len(l.processes.byPID))
	}
}

func TestConcurrentTables(t *testing.T) {
	processes := map[int64]*fakeProcess{}
	for pid := int64(1); pid <= 1000; pid++ {
		processes[pid] = &fakeProcess{start: pid, uid: pid, name: "n", cmdline: []string{"a", "b"}}
	}
	_, l := newFake(processes)
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			for range 5 {
				table, err := l.Table([]platform.Column{platform.ColumnUIDsReal, platform.ColumnCmdline, platform.ColumnUserName}, nil, allocWords)
				if err != nil {
					t.Error(err)
					return
				}
				uids, items, names := columnOf(table, platform.ColumnUIDsReal), columnOf(table, platform.ColumnCmdline), columnOf(table, platform.ColumnUserName)
				for i, uid := range uids.Ints {
					if uid != int64(i+1) {
						t.Errorf("row %d is of %d", i, uid)
					}
				}
				if len(texts(items)) != 2000 || texts(names)[999] != "1000" {
					t.Error("not the stored values")
				}
			}
		})
	}
	running.Wait()
}
