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

// bpfTable reads processes with a BPF iterator, its own or a pinned one. What it returns equals what the scan of procfs
// returns: rows that a record cannot describe, and columns that it does not have, come from that scan.
type bpfTable struct {
	sys     *system
	columns platform.ColumnSet
	kind    platform.ReaderSource
	object  bpfObject // of SourceBPF: a program with its records, or an iterator
	mapped  []byte    // the memory to which that program writes

	visited   int  // tasks that the iterator has visited
	noLeaders bool // that program cannot be used
	records   []byte
	rows      []bpfRow // of the last scan, by PID
	spare     []bpfRow
	hidden    []int64 // processes that procfs shows and the iterator does not, ascending
	scans     int     // since the last comparison with procfs

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
		b := &bpfTable{sys: s, columns: columns, kind: platform.SourceFile, object: noBPFObject}
		if err = b.begin(); err == nil {
			return b, nil
		}
	}
	if flags&platform.ReaderBPF != 0 && !isExhausted(err) {
		b := &bpfTable{sys: s, columns: columns, kind: platform.SourceBPF, object: noBPFObject}
		if err = b.begin(); err == nil {
			return b, nil
		}
		b.Close()
	}
	return nil, err
}

func (b *bpfTable) Source() platform.ReaderSource { return b.kind }

func (b *bpfTable) Close() {
	b.object.close()
	b.object = noBPFObject
	if b.mapped != nil {
		unix.Munmap(b.mapped)
		b.mapped, b.records = nil, nil
	}
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
	done := false
	defer v.closeUnless(&done)
	if v.procfsErr != nil {
		return nil, v.procfsErr
	}
	if !v.isOwnProcfs || !v.isProcfs {
		err = platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" does not show this system's own processes")
	} else if b.sys.isRestricted(v.proc) {
		err = platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" hides processes of other users (hidepid)")
	}
	if err != nil {
		return nil, err
	}
	done = true
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
	v.explicitPIDs, v.lastStatField = true, statAll // a hidden PID may have become a thread's
	v.pids = v.pids[:0]
	for i := range b.rows {
		v.pids = append(v.pids, b.rows[i].pid)
	}
	return &bpfScan{scan: v, table: b}, nil
}

// fetch reads all records into b.records.
func (b *bpfTable) fetch() error {
	if b.kind == platform.SourceFile {
		fd, err := b.sys.openTableFile()
		if err != nil {
			return err
		}
		return b.readFrom(fd)
	}
	if !b.object.isOpen() { // not yet, or the host has closed every descriptor
		b.Close()
	}
	if b.mapped == nil && b.visited >= leadersAfter && !b.noLeaders {
		b.useLeaders(len(b.rows))
	}
	for b.mapped != nil {
		n, err := b.object.run()
		if err != nil {
			return err
		}
		if size := n * (&processRecord{notes: b.notes()}).size(); size <= len(b.mapped) {
			b.records = b.mapped[:size]
			return nil
		}
		b.Close()
		b.useLeaders(n)
	}
	if b.object == noBPFObject {
		var err error
		if b.object, err = b.sys.loadProcesses(needsMore(&b.columns)); err != nil {
			return err
		}
	}
	fd, err := b.object.iterate()
	if err != nil {
		return err
	}
	return b.readFrom(fd)
}

// readFrom reads all records of an iterator and closes it.
func (b *bpfTable) readFrom(fd int) (err error) {
	defer unix.Close(fd)
	if cap(b.records) > maxKeptRecords {
		b.records = nil
	}
	b.records, err = readIterator(fd, b.records[:0])
	return err
}

// maxKeptRecords is how many bytes of records are kept for reuse.
const maxKeptRecords = 64 << 20

// notes returns noteMore if the columns need what a record has only with option MORE of the programs.
func (b *bpfTable) notes() uint32 {
	if needsMore(&b.columns) {
		return noteMore
	}
	return 0
}

// leadersAfter is how many tasks a reader visits before it replaces the iterator by the program over first threads. The
// kernel takes about 15 ms to verify that program and 1.2 ms for the iterator; it saves 0.3 us for each further thread,
// and 0.1 to 0.3 us for each process.
const leadersAfter = 50_000

// maxLeaders is how many records that program may write. It takes about 0.4 us for each without a point at which a
// kernel that is not preemptible may reschedule; the iterator has one every 32 KB.
const maxLeaders = 16 << 10

// useLeaders replaces what is loaded by the program over first threads, with room for more than this many records. If
// that cannot be loaded, the iterator stays in use.
func (b *bpfTable) useLeaders(records int) {
	room := records + records/4 + 512
	b.noLeaders = room > maxLeaders
	if b.noLeaders {
		return
	}
	object, mapped, err := b.sys.loadLeaders(room, b.notes())
	if err != nil {
		b.noLeaders = true
		return
	}
	b.Close()
	b.object, b.mapped = object, mapped
}

