package platform

// ColumnSet is a set of columns to read.
type ColumnSet [Columns]bool

// ProcessScan is one pass over many processes. All methods but ReadRow belong to the thread that called Scan: the scan
// keeps that thread's view of the system.
type ProcessScan interface {
	// Len returns the number of processes.
	Len() int

	// ReadRow reads the columns of process i into row, which uses cells of this process. It returns false if the
	// process has exited, or if the PID is a thread ID. It may be called from any goroutine, each with its own row. An
	// error is one of the whole scan.
	ReadRow(i int, row *Row) (bool, error)

	// RowsPerWorker returns how many rows are worth a thread of their own.
	RowsPerWorker() int

	// Terminal returns the path of the terminal in ColumnTerminal, "" if it has no path here.
	Terminal(number int64) string

	Close()
}

// TableSource is a faster way than System.Scan to read all processes. Scan may be called by one thread at a time.
type TableSource interface {
	// Scan starts a pass over all processes, as System.Scan. After an error System.Scan may still succeed.
	Scan() (ProcessScan, error)

	// Source returns what the source is. It is never SourceProcfs.
	Source() ReaderSource

	// Close closes what is open between two scans.
	Close()
}

// Cells are columns of the processes of a scan: arrays with an element for each process. The arrays of columns that are
// not read are nil. Texts are not among them: they are in the Row until it is used for the next process.
type Cells struct {
	Errors [Columns][]int8    // a Code, or 0: the cell has a value, possibly NA
	Ints   [Columns][]int64   // NA where not reported; in ColumnTerminal a number for ProcessScan.Terminal, 0 for none
	Floats [Columns][]float64 // NaN where not reported
}

// NewCells returns cells of n processes.
func NewCells(columns ColumnSet, n int) *Cells {
	cells := new(Cells)
	for c := range Columns {
		if !columns[c] {
			continue
		}
		cells.Errors[c] = make([]int8, n)
		if c.Type() == TypeDouble {
			cells.Floats[c] = make([]float64, n)
		} else {
			cells.Ints[c] = make([]int64, n)
		}
	}
	return cells
}

// Row writes the columns of one process: numbers and errors to its cells, texts to itself. What is written to a column
// that is not read is ignored. Row may be used for the next process, which invalidates its slices.
type Row struct {
	Identity
	Name, Exe, Cwd, UserName []byte // UserName only on systems without numeric user IDs
	Cmdline, Environ         [][]byte

	Buf []byte // memory of the slices above; belongs to the scan

	cells *Cells
	i     int
}

// Use makes r the row of process i, whose cells are zero, and drops the texts of the previous one.
func (r *Row) Use(cells *Cells, i int) {
	*r = Row{cells: cells, i: i, Cmdline: r.Cmdline[:0], Environ: r.Environ[:0], Buf: r.Buf[:0]}
}

// AppendText appends a text to Buf and returns it.
func (r *Row) AppendText(text string) []byte {
	start := len(r.Buf)
	r.Buf = append(r.Buf, text...)
	return r.Buf[start:len(r.Buf):len(r.Buf)]
}

// AppendList appends texts to Buf, and returns them behind those of list.
func (r *Row) AppendList(list [][]byte, texts []string) [][]byte {
	for _, text := range texts {
		list = append(list, r.AppendText(text))
	}
	return list
}

// SetInt sets the number in a column of integers, or the terminal's number.
func (r *Row) SetInt(c Column, value int64) {
	if cells := r.cells.Ints[c]; cells != nil {
		cells[r.i] = value
	}
}

// SetFloat sets the number in a column of floats.
func (r *Row) SetFloat(c Column, value float64) {
	if cells := r.cells.Floats[c]; cells != nil {
		cells[r.i] = value
	}
}

// SetCPUTimes sets the columns of CPU times.
func (r *Row) SetCPUTimes(times ProcessCPUTimes) {
	r.SetFloat(ColumnCPUTimesUser, times.User)
	r.SetFloat(ColumnCPUTimesSystem, times.System)
	r.SetFloat(ColumnCPUTimesChildrenUser, times.ChildrenUser)
	r.SetFloat(ColumnCPUTimesChildrenSystem, times.ChildrenSystem)
	r.SetFloat(ColumnCPUTimesIOWait, times.IOWait)
}

// SetIDs sets the columns of user and group IDs.
func (r *Row) SetIDs(uids, gids IDs) {
	r.SetInt(ColumnUIDsReal, uids.Real)
	r.SetInt(ColumnUIDsEffective, uids.Effective)
	r.SetInt(ColumnUIDsSaved, uids.Saved)
	r.SetInt(ColumnGIDsReal, gids.Real)
	r.SetInt(ColumnGIDsEffective, gids.Effective)
	r.SetInt(ColumnGIDsSaved, gids.Saved)
}

// RaiseFloat sets the number in a column of floats that have one to at least a value.
func (r *Row) RaiseFloat(c Column, value float64) {
	if cells := r.cells.Floats[c]; cells != nil && cells[r.i] < value {
		cells[r.i] = value
	}
}

// SetErr sets why the cell has no value; 0 for one that has.
func (r *Row) SetErr(c Column, code Code) {
	if cells := r.cells.Errors[c]; cells != nil {
		cells[r.i] = int8(code)
	}
}

// Int returns what SetInt has set.
func (r *Row) Int(c Column) int64 { return r.cells.Ints[c][r.i] }

// Float returns what SetFloat has set.
func (r *Row) Float(c Column) float64 { return r.cells.Floats[c][r.i] }

// Err returns what SetErr has set, 0 if the column is not read.
func (r *Row) Err(c Column) Code {
	if cells := r.cells.Errors[c]; cells != nil {
		return Code(cells[r.i])
	}
	return 0
}
