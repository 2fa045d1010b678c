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

// TableBuffers is a table: chosen columns of many processes.
type TableBuffers struct {
	PIDs, Starts []int64         // of each row
	Columns      []ColumnBuffers // in the order of the request
}

// ColumnBuffers are one column of a table, in Apache Arrow's layout. Those that its type does not use are nil.
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

// Alloc returns a block of memory of a size, zeroed and aligned to 8 bytes; nil if memory is exhausted. A table takes
// two: what has a known size for each process is read straight into the first; texts are gathered, and copied to the
// second when all are known.
type Alloc func(size int) []byte

// tableBuilder reads a table. It keeps its own memory for the next one.
type tableBuilder struct {
	columns []platform.Column
	out     *TableBuffers
	cells   platform.Cells // those of out, and scratch for columns that are only needed for others
	scratch platform.Cells
	exists  []bool // of all processes of the scan
	times   []time.Time
	spans   [platform.Columns][]span // the places of texts
	texts   []textBuffers            // one per worker
}

// span is a piece of a worker's text buffer: from and to count bytes, or items of a list.
type span struct{ worker, from, to int }

// textBuffers holds the texts that one worker has read, for each column: bytes and, for lists, where each item ends.
type textBuffers [platform.Columns]struct {
	bytes []byte
	ends  []int
}

var tablePool = sync.Pool{New: func() any { return new(tableBuilder) }}

// Table reads columns of the given processes, or of all if pids is nil, into memory of alloc. Without columns it reads
// all that are not slow. A process that does not exist has no row.
func (l *Library) Table(columns []platform.Column, pids []int64, alloc Alloc) (*TableBuffers, error) {
	t := tablePool.Get().(*tableBuilder)
	defer tablePool.Put(t)
	if err := t.setColumns(columns); err != nil {
		return nil, err
	}
	scan, err := l.sys.Scan(t.neededColumns(), pids)
	if err != nil {
		return nil, err
	}
	return t.read(l, scan, pids, alloc)
}

