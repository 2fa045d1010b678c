//go:build linux

package linux

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (p *process) Environ() ([]string, error) {
	var room space
	path := p.path(&room, "environ")
	buf := borrow()
	defer giveBack(buf)
	var err error
	*buf, err = p.readFile(path, *buf, whole)
	switch err {
	case nil:
		if len(*buf) == 0 {
			return nil, p.whyEmpty(path, nil)
		}
		return parseEnviron(*buf), nil
	case unix.ESRCH, unix.ENOENT, unix.EACCES, unix.EPERM: // said of kernel threads and zombies as well
		return nil, p.whyEmpty(path, p.missing(path, err))
	}
	return nil, p.fail(path, err)
}

// parseEnviron reads /proc/[pid]/environ, whose strings end in NUL. A process that has written something over them has
// put an end to them with an empty one, or with one that does not end.
func parseEnviron(b []byte) []string {
	text := environment(b)
	if len(text) == 0 {
		return nil
	}
	return strings.Split(string(text), "\x00")
}

// environment gives what of it is strings, without the last one's NUL.
func environment(b []byte) []byte {
	end := 0 // behind the last string's NUL
	for end < len(b) {
		length := bytes.IndexByte(b[end:], 0)
		if length <= 0 {
			break
		}
		end += length + 1
	}
	return b[:max(end-1, 0)]
}

func (p *process) Cwd() (string, error) { return p.link("cwd") }

func (p *process) GIDs() (platform.IDs, error) {
	s, err := p.status()
	if err == nil && s.gids.Real == platform.NA {
		err = p.about(malformed("status", "no Gid"))
	}
	return s.gids, err
}

// Nice asks the kernel, unless stat has been read anyway, or is all there is: a tree that is not the running system's.
func (p *process) Nice() (int32, error) {
	if p.kept.Load() == nil && p.native() {
		var got int
		err := p.askNative("getpriority", func() (err error) {
			got, err = unix.Getpriority(unix.PRIO_PROCESS, int(p.pid))
			return err
		})
		return int32(mostNice - got), err
	}
	var room statRoom
	s, err := p.stat(&room)
	return int32(s.nice), err
}

func (p *process) CPUNum() (int64, error) {
	var room statRoom
	s, err := p.stat(&room)
	return s.cpu, err
}

func (p *process) PageFaults() (platform.PageFaults, error) {
	var room statRoom
	s, err := p.stat(&room)
	return platform.PageFaults{
		Minor: s.minor, Major: s.major, ChildrenMinor: s.childrenMinor, ChildrenMajor: s.childrenMajor,
	}, err
}

func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	s, err := p.status()
	if err == nil && (s.voluntary == platform.NA || s.involuntary == platform.NA) {
		err = platform.NewError(platform.NotSupported, "context switches", "this kernel does not count them")
	}
	return platform.CtxSwitches{Voluntary: s.voluntary, Involuntary: s.involuntary}, err
}

// missing is fail for a file that not every kernel has: the process is gone only if its stat is, too.
func (p *process) missing(path []byte, err error) error {
	if err != unix.ENOENT {
		return p.fail(path, err)
	}
	var room statRoom
	if _, err := p.now().stat(&room); err != nil {
		return err
	}
	return platform.NewError(platform.NotSupported, what(path), "this kernel does not have it")
}

func (p *process) IOCounters() (platform.ProcessIOCounters, error) {
	var room space
	path := p.path(&room, "io")
	var buf [512]byte
	b, err := p.readFile(path, buf[:0], record)
	if err != nil {
		return platform.ProcessIOCounters{}, p.missing(path, err)
	}
	c, err := parseIO(b)
	return c, p.about(err)
}

