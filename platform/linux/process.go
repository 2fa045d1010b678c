//go:build linux

package linux

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// ticks is how many of the kernel's clock ticks it shows to programs in a second (sysconf(_SC_CLK_TCK), USER_HZ). It is
// 100 on every architecture that Go has; only Alpha and Itanium differ.
const ticks = 100

// Flags of /proc/[pid]/stat.
const (
	flagExiting      = 0x4
	flagKernelThread = 0x200000 // since Linux 2.6.27
)

// stat is what /proc/[pid]/stat says, as far as it is needed.
type stat struct {
	name                             []byte
	state                            byte
	ppid, flags                      int64
	tty                              int64 // number of the terminal's device, 0 for none
	minor, childrenMinor             int64 // page faults
	major, childrenMajor             int64
	user, system                     int64 // ticks
	childrenUser, childrenSystem     int64 // ticks
	nice                             int64
	threads, start, vsize, delayTick int64 // start: ticks since boot; delayTick NA before Linux 2.6.18
	exitSignal                       int64 // 0 before Linux 2.1.22
	cpu                              int64 // NA before Linux 2.2.8
}

// noSignal is the exitSignal of a thread that leads no process.
const noSignal = -1

// ended says whether the process is a zombie, or so close to it that it has let go of its memory and its executable.
func (s *stat) ended() bool {
	return s.state == 'Z' || s.state == 'X' || s.flags&flagExiting != 0 && s.vsize == 0
}

// statFields are the numbers of stat that are used, a bit each: they have to be numbers.
const statFields uint64 = 1<<4 | 1<<7 | 1<<9 | 1<<10 | 1<<11 | 1<<12 | 1<<13 | 1<<14 | 1<<15 | 1<<16 | 1<<17 | 1<<19 | 1<<20 | 1<<22 |
	1<<23 | 1<<38 | 1<<39 | 1<<42

// How far stat is read: nobody needs what stands between these two but exitSignal, cpu and delayTick.
const (
	untilVsize = 23
	toTheEnd   = 42
)

// parseStat reads /proc/[pid]/stat until its field of this number. The name points into b.
func parseStat(b []byte, until int) (stat, error) {
	// The name is whatever the process wants, brackets and newlines included; behind it are only numbers.
	first, last := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if first < 0 || last < first {
		return stat{}, malformed("stat", "no name in brackets")
	}
	rest := fields{text: b[last+1:]}
	state := rest.next()
	if len(state) == 0 {
		return stat{}, malformed("stat", "cut off at field 3")
	}
	field := [toTheEnd + 1]int64{39: platform.NA, 42: platform.NA}
	for n := 4; n <= until; n++ {
		value, ok, more := rest.number()
		if !more && n > untilVsize { // an old kernel, or one that says less
			break
		}
		switch {
		case ok:
			field[n] = value
		case !more:
			return stat{}, malformed("stat", "cut off at field "+strconv.Itoa(n))
		case statFields>>n&1 != 0:
			return stat{}, malformed("stat", "field "+strconv.Itoa(n)+" is not a number")
		}
	}
	return stat{
		name: b[first+1 : last], state: state[0],
		ppid: field[4], tty: field[7], flags: field[9],
		minor: field[10], childrenMinor: field[11], major: field[12], childrenMajor: field[13],
		user: field[14], system: field[15], childrenUser: field[16], childrenSystem: field[17],
		nice: field[19], threads: field[20], start: field[22], vsize: field[23],
		exitSignal: field[38], cpu: field[39], delayTick: field[42],
	}, nil
}

// at is where paths of the process's files begin.
func (p *process) at() int {
	if p.in != nil {
		return p.in.proc
	}
	return unix.AT_FDCWD
}

// path gives the path of one of the process's files.
func (p *process) path(room *space, file string) []byte {
	path := room[:0]
	if p.in == nil {
		path = append(path, p.sys.proc...)
		path = append(path, '/')
	}
	path = strconv.AppendInt(path, p.pid, 10)
	path = append(path, '/')
	path = append(path, file...)
	return append(path, 0)
}

