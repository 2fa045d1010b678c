package impl

import (
	"math"
	"slices"
	"strconv"
	"sync"
	"time"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// Table is chosen columns of many processes as they were read. It is exported once, and closed.
type Table struct {
	columns []platform.Column
	rows    []tableRow // of all processes that were scanned
	present []int      // the indices of the rows that are in the table
	data    [platform.Columns]columnData
	texts   []textBuffers // one per worker
}

type tableRow struct {
	id     platform.Identity
	exists bool
	at     time.Time // when it was read, for cpu_percent
}

// columnData is one column before it is exported: for each row its error, and a number or the place of its text.
type columnData struct {
	columnType platform.ColumnType
	errors     []int8
	ints       []int64
	floats     []float64
	spans      []span
}

// span is a piece of a worker's text buffer: from and to count bytes, or items of a list.
type span struct{ worker, from, to int }

// textBuffers holds the texts that one worker has read, for each column: bytes and, for lists, where each item ends.
type textBuffers [platform.Columns]struct {
	bytes []byte
	ends  []int
}

var tablePool = sync.Pool{New: func() any { return new(Table) }}

// Table reads columns of the given processes, or of all if pids is nil. Without columns it reads all that are not slow. A
// process that does not exist has no row.
func (l *Library) Table(columns []platform.Column, pids []int64) (*Table, error) {
	t := tablePool.Get().(*Table)
	if err := t.setColumns(columns); err != nil {
		t.Close()
		return nil, err
	}
	scan, err := l.sys.Scan(t.neededColumns(), pids)
	if err == nil {
		err = t.readScan(l, scan, pids)
	}
	if err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// setColumns sets the columns to read; without columns, all that are not slow.
func (t *Table) setColumns(columns []platform.Column) error {
	t.columns = t.columns[:0]
	for c := range platform.Columns {
		if len(columns) == 0 && !c.IsSlow() {
			t.columns = append(t.columns, c)
		}
	}
	for i, c := range columns {
		if c < 0 || c >= platform.Columns {
			return platform.NewError(platform.InvalidArgument, "columns["+strconv.Itoa(i)+"]",
				strconv.Itoa(int(c))+": expected one of PSUTIL_COLUMN_*")
		}
		if !slices.Contains(t.columns, c) {
			t.columns = append(t.columns, c)
		}
	}
	return nil
}

// Close returns the table's memory to a pool.
func (t *Table) Close() {
	t.clear()
	tablePool.Put(t)
}

// clear drops the texts of the last scan.
func (t *Table) clear() {
	for i := range t.texts {
		for c := range t.texts[i] {
			b := &t.texts[i][c]
			b.bytes, b.ends = reuse(b.bytes), reuse(b.ends)
		}
	}
}

func reuse[T any](s []T) []T {
	if cap(s) > platform.MaxPooledCap {
		return nil
	}
	return s[:0]
}

func resize[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

func (t *Table) requestedColumns() (requested platform.ColumnSet) {
	for _, c := range t.columns {
		requested[c] = true
	}
	return requested
}

// neededColumns returns the requested columns and those that they are derived from.
func (t *Table) neededColumns() platform.ColumnSet {
	requested := t.requestedColumns()
	needed := requested
	needed[platform.ColumnUIDsReal] = requested[platform.ColumnUIDsReal] || requested[platform.ColumnUserName]
	needed[platform.ColumnRSS] = requested[platform.ColumnRSS] || requested[platform.ColumnMemoryPercent]
	needed[platform.ColumnCPUTimesUser] = requested[platform.ColumnCPUTimesUser] || requested[platform.ColumnCPUPercent]
	needed[platform.ColumnCPUTimesSystem] = requested[platform.ColumnCPUTimesSystem] || requested[platform.ColumnCPUPercent]
	return needed
}

// readScan reads all processes of a scan and closes it.
func (t *Table) readScan(l *Library, scan platform.ProcessScan, pids []int64) error {
	defer scan.Close()
	requested := t.requestedColumns()
	stored := make([]platform.Column, 0, platform.Columns)
	for c, isNeeded := range t.neededColumns() {
		if isNeeded {
			stored = append(stored, platform.Column(c))
		}
	}
	workers := platform.WorkerCount(scan.Len(), scan.RowsPerWorker())
	t.reserve(stored, scan.Len(), workers)
	err := scanAll(scan, workers, func(worker, i int, r *platform.Row) { t.store(l, stored, worker, i, r) })
	if err != nil {
		return err
	}
	t.present = t.present[:0]
	for i := range t.rows {
		if t.rows[i].exists {
			t.present = append(t.present, i)
		}
	}
	t.derive(l, scan, &requested, pids)
	return nil
}

func (t *Table) reserve(stored []platform.Column, n, workers int) {
	t.rows = resize(t.rows, n)
	clear(t.rows)
	t.texts = resize(t.texts, workers)
	for _, c := range stored {
		d := &t.data[c]
		d.errors = resize(d.errors, n)
		d.columnType = c.Type()
		switch d.columnType {
		case platform.TypeInt64:
			d.ints = resize(d.ints, n)
		case platform.TypeDouble:
			d.floats = resize(d.floats, n)
		default:
			d.spans = resize(d.spans, n)
			d.ints = resize(d.ints, n) // the terminal's number
		}
	}
}

// store copies what was read of one process.
func (t *Table) store(l *Library, stored []platform.Column, worker, i int, r *platform.Row) {
	t.rows[i] = tableRow{id: r.Identity, exists: true}
	texts := &t.texts[worker]
	for _, c := range stored {
		d := &t.data[c]
		d.errors[i] = int8(r.Err[c])
		switch c {
		case platform.ColumnName:
			name := r.Name
			if l.mayBeCut(len(name)) && r.Err[platform.ColumnCmdline] == 0 && len(r.Cmdline) > 0 {
				name = completeName(name, r.Cmdline[0])
			}
			d.spans[i] = texts.appendString(worker, c, name)
		case platform.ColumnExe:
			d.spans[i] = texts.appendString(worker, c, r.Exe)
		case platform.ColumnCwd:
			d.spans[i] = texts.appendString(worker, c, r.Cwd)
		case platform.ColumnUserName:
			d.spans[i] = texts.appendString(worker, c, r.UserName)
		case platform.ColumnCmdline:
			d.spans[i] = texts.appendList(worker, c, r.Cmdline)
		case platform.ColumnEnviron:
			d.spans[i] = texts.appendList(worker, c, r.Environ)
		case platform.ColumnCPUPercent:
			t.rows[i].at = time.Now()
		default:
			if d.columnType == platform.TypeDouble {
				d.floats[i] = r.Float[c]
			} else {
				d.ints[i] = r.Int[c]
			}
		}
	}
}

func (b *textBuffers) appendString(worker int, c platform.Column, text []byte) span {
	to := &b[c]
	from := len(to.bytes)
	to.bytes = append(to.bytes, text...)
	return span{worker, from, len(to.bytes)}
}

func (b *textBuffers) appendList(worker int, c platform.Column, list [][]byte) span {
	to := &b[c]
	from := len(to.ends)
	for _, text := range list {
		to.bytes = append(to.bytes, text...)
		to.ends = append(to.ends, len(to.bytes))
	}
	return span{worker, from, len(to.ends)}
}

// derive fills the columns that are computed from others. It runs on the calling thread.
func (t *Table) derive(l *Library, scan platform.ProcessScan, requested *platform.ColumnSet, pids []int64) {
	if requested[platform.ColumnUserName] {
		t.fillByKey(platform.ColumnUserName, platform.ColumnUIDsReal, l.userName)
	}
	if requested[platform.ColumnTerminal] {
		t.fillByKey(platform.ColumnTerminal, platform.ColumnTerminal, func(number int64) (string, error) {
			if number == 0 {
				return "", nil
			}
			return scan.Terminal(number), nil
		})
	}
	if requested[platform.ColumnMemoryPercent] {
		t.fillMemoryPercent(l.totalMemory())
	}
	if requested[platform.ColumnCPUPercent] {
		t.fillCPUPercent(l, pids)
	}
}

// fillByKey fills a text column from the numbers of another (or the same) one, and looks up each number once.
func (t *Table) fillByKey(column, keys platform.Column, lookup func(int64) (string, error)) {
	type result struct {
		span
		err int8
	}
	results := map[int64]result{}
	from, to := &t.data[keys], &t.data[column]
	for _, i := range t.present {
		if from.errors[i] != 0 {
			if column != keys && from.errors[i] != int8(platform.NotSupported) {
				to.errors[i] = from.errors[i]
			}
			continue
		}
		r, found := results[from.ints[i]]
		if !found {
			text, err := lookup(from.ints[i])
			r.span = t.texts[0].appendString(0, column, []byte(text))
			r.err = int8(platform.CodeOf(err))
			results[from.ints[i]] = r
		}
		to.spans[i], to.errors[i] = r.span, r.err
	}
}

// fillMemoryPercent fills a column from the resident memory. Without the system's memory no row has a value.
func (t *Table) fillMemoryPercent(total int64, err error) {
	rss, percent := &t.data[platform.ColumnRSS], &t.data[platform.ColumnMemoryPercent]
	for _, i := range t.present {
		percent.errors[i] = rss.errors[i]
		if percent.errors[i] == 0 {
			percent.errors[i] = int8(platform.CodeOf(err))
		}
		percent.floats[i] = platform.NaN
		if rss.ints[i] != platform.NA {
			percent.floats[i] = float64(rss.ints[i]) / float64(total) * 100
		}
	}
}

// fillCPUPercent compares with the previous cpu_percent of each process, by a table or by a handle of an iterator.
func (t *Table) fillCPUPercent(l *Library, pids []int64) {
	user, system := &t.data[platform.ColumnCPUTimesUser], &t.data[platform.ColumnCPUTimesSystem]
	ids := make([]platform.Identity, len(t.present))
	samples := make([]cpuSample, len(t.present))
	for n, i := range t.present {
		ids[n] = t.rows[i].id
		samples[n] = cpuSample{user.floats[i] + system.floats[i], t.rows[i].at}
		if user.errors[i] != 0 {
			samples[n].seconds = platform.NaN
		}
	}
	percent := &t.data[platform.ColumnCPUPercent]
	for n, value := range l.cpuPercents(ids, samples, pids == nil) {
		i := t.present[n]
		percent.errors[i], percent.floats[i] = user.errors[i], value
	}
	for i, pid := range pids {
		if !t.rows[i].exists {
			l.processes.forget(pid)
		}
	}
}

// TableBuffers is an exported table.
type TableBuffers struct {
	PIDs, Starts []int64         // of each row
	Columns      []ColumnBuffers // in the order of the request
}

// ColumnBuffers are one column of an exported table, in Apache Arrow's layout. Those that its type does not use are nil.
type ColumnBuffers struct {
	Column      platform.Column
	Type        platform.ColumnType
	Nulls       int    // rows without a value
	Errors      []int8 // a platform.Code, or 0
	Validity    []byte // a bit per row
	Ints        []int64
	Floats      []float64
	ListOffsets []int64 // rows + 1
	Offsets     []int64 // rows + 1, or items + 1
	Bytes       []byte
}

// Export writes the table to one block of memory. alloc returns a block of that size, zeroed and aligned to 8 bytes, or nil,
// which Export then returns too.
func (t *Table) Export(alloc func(size int) []byte) *TableBuffers {
	rows := len(t.present)
	counts := make([]textCount, len(t.columns))
	size := 2 * arraySize[int64](rows)
	for n, c := range t.columns {
		size += arraySize[int8](rows) + arraySize[byte](validityLen(rows))
		switch t.data[c].columnType {
		case platform.TypeInt64, platform.TypeDouble:
			size += arraySize[int64](rows)
		case platform.TypeString:
			counts[n] = t.countText(c)
			size += arraySize[int64](rows+1) + arraySize[byte](counts[n].bytes)
		case platform.TypeStringList:
			counts[n] = t.countText(c)
			size += arraySize[int64](rows+1) + arraySize[int64](counts[n].items+1) + arraySize[byte](counts[n].bytes)
		}
	}
	block := arena(alloc(size))
	if block == nil {
		return nil
	}
	out := &TableBuffers{
		PIDs: carve[int64](&block, rows), Starts: carve[int64](&block, rows),
		Columns: make([]ColumnBuffers, len(t.columns)),
	}
	for n, i := range t.present {
		out.PIDs[n], out.Starts[n] = t.rows[i].id.PID, t.rows[i].id.Start
	}
	for n, c := range t.columns {
		to := &out.Columns[n]
		*to = ColumnBuffers{
			Column: c, Type: t.data[c].columnType, Nulls: rows,
			Errors: carve[int8](&block, rows), Validity: carve[byte](&block, validityLen(rows)),
		}
		for n, i := range t.present {
			to.Errors[n] = t.data[c].errors[i]
		}
		switch to.Type {
		case platform.TypeInt64:
			to.Ints = carve[int64](&block, rows)
			t.exportInts(to)
		case platform.TypeDouble:
			to.Floats = carve[float64](&block, rows)
			t.exportFloats(to)
		case platform.TypeString:
			to.Offsets = carve[int64](&block, rows+1)
			to.Bytes = carve[byte](&block, counts[n].bytes)
			t.exportStrings(to)
		case platform.TypeStringList:
			to.ListOffsets = carve[int64](&block, rows+1)
			to.Offsets = carve[int64](&block, counts[n].items+1)
			to.Bytes = carve[byte](&block, counts[n].bytes)
			t.exportLists(to)
		}
	}
	return out
}

// textCount is the size of a column of strings or lists.
type textCount struct{ items, bytes int }

func (t *Table) countText(c platform.Column) (count textCount) {
	d := &t.data[c]
	for _, i := range t.present {
		if d.errors[i] != 0 {
			continue
		}
		s := d.spans[i]
		if d.columnType == platform.TypeStringList {
			count.items += s.to - s.from
			count.bytes += len(t.listBytes(c, s))
		} else {
			count.bytes += s.to - s.from
		}
	}
	return count
}

// listBytes returns the bytes of all items of a list.
func (t *Table) listBytes(c platform.Column, s span) []byte {
	texts := &t.texts[s.worker][c]
	if s.from == s.to {
		return nil
	}
	begin := 0
	if s.from > 0 {
		begin = texts.ends[s.from-1]
	}
	return texts.bytes[begin:texts.ends[s.to-1]]
}

func validityLen(rows int) int { return (rows + 7) / 8 }

func (to *ColumnBuffers) setValid(n int) {
	to.Validity[n/8] |= 1 << (n % 8)
	to.Nulls--
}

func (t *Table) exportInts(to *ColumnBuffers) {
	d := &t.data[to.Column]
	for n, i := range t.present {
		to.Ints[n] = platform.NA
		if d.errors[i] != 0 {
			continue
		}
		to.Ints[n] = d.ints[i]
		if d.ints[i] != platform.NA || to.Column == platform.ColumnNice { // a niceness may be -1
			to.setValid(n)
		}
	}
}

func (t *Table) exportFloats(to *ColumnBuffers) {
	d := &t.data[to.Column]
	for n, i := range t.present {
		to.Floats[n] = platform.NaN
		if d.errors[i] != 0 {
			continue
		}
		to.Floats[n] = d.floats[i]
		if !math.IsNaN(d.floats[i]) {
			to.setValid(n)
		}
	}
}

func (t *Table) exportStrings(to *ColumnBuffers) {
	d := &t.data[to.Column]
	end := 0
	for n, i := range t.present {
		if d.errors[i] == 0 {
			s := d.spans[i]
			end += copy(to.Bytes[end:], t.texts[s.worker][to.Column].bytes[s.from:s.to])
			if to.Column != platform.ColumnTerminal || s.from < s.to { // no terminal is null, not ""
				to.setValid(n)
			}
		}
		to.Offsets[n+1] = int64(end)
	}
}

func (t *Table) exportLists(to *ColumnBuffers) {
	d := &t.data[to.Column]
	items, end := 0, 0
	for n, i := range t.present {
		if d.errors[i] == 0 {
			s := d.spans[i]
			text := t.listBytes(to.Column, s)
			ends := t.texts[s.worker][to.Column].ends[s.from:s.to]
			if len(ends) > 0 {
				shift := end + len(text) - ends[len(ends)-1]
				for _, itemEnd := range ends {
					items++
					to.Offsets[items] = int64(itemEnd + shift)
				}
			}
			end += copy(to.Bytes[end:], text)
			to.setValid(n)
		}
		to.ListOffsets[n+1] = int64(items)
	}
}

// arena is memory from which arrays are cut, each aligned to 8 bytes.
type arena []byte

func arraySize[T any](n int) int {
	var item T
	return (n*int(unsafe.Sizeof(item)) + 7) &^ 7
}

func carve[T any](a *arena, n int) []T {
	array := unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(*a))), n)
	*a = (*a)[arraySize[T](n):]
	return array
}
