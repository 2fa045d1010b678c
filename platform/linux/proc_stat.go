//go:build linux

package linux

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// userHZ is the number of clock ticks per second in the kernel's files (sysconf(_SC_CLK_TCK), USER_HZ). It is 100 on
// every architecture that Go supports; only Alpha and Itanium differ.
const userHZ = 100

// The flags of /proc/[pid]/stat that are used.
const (
	flagExiting      = 0x4
	flagKernelThread = 0x200000 // since Linux 2.6.27
)

// statField is the number of a field of /proc/[pid]/stat, as in proc_pid_stat(5).
type statField uint8

const (
	statPPID           statField = 4
	statTTY            statField = 7
	statFlags          statField = 9
	statMinor          statField = 10
	statChildrenMinor  statField = 11
	statMajor          statField = 12
	statChildrenMajor  statField = 13
	statUser           statField = 14
	statSystem         statField = 15
	statChildrenUser   statField = 16
	statChildrenSystem statField = 17
	statNice           statField = 19
	statThreads        statField = 20
	statStart          statField = 22
	statVsize          statField = 23
	statExitSignal     statField = 38 // since Linux 2.1.22
	statCPU            statField = 39 // since Linux 2.2.8
	statDelayTicks     statField = 42 // since Linux 2.6.18
)

// The last field to parse. Between the two only exitSignal, cpu and delayTicks are used.
const (
	statThroughVsize = statVsize
	statAll          = statDelayTicks
)

// statSigned is the set of fields that may be negative, which are 32 bits wide. Other negative numbers are 0.
const statSigned uint64 = 1<<statTTY | 1<<statNice | 1<<statExitSignal | 1<<statCPU

// stat is the part of /proc/[pid]/stat that is used.
type stat struct {
	name                         []byte
	state                        byte
	valid                        uint64 // the set of fields that are there and are numbers; all others are 0
	ppid, flags                  int64
	tty                          int64 // device number of the terminal, 0 for none
	minor, childrenMinor         int64 // page faults
	major, childrenMajor         int64
	user, system                 int64 // ticks
	childrenUser, childrenSystem int64 // ticks
	nice                         int64
	threads, start, vsize        int64 // start: ticks since boot
	exitSignal, cpu, delayTicks  int64
}

// notALeader is the exitSignal of a thread that is not the first of its process.
const notALeader = -1

// has reports whether the file has this field.
func (s *stat) has(f statField) bool { return s.valid>>f&1 != 0 }

// hasExited reports whether the process is a zombie, or is exiting and has released its memory and executable.
func (s *stat) hasExited() bool {
	return s.state == 'Z' || s.state == 'X' || s.flags&flagExiting != 0 && s.vsize == 0
}

// firstThreadExited reports whether the first thread has exited while others still run.
func (s *stat) firstThreadExited() bool { return s.hasExited() && s.threads > 1 }

// parseStat parses /proc/[pid]/stat through field last. The name points into b. A field that is missing or is not a
// number, or does not fit, is not valid; the others are.
func parseStat(b []byte, last statField) (stat, error) {
	// The name contains whatever the process sets, including brackets and newlines. Only numbers follow it.
	first, closing := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if first < 0 || closing < first {
		return stat{}, parseError("stat", "no name in brackets")
	}
	rest := fields{text: b[closing+1:]}
	state := rest.next()
	if len(state) == 0 {
		return stat{}, parseError("stat", "truncated at field 3")
	}
	s := stat{name: b[first+1 : closing], state: state[0]}
	var field [statAll + 1]int64
	for n := statPPID; n <= last; n++ {
		value, ok, more := rest.number()
		if !more {
			break
		}
		if !ok {
			continue
		}
		if statSigned>>n&1 == 0 {
			value = max(value, 0)
		} else if value != int64(int32(value)) {
			continue
		}
		field[n] = value
		s.valid |= 1 << n
	}
	s.ppid, s.tty, s.flags = field[statPPID], field[statTTY], field[statFlags]
	s.minor, s.childrenMinor = field[statMinor], field[statChildrenMinor]
	s.major, s.childrenMajor = field[statMajor], field[statChildrenMajor]
	s.user, s.system = field[statUser], field[statSystem]
	s.childrenUser, s.childrenSystem = field[statChildrenUser], field[statChildrenSystem]
	s.nice, s.threads, s.start, s.vsize = field[statNice], field[statThreads], field[statStart], field[statVsize]
	s.exitSignal, s.cpu, s.delayTicks = field[statExitSignal], field[statCPU], field[statDelayTicks]
	return s, nil
}

// statBuf holds any stat: 52 numbers and a short name.
type statBuf [1200]byte

// readStat reads /proc/[pid]/stat, which must have the given fields. The name points into buf.
func (p *process) readStat(buf *statBuf, required ...statField) (stat, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "stat")
	b, err := p.readFile(path, buf[:0], singleRead)
	if err != nil {
		return stat{}, p.procError(path, err)
	}
	s, err := parseStat(b, statAll)
	if err != nil {
		return s, p.malformed(err)
	}
	for _, f := range required {
		if !s.has(f) {
			return s, p.malformed(parseError("stat", "field "+strconv.Itoa(int(f))+" is missing or not a number"))
		}
	}
	return s, nil
}

// PPID returns the parent from a pidfd, or reads stat.
func (p *process) PPID() (int64, error) {
	if info, ok := p.pidfdInfo(); ok {
		return int64(info.Ppid), nil
	}
	var buf statBuf
	s, err := p.readStat(&buf, statPPID)
	return s.ppid, err
}

// NumThreads counts the directories of the threads or reads stat.
func (p *process) NumThreads() (int64, error) {
	if n := p.countThreads(); n > 0 {
		return n, nil
	}
	var buf statBuf
	s, err := p.readStat(&buf, statThreads)
	return s.threads, err
}

func (p *process) CPUNum() (int64, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return s.cpuNum(), err
}

// cpuNum returns the CPU that the process ran on last, NA if not reported.
func (s *stat) cpuNum() int64 {
	if !s.has(statCPU) {
		return platform.NA
	}
	return s.cpu
}

// Status returns the state of the first thread or, if that has exited, of one that still runs.
func (p *process) Status() (platform.Status, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	if err == nil && s.firstThreadExited() {
		if t := p.livingThread(); t != nil {
			s, err = t.readStat(&buf)
		}
	}
	return statusOf(s.state), err
}

// statusOf converts the kernel's letter; an unknown letter is NA.
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
	var buf statBuf
	s, err := p.readStat(&buf, statUser, statSystem, statChildrenUser, statChildrenSystem)
	return s.times(), err
}

func (s *stat) times() platform.ProcessCPUTimes {
	times := platform.ProcessCPUTimes{
		User:           float64(s.user) / userHZ,
		System:         float64(s.system) / userHZ,
		ChildrenUser:   float64(s.childrenUser) / userHZ,
		ChildrenSystem: float64(s.childrenSystem) / userHZ,
		IOWait:         platform.NaN,
	}
	if s.has(statDelayTicks) {
		times.IOWait = float64(s.delayTicks) / userHZ
	}
	return times
}

func (p *process) PageFaults() (platform.PageFaults, error) {
	var buf statBuf
	s, err := p.readStat(&buf, statMinor, statMajor, statChildrenMinor, statChildrenMajor)
	return platform.PageFaults{
		Minor: s.minor, Major: s.major, ChildrenMinor: s.childrenMinor, ChildrenMajor: s.childrenMajor,
	}, err
}