// numbered gives the path of a file of one of the process's threads or descriptors.
func (p *process) numbered(room *space, folder string, number int64, file string) []byte {
	path := p.path(room, folder)
	path = strconv.AppendInt(path[:len(path)-1], number, 10)
	path = append(path, file...)
	return append(path, 0)
}

// statRoom holds any stat: 52 numbers and a short name.
type statRoom [1200]byte

// stat reads /proc/[pid]/stat; the name points into room.
func (p *process) stat(room *statRoom) (stat, error) {
	var at space
	path := p.path(&at, "stat")
	b, err := p.readFile(path, room[:0], record)
	if err != nil {
		return stat{}, p.fail(path, err)
	}
	s, err := parseStat(b, toTheEnd)
	return s, p.about(err)
}

func (p *process) PPID() (int64, error) {
	var room statRoom
	s, err := p.stat(&room)
	return s.ppid, err
}

func (p *process) Name() (string, error) {
	var room statRoom
	s, err := p.stat(&room)
	return string(s.name), err
}

func (p *process) NumThreads() (int64, error) {
	var room statRoom
	s, err := p.stat(&room)
	return s.threads, err
}

func (p *process) Status() (platform.Status, error) {
	var room statRoom
	s, err := p.stat(&room)
	return statusOf(s.state), err
}

// statusOf turns the kernel's letter into the contract's status; NA is a letter that no kernel up to now has used.
func statusOf(state byte) platform.Status {
	switch state {
	case 'R':
		return platform.StatusRunning
	case 'S':
		return platform.StatusSleeping
	case 'D':
		return platform.StatusDiskSleep
	case 'T':
		return platform.StatusStopped
	case 't':
		return platform.StatusTracingStop
	case 'Z':
		return platform.StatusZombie
	case 'X', 'x':
		return platform.StatusDead
	case 'K':
		return platform.StatusWakeKill
	case 'W':
		return platform.StatusWaking
	case 'I':
		return platform.StatusIdle
	case 'P':
		return platform.StatusParked
	}
	return platform.NA
}

func (p *process) CPUTimes() (platform.ProcessCPUTimes, error) {
	var room statRoom
	s, err := p.stat(&room)
	return s.times(), err
}

func (s *stat) times() platform.ProcessCPUTimes {
	times := platform.ProcessCPUTimes{
		User:           float64(s.user) / ticks,
		System:         float64(s.system) / ticks,
		ChildrenUser:   float64(s.childrenUser) / ticks,
		ChildrenSystem: float64(s.childrenSystem) / ticks,
		IOWait:         platform.NaN,
	}
	if s.delayTick != platform.NA {
		times.IOWait = float64(s.delayTick) / ticks
	}
	return times
}

// whyEmpty says what it means that the process does not have what its file at path tells of: nil for a kernel thread,
// which never had it, ZombieProcess for one that has lost it, and otherwise what is given.
func (p *process) whyEmpty(path []byte, otherwise error) error {
	var room statRoom
	s, err := p.now().stat(&room)
	switch {
	case err != nil:
		return err
	case s.flags&flagKernelThread != 0:
		return nil
	case s.ended():
		return p.zombie(path, s.ppid)
	}
	return otherwise
}

func (p *process) Exe() (string, error) { return p.link("exe") }

// link gives what one of the process's symbolic links names, "" for a kernel thread that has none.
func (p *process) link(file string) (string, error) {
	var room space
	path := p.path(&room, file)
	buf := borrow()
	defer giveBack(buf)
	link, err := readLink(p.at(), path, (*buf)[:cap(*buf)])
	switch err {
	case nil:
	case unix.ENOENT, unix.ESRCH:
		return "", p.whyEmpty(path, nil)
	case unix.EACCES, unix.EPERM: // said of others' kernel threads and zombies as well
		return "", p.whyEmpty(path, failure(what(path), err))
	default:
		return "", p.fail(path, err)
	}
	if p.in != nil {
		return withoutDeletedIn(p.in.root, string(link)), nil
	}
	return withoutDeleted(string(link)), nil
}

