package freebsd

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

const testBoot = 1_700_000_000_000_000 // microseconds

// builtProcess returns a struct kinfo_proc of this size.
func builtProcess(pid int32, name string, size int) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, kinfoProcStructsize, int32(size))
	layout.Put(r, kinfoProcPid, pid)
	layout.Put(r, kinfoProcPpid, 1)
	putText(r, int(kinfoProcComm), name)
	layout.Put(r, kinfoProcStartSec, 1_700_000_100)
	layout.Put(r, kinfoProcStartUsec, 500_000)
	layout.Put(r, kinfoProcStat, srun)
	layout.Put(r, kinfoProcTdev, 0x1_0000_007b)
	layout.Put(r, kinfoProcNice, -5)
	layout.Put(r, kinfoProcOncpu, 3)
	layout.Put(r, kinfoProcLastcpu, 2)
	for i, f := range []layout.Field[uint32]{kinfoProcUid, kinfoProcRuid, kinfoProcSvuid, kinfoProcRgid, kinfoProcSvgid} {
		layout.Put(r, f, uint32(1001+i))
	}
	layout.Put(r, layout.Field[uint32](kinfoProcGroups), 2000)
	layout.Put(r, kinfoProcSize, 64<<20)
	for i, f := range []layout.Field[int64]{
		kinfoProcRssize, kinfoProcTsize, kinfoProcDsize, kinfoProcSsize, kinfoProcRusageMaxrss, kinfoProcRusageMinflt,
		kinfoProcRusageMajflt, kinfoProcRusageInblock, kinfoProcRusageOublock, kinfoProcRusageNvcsw, kinfoProcRusageNivcsw,
	} {
		layout.Put(r, f, int64(10+i))
	}
	for i, f := range []layout.Field[int64]{
		kinfoProcRusageUtimeSec, kinfoProcRusageStimeSec, kinfoProcRusageChUtimeSec, kinfoProcRusageChStimeSec,
	} {
		layout.Put(r, f, int64(1+i))
		layout.Put(r, f+8, 250_000)
	}
	layout.Put(r, kinfoProcNumthreads, 4)
	layout.Put(r, kinfoProcTid, 100_000+pid)
	return r
}

func oneProcess(t *testing.T, r layout.Record) kinfo {
	t.Helper()
	records := decoded(splitProcesses("answer", r))(t)
	if len(records) != 1 {
		t.Fatalf("%d processes", len(records))
	}
	return records[0]
}

func TestProcessOfEachVersion(t *testing.T) {
	// The structure has 1088 bytes in all versions; one that grows stays readable.
	for _, size := range []int{sizeofKinfoProc, sizeofKinfoProc + 8, 4096} {
		k := oneProcess(t, builtProcess(77, "sshd", size))
		equal(t, "pid", k.pid(), 77)
		equal(t, "ppid", k.ppid(), 1)
		equal(t, "name", k.name(), "sshd")
		equal(t, "identity", k.identity(testBoot), platform.Identity{PID: 77, Start: 100_500_000})
		equal(t, "status", k.status(), platform.StatusRunning)
		equal(t, "uids", k.uids(), platform.IDs{Real: 1002, Effective: 1001, Saved: 1003})
		equal(t, "gids", k.gids(), platform.IDs{Real: 1004, Effective: 2000, Saved: 1005})
		equal(t, "terminal", k.terminal(), 0x1_0000_007b)
		equal(t, "nice", k.nice(), -5)
		equal(t, "cpuNum", k.cpuNum(), 3)
		equal(t, "cpuTimes", k.cpuTimes(), platform.ProcessCPUTimes{
			User: 1.25, System: 2.25, ChildrenUser: 3.25, ChildrenSystem: 4.25, IOWait: nan,
		})
		memory := platform.MemoryInfo{RSS: 10 * 4096, VMS: 64 << 20, Text: 11 * 4096, Data: 25 * 4096, Shared: na, Lib: na, Dirty: na}
		equal(t, "memoryInfo", k.memoryInfo(4096), memory)
		equal(t, "memoryInfoEx", k.memoryInfoEx(4096), platform.MemoryInfoEx{
			MemoryInfo: memory, Stack: 13 * 4096, PeakRSS: 14 * 1024,
			PeakVMS: na, RSSAnon: na, RSSFile: na, RSSShmem: na, Swap: na, HugeTLB: na, PagedPool: na,
			PeakPagedPool: na, NonpagedPool: na, PeakNonpagedPool: na, PrivateUsage: na, NumPageFaults: na,
		})
		equal(t, "pageFaults", k.pageFaults(), platform.PageFaults{Minor: 15, Major: 16, ChildrenMinor: na, ChildrenMajor: na})
		equal(t, "ioCounters", k.ioCounters(), platform.ProcessIOCounters{
			ReadCount: 17, WriteCount: 18, ReadBytes: na, WriteBytes: na, ReadChars: na, WriteChars: na, OtherCount: na, OtherBytes: na,
		})
		equal(t, "ctxSwitches", k.ctxSwitches(), platform.CtxSwitches{Voluntary: 19, Involuntary: 20})
		equal(t, "numThreads", k.numThreads(), 4)
		equal(t, "isKernelProcess", k.isKernelProcess(), false)
	}
}

