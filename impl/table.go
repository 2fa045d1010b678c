package impl

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// Table is chosen columns of many processes, as they were read: to be written out column by column, and closed.
type Table struct {
	columns []platform.Column
	rows    []row // of those that were looked at
	there   int   // how many of them are in the table
	cells   [platform.Columns]cells
	shelves []shelf // one a worker
}

type row struct {
	id    platform.Identity
	there bool
	at    time.Time // when it was read, if that matters
}

// cells is one column before it is written: of each row its outcome, and a number or where its text is.
type cells struct {
	kind     platform.ColumnType
	outcomes []int8
	ints     []int64
	floats   []float64
	spans    []span
}

// span is a piece of a worker's shelf: from and to are bytes, or items of a list.
type span struct{ worker, from, to int }

// shelf is where a worker puts text down, for each column: bytes, and for lists where each item ends.
type shelf [platform.Columns]struct {
	bytes []byte
	ends  []int
}

// A piece of memory larger than this is left to the collector.
const largestKept = 1 << 20

var tables = sync.Pool{New: func() any { return new(Table) }}

// Table reads columns of these processes, or of all if pids is nil. No columns stands for all that are not slow.
func (l *Library) Table(columns []platform.Column, pids []int64) (*Table, error) {
	t := tables.Get().(*Table)
	t.columns, t.there = t.columns[:0], 0
	for c := range platform.Columns {
		if len(columns) == 0 && !c.IsSlow() {
			t.columns = append(t.columns, c)
		}
	}
	for i, c := range columns {
		if c < 0 || c >= platform.Columns {
			t.Close()
			return nil, platform.NewError(platform.InvalidArgument, "columns["+strconv.Itoa(i)+"]", strconv.Itoa(int(c))+" is not one of PSUTIL_COLUMN_*")
		}
		if !slices.Contains(t.columns, c) {
			t.columns = append(t.columns, c)
		}
	}
	if err := t.read(l, pids); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// Close gives the table's memory back.
func (t *Table) Close() {
	for i := range t.shelves {
		for c := range t.shelves[i] {
			s := &t.shelves[i][c]
			s.bytes, s.ends = kept(s.bytes), kept(s.ends)
		}
	}
	tables.Put(t)
}

func kept[T any](s []T) []T {
	if cap(s) > largestKept {
		return nil
	}
	return s[:0]
}

func resized[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// read is Table but for what the columns are.
func (t *Table) read(l *Library, pids []int64) error {
	var wanted platform.ColumnSet // asked for, or needed to work out what is asked for
	for _, c := range t.columns {
		wanted[c] = true
	}
	asked := wanted
	wanted[platform.ColumnUIDsReal] = asked[platform.ColumnUIDsReal] || asked[platform.ColumnUserName]
	wanted[platform.ColumnRSS] = asked[platform.ColumnRSS] || asked[platform.ColumnMemoryPercent]
	wanted[platform.ColumnCPUTimesUser] = asked[platform.ColumnCPUTimesUser] || asked[platform.ColumnCPUPercent]
	wanted[platform.ColumnCPUTimesSystem] = asked[platform.ColumnCPUTimesSystem] || asked[platform.ColumnCPUPercent]
	var total int64
	if asked[platform.ColumnMemoryPercent] {
		machine, err := l.sys.VirtualMemory()
		if err != nil {
			return err
		}
		total = machine.Total
	}
	stored := make([]platform.Column, 0, platform.Columns)
	for c, want := range wanted {
		if want {
			stored = append(stored, platform.Column(c))
		}
	}
	v, err := l.sys.Scan(wanted, pids)
	if err != nil {
		return err
	}
	defer v.Close()
	workers := workers(v)
	t.begin(stored, v.Len(), workers)
	err = visitAll(v, workers, func(worker, i int, r *platform.Row) { t.visit(stored, worker, i, r) })
	if err != nil {
		return err
	}
	t.finish(l, v, &asked, total, pids)
	return nil
}

func (t *Table) begin(stored []platform.Column, n, workers int) {
	t.rows = resized(t.rows, n)
	clear(t.rows)
	t.shelves = resized(t.shelves, workers)
	for _, c := range stored {
		cell := &t.cells[c]
		cell.outcomes = resized(cell.outcomes, n)
		cell.kind = c.Type()
		switch cell.kind {
		case platform.TypeInt64:
			cell.ints = resized(cell.ints, n)
		case platform.TypeDouble:
			cell.floats = resized(cell.floats, n)
		default:
			cell.spans = resized(cell.spans, n)
			cell.ints = resized(cell.ints, n) // a terminal's number
		}
	}
}

// visit takes what was read of a process.
func (t *Table) visit(stored []platform.Column, worker, i int, r *platform.Row) {
	t.rows[i] = row{id: r.Identity, there: true}
	shelf := &t.shelves[worker]
	for _, c := range stored {
		cell := &t.cells[c]
		cell.outcomes[i] = int8(r.Err[c])
		switch c {
		case platform.ColumnName:
			name := r.Name
			if r.Err[platform.ColumnCmdline] == 0 {
				name = completed(name, r.Cmdline)
			}
			cell.spans[i] = shelf.put(worker, c, name)
		case platform.ColumnExe:
			cell.spans[i] = shelf.put(worker, c, r.Exe)
		case platform.ColumnCwd:
			cell.spans[i] = shelf.put(worker, c, r.Cwd)
		case platform.ColumnUserName:
			cell.spans[i] = shelf.put(worker, c, r.UserName)
		case platform.ColumnCmdline:
			cell.spans[i] = shelf.putAll(worker, c, r.Cmdline)
		case platform.ColumnEnviron:
			cell.spans[i] = shelf.putAll(worker, c, r.Environ)
		case platform.ColumnCPUPercent:
			t.rows[i].at = time.Now()
		default:
			if cell.kind == platform.TypeDouble {
				cell.floats[i] = r.Float[c]
			} else {
				cell.ints[i] = r.Int[c]
			}
		}
	}
}

// put puts a text down.
func (s *shelf) put(worker int, c platform.Column, text []byte) span {
	at := &s[c]
	from := len(at.bytes)
	at.bytes = append(at.bytes, text...)
	return span{worker, from, len(at.bytes)}
}

// putAll puts a list down.
func (s *shelf) putAll(worker int, c platform.Column, list [][]byte) span {
	at := &s[c]
	from := len(at.ends)
	for _, text := range list {
		at.bytes = append(at.bytes, text...)
		at.ends = append(at.ends, len(at.bytes))
	}
	return span{worker, from, len(at.ends)}
}

// finish works out what does not come from the processes themselves, on the thread that asks.
func (t *Table) finish(l *Library, v platform.ProcessScan, asked *platform.ColumnSet, total int64, pids []int64) {
	for i := range t.rows {
		if t.rows[i].there {
			t.there++
		}
	}
	if asked[platform.ColumnUserName] {
		t.look(platform.ColumnUserName, platform.ColumnUIDsReal, l.nameOf)
	}
	if asked[platform.ColumnTerminal] {
		t.look(platform.ColumnTerminal, platform.ColumnTerminal, func(number int64) (string, error) {
			if number == 0 {
				return "", nil
			}
			return v.Terminal(number), nil
		})
	}
	if asked[platform.ColumnMemoryPercent] {
		rss, percent := &t.cells[platform.ColumnRSS], &t.cells[platform.ColumnMemoryPercent]
		for i := range t.rows {
			percent.outcomes[i] = rss.outcomes[i]
			percent.floats[i] = float64(rss.ints[i]) / float64(total) * 100
		}
	}
	if asked[platform.ColumnCPUPercent] {
		l.percents(t, pids)
	}
}

// look fills a column with the names that numbers in another have, each looked for once.
func (t *Table) look(into, from platform.Column, name func(int64) (string, error)) {
	type found struct {
		span
		outcome int8
	}
	known := map[int64]found{}
	numbers, names := &t.cells[from], &t.cells[into]
	for i := range t.rows {
		if !t.rows[i].there || numbers.outcomes[i] != 0 {
			if into != from && numbers.outcomes[i] != int8(platform.NotSupported) {
				names.outcomes[i] = numbers.outcomes[i]
			}
			continue
		}
		f, ok := known[numbers.ints[i]]
		if !ok {
			text, err := name(numbers.ints[i])
			f.span = t.shelves[0].put(0, into, []byte(text))
			f.outcome = int8(codeOf(err))
			known[numbers.ints[i]] = f
		}
		names.spans[i], names.outcomes[i] = f.span, f.outcome
	}
}

// Rows is the number of rows.
func (t *Table) Rows() int { return t.there }

// Columns are the columns, in the order that was asked for.
func (t *Table) Columns() []platform.Column { return t.columns }

// Identities writes down who is in which row.
func (t *Table) Identities(pids, starts []int64) {
	n := 0
	for i := range t.rows {
		if r := &t.rows[i]; r.there {
			pids[n], starts[n] = r.id.PID, r.id.Start
			n++
		}
	}
}

// Size says how many items and how many bytes are in a column of strings or lists.
func (t *Table) Size(c platform.Column) (items, bytes int) {
	cell := &t.cells[c]
	list := c.Type() == platform.TypeStringList
	for i := range t.rows {
		if !t.rows[i].there || cell.outcomes[i] != 0 {
			continue
		}
		s := cell.spans[i]
		if list {
			items += s.to - s.from
			bytes += len(t.listed(c, s))
		} else {
			bytes += s.to - s.from
		}
	}
	return items, bytes
}

// listed gives the bytes of a list.
func (t *Table) listed(c platform.Column, s span) []byte {
	at := &t.shelves[s.worker][c]
	if s.from == s.to {
		return nil
	}
	begin := 0
	if s.from > 0 {
		begin = at.ends[s.from-1]
	}
	return at.bytes[begin:at.ends[s.to-1]]
}

// Written is where a column is written: memory of just the size.
type Written struct {
	Outcomes []int8
	Validity []byte // zeroes
	Ints     []int64
	Floats   []float64
	Lists    []int64 // rows + 1
	Offsets  []int64 // rows + 1, or items + 1
	Bytes    []byte
}

// Write writes a column, and says how many of its cells have no value.
func (t *Table) Write(c platform.Column, to Written) (nulls int) {
	cell, kind := &t.cells[c], c.Type()
	n, items, at := 0, 0, 0
	for i := range t.rows {
		if !t.rows[i].there {
			continue
		}
		outcome := cell.outcomes[i]
		has := outcome == 0
		to.Outcomes[n] = outcome
		switch kind {
		case platform.TypeInt64:
			to.Ints[n] = platform.NA
			if has {
				to.Ints[n] = cell.ints[i]
				has = cell.ints[i] != platform.NA || c == platform.ColumnNice
			}
		case platform.TypeDouble:
			to.Floats[n] = platform.NaN
			if has {
				to.Floats[n] = cell.floats[i]
				has = !math.IsNaN(cell.floats[i])
			}
		case platform.TypeString:
			to.Offsets[n] = int64(at)
			if has {
				s := cell.spans[i]
				at += copy(to.Bytes[at:], t.shelves[s.worker][c].bytes[s.from:s.to])
				has = c != platform.ColumnTerminal || s.from < s.to
			}
		case platform.TypeStringList:
			to.Lists[n] = int64(items)
			if has {
				s := cell.spans[i]
				text := t.listed(c, s)
				ends := t.shelves[s.worker][c].ends[s.from:s.to]
				shift := at
				if len(ends) > 0 {
					shift = at + len(text) - ends[len(ends)-1]
				}
				for _, end := range ends {
					to.Offsets[items+1] = int64(end + shift)
					items++
				}
				at += copy(to.Bytes[at:], text)
			}
		}
		if has {
			to.Validity[n/8] |= 1 << (n % 8)
		} else {
			nulls++
		}
		n++
	}
	switch kind {
	case platform.TypeString:
		to.Offsets[n] = int64(at)
	case platform.TypeStringList:
		to.Lists[n], to.Offsets[0] = int64(items), 0
	}
	return nulls
}

// completed gives a name that the system may have cut as the command line has it.
func completed(name []byte, cmdline [][]byte) []byte {
	if len(name) < cutName || len(cmdline) == 0 {
		return name
	}
	program := cmdline[0][bytes.LastIndexByte(cmdline[0], '/')+1:]
	if !bytes.HasPrefix(program, name) {
		return name
	}
	return program
}