// parseIO reads /proc/[pid]/io.
func parseIO(b []byte) (platform.ProcessIOCounters, error) {
	none := platform.ProcessIOCounters{
		ReadCount: platform.NA, WriteCount: platform.NA, ReadBytes: platform.NA, WriteBytes: platform.NA,
		ReadChars: platform.NA, WriteChars: platform.NA, OtherCount: platform.NA, OtherBytes: platform.NA,
	}
	c := none
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		var into *int64
		switch string(rest.next()) {
		case "syscr:":
			into = &c.ReadCount
		case "syscw:":
			into = &c.WriteCount
		case "read_bytes:":
			into = &c.ReadBytes
		case "write_bytes:":
			into = &c.WriteBytes
		case "rchar:":
			into = &c.ReadChars
		case "wchar:":
			into = &c.WriteChars
		default:
			continue
		}
		if n, ok := parseCount(rest.next()); ok {
			*into = n
		}
	}
	if c == none {
		return c, malformed("io", "none of the counters")
	}
	return c, nil
}

func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	s, err := p.status()
	if err != nil {
		return platform.MemoryInfoEx{}, err
	}
	m, ok := s.memory()
	if !ok {
		b, err := p.statm(new([256]byte))
		if err != nil {
			return m, err
		}
		if m, err = parseStatmEx(b, int64(unix.Getpagesize())); err != nil {
			return m, p.about(err)
		}
	}
	m.PeakVMS, m.PeakRSS = s.peakVMS, s.peakRSS
	m.RSSAnon, m.RSSFile, m.RSSShmem = s.anon, s.file, s.shmem
	m.Swap, m.HugeTLB = s.swap, s.hugeTLB
	return m, nil
}

// memory gives what statm says, too; not ok without memory and before Linux 4.5, and where status may mean something else:
// it has VmExe not exceed what is mapped to be executed, and if it had to, VmLib, the rest of that, is 0.
func (s *status) memory() (m platform.MemoryInfoEx, ok bool) {
	if min(s.rss, s.vms, s.file, s.shmem, s.text, s.data, s.stack) < 0 || s.lib <= 0 {
		return m, false
	}
	m.RSS, m.VMS = s.rss, s.vms
	m.Shared, m.Text, m.Data = s.file+s.shmem, s.text, s.data+s.stack
	return m, true
}

// parseStatmEx reads all of /proc/[pid]/statm: size, resident, shared, text, lib, data, dt.
func parseStatmEx(b []byte, page int64) (platform.MemoryInfoEx, error) {
	var m platform.MemoryInfoEx
	rest := fields{text: b}
	for _, into := range []*int64{&m.VMS, &m.RSS, &m.Shared, &m.Text, &m.Lib, &m.Data, &m.Dirty} {
		var ok bool
		if *into, ok = parseBytes(rest.next(), page); !ok {
			return platform.MemoryInfoEx{}, malformed("statm", "not seven numbers")
		}
	}
	return m, nil
}

// The majors of pseudo-terminals, whose minors are their names.
const firstPTS, lastPTS = 136, 143

func (p *process) Terminal() (string, error) {
	var room statRoom
	s, err := p.stat(&room)
	if err != nil || s.tty == 0 {
		return "", err
	}
	return p.sys.terminal(deviceOf(s.tty)), nil
}

// deviceOf takes a device's number apart as the kernel puts it together in tty_nr, an int: 12 bits of the minor, 12 of
// the major, 8 of the minor.
func deviceOf(number int64) (major, minor uint32) {
	n := uint32(number)
	return n >> 8 & 0xfff, n&0xff | n>>12&0xfff00
}

// terminal gives the path of a terminal, "" if it has none here.
func (s *system) terminal(major, minor uint32) string {
	is := func(path string) bool {
		var st unix.Stat_t
		err := retry(func() error { return unix.Lstat(path, &st) })
		return err == nil && st.Mode&unix.S_IFMT == unix.S_IFCHR && unix.Major(uint64(st.Rdev)) == major && unix.Minor(uint64(st.Rdev)) == minor
	}
	if major >= firstPTS && major <= lastPTS {
		if path := s.dev + "/pts/" + strconv.Itoa(int(major-firstPTS)<<8+int(minor)); is(path) {
			return path
		}
	}
	var found string
	// A folder that cannot be read has no name for it.
	_ = list(append([]byte(s.dev), 0), func(name []byte) {
		if bytes.HasPrefix(name, []byte("tty")) && found == "" {
			if path := s.dev + "/" + string(name); is(path) {
				found = path
			}
		}
	})
	return found
}
