//go:build linux

package linux

import (
	"bytes"
	"runtime"
	"slices"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

const defaultTableFile = "/run/libpsutil/table"

// checkInterval is after how many scans the processes are compared with a list of procfs again.
const checkInterval = 256

// bpfTable reads processes with a BPF iterator, its own or a pinned one. What it returns equals what the scan of procfs returns: rows
// that a record cannot describe, and columns that it does not have, come from that scan.
type bpfTable struct {
	sys     *system
	columns platform.ColumnSet
	kind    platform.ReaderSource
	link    bpfLink // of SourceBPF

	records []byte
	rows    []bpfRow // of the last scan, by PID
	spare   []bpfRow
	hidden  []int64 // processes that procfs shows and the iterator does not, ascending
	scans   int     // since the last comparison with procfs

	style style
}

// style is how the running kernel's files differ from those of others in what they make of the same structures.
type style struct {
	exactRSS        bool // statm and status have the sums over all CPUs (since 6.17)
	fullWorkerNames bool // a kworker's name is not cut at 15 bytes (since 6.11)
}

// bpfRow is a process of a scan, with what is remembered of it until the next.
type bpfRow struct {
	pid          int64
	record       *processRecord // nil for a process that is read from procfs
	start        uint64
	runtime      uint64
	switches     uint64
	user, system uint64 // CPU times in nanoseconds that were returned
	cmdline      []byte // as in procfs
	hasCmdline   bool   // cmdline is that of the process at this runtime
}

func (s *system) TableSource(columns platform.ColumnSet, flags platform.ReaderFlags) (platform.TableSource, error) {
	err := error(platform.NewError(platform.NotSupported, "table reader", "not supported on this processor"))
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		return nil, err
	}
	if flags&platform.ReaderFile != 0 {
		b := &bpfTable{sys: s, columns: columns, kind: platform.SourceFile, link: bpfLink{fd: noFD}}
		if err = b.begin(); err == nil {
			return b, nil
		}
	}
	if flags&platform.ReaderBPF != 0 && !isExhausted(err) {
		b := &bpfTable{sys: s, columns: columns, kind: platform.SourceBPF, link: bpfLink{fd: noFD}}
		if err = b.begin(); err == nil {
			return b, nil
		}
		b.Close()
	}
	return nil, err
}

func (b *bpfTable) Source() platform.ReaderSource { return b.kind }

func (b *bpfTable) Close() {
	b.link.close()
	b.link.fd = noFD
}

// begin reads all processes once and compares them with procfs.
func (b *bpfTable) begin() error {
	v, err := b.open()
	if err != nil {
		return err
	}
	defer v.Close()
	return b.compare(v)
}

// open starts a scan: it verifies that the iterator shows what procfs shows to this thread.
func (b *bpfTable) open() (*scan, error) {
	v, err := b.sys.newScan(b.columns, nil)
	if err != nil {
		return nil, err
	}
	if !v.isOwnProcfs || !v.isProcfs {
		err = platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" does not show this system's own processes")
	} else if b.sys.isRestricted(v.proc) {
		err = platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" hides processes of other users (hidepid)")
	}
	if err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

// isRestricted reports whether a procfs shows this thread less than others: mount option hidepid.
func (s *system) isRestricted(proc int) bool {
	const capSysPtrace = 19
	if hasCapability(capSysPtrace) {
		return false
	}
	var st unix.Stat_t
	buf := getBuf()
	defer putBuf(buf)
	if retry(func() error { return unix.Fstat(proc, &st) }) != nil || readSystemFile(buf, s.proc, "thread-self/mountinfo") != nil {
		return true
	}
	device := " " + strconv.Itoa(int(unix.Major(st.Dev))) + ":" + strconv.Itoa(int(unix.Minor(st.Dev))) + " "
	for line := range bytes.Lines(*buf) {
		if bytes.Contains(line, []byte("hidepid=")) && bytes.Contains(line, []byte(device)) {
			return true
		}
	}
	return false
}

