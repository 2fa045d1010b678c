package impl

import (
	"slices"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// fakeScan reads through the methods of fake processes.
type fakeScan struct {
	f      *fake
	wanted platform.ColumnSet
	pids   []int64
}

func (f *fake) Scan(wanted platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	if pids == nil {
		pids, _ = f.PIDs()
	}
	return &fakeScan{f: f, wanted: wanted, pids: pids}, nil
}

func (v *fakeScan) Len() int                     { return len(v.pids) }
func (v *fakeScan) Terminal(number int64) string { return map[int64]string{5: "/dev/tty5"}[number] }

func (v *fakeScan) Close() {
	if v.f.afterScan != nil {
		v.f.afterScan()
	}
}

func (v *fakeScan) ReadRow(i int, row *platform.Row) (bool, error) {
	h := &fakeHandle{f: v.f, pid: v.pids[i]}
	id, err := h.Identity(platform.Identity{})
	if err != nil {
		return false, nil
	}
	row.Identity = platform.Identity{PID: id.PID, Start: id.Start}
	row.Err = [platform.Columns]platform.Code{}
	row.Int[platform.ColumnPID] = id.PID
	row.Int[platform.ColumnPPID], _ = h.PPID()
	if v.f.broken {
		return false, coded(platform.OS)
	}
	p, _ := get(h, func(p *fakeProcess) fakeProcess { return *p })
	row.Name = []byte(p.name)
	row.Int[platform.ColumnUIDsReal] = p.uid
	row.Int[platform.ColumnRSS] = p.rss
	row.Int[platform.ColumnTerminal] = p.tty
	row.Float[platform.ColumnCreateTime] = p.boot
	if v.wanted[platform.ColumnCPUTimesUser] {
		times, _ := h.CPUTimes()
		row.Float[platform.ColumnCPUTimesUser], row.Float[platform.ColumnCPUTimesSystem] = times.User, times.System
	}
	cmdline, err := h.Cmdline()
	row.Err[platform.ColumnCmdline] = codeOf(err)
	row.Cmdline = row.Cmdline[:0]
	for _, argument := range cmdline {
		row.Cmdline = append(row.Cmdline, []byte(argument))
	}
	return true, nil
}

// written is a column as it comes out.
type written struct {
	Written
	nulls int
}

func write(t *Table, c platform.Column) written {
	n := t.Rows()
	w := written{Written: Written{Outcomes: make([]int8, n), Validity: make([]byte, (n+7)/8)}}
	items, bytes := 0, 0
	if c.Type() >= platform.TypeString {
		items, bytes = t.Size(c)
	}
	switch c.Type() {
	case platform.TypeInt64:
		w.Ints = make([]int64, n)
	case platform.TypeDouble:
		w.Floats = make([]float64, n)
	case platform.TypeString:
		w.Offsets, w.Bytes = make([]int64, n+1), make([]byte, bytes)
	case platform.TypeStringList:
		w.Lists, w.Offsets, w.Bytes = make([]int64, n+1), make([]int64, items+1), make([]byte, bytes)
	}
	w.nulls = t.Write(c, w.Written)
	return w
}

// texts takes a column of strings apart, or the items of one of lists.
func (w written) texts() []string {
	var all []string
	for i := range len(w.Offsets) - 1 {
		all = append(all, string(w.Bytes[w.Offsets[i]:w.Offsets[i+1]]))
	}
	return all
}

func equal[T comparable](a, b T) bool { return a == b }

func readTable(t *testing.T, l *Library, pids []int64, columns ...platform.Column) *Table {
	t.Helper()
	table, err := l.Table(columns, pids)
	no(t, "Table", err)
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
	want(t, "columns", table.Columns(), []platform.Column{platform.ColumnName, platform.ColumnPID, platform.ColumnCmdline,
		platform.ColumnUserName, platform.ColumnTerminal, platform.ColumnMemoryPercent}, equal)
	want(t, "pid", write(table, platform.ColumnPID).Ints, []int64{1, 7, 8, 9}, equal)
	want(t, "name", write(table, platform.ColumnName).texts(), []string{"init", "exactly-fifteen-and-more", "zombie", "exactly-fifteen"}, equal)
	want(t, "username", write(table, platform.ColumnUserName).texts(), []string{"root", "seven", "8", "seven"}, equal)
	want(t, "memory_percent", write(table, platform.ColumnMemoryPercent).Floats, []float64{50, 25, 0, 0}, equal)

	terminal := write(table, platform.ColumnTerminal)
	want(t, "terminal", terminal.texts(), []string{"", "/dev/tty5", "", ""}, equal)
	want(t, "who has one", terminal.Validity, []byte{0b0010}, equal)
	want(t, "that is none a failure", terminal.Outcomes, []int8{0, 0, 0, 0}, equal)

	cmdline := write(table, platform.ColumnCmdline)
	want(t, "cmdline's items", cmdline.texts(), []string{"/sbin/init", "", "/opt/exactly-fifteen-and-more", "-x"}, equal)
	want(t, "cmdline's lists", cmdline.Lists, []int64{0, 2, 4, 4, 4}, equal)
	want(t, "cmdline's outcomes", cmdline.Outcomes, []int8{0, 0, int8(platform.ZombieProcess), int8(platform.AccessDenied)}, equal)
	want(t, "cmdline's validity", cmdline.Validity, []byte{0b0011}, equal)
	if cmdline.nulls != 2 || terminal.nulls != 3 {
		t.Errorf("%d and %d without a value", cmdline.nulls, terminal.nulls)
	}

	pids, starts := make([]int64, 4), make([]int64, 4)
	table.Identities(pids, starts)
	want(t, "starts", starts, []int64{1, 5, 9, 9}, equal)
}

func TestTableOfSome(t *testing.T) {
	_, l := newFake(map[int64]*fakeProcess{1: {name: "a"}, 2: {name: "b"}})
	table := readTable(t, l, []int64{2, 99, 1, 2}, platform.ColumnName)
	want(t, "names", write(table, platform.ColumnName).texts(), []string{"b", "a", "b"}, equal)
	if rows := readTable(t, l, []int64{}).Rows(); rows != 0 {
		t.Errorf("%d rows of no PIDs", rows)
	}
}

func TestTableWithoutColumns(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{1: {times: []platform.ProcessCPUTimes{{}}}})
	f.memory.Total = 1
	columns := readTable(t, l, nil).Columns()
	if len(columns) != int(platform.Columns)-5 || slices.ContainsFunc(columns, platform.Column.IsSlow) || !slices.IsSorted(columns) {
		t.Errorf("%v", columns)
	}
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
	wantError(t, "nowhere", err, platform.NotSupported)
}