const deleted = " (deleted)"

// withoutDeleted takes off what the kernel appends to the name of a file that is gone, unless a file has that name.
func withoutDeleted(path string) string { return withoutDeletedIn(unix.AT_FDCWD, path) }

// withoutDeletedIn is the same for files below an open root directory.
func withoutDeletedIn(root int, path string) string {
	name := path
	if root != unix.AT_FDCWD {
		name = strings.TrimLeft(path, "/")
	}
	if cut, found := strings.CutSuffix(path, deleted); found && !existsAt(root, name) {
		return cut
	}
	return path
}

// exists says whether a file of this name can be seen to exist.
func exists(path string) bool { return existsAt(unix.AT_FDCWD, path) }

func existsAt(at int, path string) bool {
	return unix.Faccessat(at, path, unix.F_OK, unix.AT_SYMLINK_NOFOLLOW) == nil
}

func (p *process) Cmdline() ([]string, error) {
	var room space
	path := p.path(&room, "cmdline")
	buf := borrow()
	defer giveBack(buf)
	var err error
	if *buf, err = p.readFile(path, *buf, whole); err != nil {
		return nil, p.fail(path, err)
	}
	if len(*buf) == 0 {
		return nil, p.whyEmpty(path, nil)
	}
	return parseCmdline(*buf), nil
}

// parseCmdline reads /proc/[pid]/cmdline. Arguments end in NUL, unless the process has written something of its own over
// them: that is one string, with or without a NUL, whose words are the best there is. (psutil 7 reads it the same way, so
// that one argument with a blank in it and nothing behind it comes out as two.)
func parseCmdline(b []byte) []string {
	if len(b) == 0 {
		return nil
	}
	text, separator := arguments(b)
	return strings.Split(string(text), string(rune(separator)))
}

// arguments says what in a command line separates the arguments, and gives it without what only ends the last.
func arguments(b []byte) (text []byte, separator byte) {
	text, terminated := bytes.CutSuffix(b, []byte{0})
	if !terminated {
		return bytes.TrimSuffix(text, []byte{' '}), ' '
	}
	if bytes.IndexByte(text, 0) < 0 && bytes.IndexByte(text, ' ') >= 0 {
		return text, ' '
	}
	return text, 0
}

// split appends the pieces of a text to a list.
func split(list [][]byte, text []byte, separator byte) [][]byte {
	for {
		end := bytes.IndexByte(text, separator)
		if end < 0 {
			return append(list, text)
		}
		list = append(list, text[:end])
		text = text[end+1:]
	}
}

// status is what /proc/[pid]/status says, as far as it is needed.
type status struct {
	tgid                   int64
	uids, gids             platform.IDs
	vms, rss               int64 // bytes, and the next four lines; NA without memory, and where the kernel is too old
	peakVMS, peakRSS       int64
	anon, file, shmem      int64
	data, stack, text, lib int64
	swap, hugeTLB          int64
	voluntary, involuntary int64 // context switches; NA before Linux 2.6.23
}

// ofInterest are the letters that those lines of /proc/[pid]/status begin with which are needed: it has many others.
var ofInterest = [256]bool{'T': true, 'U': true, 'G': true, 'V': true, 'R': true, 'H': true, 'v': true, 'n': true}