// Scan reads all records.
func (b *bpfTable) Scan() (platform.ProcessScan, error) {
	v, err := b.open()
	if err != nil {
		return nil, err
	}
	if b.scans++; b.scans >= checkInterval {
		err = b.compare(v)
	} else {
		err = b.readRecords()
	}
	if err != nil {
		v.Close()
		return nil, err
	}
	v.pids = v.pids[:0]
	for i := range b.rows {
		v.pids = append(v.pids, b.rows[i].pid)
	}
	return &bpfScan{scan: v, table: b}, nil
}

// iterator returns a descriptor of a new pass.
func (b *bpfTable) iterator() (int, error) {
	if b.kind == platform.SourceFile {
		return b.sys.openTableFile()
	}
	if !b.link.isOpen() {
		b.link.fd = noFD
		link, err := b.sys.loadProcesses(needsMore(&b.columns))
		if err != nil {
			return noFD, err
		}
		b.link = link
	}
	return b.link.iterate()
}

// needsMore reports whether the columns need what a record has only with option MORE of the program.
func needsMore(columns *platform.ColumnSet) bool {
	for c, needed := range columns {
		switch from := sourceOf[c]; {
		case !needed || from != fromStat && from != fromStatus && from != fromStatm && from != fromMemory:
		case slices.Contains(psColumns, platform.Column(c)):
		default:
			return true
		}
	}
	return false
}

// psColumns are those of a record without MORE.
var psColumns = []platform.Column{
	platform.ColumnPID, platform.ColumnStart, platform.ColumnPPID, platform.ColumnName, platform.ColumnCreateTime, platform.ColumnStatus,
	platform.ColumnUIDsReal, platform.ColumnUIDsEffective, platform.ColumnUIDsSaved,
	platform.ColumnGIDsReal, platform.ColumnGIDsEffective, platform.ColumnGIDsSaved,
	platform.ColumnNice, platform.ColumnCPUNum, platform.ColumnCPUTimesUser, platform.ColumnCPUTimesSystem,
	platform.ColumnRSS, platform.ColumnVMS, platform.ColumnNumThreads,
}

// loadProcesses loads the iterator over processes for the running kernel.
func (s *system) loadProcesses(more bool) (bpfLink, error) {
	none := bpfLink{fd: noFD}
	if !mayLoadBPF() {
		return none, sysError("bpf: CAP_BPF and CAP_PERFMON", unix.EPERM)
	}
	if s.hasTicklessCPUs() {
		return none, platform.NewError(platform.NotSupported, "bpf", "CPU times are not counted by ticks (nohz_full)")
	}
	cpus, err := s.possibleCPUs()
	if err != nil {
		return none, err
	}
	options := []uint32{uint32(cpus), uint32(boolToInt(more))}
	link, err := processesProgram.attachNew(options)
	if platform.CodeOf(err) == platform.NotSupported {
		if old, oldErr := processesProgramBefore67.attachNew(options); oldErr == nil {
			return old, nil
		}
	}
	return link, err
}

// hasTicklessCPUs reports whether the kernel accounts for times when tasks enter and leave the kernel.
func (s *system) hasTicklessCPUs() bool {
	buf := getBuf()
	defer putBuf(buf)
	if readSystemFile(buf, s.sys, "devices/system/cpu/nohz_full") != nil {
		return false
	}
	text := bytes.TrimSpace(*buf)
	return len(text) > 0 && string(text) != "(null)"
}

// maxBPFCPUs is MAX_CPUS of the program.
const maxBPFCPUs = 512

// possibleCPUs returns the highest number of a CPU that the kernel may have, and one.
func (s *system) possibleCPUs() (int, error) {
	const name = "devices/system/cpu/possible"
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.sys, name); err != nil {
		return 0, err
	}
	text := bytes.TrimSpace(*buf)
	last, ok := parseCount(text[bytes.LastIndexAny(text, "-,")+1:])
	if !ok || last >= maxBPFCPUs {
		return 0, platform.NewError(platform.NotSupported, "bpf", "CPUs "+string(text)+": at most "+strconv.Itoa(maxBPFCPUs)+" are supported")
	}
	return int(last) + 1, nil
}