func TestEveryStatus(t *testing.T) {
	for state, want := range map[uint8]platform.Status{
		sidl: platform.StatusIdle, srun: platform.StatusRunning, ssleep: platform.StatusSleeping, sstop: platform.StatusStopped,
		szomb: platform.StatusZombie, swait: platform.StatusWaiting, slock: platform.StatusLocked, 99: platform.StatusRunning,
	} {
		r := builtProcess(1, "x", sizeofKinfoProc)
		layout.Put(r, kinfoProcStat, state)
		k := kinfo(r)
		equal(t, "status", k.status(), want)
		equal(t, "isZombie", k.isZombie(), state == szomb)
	}
}

func TestProcessWithoutThings(t *testing.T) {
	r := builtProcess(0, strings.Repeat("k", 40), sizeofKinfoProc)
	layout.Put(r, kinfoProcStartSec, 0)
	layout.Put(r, kinfoProcStartUsec, 0)
	layout.Put(r, kinfoProcTdev, noTerminal)
	layout.Put(r, kinfoProcOncpu, -1)
	layout.Put(r, kinfoProcFlag, pKproc)
	layout.Put(r, kinfoProcRssize, -1)
	layout.Put(r, kinfoProcSize, 1<<63+1)
	k := oneProcess(t, r)
	equal(t, "name that fills its field", k.name(), strings.Repeat("k", commLen+1))
	equal(t, "start", k.identity(testBoot).Start, na)
	equal(t, "terminal", k.terminal(), 0)
	equal(t, "last CPU", k.cpuNum(), 2)
	equal(t, "isKernelProcess", k.isKernelProcess(), true)
	memory := k.memoryInfo(4096)
	equal(t, "memory", []int64{memory.RSS, memory.VMS}, []int64{0, math.MaxInt64})
	layout.Put(r, kinfoProcLastcpu, -1)
	equal(t, "no CPU", k.cpuNum(), na)
	layout.Put(r, kinfoProcStartSec, 1_600_000_000)
	equal(t, "a start before the boot", k.identity(testBoot).Start, 0)
}

func TestStartDoesNotDependOnTheClock(t *testing.T) {
	r := builtProcess(5, "x", sizeofKinfoProc)
	before := kinfo(r).identity(testBoot)
	layout.Put(r, kinfoProcStartSec, 1_700_000_100+3600) // the clock was set an hour ahead
	if after := kinfo(slices.Clone(r)).identity(testBoot + 3600*1e6); !after.Same(before) {
		t.Errorf("%v, before %v", after, before)
	}
}

func TestSortProcesses(t *testing.T) {
	var b []byte
	for _, pid := range []int32{30, 10, 20, 10} {
		b = append(b, builtProcess(pid, "x", sizeofKinfoProc)...)
	}
	sorted := sortProcesses(decoded(splitProcesses("answer", b))(t))
	var pids []int64
	for _, k := range sorted {
		pids = append(pids, k.pid())
	}
	equal(t, "PIDs", pids, []int64{10, 20, 30})
	equal(t, "found", findProcess(sorted, 20).pid(), 20)
	if findProcess(sorted, 15) != nil {
		t.Error("found a PID that is not in the list")
	}
}

func TestThreads(t *testing.T) {
	b := join(builtProcess(9, "b", sizeofKinfoProc), builtProcess(3, "a", sizeofKinfoProc))
	equal(t, "threads", threads(decoded(splitProcesses("answer", b))(t)), []platform.Thread{
		{ID: 100_003, User: 1.25, System: 2.25}, {ID: 100_009, User: 1.25, System: 2.25},
	})
}