// parseStatus reads /proc/[pid]/status, or not more than what stands before rss and that, if brief. The name in it has
// its newlines escaped, so a line is what it says it is.
func parseStatus(b []byte, brief bool) (status, error) {
	s := status{
		tgid: platform.NA, uids: platform.IDs{Real: platform.NA}, gids: platform.IDs{Real: platform.NA},
		vms: platform.NA, rss: platform.NA, peakVMS: platform.NA, peakRSS: platform.NA,
		anon: platform.NA, file: platform.NA, shmem: platform.NA,
		data: platform.NA, stack: platform.NA, text: platform.NA, lib: platform.NA,
		swap: platform.NA, hugeTLB: platform.NA, voluntary: platform.NA, involuntary: platform.NA,
	}
	for len(b) > 0 {
		line := b
		if end := bytes.IndexByte(b, '\n'); end >= 0 {
			line, b = b[:end], b[end+1:]
		} else {
			b = nil
		}
		if len(line) == 0 || !ofInterest[line[0]] {
			continue
		}
		rest := fields{text: line}
		var size, count *int64
		switch string(rest.next()) {
		case "Tgid:":
			var ok bool
			if s.tgid, ok = parseCount(rest.next()); !ok {
				return s, malformed("status", "Tgid is not a number")
			}
		case "Uid:":
			if !parseIDs(&rest, &s.uids) {
				return s, malformed("status", "Uid is not three numbers")
			}
		case "Gid:":
			if !parseIDs(&rest, &s.gids) {
				return s, malformed("status", "Gid is not three numbers")
			}
		case "VmSize:":
			size = &s.vms
		case "VmRSS:":
			size = &s.rss
		case "VmPeak:":
			size = &s.peakVMS
		case "VmHWM:":
			size = &s.peakRSS
		case "RssAnon:":
			size = &s.anon
		case "RssFile:":
			size = &s.file
		case "RssShmem:":
			size = &s.shmem
		case "VmData:":
			size = &s.data
		case "VmStk:":
			size = &s.stack
		case "VmExe:":
			size = &s.text
		case "VmLib:":
			size = &s.lib
		case "VmSwap:":
			size = &s.swap
		case "HugetlbPages:":
			size = &s.hugeTLB
		case "voluntary_ctxt_switches:":
			count = &s.voluntary
		case "nonvoluntary_ctxt_switches:":
			count = &s.involuntary
		}
		if size != nil {
			if n, ok := parseBytes(rest.next(), 1024); ok {
				*size = n
			}
			if brief && size == &s.rss {
				b = nil
			}
		}
		if count != nil {
			if n, ok := parseCount(rest.next()); ok {
				*count = n
			}
		}
	}
	if s.tgid == platform.NA || s.uids.Real == platform.NA {
		return s, malformed("status", "cut off: no Tgid or no Uid")
	}
	return s, nil
}

// parseIDs reads the real, the effective and the saved ID.
func parseIDs(from *fields, into *platform.IDs) bool {
	for _, id := range []*int64{&into.Real, &into.Effective, &into.Saved} {
		var ok bool
		if *id, ok, _ = from.number(); !ok || *id < 0 {
			return false
		}
	}
	return true
}

func (p *process) status() (status, error) {
	var room space
	path := p.path(&room, "status")
	buf := borrow()
	defer giveBack(buf)
	var err error
	if *buf, err = p.readFile(path, *buf, record); err != nil {
		return status{}, p.fail(path, err)
	}
	s, err := parseStatus(*buf, false)
	return s, p.about(err)
}

func (p *process) UIDs() (platform.IDs, error) {
	s, err := p.status()
	return s.uids, err
}

// parseStatm reads /proc/[pid]/statm, which counts in pages.
func parseStatm(b []byte, page int64) (platform.MemoryInfo, error) {
	rest := fields{text: b}
	vms, ok := parseBytes(rest.next(), page)
	rss, also := parseBytes(rest.next(), page)
	if !ok || !also {
		return platform.MemoryInfo{}, malformed("statm", "cut off, or not numbers")
	}
	return platform.MemoryInfo{RSS: rss, VMS: vms}, nil
}

// statm reads /proc/[pid]/statm into room.
func (p *process) statm(room *[256]byte) ([]byte, error) {
	var at space
	path := p.path(&at, "statm")
	b, err := p.readFile(path, room[:0], record)
	if err != nil {
		return nil, p.fail(path, err)
	}
	return b, nil
}

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	var room [256]byte
	b, err := p.statm(&room)
	if err != nil {
		return platform.MemoryInfo{}, err
	}
	m, err := parseStatm(b, int64(unix.Getpagesize()))
	return m, p.about(err)
}