// openTableFile opens the file of PinTable, if root owns it and no other user may write to it. The kernel serves it: it is on a BPF file
// system.
func (s *system) openTableFile() (int, error) {
	path := append([]byte(s.tableFile), 0)
	// Nothing is opened for reading before it is known what it is.
	where, err := open(path, unix.O_PATH)
	if err != nil {
		return noFD, tableFileError(s.tableFile, err)
	}
	defer unix.Close(where)
	if err := verifyTableFile(s.tableFile, where); err != nil {
		return noFD, err
	}
	fd, err := open(path, unix.O_NONBLOCK|unix.O_NOCTTY)
	if err != nil {
		return noFD, tableFileError(s.tableFile, err)
	}
	if err := verifyTableFile(s.tableFile, fd); err != nil {
		unix.Close(fd)
		return noFD, err
	}
	return fd, nil
}

func tableFileError(path string, err error) error {
	e := sysError(path, err)
	if err == unix.ENOENT || err == unix.ENOTDIR {
		e.Code = platform.NotSupported // nothing is pinned here
	}
	return e
}

func verifyTableFile(path string, fd int) error {
	var st unix.Stat_t
	var fs unix.Statfs_t
	if err := retry(func() error { return unix.Fstat(fd, &st) }); err != nil {
		return sysError(path, err)
	}
	if err := retry(func() error { return unix.Fstatfs(fd, &fs) }); err != nil {
		return sysError(path, err)
	}
	switch {
	case int64(fs.Type) != unix.BPF_FS_MAGIC || st.Mode&unix.S_IFMT != unix.S_IFREG:
		return platform.NewError(platform.NotSupported, path, "not a pinned iterator")
	case st.Uid != 0 || st.Mode&0o022 != 0:
		return platform.NewError(platform.AccessDenied, path, "another user than root may change it")
	}
	return nil
}

func (s *system) PinTable(path string, mode uint32) error {
	link, err := s.loadProcesses(true)
	if err != nil {
		return err
	}
	defer link.close()
	temporary := path + "-new" // the file system refuses names with a period
	if err := unix.Unlink(temporary); err != nil && err != unix.ENOENT {
		return sysError(temporary, err)
	}
	if err := link.pin(temporary); err != nil {
		return sysError(path, err)
	}
	err = unix.Chmod(temporary, mode)
	if err == nil {
		err = unix.Rename(temporary, path)
	}
	if err != nil {
		unix.Unlink(temporary)
		return sysError(path, err)
	}
	return nil
}

// readRecords reads the records and makes rows of them, which take over what was remembered of the same processes.
func (b *bpfTable) readRecords() error {
	fd, err := b.iterator()
	if err != nil {
		return err
	}
	if cap(b.records) > maxKeptRecords {
		b.records = nil
	}
	b.records, err = readIterator(fd, b.records[:0])
	unix.Close(fd)
	if err != nil {
		return err
	}
	last := b.rows
	b.rows, b.spare = b.spare[:0], last
	threads := false
	for rest := b.records; len(rest) > 0; {
		var r *processRecord
		if r, rest, err = nextProcess(rest); err != nil {
			b.rows = b.rows[:0]
			return err
		}
		if r.notes&noteUserNamespace != 0 {
			b.rows = b.rows[:0]
			return platform.NewError(platform.NotSupported, "table reader", "this thread is in a user namespace")
		}
		if r.notes&noteThread != 0 {
			threads = true
			continue
		}
		if r.pid > 0 {
			b.rows = append(b.rows, bpfRow{pid: int64(r.pid), record: r, start: r.start})
		}
	}
	for _, pid := range b.hidden {
		b.rows = append(b.rows, bpfRow{pid: pid})
	}
	byPID := func(a, b bpfRow) int { return int(a.pid - b.pid) }
	if !slices.IsSortedFunc(b.rows, byPID) {
		slices.SortStableFunc(b.rows, byPID)
	}
	// The iterator may return a process twice, if it gets a lower PID meanwhile; a hidden one may have ended.
	b.rows = slices.CompactFunc(b.rows, func(a, b bpfRow) bool { return a.pid == b.pid })
	if threads {
		b.addThreads()
	}
	b.remember(last)
	return nil
}

