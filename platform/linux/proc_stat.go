//go:build linux

package linux

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// ticks is how many of the kernel's clock ticks it shows to programs in a second (sysconf(_SC_CLK_TCK), USER_HZ). It is
// 100 on every architecture that Go has; only Alpha and Itanium differ.
const userHZ = 100

// Flags of /proc/[pid]/stat.
const (
	flagExiting      = 0x4
	flagKernelThread = 0x200000 // since Linux 2.6.27
)

// noSignal is the exitSignal of a thread that leads no process.
const noSignal = -1

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

// ended says whether the process is a zombie, or so close to it that it has let go of its memory and its executable.
func (s *stat) hasExited() bool {
	return s.state == 'Z' || s.state == 'X' || s.flags&flagExiting != 0 && s.vsize == 0
}

// statFields are the numbers of stat that are used, a bit each: they have to be numbers.
const statNumberFields uint64 = 1<<4 | 1<<7 | 1<<9 | 1<<10 | 1<<11 | 1<<12 | 1<<13 | 1<<14 | 1<<15 | 1<<16 | 1<<17 | 1<<19 | 1<<20 | 1<<22 |
	1<<23 | 1<<38 | 1<<39 | 1<<42

// How far stat is read: nobody needs what stands between these two but exitSignal, cpu and delayTick.
const (
	statThroughVsize = 23
	statAll          = 42
)

// parseStat reads /proc/[pid]/stat until its field of this number. The name points into b.
func parseStat(b []byte, until int) (stat, error) {
	// The name is whatever the process wants, brackets and newlines included; behind it are only numbers.
	first, last := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if first < 0 || last < first {
		return stat{}, parseError("stat", "no name in brackets")
	}
	rest := fields{text: b[last+1:]}
	state := rest.next()
	if len(state) == 0 {
		return stat{}, parseError("stat", "cut off at field 3")
	}
	field := [statAll + 1]int64{39: platform.NA, 42: platform.NA}
	for n := 4; n <= until; n++ {
		value, ok, more := rest.number()
		if !more && n > statThroughVsize { // an old kernel, or one that says less
			break
		}
		switch {
		case ok:
			field[n] = value
		case !more:
			return stat{}, parseError("stat", "cut off at field "+strconv.Itoa(n))
		case statNumberFields>>n&1 != 0:
			return stat{}, parseError("stat", "field "+strconv.Itoa(n)+" is not a number")
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

// statRoom holds any stat: 52 numbers and a short name.
type statBuf [1200]byte

// stat reads /proc/[pid]/stat; the name points into room.
func (p *process) readStat(buf *statBuf) (stat, error) {
	var at pathBuf
	path := p.path(&at, "stat")
	b, err := p.readFile(path, buf[:0], singleRead)
	if err != nil {
		return stat{}, p.procError(path, err)
	}
	s, err := parseStat(b, statAll)
	return s, p.addPath(err)
}

func (p *process) PPID() (int64, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return s.ppid, err
}

func (p *process) Name() (string, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return string(s.name), err
}

func (p *process) NumThreads() (int64, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return s.threads, err
}

func (p *process) CPUNum() (int64, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return s.cpu, err
}

func (p *process) Status() (platform.Status, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
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
	var buf statBuf
	s, err := p.readStat(&buf)
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
	if s.delayTick != platform.NA {
		times.IOWait = float64(s.delayTick) / userHZ
	}
	return times
}

func (p *process) PageFaults() (platform.PageFaults, error) {
	var buf statBuf
	s, err := p.readStat(&buf)
	return platform.PageFaults{
		Minor: s.minor, Major: s.major, ChildrenMinor: s.childrenMinor, ChildrenMajor: s.childrenMajor,
	}, err
}
