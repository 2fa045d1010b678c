package platform

// ColumnSet is a set of columns to read.
type ColumnSet [Columns]bool

// ProcessScan is one pass over many processes. All methods but ReadRow belong to the thread that called Scan: the scan keeps that
// thread's view of the system.
type ProcessScan interface {
	// Len returns the number of processes.
	Len() int

	// ReadRow reads the columns of process i into row. It returns false if the process has exited, or if the PID is a thread
	// ID. It may be called from any goroutine, each with its own row. An error is one of the whole scan.
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

// Row holds the columns of one process. Columns that were not requested keep their previous contents. Row may be reused for the
// next process, which invalidates its slices.
type Row struct {
	Identity
	Err   [Columns]Code    // cell errors; 0: the cell has a value, possibly NA
	Int   [Columns]int64   // NA where not reported; in ColumnTerminal a number for ProcessScan.Terminal, 0 for none
	Float [Columns]float64 // NaN where not reported

	Name, Exe, Cwd, UserName []byte // UserName only on systems without numeric user IDs
	Cmdline, Environ         [][]byte

	Buf []byte // memory of the slices above; belongs to the scan
}
