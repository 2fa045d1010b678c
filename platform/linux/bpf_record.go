//go:build linux

package linux

import (
	"bytes"
	"math/bits"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

// processRecord is struct process_record of bpf/record.h, which explains the fields.
type processRecord struct {
	magic, notes                          uint32
	pid, ppid                             int32
	flags, state, exitState, running      uint32
	threads, staticPriority, cpu, mmUsers int32
	start                                 uint64
	user, system, runtime                 uint64
	previousUser, previousSystem          uint64
	switches                              uint64
	rss, rssOnCPUs                        [4]int64
	vm                                    uint64
	ids                                   [6]uint32
	comm                                  [16]byte
}

// processMore is struct process_more.
type processMore struct {
	tty, unused                                uint32
	childrenUser, childrenSystem, delay        uint64
	voluntary, involuntary                     uint64
	minor, major, childrenMinor, childrenMajor uint64
	data, peakRSS, peakVM                      uint64
	startCode, endCode, huge                   uint64
}

// kernelThreadName is struct kernel_thread_name.
type kernelThreadName struct {
	full [64]byte
	work [32]byte
}

const (
	recordMagic = 0x70730002

	noteNoMemory      = 1
	noteTorn          = 2
	noteName          = 4
	noteWorker        = 8
	noteThread        = 16
	noteUserNamespace = 32
	noteMore          = 64

	processRecordSize    = int(unsafe.Sizeof(processRecord{}))
	processMoreSize      = int(unsafe.Sizeof(processMore{}))
	kernelThreadNameSize = int(unsafe.Sizeof(kernelThreadName{}))

	nanosecondsPerTick = 1e9 / userHZ
)

// The places of the kinds of memory in processRecord.rss.
const (
	rssFile = iota
	rssAnon
	rssSwap
	rssShmem
)

var errRecordVersion = parseError("process iterator", "not records of this version")

// nextProcess returns the record at the beginning of b, and what is behind it and its name. The record is part of b,
// whose memory is aligned to 8 bytes.
func nextProcess(b []byte) (*processRecord, []byte, error) {
	if len(b) < processRecordSize {
		return nil, nil, errRecordVersion
	}
	r := (*processRecord)(unsafe.Pointer(&b[0]))
	size := r.size()
	if r.notes&noteName != 0 {
		size *= 2
	}
	if r.magic != recordMagic || len(b) < size {
		return nil, nil, errRecordVersion
	}
	return r, b[size:], nil
}

// size returns the size of each record of the same program.
func (r *processRecord) size() int {
	if r.notes&noteMore != 0 {
		return processRecordSize + processMoreSize
	}
	return processRecordSize
}

var emptyMore processMore

// more returns the rest of the record; all zero if the program does not write it.
func (r *processRecord) more() *processMore {
	if r.notes&noteMore == 0 {
		return &emptyMore
	}
	return (*processMore)(unsafe.Add(unsafe.Pointer(r), processRecordSize))
}

// addThread adds the counters of a thread's own record.
func (r *processRecord) addThread(t *processRecord) {
	r.user += t.user
	r.system += t.system
	r.runtime += t.runtime
	r.switches += t.switches
	r.running += t.running
	if r.notes&t.notes&noteMore != 0 {
		r.more().minor += t.more().minor
		r.more().major += t.more().major
	}
}

// kernelName returns the name that is the next record.
func (r *processRecord) kernelName() *kernelThreadName {
	return (*kernelThreadName)(unsafe.Add(unsafe.Pointer(r), r.size()))
}

// maxProcName is the length of the longest name in /proc/[pid]/stat.
const maxProcName = 63

// name appends the name as in /proc/[pid]/stat to buf. A kworker's is followed by its work; the kernel takes its full
// name since 6.11.
func (r *processRecord) name(buf []byte, fullWorkerNames bool) []byte {
	start := len(buf)
	comm := untilNUL(r.comm[:])
	if r.notes&noteName == 0 {
		return append(buf, comm...)
	}
	n := r.kernelName()
	full := untilNUL(n.full[:])
	if len(full) == 0 || r.notes&noteWorker != 0 && !fullWorkerNames {
		full = comm
	}
	buf = append(buf, full...)
	if r.notes&noteWorker != 0 {
		buf = append(buf, untilNUL(n.work[:])...)
	}
	return buf[:min(len(buf), start+maxProcName)]
}

func untilNUL(b []byte) []byte {
	text, _, _ := bytes.Cut(b, []byte{0})
	return text
}

// letter returns the state as in /proc/[pid]/stat: get_task_state in the kernel.
func (r *processRecord) letter() byte {
	const (
		report  = 0x7f
		disk    = 0x2
		idle    = 0x402
		waiting = 0x1000 // for a lock on a real-time kernel
		frozen  = 0x8000
	)
	state := (r.state | r.exitState) & report
	if r.state&idle == idle {
		state = report + 1
	}
	if r.state&(waiting|frozen) != 0 {
		state = disk
	}
	return "RSDTtXZPI"[bits.Len32(state)]
}

// terminal returns the number of the terminal as in /proc/[pid]/stat.
func (m *processMore) terminal() int64 {
	major, minor := m.tty>>20, m.tty&0xfffff
	return int64(int32(minor&0xff | major<<8 | minor&^0xff<<12))
}

// cpuTimes returns the user and system time in nanoseconds as the kernel divides the time that the scheduler has
// measured, with the numbers that it counted at its clock's ticks: cputime_adjust in the kernel. No time is less than
// the previous ones.
func (r *processRecord) cpuTimes(previousUser, previousSystem uint64) (user, system uint64) {
	if previousUser+previousSystem >= r.runtime {
		return previousUser, previousSystem
	}
	switch {
	case r.system == 0:
		system = 0
	case r.user == 0:
		system = r.runtime
	default:
		high, low := bits.Mul64(r.system, r.runtime)
		if sum := r.system + r.user; high < sum {
			system, _ = bits.Div64(high, low, sum)
		}
	}
	system = min(max(system, previousSystem), r.runtime)
	user = r.runtime - system
	if user < previousUser {
		user = previousUser
		system = r.runtime - user
	}
	return user, system
}

// maxPages is the most pages of a counter that are reported: three times as many, as bytes, fit an int64.
const maxPages = 1 << 44

// pages returns a counter of pages. exact is whether the kernel's files have the sums over all CPUs.
func (r *processRecord) pages(which int, exact bool) int64 {
	n := r.rss[which]
	if exact {
		n += r.rssOnCPUs[which]
	}
	return min(max(n, 0), maxPages)
}

func (r *processRecord) resident(exact bool) int64 {
	return r.pages(rssFile, exact) + r.pages(rssAnon, exact) + r.pages(rssShmem, exact)
}

// stat returns what /proc/[pid]/stat has. user and system are the CPU times in nanoseconds.
func (r *processRecord) stat(name []byte, user, system uint64) stat {
	m := r.more()
	return stat{
		name: name, state: r.letter(), valid: ^uint64(0),
		ppid: int64(r.ppid), flags: int64(r.flags), tty: m.terminal(),
		minor: counter(m.minor), childrenMinor: counter(m.childrenMinor), major: counter(m.major), childrenMajor: counter(m.childrenMajor),
		user: counter(user / nanosecondsPerTick), system: counter(system / nanosecondsPerTick),
		childrenUser: counter(m.childrenUser / nanosecondsPerTick), childrenSystem: counter(m.childrenSystem / nanosecondsPerTick),
		nice: int64(r.staticPriority) - 120, threads: int64(r.threads), start: counter(r.start / nanosecondsPerTick),
		vsize: bytesOf(r.vm), cpu: int64(r.cpu), delayTicks: counter(m.delay / nanosecondsPerTick),
	}
}

// counter converts a number and clamps it.
func counter(n uint64) int64 { return int64(min(n, 1<<63-1)) }

// bytesOf converts a number of pages to bytes and clamps it.
func bytesOf(pages uint64) int64 { return platform.MultiplySaturated(counter(pages), pageSize) }

// status returns what /proc/[pid]/status has.
func (r *processRecord) status(exact bool) status {
	m := r.more()
	s := status{
		tgid: int64(r.pid),
		uids: platform.IDs{Real: int64(r.ids[0]), Effective: int64(r.ids[1]), Saved: int64(r.ids[2])},
		gids: platform.IDs{Real: int64(r.ids[3]), Effective: int64(r.ids[4]), Saved: int64(r.ids[5])},
		vms:  platform.NA, rss: platform.NA, peakVMS: platform.NA, peakRSS: platform.NA,
		anon: platform.NA, file: platform.NA, shmem: platform.NA,
		data: platform.NA, stack: platform.NA, text: platform.NA, lib: platform.NA,
		swap: platform.NA, hugeTLB: platform.NA, voluntary: counter(m.voluntary), involuntary: counter(m.involuntary),
	}
	if r.notes&noteNoMemory != 0 {
		return s
	}
	s.rss, s.vms = r.resident(exact)*pageSize, bytesOf(r.vm)
	s.peakRSS, s.peakVMS = max(bytesOf(m.peakRSS), s.rss), max(bytesOf(m.peakVM), s.vms)
	s.anon, s.file, s.shmem = r.pages(rssAnon, exact)*pageSize, r.pages(rssFile, exact)*pageSize, r.pages(rssShmem, exact)*pageSize
	s.swap = r.pages(rssSwap, exact) * pageSize
	if int64(m.huge) >= 0 {
		s.hugeTLB = bytesOf(m.huge)
	}
	return s
}

// statm returns what /proc/[pid]/statm has.
func (r *processRecord) statm(exact bool) platform.MemoryInfo {
	var info platform.MemoryInfo
	if r.notes&noteNoMemory != 0 {
		return info
	}
	m, page := r.more(), uint64(pageSize)
	info.VMS, info.RSS = bytesOf(r.vm), r.resident(exact)*pageSize
	info.Shared = (r.pages(rssFile, exact) + r.pages(rssShmem, exact)) * pageSize
	info.Text = counter((m.endCode+page-1)&^(page-1) - m.startCode&^(page-1))
	info.Data = bytesOf(m.data)
	return info
}
