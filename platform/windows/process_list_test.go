package windows

import (
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// testThread is a SYSTEM_THREAD_INFORMATION of a built list.
type testThread struct {
	id            uint64
	state, reason uint32
}

// addProcess appends a SYSTEM_PROCESS_INFORMATION as Windows 7 to 11 write it: the record, its threads, its name.
func (b *builder) addProcess(pid, ppid uint64, name string, threads ...testThread) *builder {
	start := len(b.bytes)
	b.bytes = append(b.bytes, make([]byte, 0x100+0x50*len(threads))...)
	b.put32(start+0x04, uint32(len(threads))).put32(start+0x10, 3).put64(start+0x20, 134000000000000000+pid)
	b.put64(start+0x28, 25_000_000).put64(start+0x30, 5_000_000)
	b.put32(start+0x48, 8).put64(start+0x50, pid).put64(start+0x58, ppid).put32(start+0x60, 77)
	for i := range 12 { // VM_COUNTERS_EX
		b.put64(start+0x70+8*i, uint64(1000+i))
	}
	for i := range 6 { // IO_COUNTERS
		b.put64(start+0xD0+8*i, uint64(2000+i))
	}
	for i, thread := range threads {
		at := start + 0x100 + 0x50*i
		b.put64(at, 10_000_000).put64(at+8, 20_000_000).put64(at+0x28, pid).put64(at+0x30, thread.id)
		b.put32(at+0x40, 11).put32(at+0x44, thread.state).put32(at+0x48, thread.reason)
	}
	if name != "" {
		encoded := utf16Bytes(name)
		b.put16(start+0x38, uint16(len(encoded))).put16(start+0x3A, uint16(len(encoded)+2))
		b.text(start+0x40, name)
	}
	for len(b.bytes)%8 != 0 {
		b.bytes = append(b.bytes, 0)
	}
	return b
}

// link makes the record at an offset point to the end of the buffer, where the next one is added.
func (b *builder) link(start int) *builder { return b.put32(start, uint32(len(b.bytes)-start)) }

// builtList has the processes 0, 4, 100, 104 and 108, the last three not in the order of their PIDs.
func builtList() *builder {
	b := build(0)
	for i, add := range []func(){
		func() { b.addProcess(0, 0, "", testThread{0, 2, 0}) },
		func() { b.addProcess(4, 0, "System", testThread{8, 5, 0}, testThread{12, 2, 0}) },
		func() { b.addProcess(108, 4, "stopped.exe", testThread{116, 5, 5}, testThread{112, 5, 5}) },
		func() { b.addProcess(100, 96, "größe 日.exe", testThread{120, 5, 5}, testThread{124, 5, 6}) },
		func() { b.addProcess(104, 100, "Registry") },
	} {
		start := len(b.bytes)
		add()
		if i < 4 {
			b.link(start)
		}
	}
	return b
}

func parsedInfo(t *testing.T, l *processList, pid int64) processInfo {
	t.Helper()
	i, found := l.find(pid)
	if !found {
		t.Fatalf("no process %d", pid)
	}
	info, err := l.info(i, nil)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestParseProcessList(t *testing.T) {
	l, err := parseProcessList(*builtList().buffer())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "PIDs", l.pids(), []int64{0, 4, 100, 104, 108})
	info := parsedInfo(t, l, 100)
	equal(t, "name", string(info.appendName(nil)), "größe 日.exe")
	equal(t, "parent", info.ppid, 96)
	equal(t, "created", info.created, 134000000000000100)
	equal(t, "times", info.cpuTimes(), platform.ProcessCPUTimes{User: 2.5, System: .5, ChildrenUser: nan, ChildrenSystem: nan, IOWait: nan})
	equal(t, "handles", info.handles, 77)
	equal(t, "priority class", info.priorityClass(), 32)
	equal(t, "switches", info.contextSwitches, 22)
	equal(t, "threads", info.threadList(), []platform.Thread{{ID: 120, User: 2, System: 1}, {ID: 124, User: 2, System: 1}})
	equal(t, "faults", info.pageFaults(), platform.PageFaults{Minor: 1002 - 3, Major: 3, ChildrenMinor: na, ChildrenMajor: na})
	equal(t, "memory", info.memory.memoryInfoEx(), platform.MemoryInfoEx{
		MemoryInfo: platform.MemoryInfo{RSS: 1004, VMS: 1009, Shared: na, Text: na, Lib: na, Data: na, Dirty: na}, PeakRSS: 1003, PeakVMS: 1010,
		PeakPagedPool: 1005, PagedPool: 1006, PeakNonpagedPool: 1007, NonpagedPool: 1008, PrivateUsage: 1011, NumPageFaults: 1002,
		RSSAnon: na, RSSFile: na, RSSShmem: na, Swap: na, HugeTLB: na, Stack: na,
	})
	equal(t, "I/O", info.io, platform.ProcessIOCounters{ReadCount: 2000, WriteCount: 2001, OtherCount: 2002, ReadBytes: 2003,
		WriteBytes: 2004, OtherBytes: 2005, ReadChars: na, WriteChars: na})
	for pid, name := range map[int64]string{0: "System Idle Process", 4: "System", 104: "Registry"} {
		info := parsedInfo(t, l, pid)
		equal(t, "name", string(info.appendName(nil)), name)
	}
	if _, found := l.find(112); found {
		t.Error("a thread is found as a process")
	}
}

// A process is stopped if all of its threads are suspended. Wine leaves the threads' states at 0.
func TestProcessInfoStatus(t *testing.T) {
	for _, c := range []struct {
		threads  []testThread
		status   platform.Status
		reported bool
	}{
		{[]testThread{{8, 5, 5}, {12, 5, 5}}, platform.StatusStopped, true},
		{[]testThread{{8, 5, 5}, {12, 5, 6}}, platform.StatusRunning, true},
		{[]testThread{{8, 2, 5}}, platform.StatusRunning, true},
		{[]testThread{{8, 5, 5}, {12, 0, 0}}, platform.StatusRunning, false},
		{[]testThread{{8, 0, 0}}, platform.StatusRunning, false},
		{nil, platform.StatusRunning, true},
	} {
		l, err := parseProcessList(*build(0).addProcess(4, 0, "x", c.threads...).buffer())
		if err != nil {
			t.Fatal(err)
		}
		info := parsedInfo(t, l, 4)
		status, reported := info.status()
		equal(t, "status", status, c.status)
		equal(t, "reported", reported, c.reported)
	}
}

func TestPriorityClassFromBasePriority(t *testing.T) {
	for base, class := range map[int32]int32{4: 64, 6: 16384, 8: 32, 10: 32768, 13: 128, 24: 256, 0: na, 9: na, 11: na} {
		info := processInfo{basePriority: base}
		equal(t, "class", info.priorityClass(), class)
	}
}

// A chain that leaves the buffer is an error of the call, for the processes behind it would be missing.
func TestParseProcessListMalformed(t *testing.T) {
	whole := builtList()
	for name, b := range map[string]*builder{
		"nothing":                   build(0),
		"half a record":             build(0x80),
		"a next record too near":    build(0x200).put32(0, 0x40),
		"a next record too far":     build(0x100).put32(0, 0x100),
		"a cut chain":               {whole.bytes[:len(whole.bytes)-0x100]},
		"a PID that is no number":   build(0x100).put64(0x50, 1<<63),
		"an offset beyond the size": build(0x100).put32(0, 0xffffffff),
	} {
		if l, err := parseProcessList(*b.buffer()); platform.CodeOf(err) != platform.OS {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}

// A malformed record is that process's error.
func TestProcessInfoMalformed(t *testing.T) {
	for name, b := range map[string]*builder{
		"more threads than there is room for": builtList().put32(0x04, 1<<31),
		"a name outside of the buffer":        builtList().put16(0x38, 8).put64(0x40, 1),
		"a name without a pointer":            builtList().put16(0x38, 8),
		"a creation time that is negative":    builtList().put64(0x20, 1<<63),
		"a size that is negative":             builtList().put64(0x90, 1<<63),
	} {
		l, err := parseProcessList(*b.buffer())
		if err != nil {
			t.Fatal(err)
		}
		if info, err := l.info(0, nil); platform.CodeOf(err) != platform.OS {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
		if info, err := l.info(1, nil); err != nil || info.pid != 4 {
			t.Errorf("%s: the next process: %+v, %v", name, info, err)
		}
	}
}

func TestParseProcessListOfWine(t *testing.T) {
	l, err := parseProcessList(*captured(t, "process_list"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range l.entries {
		info, err := l.info(i, nil)
		if err != nil {
			t.Error(err)
		}
		names = append(names, string(info.appendName(nil)))
		if len(info.threads) == 0 || info.created < epochTicks || info.memory.workingSet == 0 || info.pid%4 != 0 {
			t.Errorf("%+v", info)
		}
		if _, reported := info.status(); reported {
			t.Errorf("%s: Wine reports the states of threads", names[i])
		}
	}
	for _, name := range []string{"services.exe", "explorer.exe", "helper.exe"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not among %q", name, names)
		}
	}
}

func FuzzParseProcessList(f *testing.F) {
	f.Add(builtList().bytes)
	f.Add(captured(f, "process_list").bytes)
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseProcessList(buffer{bytes: b, address: testAddress})
		if err != nil {
			return
		}
		if !slices.IsSorted(l.pids()) || len(l.entries) == 0 || len(l.entries) > len(b)/processInfoSize {
			t.Errorf("PIDs %v", l.pids())
		}
		for i := range l.entries {
			info, err := l.info(i, nil)
			if err != nil {
				continue
			}
			if min(info.pid, info.ppid, info.created, info.user, info.kernel, info.handles, info.contextSwitches) < 0 {
				t.Errorf("negative: %+v", info)
			}
			if len(info.threads) > len(b)/threadInfoSize || len(info.name) > len(b) {
				t.Errorf("more than there is: %+v", info)
			}
			info.appendName(nil)
			info.status()
			info.threadList()
			if faults := info.pageFaults(); min(faults.Minor, faults.Major) < 0 {
				t.Errorf("negative: %+v", faults)
			}
		}
	})
}