// maxKeptRecords is how many bytes of records are kept for reuse.
const maxKeptRecords = 64 << 20

// addThreads adds threads that have records of their own to their processes.
func (b *bpfTable) addThreads() {
	for rest := b.records; len(rest) > 0; {
		r, next, err := nextProcess(rest)
		if err != nil {
			return
		}
		rest = next
		if r.notes&noteThread == 0 {
			continue
		}
		i, found := slices.BinarySearchFunc(b.rows, int64(r.pid), func(row bpfRow, pid int64) int { return int(row.pid - pid) })
		if found && b.rows[i].record != nil {
			b.rows[i].record.addThread(r)
		}
	}
}

// remember completes the rows with what is known from the last ones.
func (b *bpfTable) remember(last []bpfRow) {
	at := 0
	for i := range b.rows {
		row := &b.rows[i]
		r := row.record
		if r == nil {
			continue
		}
		row.runtime, row.switches = r.runtime, r.switches
		row.user, row.system = r.cpuTimes(r.previousUser, r.previousSystem)
		for at < len(last) && last[at].pid < row.pid {
			at++
		}
		if at == len(last) || last[at].pid != row.pid || last[at].record == nil || last[at].start != row.start {
			continue
		}
		old := &last[at]
		if row.user/nanosecondsPerTick < old.user/nanosecondsPerTick || row.system/nanosecondsPerTick < old.system/nanosecondsPerTick {
			row.user, row.system = r.cpuTimes(max(r.previousUser, old.user), max(r.previousSystem, old.system))
		}
		// A process that has not run has not changed its arguments, and nor has another that shares its memory.
		if old.hasCmdline && old.runtime == r.runtime && old.switches == r.switches && r.running == 0 && r.mmUsers <= r.threads {
			row.cmdline, row.hasCmdline = old.cmdline, true
		}
	}
	clear(last) // so that it keeps no texts and no records
	b.spare = last[:0]
}

// compare reads the records between two lists of procfs. It finds the processes that the iterator does not show, and fails if procfs
// does not show some that the iterator does.
func (b *bpfTable) compare(v *scan) error {
	b.scans, b.hidden = 0, nil
	before, err := b.sys.pidsIn(v.proc)
	if err != nil {
		return err
	}
	if err := b.readRecords(); err != nil {
		return err
	}
	if _, err := unix.Seek(v.proc, 0, unix.SEEK_SET); err != nil {
		return sysError(b.sys.proc, err)
	}
	after, err := b.sys.pidsIn(v.proc)
	if err != nil {
		return err
	}
	seen := make(map[int64]bool, len(b.rows))
	unlisted := 0
	for i := range b.rows {
		pid := b.rows[i].pid
		seen[pid] = true
		_, wasListed := slices.BinarySearch(before, pid)
		_, isListed := slices.BinarySearch(after, pid)
		if !wasListed && !isListed && b.rows[i].record.exitState == 0 {
			unlisted++
		}
	}
	// Processes that started and ended between the lists are few.
	if unlisted > 16+len(b.rows)/8 {
		return platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" does not show all processes")
	}
	for _, pid := range before {
		if _, isListed := slices.BinarySearch(after, pid); isListed && !seen[pid] {
			b.hidden = append(b.hidden, pid)
			b.rows = append(b.rows, bpfRow{pid: pid})
		}
	}
	slices.SortStableFunc(b.rows, func(a, b bpfRow) int { return int(a.pid - b.pid) })
	b.findStyle(v)
	return nil
}

// styleSamples is how many processes decide how the kernel's files look.
const styleSamples = 8