// A table compares with the last one that knew of the same process.
func TestTablePercent(t *testing.T) {
	f, l := newFake(map[int64]*fakeProcess{
		1: {start: 1, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}, {User: 2001}}},
		2: {start: 2, times: []platform.ProcessCPUTimes{{User: 1}, {User: 1001}}},
	})
	percent := func(pids []int64) []float64 {
		return write(readTable(t, l, pids, platform.ColumnCPUPercent), platform.ColumnCPUPercent).Floats
	}
	want(t, "at first", percent(nil), []float64{0, 0}, equal)
	f.processes[2].start = 3 // somebody else
	second := percent(nil)
	if second[0] <= 0 || second[1] != 0 {
		t.Errorf("%v", second)
	}
	p := all(t, l)[1]
	waiting, err := p.CPUPercent(0)
	no(t, "CPUPercent", err)
	if now, _, _, err := waiting.Next(); err != nil || now <= 0 {
		t.Errorf("%v, %v: of a handle of the iterator", now, err)
	}
	delete(f.processes, 1)
	percent([]int64{1, 2})
	if l.known.processes[1] != nil {
		t.Error("who is gone is remembered")
	}
	f.processes[1] = &fakeProcess{start: 1, times: []platform.ProcessCPUTimes{{}}}
	percent(nil)
	delete(f.processes, 1)
	percent(nil)
	if len(l.known.processes) != 1 {
		t.Errorf("%d are remembered", len(l.known.processes))
	}
}

// Many workers, and many tables at a time.
func TestTablesAtATime(t *testing.T) {
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
				uids, items, names := write(table, platform.ColumnUIDsReal), write(table, platform.ColumnCmdline), write(table, platform.ColumnUserName)
				for i, uid := range uids.Ints {
					if uid != int64(i+1) {
						t.Errorf("row %d is of %d", i, uid)
					}
				}
				if len(items.texts()) != 2000 || names.texts()[999] != "1000" {
					t.Error("not what was put in")
				}
				table.Close()
			}
		})
	}
	running.Wait()
}