// setColumns sets the columns to read; without columns, all that are not slow.
func (t *tableBuilder) setColumns(columns []platform.Column) error {
	t.columns = t.columns[:0]
	for c := range platform.Columns {
		if len(columns) == 0 && !c.IsSlow() {
			t.columns = append(t.columns, c)
		}
	}
	for i, c := range columns {
		if c < 0 || c >= platform.Columns {
			return platform.NewInvalidArgument("columns["+strconv.Itoa(i)+"]",
				strconv.Itoa(int(c))+": expected one of PSUTIL_COLUMN_*")
		}
		if !slices.Contains(t.columns, c) {
			t.columns = append(t.columns, c)
		}
	}
	return nil
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

func (t *tableBuilder) requestedColumns() (requested platform.ColumnSet) {
	for _, c := range t.columns {
		requested[c] = true
	}
	return requested
}

// neededColumns returns the requested columns and those that they are derived from.
func (t *tableBuilder) neededColumns() platform.ColumnSet {
	requested := t.requestedColumns()
	needed := requested
	needed[platform.ColumnUIDsReal] = requested[platform.ColumnUIDsReal] || requested[platform.ColumnUserName]
	needed[platform.ColumnRSS] = requested[platform.ColumnRSS] || requested[platform.ColumnMemoryPercent]
	needed[platform.ColumnCPUTimesUser] = requested[platform.ColumnCPUTimesUser] || requested[platform.ColumnCPUPercent]
	needed[platform.ColumnCPUTimesSystem] = requested[platform.ColumnCPUTimesSystem] || requested[platform.ColumnCPUPercent]
	return needed
}

// read reads all processes of a scan and closes it.
func (t *tableBuilder) read(l *Library, scan platform.ProcessScan, pids []int64, alloc Alloc) (*TableBuffers, error) {
	defer scan.Close()
	defer t.clear()
	requested := t.requestedColumns()
	n := scan.Len()
	workers := platform.WorkerCount(n, scan.RowsPerWorker())
	if !t.reserve(n, workers, alloc) {
		return nil, errTableMemory()
	}
	texts := t.textColumns()
	err := scanAll(scan, &t.cells, workers, func(worker, i int, r *platform.Row) { t.store(l, texts, worker, i, r) })
	if err != nil {
		return nil, err
	}
	t.dropExited()
	t.derive(l, scan, &requested, pids)
	if !t.finish(alloc) {
		return nil, errTableMemory()
	}
	return t.out, nil
}

func errTableMemory() error {
	return platform.NewError(platform.NoMemory, "", "out of memory")
}

// clear drops what belongs to one table.
func (t *tableBuilder) clear() {
	t.out, t.cells = nil, platform.Cells{}
	for i := range t.texts {
		for c := range t.texts[i] {
			b := &t.texts[i][c]
			b.bytes, b.ends = reuse(b.bytes), reuse(b.ends)
		}
	}
}

// reserve allocates what has a known size for n processes.
func (t *tableBuilder) reserve(n, workers int, alloc Alloc) bool {
	size := 2 * arraySize[int64](n)
	for _, c := range t.columns {
		size += arraySize[int8](n) + arraySize[byte](validityLen(n)) + arraySize[int64](n)
		if c.Type() == platform.TypeString || c.Type() == platform.TypeStringList {
			size += arraySize[int64](1)
		}
	}
	block := arena(alloc(size))
	if block == nil {
		return false
	}
	out := &TableBuffers{
		PIDs: carve[int64](&block, n), Starts: carve[int64](&block, n),
		Columns: make([]ColumnBuffers, len(t.columns)),
	}
	for i, c := range t.columns {
		to := &out.Columns[i]
		*to = ColumnBuffers{
			Column: c, Type: c.Type(), Errors: carve[int8](&block, n), Validity: carve[byte](&block, validityLen(n)),
		}
		switch to.Type {
		case platform.TypeInt64:
			to.Ints = carve[int64](&block, n)
		case platform.TypeDouble:
			to.Floats = carve[float64](&block, n)
		case platform.TypeString:
			to.Offsets = carve[int64](&block, n+1)
		case platform.TypeStringList:
			to.ListOffsets = carve[int64](&block, n+1)
		}
		t.cells.Errors[c], t.cells.Ints[c], t.cells.Floats[c] = to.Errors, to.Ints, to.Floats
		if to.Offsets != nil || to.ListOffsets != nil {
			t.spans[c] = zeroed(t.spans[c], n)
		}
	}
	for c, isNeeded := range t.neededColumns() {
		c := platform.Column(c)
		if isNeeded && t.cells.Errors[c] == nil {
			t.scratch.Errors[c] = zeroed(t.scratch.Errors[c], n)
			t.cells.Errors[c] = t.scratch.Errors[c]
		}
		switch {
		case !isNeeded || t.cells.Ints[c] != nil || t.cells.Floats[c] != nil:
		case c.Type() == platform.TypeDouble:
			t.scratch.Floats[c] = zeroed(t.scratch.Floats[c], n)
			t.cells.Floats[c] = t.scratch.Floats[c]
		case c.Type() == platform.TypeInt64 || c == platform.ColumnTerminal:
			t.scratch.Ints[c] = zeroed(t.scratch.Ints[c], n)
			t.cells.Ints[c] = t.scratch.Ints[c]
		}
	}
	t.out = out
	t.exists = zeroed(t.exists, n)
	if t.cells.Floats[platform.ColumnCPUPercent] != nil {
		t.times = resize(t.times, n)
	}
	t.texts = resize(t.texts, workers)
	return true
}

func zeroed[T any](s []T, n int) []T {
	s = resize(s, n)
	clear(s)
	return s
}

// textColumns returns the requested columns of texts that a Row has.
func (t *tableBuilder) textColumns() (columns []platform.Column) {
	for _, c := range t.columns {
		if (c.Type() == platform.TypeString || c.Type() == platform.TypeStringList) && c != platform.ColumnTerminal {
			columns = append(columns, c)
		}
	}
	return columns
}

// store stores what was read of one process and is not in its cells.
func (t *tableBuilder) store(l *Library, columns []platform.Column, worker, i int, r *platform.Row) {
	t.exists[i] = true
	t.out.PIDs[i], t.out.Starts[i] = r.PID, r.Start
	if t.cells.Floats[platform.ColumnCPUPercent] != nil {
		t.times[i] = time.Now()
	}
	texts := &t.texts[worker]
	for _, c := range columns {
		at := &t.spans[c][i]
		switch c {
		case platform.ColumnName:
			name := r.Name
			if l.mayBeCut(len(name)) && r.Err(platform.ColumnCmdline) == 0 && len(r.Cmdline) > 0 {
				name = completeName(name, r.Cmdline[0])
			}
			*at = texts.appendString(worker, c, name)
		case platform.ColumnExe:
			*at = texts.appendString(worker, c, r.Exe)
		case platform.ColumnCwd:
			*at = texts.appendString(worker, c, r.Cwd)
		case platform.ColumnUserName:
			*at = texts.appendString(worker, c, r.UserName)
		case platform.ColumnCmdline:
			*at = texts.appendList(worker, c, r.Cmdline)
		case platform.ColumnEnviron:
			*at = texts.appendList(worker, c, r.Environ)
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

// dropExited closes the gaps that processes have left which exited during the scan.
func (t *tableBuilder) dropExited() {
	if !slices.Contains(t.exists, false) {
		return
	}
	t.out.PIDs, t.out.Starts = compact(t.out.PIDs, t.exists), compact(t.out.Starts, t.exists)
	t.times = compact(t.times, t.exists)
	for c := range platform.Columns {
		t.cells.Errors[c] = compact(t.cells.Errors[c], t.exists)
		t.cells.Ints[c] = compact(t.cells.Ints[c], t.exists)
		t.cells.Floats[c] = compact(t.cells.Floats[c], t.exists)
	}
	rows := len(t.out.PIDs)
	for i := range t.out.Columns {
		to := &t.out.Columns[i]
		c := to.Column
		to.Errors, to.Validity, to.Ints, to.Floats = t.cells.Errors[c], to.Validity[:validityLen(rows)], t.cells.Ints[c], t.cells.Floats[c]
		switch to.Type {
		case platform.TypeString:
			to.Offsets, to.Ints = to.Offsets[:rows+1], nil
			t.spans[c] = compact(t.spans[c], t.exists)
		case platform.TypeStringList:
			to.ListOffsets, to.Ints = to.ListOffsets[:rows+1], nil
			t.spans[c] = compact(t.spans[c], t.exists)
		}
	}
}

// compact removes the elements of what does not exist; nil stays nil.
func compact[T any](s []T, exists []bool) []T {
	if len(s) != len(exists) {
		return s
	}
	n := 0
	for i, value := range s {
		if exists[i] {
			s[n] = value
			n++
		}
	}
	return s[:n]
}

// derive fills the columns that are computed from others. It runs on the calling thread.
func (t *tableBuilder) derive(l *Library, scan platform.ProcessScan, requested *platform.ColumnSet, pids []int64) {
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
func (t *tableBuilder) fillByKey(column, keys platform.Column, lookup func(int64) (string, error)) {
	type result struct {
		span
		err int8
	}
	results := map[int64]result{}
	var last result // processes of one user often follow one another
	lastKey, hasLast := int64(0), false
	keyErrors, errors, spans := t.cells.Errors[keys], t.cells.Errors[column], t.spans[column]
	for i, key := range t.cells.Ints[keys] {
		if keyErrors[i] != 0 {
			if column != keys && keyErrors[i] != int8(platform.NotSupported) {
				errors[i] = keyErrors[i]
			}
			continue
		}
		if !hasLast || key != lastKey {
			found := false
			if last, found = results[key]; !found {
				text, err := lookup(key)
				last = result{t.texts[0].appendString(0, column, []byte(text)), int8(platform.CodeOf(err))}
				results[key] = last
			}
			lastKey, hasLast = key, true
		}
		spans[i], errors[i] = last.span, last.err
	}
}

// fillMemoryPercent fills a column from the resident memory. Without the system's memory no row has a value.
func (t *tableBuilder) fillMemoryPercent(total int64, err error) {
	rss, rssErrors := t.cells.Ints[platform.ColumnRSS], t.cells.Errors[platform.ColumnRSS]
	percent, errors := t.cells.Floats[platform.ColumnMemoryPercent], t.cells.Errors[platform.ColumnMemoryPercent]
	for i := range percent {
		errors[i] = rssErrors[i]
		if errors[i] == 0 {
			errors[i] = int8(platform.CodeOf(err))
		}
		percent[i] = platform.NaN
		if rss[i] != platform.NA {
			percent[i] = float64(rss[i]) / float64(total) * 100
		}
	}
}

// fillCPUPercent compares with the previous cpu_percent of each process, by a table or by a handle of an iterator.
func (t *tableBuilder) fillCPUPercent(l *Library, pids []int64) {
	user, system := t.cells.Floats[platform.ColumnCPUTimesUser], t.cells.Floats[platform.ColumnCPUTimesSystem]
	userErrors := t.cells.Errors[platform.ColumnCPUTimesUser]
	ids := make([]platform.Identity, len(user))
	samples := make([]cpuSample, len(user))
	for i := range user {
		ids[i] = platform.Identity{PID: t.out.PIDs[i], Start: t.out.Starts[i]}
		samples[i] = cpuSample{user[i] + system[i], t.times[i]}
		if userErrors[i] != 0 {
			samples[i].seconds = platform.NaN
		}
	}
	copy(t.cells.Errors[platform.ColumnCPUPercent], userErrors)
	copy(t.cells.Floats[platform.ColumnCPUPercent], l.cpuPercents(ids, samples, pids == nil))
	for i, pid := range pids {
		if !t.exists[i] {
			l.processes.forget(pid)
		}
	}
}

// finish fills what depends on all rows: validity and texts.
func (t *tableBuilder) finish(alloc Alloc) bool {
	rows := len(t.out.PIDs)
	size := 0
	counts := make([]textCount, len(t.out.Columns))
	for i := range t.out.Columns {
		to := &t.out.Columns[i]
		to.Nulls = rows
		switch to.Type {
		case platform.TypeInt64:
			to.finishInts()
		case platform.TypeDouble:
			to.finishFloats()
		case platform.TypeString:
			counts[i] = t.countText(to)
			size += arraySize[byte](counts[i].bytes)
		case platform.TypeStringList:
			counts[i] = t.countText(to)
			size += arraySize[int64](counts[i].items+1) + arraySize[byte](counts[i].bytes)
		}
	}
	block := arena(nil)
	if size > 0 {
		if block = alloc(size); block == nil {
			return false
		}
	}
	for i := range t.out.Columns {
		switch to := &t.out.Columns[i]; to.Type {
		case platform.TypeString:
			to.Bytes = carve[byte](&block, counts[i].bytes)
			t.copyStrings(to)
		case platform.TypeStringList:
			to.Offsets = carve[int64](&block, counts[i].items+1)
			to.Bytes = carve[byte](&block, counts[i].bytes)
			t.copyLists(to)
		}
	}
	return true
}

// textCount is the size of a column of strings or lists.
type textCount struct{ items, bytes int }

func (t *tableBuilder) countText(to *ColumnBuffers) (count textCount) {
	for i, s := range t.spans[to.Column] {
		switch {
		case to.Errors[i] != 0:
		case to.Type == platform.TypeStringList:
			count.items += s.to - s.from
			count.bytes += len(t.listBytes(to.Column, s))
		default:
			count.bytes += s.to - s.from
		}
	}
	return count
}

// listBytes returns the bytes of all items of a list.
func (t *tableBuilder) listBytes(c platform.Column, s span) []byte {
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

func (to *ColumnBuffers) setValid(i int) {
	to.Validity[i/8] |= 1 << (i % 8)
	to.Nulls--
}

func (to *ColumnBuffers) finishInts() {
	for i, code := range to.Errors {
		switch {
		case code != 0:
			to.Ints[i] = platform.NA
		case to.Ints[i] != platform.NA || to.Column == platform.ColumnNice: // a niceness may be -1
			to.setValid(i)
		}
	}
}

func (to *ColumnBuffers) finishFloats() {
	for i, code := range to.Errors {
		switch {
		case code != 0:
			to.Floats[i] = platform.NaN
		case !math.IsNaN(to.Floats[i]):
			to.setValid(i)
		}
	}
}

func (t *tableBuilder) copyStrings(to *ColumnBuffers) {
	end := 0
	for i, s := range t.spans[to.Column] {
		if to.Errors[i] == 0 {
			end += copy(to.Bytes[end:], t.texts[s.worker][to.Column].bytes[s.from:s.to])
			if to.Column != platform.ColumnTerminal || s.from < s.to { // no terminal is null, not ""
				to.setValid(i)
			}
		}
		to.Offsets[i+1] = int64(end)
	}
}

func (t *tableBuilder) copyLists(to *ColumnBuffers) {
	items, end := 0, 0
	for i, s := range t.spans[to.Column] {
		if to.Errors[i] == 0 {
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
			to.setValid(i)
		}
		to.ListOffsets[i+1] = int64(items)
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