// findStyle compares records with files of processes in which the styles differ. Such a process may run between the two, so the
// majority decides; without one, the values are the same in any style.
func (b *bpfTable) findStyle(v *scan) {
	var exact, rough, full, cut int
	for i := range b.rows {
		r := b.rows[i].record
		if r == nil || r.exitState != 0 {
			continue
		}
		p := &process{sys: b.sys, pid: b.rows[i].pid, scan: v, dir: noFD}
		if exact+rough < styleSamples && r.resident(true) != r.resident(false) {
			if m, err := p.readStatm(); err == nil {
				exact += boolToInt(m.RSS == r.resident(true)*pageSize)
				rough += boolToInt(m.RSS == r.resident(false)*pageSize)
			}
		}
		if full+cut < styleSamples && r.notes&noteWorker != 0 {
			var long, short [maxProcName + 64]byte
			a, z := r.name(long[:0], true), r.name(short[:0], false)
			if !bytes.Equal(a, z) {
				name, err := p.Name()
				full += boolToInt(err == nil && name == string(a))
				cut += boolToInt(err == nil && name == string(z))
			}
		}
	}
	b.style = style{exactRSS: exact >= rough, fullWorkerNames: full >= cut}
}

// bpfScan is a pass over the records of a bpfTable.
type bpfScan struct {
	*scan
	table *bpfTable
}

// RowsPerWorker is that of procfs if a row needs procfs, and otherwise as many as take about as long as starting a thread.
func (v *bpfScan) RowsPerWorker() int {
	needs := v.needs
	needs[fromNothing], needs[fromStat], needs[fromStatus], needs[fromStatm], needs[fromMemory], needs[fromCmdline] = false, false, false, false, false, false
	if slices.Contains(needs[:], true) {
		return v.scan.RowsPerWorker()
	}
	return 4096
}

func (v *bpfScan) ReadRow(i int, row *platform.Row) (bool, error) {
	known := &v.table.rows[i]
	r := known.record
	if r == nil || r.notes&noteTorn != 0 || r.exitState != 0 && r.threads > 1 { // the first thread has exited
		return v.scan.ReadRow(i, row)
	}
	l := v.newRowReader(known.pid, row)
	return l.finish(l.readRecord(known, &v.table.style))
}

// readRecord is readAll with a record in place of stat, status and statm.
func (l *rowReader) readRecord(known *bpfRow, style *style) error {
	r := known.record
	l.row.Buf = r.name(l.row.Buf, style.fullWorkerNames)
	s := r.stat(l.row.Buf, known.user, known.system)
	l.setStat(&s)
	if l.needs[fromStatus] {
		status := r.status(style.exactRSS)
		l.setStatus(&status)
	}
	if l.needs[fromStatm] {
		m := r.statm(style.exactRSS)
		l.setStatm(&m)
	}
	if l.needs[fromCmdline] || l.completeNames && s.mayHaveLongerName() {
		l.recallCmdline(known, &s)
	}
	if l.exited || l.err != nil || !l.needsRest() {
		return nil
	}
	if l.isStill(&s) {
		l.readRest(&s)
	}
	return nil
}

// needsRest reports whether a column comes from none of stat, status, statm and cmdline.
func (l *rowReader) needsRest() bool {
	for from, needed := range l.needs {
		switch source(from) {
		case fromNothing, fromStat, fromStatus, fromStatm, fromMemory, fromCmdline:
		default:
			if needed {
				return true
			}
		}
	}
	return false
}

// recallCmdline is readCmdline, but remembers what it has read.
func (l *rowReader) recallCmdline(known *bpfRow, s *stat) {
	if !l.hasCmdline(s) {
		return
	}
	if !known.hasCmdline {
		if !l.isStill(s) {
			return
		}
		b, err := l.readFile("cmdline\x00", false)
		if err != nil || len(b) == 0 {
			l.readCmdline(s)
			return
		}
		known.cmdline, known.hasCmdline = append([]byte(nil), b...), true
	}
	l.setCmdline(known.cmdline)
}
