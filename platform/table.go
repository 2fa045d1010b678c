package platform

// Column is an attribute of a process, as a table has it. The values are those of PSUTIL_COLUMN_* in psutil.h.
type Column int32

// The values of Column.
const (
	ColumnPID Column = iota
	ColumnStart
	ColumnPPID
	ColumnName
	ColumnExe
	ColumnCmdline
	ColumnEnviron
	ColumnCreateTime
	ColumnStatus
	ColumnCwd
	ColumnUIDsReal
	ColumnUIDsEffective
	ColumnUIDsSaved
	ColumnGIDsReal
	ColumnGIDsEffective
	ColumnGIDsSaved
	ColumnUserName
	ColumnTerminal
	ColumnNice
	ColumnIONiceClass
	ColumnIONiceValue
	ColumnCPUNum
	ColumnCPUTimesUser
	ColumnCPUTimesSystem
	ColumnCPUTimesChildrenUser
	ColumnCPUTimesChildrenSystem
	ColumnCPUTimesIOWait
	ColumnCPUPercent
	ColumnRSS
	ColumnVMS
	ColumnShared
	ColumnText
	ColumnLib
	ColumnData
	ColumnDirty
	ColumnPeakRSS
	ColumnPeakVMS
	ColumnRSSAnon
	ColumnRSSFile
	ColumnRSSShmem
	ColumnSwap
	ColumnHugeTLB
	ColumnUSS
	ColumnPSS
	ColumnFootprintSwap
	ColumnMemoryPercent
	ColumnPageFaultsMinor
	ColumnPageFaultsMajor
	ColumnPageFaultsChildrenMinor
	ColumnPageFaultsChildrenMajor
	ColumnIOCountersReadCount
	ColumnIOCountersWriteCount
	ColumnIOCountersReadBytes
	ColumnIOCountersWriteBytes
	ColumnIOCountersReadChars
	ColumnIOCountersWriteChars
	ColumnIOCountersOtherCount
	ColumnIOCountersOtherBytes
	ColumnNumCtxSwitchesVoluntary
	ColumnNumCtxSwitchesInvoluntary
	ColumnNumFDs
	ColumnNumHandles
	ColumnNumThreads
	Columns // how many there are
)

// ColumnSet says which columns are to be read.
type ColumnSet [Columns]bool

// ProcessScan is a look at many processes. Its methods but ReadRow are for the thread that began it, whose view of the system it
// keeps.
type ProcessScan interface {
	// Len is how many processes there are to look at.
	Len() int

	// ReadRow reads the columns of process i into the row; false: it is gone, or the ID of a thread. It may be called from
	// any goroutine, each with a row of its own. An error is one of the whole survey.
	ReadRow(i int, row *Row) (bool, error)

	// Terminal gives the path of what a row has in ColumnTerminal, "" if it has none here.
	Terminal(number int64) string

	Close()
}

// Row is what a ProcessScan reads of one process. What is not wanted is left as it was; what is set is good until the row is
// used for the next process.
type Row struct {
	Identity
	Err   [Columns]Code    // 0: there is a value, be it NA
	Int   [Columns]int64   // NA where not reported; in ColumnTerminal a number for ProcessScan.Terminal, 0 for none
	Float [Columns]float64 // NaN where not reported

	Name, Exe, Cwd, UserName []byte // UserName only on systems without numeric user IDs
	Cmdline, Environ         [][]byte

	Buf []byte // the survey's own, to be used again
}
