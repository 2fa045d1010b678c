//go:build linux

package linux

import (
	"testing"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
)

func TestRecordSizes(t *testing.T) {
	// As in bpf/record.h: the generated programs write this many bytes.
	equal(t, "process_record", processRecordSize, 216)
	equal(t, "process_more", processMoreSize, 128)
	equal(t, "kernel_thread_name", kernelThreadNameSize, 96)
	equal(t, "file_record", fileRecordSize, 32)
}

func TestCPUTimesOfRecord(t *testing.T) {
	for _, c := range []struct {
		name                         string
		user, system, runtime        uint64
		previousUser, previousSystem uint64
		expectedUser, expectedSystem uint64
	}{
		{"nothing", 0, 0, 0, 0, 0, 0, 0},
		{"all in user mode", 5, 0, 100, 0, 0, 100, 0},
		{"all in the kernel", 0, 5, 100, 0, 0, 0, 100},
		{"divided", 10, 30, 100, 0, 0, 25, 75},
		{"no ticks", 0, 0, 100, 0, 0, 100, 0},
		{"not below the previous", 30, 10, 100, 0, 40, 60, 40},
		{"user not below the previous", 10, 30, 100, 50, 0, 50, 50},
		{"previous beyond the runtime", 10, 30, 100, 80, 40, 80, 40},
		{"large", 1 << 62, 1 << 62, 1 << 63, 0, 0, 1 << 62, 1 << 62},
	} {
		r := processRecord{user: c.user, system: c.system, runtime: c.runtime}
		user, system := r.cpuTimes(c.previousUser, c.previousSystem)
		equal(t, c.name+": user", user, c.expectedUser)
		equal(t, c.name+": system", system, c.expectedSystem)
	}
}

func TestLetterOfRecord(t *testing.T) {
	for _, c := range []struct {
		state, exit uint32
		letter      byte
	}{
		{0, 0, 'R'}, {1, 0, 'S'}, {2, 0, 'D'}, {4, 0, 'T'}, {8, 0, 't'}, {0, 16, 'X'}, {0, 32, 'Z'}, {64, 0, 'P'},
		{0x402, 0, 'I'}, {0x8000, 0, 'D'}, {0x1000, 0, 'D'}, {0x101, 0, 'S'},
	} {
		r := processRecord{state: c.state, exitState: c.exit}
		equal(t, "letter", string(r.letter()), string(c.letter))
	}
}

func TestTerminalOfRecord(t *testing.T) {
	for device, expected := range map[uint32]int64{0: 0, 136 << 20: 34816, 136<<20 | 300: 136<<8 | 300&0xff | 1<<20, 4<<20 | 1: 1025} {
		r := processMore{tty: device}
		equal(t, "terminal", r.terminal(), expected)
	}
}

// kernelThread returns the bytes of a record with a name behind it.
func kernelThread(comm, full, work string, notes uint32) []byte {
	b := alignedMemory(2 * (&processRecord{notes: notes}).size())
	r := (*processRecord)(unsafe.Pointer(&b[0]))
	*r = processRecord{magic: recordMagic, pid: 7, notes: noteName | noteNoMemory | notes}
	copy(r.comm[:15], comm)
	n := r.kernelName()
	copy(n.full[:], full)
	copy(n.work[:], work)
	return b
}

func alignedMemory(size int) []byte {
	words := make([]uint64, (size+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), size)
}

func TestNameOfRecord(t *testing.T) {
	for _, c := range []struct {
		comm, full, work string
		notes            uint32
		fullNames        bool
		name             string
	}{
		{"kthreadd", "", "", 0, true, "kthreadd"},
		{"pool_workqueue_", "pool_workqueue_release", "", 0, false, "pool_workqueue_release"},
		{"kworker/0:1", "", "-events", noteWorker, true, "kworker/0:1-events"},
		{"kworker/R-rcu_g", "kworker/R-rcu_gp", "", noteWorker, true, "kworker/R-rcu_gp"},
		{"kworker/R-rcu_g", "kworker/R-rcu_gp", "+x", noteWorker, false, "kworker/R-rcu_g+x"},
	} {
		r, rest, err := nextProcess(kernelThread(c.comm, c.full, c.work, c.notes))
		noError(t, "nextProcess", err)
		equal(t, "rest", len(rest), 0)
		equal(t, "name", string(r.name(nil, c.fullNames)), c.name)
	}
}

func TestRecordsOfAnotherVersion(t *testing.T) {
	b := kernelThread("a", "", "", 0)
	for _, wrong := range [][]byte{b[:8], b[:processRecordSize-1], b[:processRecordSize], append([]byte{1}, b...), make([]byte, 1000)} {
		memory := alignedMemory(len(wrong))
		copy(memory, wrong)
		_, _, err := nextProcess(memory)
		equal(t, "code", platform.CodeOf(err), platform.OS)
	}
}

// checkSizes fails if a size that a record has is negative and not NA.
func checkSizes(t *testing.T, r *processRecord) {
	t.Helper()
	status, m := r.status(true), r.statm(true)
	for i, size := range []int64{
		r.stat(nil, 0, 0).vsize, status.rss, status.vms, status.peakRSS, status.peakVMS, status.anon, status.file, status.shmem, status.swap,
		status.hugeTLB, m.RSS, m.VMS, m.Shared, m.Text, m.Data,
	} {
		if size < platform.NA {
			t.Errorf("size %d of the record is %d", i, size)
		}
	}
}

func TestSizesOfHostileRecord(t *testing.T) {
	for _, pages := range []uint64{1 << 51, 1<<52 + 1, 1<<63 - 1, 1<<64 - 1} {
		b := alignedMemory(processRecordSize + processMoreSize)
		r := (*processRecord)(unsafe.Pointer(&b[0]))
		r.notes, r.vm, r.rss = noteMore, pages, [4]int64{int64(pages), int64(pages), int64(pages), int64(pages)}
		m := r.more()
		m.data, m.peakRSS, m.peakVM, m.huge, m.startCode = pages, pages, pages, pages, pages
		checkSizes(t, r)
	}
}

func FuzzProcessRecords(f *testing.F) {
	f.Add(kernelThread("kworker/R-rcu_g", "kworker/R-rcu_gp", "+x", noteWorker))
	f.Add(append(kernelThread("a", "", "", noteMore), kernelThread("b", "", "", noteThread|noteMore)...))
	f.Fuzz(func(t *testing.T, given []byte) {
		b := alignedMemory(len(given))
		copy(b, given)
		for len(b) > 0 {
			r, rest, err := nextProcess(b)
			if err != nil {
				return
			}
			if len(rest) >= len(b) {
				t.Fatal("no progress")
			}
			b = rest
			user, system := r.cpuTimes(r.previousUser, r.previousSystem)
			if user < r.previousUser && r.previousUser+r.previousSystem >= r.previousUser || len(r.name(nil, true)) > maxProcName {
				t.Fatalf("user %d below %d, or a long name", user, r.previousUser)
			}
			s := r.stat(r.name(nil, false), user, system)
			if status, m := r.status(true), r.statm(true); s.threads != int64(r.threads) || status.tgid != int64(r.pid) || m.RSS < 0 {
				t.Fatal("not the record's numbers")
			}
			checkSizes(t, r)
		}
	})
}