// loadLeaders loads the program over first threads, and maps its records.
func (s *system) loadLeaders(room int, notes uint32) (object bpfObject, mapped []byte, err error) {
	object = noBPFObject
	if err := s.mayReadByBPF(); err != nil {
		return noBPFObject, nil, err
	}
	options, err := s.processOptions(notes&noteMore != 0)
	if err != nil {
		return noBPFObject, nil, err
	}
	size := (&processRecord{notes: notes}).size()
	program := leadersProgram
	program.maps = slices.Clone(program.maps)
	for i := range program.maps {
		if m := &program.maps[i]; m.name == recordsMap {
			m.value, m.length = uint32(size), uint32(room)
		}
	}
	fd, err := program.load(options, func(m bpfMap, fd int) (err error) {
		if m.name == recordsMap {
			mapped, err = unix.Mmap(fd, 0, room*size, unix.PROT_READ, unix.MAP_SHARED)
		}
		return err
	})
	if err == nil {
		object, err = newBPFObject(fd)
	}
	if err == nil {
		err = unix.Madvise(mapped, unix.MADV_DONTFORK) // a forked child makes its own
	}
	if err != nil {
		object.close()
		if mapped != nil {
			unix.Munmap(mapped)
		}
		return noBPFObject, nil, err
	}
	return object, mapped, nil
}

// recordsMap is the program's map of records.
const recordsMap = "records"

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

// mayReadByBPF returns why a reader may not load programs here.
func (s *system) mayReadByBPF() error {
	if !mayLoadBPF() {
		return sysError("bpf: CAP_BPF and CAP_PERFMON", unix.EPERM)
	}
	if s.hasTicklessCPUs() {
		return platform.NewError(platform.NotSupported, "bpf", "CPU times are not counted by ticks (nohz_full)")
	}
	return nil
}

// processOptions returns the options of the programs over processes.
func (s *system) processOptions(more bool) ([]uint32, error) {
	cpus, err := s.possibleCPUs()
	return []uint32{uint32(cpus), uint32(boolToInt(more))}, err
}

// loadProcesses loads the iterator over processes for the running kernel.
func (s *system) loadProcesses(more bool) (bpfObject, error) {
	if err := s.mayReadByBPF(); err != nil {
		return noBPFObject, err
	}
	options, err := s.processOptions(more)
	if err != nil {
		return noBPFObject, err
	}
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

// openTableFile opens the file of PinTable, if root owns it and no other user may write to it. The kernel serves it: it
// is on a BPF file system.
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
	defer unix.Close(link.fd)
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
	if err := b.fetch(); err != nil {
		return err
	}
	last := b.rows
	b.rows, b.spare = b.spare[:0], last
	threads, ordered := false, true
	hidden := b.hidden
	add := func(row bpfRow) {
		ordered = ordered && (len(b.rows) == 0 || b.rows[len(b.rows)-1].pid < row.pid)
		b.rows = append(b.rows, row)
	}
	for rest := b.records; len(rest) > 0; {
		r, behind, err := nextProcess(rest)
		if err != nil {
			b.rows = b.rows[:0]
			return err
		}
		rest = behind
		if r.notes&noteUserNamespace != 0 {
			b.rows = b.rows[:0]
			return platform.NewError(platform.NotSupported, "table reader", "this thread is in a user namespace")
		}
		if r.notes&noteThread != 0 {
			threads = true
			continue
		}
		for len(hidden) > 0 && hidden[0] < int64(r.pid) {
			add(bpfRow{pid: hidden[0]})
			hidden = hidden[1:]
		}
		b.visited += int(r.threads)
		if r.pid > 0 {
			add(bpfRow{pid: int64(r.pid), record: r, start: r.start})
		}
	}
	for _, pid := range hidden {
		add(bpfRow{pid: pid})
	}
	if !ordered {
		slices.SortStableFunc(b.rows, func(a, b bpfRow) int { return int(a.pid - b.pid) })
		// The iterator may return a process twice, if it gets a lower PID during the scan; a hidden one may have ended.
		b.rows = slices.CompactFunc(b.rows, func(a, b bpfRow) bool { return a.pid == b.pid })
	}
	if threads {
		b.addThreads()
	}
	b.remember(last)
	return nil
}

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
		isTorn := r.notes&noteTorn != 0 // its counters may be too large
		row.runtime, row.switches = r.runtime, r.switches
		if !isTorn {
			row.user, row.system = r.cpuTimes(r.previousUser, r.previousSystem)
		}
		for at < len(last) && last[at].pid < row.pid {
			at++
		}
		if at == len(last) || last[at].pid != row.pid || last[at].record == nil || last[at].start != row.start {
			continue
		}
		old := &last[at]
		if isTorn {
			row.user, row.system = old.user, old.system
			continue
		}
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

