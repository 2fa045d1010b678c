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
	magic, notes                               uint32
	pid, ppid                                  int32
	flags, state, exitState, tty               uint32
	threads, staticPriority, cpu, mmUsers      int32
	start                                      uint64
	user, system, runtime                      uint64
	previousUser, previousSystem               uint64
	childrenUser, childrenSystem, delay        uint64
	switches                                   uint64
	voluntary, involuntary                     uint64
	minor, major, childrenMinor, childrenMajor uint64
	rss, rssOnCPUs                             [4]int64
	vm, data, peakRSS, peakVM                  uint64
	startCode, endCode, huge                   uint64
	ids                                        [6]uint32
	comm                                       [16]byte
	running, unused                            uint32
}

// kernelThreadName is struct kernel_thread_name.
type kernelThreadName struct {
	full [64]byte
	work [32]byte
}

// fileRecord is struct file_record.
type fileRecord struct {
	magic, mode     uint32
	inode           uint64
	device, special uint32
	pid, fd         int32
}

const (
	recordMagic = 0x70730001

	noteNoMemory      = 1
	noteTorn          = 2
	noteName          = 4
	noteWorker        = 8
	noteThread        = 16
	noteUserNamespace = 32

	processRecordSize    = int(unsafe.Sizeof(processRecord{}))
	kernelThreadNameSize = int(unsafe.Sizeof(kernelThreadName{}))
	fileRecordSize       = int(unsafe.Sizeof(fileRecord{}))

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

// nextProcess returns the record at the beginning of b, and what is behind it and its name. The record is part of b, whose memory is
// aligned to 8 bytes.
func nextProcess(b []byte) (*processRecord, []byte, error) {
	if len(b) < processRecordSize {
		return nil, nil, errRecordVersion
	}
	r := (*processRecord)(unsafe.Pointer(&b[0]))
	b = b[processRecordSize:]
	if r.magic != recordMagic || r.notes&noteName != 0 && len(b) < kernelThreadNameSize {
		return nil, nil, errRecordVersion
	}
	if r.notes&noteName != 0 {
		b = b[kernelThreadNameSize:]
	}
	return r, b, nil
}

// addThread adds the counters of a thread's own record.
func (r *processRecord) addThread(t *processRecord) {
	r.user += t.user
	r.system += t.system
	r.runtime += t.runtime
	r.switches += t.switches
	r.minor += t.minor
	r.major += t.major
	r.running += t.running
}

// kernelName returns the name that follows the record.
func (r *processRecord) kernelName() *kernelThreadName {
	return (*kernelThreadName)(unsafe.Add(unsafe.Pointer(r), processRecordSize))
}

// maxProcName is the length of the longest name in /proc/[pid]/stat.
const maxProcName = 63

// name appends the name as in /proc/[pid]/stat to buf. A kworker's is followed by its work; the kernel takes its full name since 6.11.
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
func (r *processRecord) terminal() int64 {
	major, minor := r.tty>>20, r.tty&0xfffff
	return int64(int32(minor&0xff | major<<8 | minor&^0xff<<12))
}

// cpuTimes returns the user and system time in nanoseconds as the kernel divides the time that the scheduler has measured, with the
// numbers that it counted at its clock's ticks: cputime_adjust in the kernel. No time is less than the previous ones.
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
	s := stat{
		name: name, state: r.letter(), valid: ^uint64(0),
		ppid: int64(r.ppid), flags: int64(r.flags), tty: r.terminal(),
		minor: counter(r.minor), childrenMinor: counter(r.childrenMinor), major: counter(r.major), childrenMajor: counter(r.childrenMajor),
		user: counter(user / nanosecondsPerTick), system: counter(system / nanosecondsPerTick),
		childrenUser: counter(r.childrenUser / nanosecondsPerTick), childrenSystem: counter(r.childrenSystem / nanosecondsPerTick),
		nice: int64(r.staticPriority) - 120, threads: int64(r.threads), start: counter(r.start / nanosecondsPerTick),
		vsize: counter(r.vm) * pageSize, cpu: int64(r.cpu), delayTicks: counter(r.delay / nanosecondsPerTick),
	}
	return s
}

// counter converts a number and clamps it.
func counter(n uint64) int64 { return int64(min(n, 1<<63-1)) }

// status returns what /proc/[pid]/status has.
func (r *processRecord) status(exact bool) status {
	s := status{
		tgid: int64(r.pid),
		uids: platform.IDs{Real: int64(r.ids[0]), Effective: int64(r.ids[1]), Saved: int64(r.ids[2])},
		gids: platform.IDs{Real: int64(r.ids[3]), Effective: int64(r.ids[4]), Saved: int64(r.ids[5])},
		vms:  platform.NA, rss: platform.NA, peakVMS: platform.NA, peakRSS: platform.NA,
		anon: platform.NA, file: platform.NA, shmem: platform.NA,
		data: platform.NA, stack: platform.NA, text: platform.NA, lib: platform.NA,
		swap: platform.NA, hugeTLB: platform.NA, voluntary: counter(r.voluntary), involuntary: counter(r.involuntary),
	}
	if r.notes&noteNoMemory != 0 {
		return s
	}
	s.rss, s.vms = r.resident(exact)*pageSize, counter(r.vm)*pageSize
	s.peakRSS, s.peakVMS = max(counter(r.peakRSS)*pageSize, s.rss), max(counter(r.peakVM)*pageSize, s.vms)
	s.anon, s.file, s.shmem = r.pages(rssAnon, exact)*pageSize, r.pages(rssFile, exact)*pageSize, r.pages(rssShmem, exact)*pageSize
	s.swap = r.pages(rssSwap, exact) * pageSize
	if int64(r.huge) >= 0 {
		s.hugeTLB = int64(r.huge) * pageSize
	}
	return s
}

// statm returns what /proc/[pid]/statm has.
func (r *processRecord) statm(exact bool) platform.MemoryInfoEx {
	var m platform.MemoryInfoEx
	if r.notes&noteNoMemory != 0 {
		return m
	}
	page := uint64(pageSize)
	m.VMS, m.RSS = counter(r.vm)*pageSize, r.resident(exact)*pageSize
	m.Shared = (r.pages(rssFile, exact) + r.pages(rssShmem, exact)) * pageSize
	m.Text = counter((r.endCode+page-1)&^(page-1) - r.startCode&^(page-1))
	m.Data = counter(r.data) * pageSize
	return m
}
