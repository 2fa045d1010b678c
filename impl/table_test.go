package impl

import (
	"math"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// export returns a table's rows and one of its columns.
func export(table *Table, c platform.Column) (*TableBuffers, ColumnBuffers) {
	out := table.Export(func(size int) []byte {
		words := make([]uint64, size/8+1)
		return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), size)
	})
	i := slices.IndexFunc(out.Columns, func(b ColumnBuffers) bool { return b.Column == c })
	return out, out.Columns[i]
}

func exportColumn(table *Table, c platform.Column) ColumnBuffers {
	_, column := export(table, c)
	return column
}

// texts returns the strings of a column, or the items of all its lists.
func texts(column ColumnBuffers) []string {
	var all []string
	for i := range len(column.Offsets) - 1 {
		all = append(all, string(column.Bytes[column.Offsets[i]:column.Offsets[i+1]]))
	}
	return all
}

func readTable(t *testing.T, l *Library, pids []int64, columns ...platform.Column) *Table {
	t.Helper()
	table, err := l.Table(columns, pids)
	noError(t, "Table", err)
	t.Cleanup(table.Close)
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
	equalSlices(t, "columns", table.columns, []platform.Column{platform.ColumnName, platform.ColumnPID, platform.ColumnCmdline,
		platform.ColumnUserName, platform.ColumnTerminal, platform.ColumnMemoryPercent})
	equalSlices(t, "pid", exportColumn(table, platform.ColumnPID).Ints, []int64{1, 7, 8, 9})
	equalSlices(t, "name", texts(exportColumn(table, platform.ColumnName)), []string{"init", "exactly-fifteen-and-more", "zombie", "exactly-fifteen"})
	equalSlices(t, "username", texts(exportColumn(table, platform.ColumnUserName)), []string{"root", "seven", "8", "seven"})
	equalSlices(t, "memory_percent", exportColumn(table, platform.ColumnMemoryPercent).Floats, []float64{50, 25, 0, 0})

	terminal := exportColumn(table, platform.ColumnTerminal)
	equalSlices(t, "terminal", texts(terminal), []string{"", "/dev/tty5", "", ""})
	equalSlices(t, "terminal's validity", terminal.Validity, []byte{0b0010})
	equalSlices(t, "without a terminal is not an error", terminal.Errors, []int8{0, 0, 0, 0})

	cmdline := exportColumn(table, platform.ColumnCmdline)
	equalSlices(t, "cmdline's items", texts(cmdline), []string{"/sbin/init", "", "/opt/exactly-fifteen-and-more", "-x"})
	equalSlices(t, "cmdline's lists", cmdline.ListOffsets, []int64{0, 2, 4, 4, 4})
	equalSlices(t, "cmdline's outcomes", cmdline.Errors, []int8{0, 0, int8(platform.ZombieProcess), int8(platform.AccessDenied)})
	equalSlices(t, "cmdline's validity", cmdline.Validity, []byte{0b0011})
	if cmdline.Nulls != 2 || terminal.Nulls != 3 {
		t.Errorf("%d and %d without a value", cmdline.Nulls, terminal.Nulls)
	}

	rows, _ := export(table, platform.ColumnPID)
	equalSlices(t, "PIDs", rows.PIDs, []int64{1, 7, 8, 9})
	equalSlices(t, "starts", rows.Starts, []int64{1, 5, 9, 9})
}

func TestTableOfPIDs(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {name: "a"}, 2: {name: "b"}})
	table := readTable(t, l, []int64{2, 99, 1, 2}, platform.ColumnName)
	equalSlices(t, "names", texts(exportColumn(table, platform.ColumnName)), []string{"b", "a", "b"})
	if rows := len(readTable(t, l, []int64{}).present); rows != 0 {
		t.Errorf("%d rows of no PIDs", rows)
	}
}

func TestTableWithoutColumns(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {times: []platform.ProcessCPUTimes{{}}}})
	f.memory.Total = 1
	columns := readTable(t, l, nil).columns
	if len(columns) != int(platform.Columns)-5 || slices.ContainsFunc(columns, platform.Column.IsSlow) || !slices.IsSorted(columns) {
		t.Errorf("%v", columns)
	}
}

// Without the system's memory, memory_percent has no value, and every other column has.
func TestTableWithoutSystemMemory(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {rss: 100, name: "a"}})
	f.memoryErr = errorWithCode(platform.OS)
	table := readTable(t, l, nil, platform.ColumnName, platform.ColumnRSS, platform.ColumnMemoryPercent)
	equalSlices(t, "name", texts(exportColumn(table, platform.ColumnName)), []string{"a"})
	equalSlices(t, "rss", exportColumn(table, platform.ColumnRSS).Ints, []int64{100})
	equalSlices(t, "memory_percent", exportColumn(table, platform.ColumnMemoryPercent).Errors, []int8{int8(platform.OS)})
	f.memoryErr, f.memory.Total, f.processes[1].rss = nil, 1000, platform.NA
	table = readTable(t, l, nil, platform.ColumnMemoryPercent)
	if column := exportColumn(table, platform.ColumnMemoryPercent); !math.IsNaN(column.Floats[0]) || column.Nulls != 1 {
		t.Errorf("rss is not reported: %+v", column)
	}
	f.memory.Total = 0
	table = readTable(t, l, nil, platform.ColumnMemoryPercent)
	equalSlices(t, "of nothing", exportColumn(table, platform.ColumnMemoryPercent).Errors, []int8{int8(platform.NotSupported)})
}

func TestTableFails(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {}})
	for _, column := range []platform.Column{-1, platform.Columns} {
		_, err := l.Table([]platform.Column{column}, nil)
		wantError(t, "no column", err, platform.InvalidArgument)
	}
	f.broken = true
	_, err := l.Table([]platform.Column{platform.ColumnPID}, nil)
	wantError(t, "broken", err, platform.OS)
	_, err = New(platform.Unsupported{}).Table(nil, nil)
	wantError(t, "unsupported", err, platform.NotSupported)
}

// A table compares with the last table that had the same process.
func TestTableCPUPercent(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{
		1: {start: 1, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}, {User: 2001}}},
		2: {start: 2, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}}},
	})
	percent := func(pids []int64) []float64 {
		return exportColumn(readTable(t, l, pids, platform.ColumnCPUPercent), platform.ColumnCPUPercent).Floats
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
				table, err := l.Table([]platform.Column{platform.ColumnUIDsReal, platform.ColumnCmdline, platform.ColumnUserName}, nil)
				if err != nil {
					t.Error(err)
					return
				}
				uids, items, names := exportColumn(table, platform.ColumnUIDsReal), exportColumn(table, platform.ColumnCmdline), exportColumn(table, platform.ColumnUserName)
				for i, uid := range uids.Ints {
					if uid != int64(i+1) {
						t.Errorf("row %d is of %d", i, uid)
					}
				}
				if len(texts(items)) != 2000 || texts(names)[999] != "1000" {
					t.Error("not the stored values")
				}
				table.Close()
			}
		})
	}
	running.Wait()
}