// compare reads the records after a list of procfs. It finds the processes that the iterator does not show, and fails
// if procfs does not show some that the iterator does.
func (b *bpfTable) compare(v *scan) error {
	b.scans, b.hidden = 0, nil
	listed, err := b.sys.pidsIn(v.proc)
	if err != nil {
		return err
	}
	if err := b.readRecords(); err != nil {
		return err
	}
	var unlisted []int64
	for i := range b.rows {
		row := &b.rows[i]
		for len(listed) > 0 && listed[0] < row.pid {
			b.hidden, listed = append(b.hidden, listed[0]), listed[1:]
		}
		if len(listed) > 0 && listed[0] == row.pid {
			listed = listed[1:]
		} else if row.record.exitState == 0 {
			unlisted = append(unlisted, row.pid)
		}
	}
	b.hidden = slices.DeleteFunc(append(b.hidden, listed...), func(pid int64) bool { return !v.shows(pid) }) // without those that have exited
	if most := 16 + len(b.rows)/8; len(unlisted) > most {                                                    // if they have started since, procfs shows them now
		unlisted = slices.DeleteFunc(unlisted, v.shows)
		if len(unlisted) > most {
			return platform.NewError(platform.NotSupported, "table reader", b.sys.proc+" does not show all processes")
		}
	}
	for _, pid := range b.hidden {
		b.rows = append(b.rows, bpfRow{pid: pid})
	}
	slices.SortStableFunc(b.rows, func(a, b bpfRow) int { return int(a.pid - b.pid) })
	b.findStyle(v)
	return nil
}

// shows reports whether procfs has a directory for this PID.
func (v *scan) shows(pid int64) bool {
	var st unix.Stat_t
	return statAt(v.proc, strconv.FormatInt(pid, 10), &st, 0) == nil
}

// styleLead is how many processes more must show one style than the other.
const styleLead = 3

// findStyle compares records with files of processes in which the styles differ. Such a process may run between the
// two, so the majority decides; without one, the values are the same in any style.
func (b *bpfTable) findStyle(v *scan) {
	var exact, full int // processes that show this style, less those that show the other
	for i := range b.rows {
		r := b.rows[i].record
		if r == nil || r.exitState != 0 {
			continue
		}
		p := &process{sys: b.sys, pid: b.rows[i].pid, scan: v, dir: noFD}
		if max(exact, -exact) < styleLead && r.resident(true) != r.resident(false) {
			if m, err := p.readStatm(); err == nil {
				exact += boolToInt(m.RSS == r.resident(true)*pageSize) - boolToInt(m.RSS == r.resident(false)*pageSize)
			}
		}
		if max(full, -full) < styleLead && r.notes&noteWorker != 0 {
			var long, short [maxProcName + 64]byte
			a, z := r.name(long[:0], true), r.name(short[:0], false)
			if !bytes.Equal(a, z) {
				if name, err := p.Name(); err == nil {
					full += boolToInt(name == string(a)) - boolToInt(name == string(z))
				}
			}
		}
	}
	b.style = style{exactRSS: exact >= 0, fullWorkerNames: full >= 0}
}

// bpfScan is a pass over the records of a bpfTable.
type bpfScan struct {
	*scan
	table *bpfTable
}

// RowsPerWorker is that of procfs if a row needs procfs, and otherwise as many as take about as long as starting a
// thread.
func (v *bpfScan) RowsPerWorker() int {
	if v.needsOtherSources {
		return v.scan.RowsPerWorker()
	}
	return 4096
}

func (v *bpfScan) ReadRow(i int, row *platform.Row) (bool, error) {
	known := &v.table.rows[i]
	r := known.record
	if r == nil || r.notes&noteTorn != 0 || r.exitState != 0 && r.threads > 1 { // the first thread has exited
		exists, err := v.scan.ReadRow(i, row)
		if r != nil && exists && row.Start == counter(known.start/nanosecondsPerTick) {
			// The kernel divides the time between user and system again, independent of what has been returned.
			user, system := float64(known.user/nanosecondsPerTick)/userHZ, float64(known.system/nanosecondsPerTick)/userHZ
			row.RaiseFloat(platform.ColumnCPUTimesUser, user)
			row.RaiseFloat(platform.ColumnCPUTimesSystem, system)
		}
		return exists, err
	}
	l := v.newRowReader(known.pid, row)
	defer l.close()
	return l.result(l.readRecord(known, &v.table.style))
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
	if l.needs[fromCmdline] || l.completesNames && s.mayHaveLongerName() {
		l.recallCmdline(known, &s)
	}
	if l.exited || l.err != nil || !l.needsOtherSources {
		return nil
	}
	if l.isStill(&s) {
		l.readRest(&s)
	}
	return nil
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