func TestMalformedProcesses(t *testing.T) {
	good := builtProcess(1, "init", sizeofKinfoProc)
	for what, b := range map[string][]byte{
		"a structure of a 32-bit program": builtProcess(1, "init", 768), "a record that is cut": good[:1000],
		"a second one that is cut": join(good, good[:100]),
	} {
		_, err := splitProcesses("answer", b)
		isMalformed(t, what, err)
	}
}

func TestSplitStrings(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         {},
		"sleep\x0060\x00":          {"sleep", "60"},
		"a\x00\x00b c\x00":         {"a", "", "b c"},
		"sshd: listener":           {"sshd: listener"},
		"\x00":                     {""},
		"PATH=/bin\x00A=ü\xff\x00": {"PATH=/bin", "A=ü\xff"},
	} {
		equal(t, text, splitStrings([]byte(text)), want)
	}
}

func TestRowHasTheValuesOfTheMethods(t *testing.T) {
	k := oneProcess(t, builtProcess(77, "sshd", sizeofKinfoProc))
	var columns platform.ColumnSet
	for c := range columns {
		columns[c] = true
	}
	cells, row := platform.NewCells(columns, 2), platform.Row{}
	const unset = 12345
	for c := range platform.Columns {
		row.Use(cells, 1)
		if c.Type() == platform.TypeDouble {
			row.SetFloat(c, unset)
		} else {
			row.SetInt(c, unset)
		}
	}
	setRow(&row, k, testBoot, 4096)
	equal(t, "identity", row.Identity, platform.Identity{PID: 77, Start: 100_500_000})
	equal(t, "name", string(row.Name), "sshd")
	equal(t, "create time", row.Float(platform.ColumnCreateTime), 1_700_000_100.5)
	equal(t, "terminal", row.Int(platform.ColumnTerminal), 0x1_0000_007b)
	equal(t, "rss", row.Int(platform.ColumnRSS), 10*4096)
	equal(t, "read bytes", row.Int(platform.ColumnIOCountersReadBytes), na)
	// Every column is set, has an error, or is read separately or derived.
	separately := []platform.Column{
		platform.ColumnName, platform.ColumnExe, platform.ColumnCmdline, platform.ColumnEnviron, platform.ColumnCwd, platform.ColumnNumFDs,
		platform.ColumnCPUPercent, platform.ColumnMemoryPercent,
	}
	for c := range platform.Columns {
		isSet := false
		if c.Type() == platform.TypeDouble {
			isSet = row.Float(c) != unset
		} else {
			isSet = row.Int(c) != unset
		}
		isMissing := row.Err(c) == platform.NotSupported
		if slices.Contains(notOnFreeBSD[:], c) != isMissing || !isMissing && row.Err(c) != 0 {
			t.Errorf("column %d: error %v", c, row.Err(c))
		}
		if isSet == (isMissing || slices.Contains(separately, c)) {
			t.Errorf("column %d: set %v", c, isSet)
		}
	}
}

func FuzzProcesses(f *testing.F) {
	f.Add([]byte(builtProcess(1, "init", sizeofKinfoProc)))
	f.Add([]byte(join(builtProcess(1, "init", 1100), builtProcess(2, "x", sizeofKinfoProc))))
	f.Fuzz(func(t *testing.T, b []byte) {
		records, err := splitProcesses("answer", b)
		if err != nil {
			return
		}
		threads(records)
		for _, k := range sortProcesses(records) {
			if memory := k.memoryInfoEx(4096); min(memory.RSS, memory.VMS, memory.Text, memory.Data, memory.Stack, memory.PeakRSS) < 0 {
				t.Errorf("%#v", memory)
			}
			if id, times := k.identity(testBoot), k.cpuTimes(); times.User < 0 || times.System < 0 || id.Start < na {
				t.Errorf("%v has used %#v", id, times)
			}
		}
	})
}

func FuzzSplitStrings(f *testing.F) {
	f.Add([]byte("a\x00\x00b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if text := strings.Join(splitStrings(b), "\x00"); text != strings.TrimSuffix(string(b), "\x00") {
			t.Errorf("%q of %q", text, b)
		}
	})
}
