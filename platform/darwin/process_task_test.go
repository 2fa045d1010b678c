package darwin

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func taskRecord() layout.Record {
	r := make(layout.Record, sizeofProcTaskinfo)
	layout.Put(r, procTaskinfoVirtualSize, 400<<30)
	layout.Put(r, procTaskinfoResidentSize, 5<<20)
	layout.Put(r, procTaskinfoFaults, 1000)
	layout.Put(r, procTaskinfoPageins, 10)
	layout.Put(r, procTaskinfoCsw, -2) // beyond 31 bits
	layout.Put(r, procTaskinfoThreadnum, 7)
	return r
}

func TestDecodeTaskInfo(t *testing.T) {
	task, ok := decodeTaskInfo(taskRecord())
	equal(t, "decoded", ok, true)
	equal(t, "task", task, taskInfo{
		memory:      platform.MemoryInfo{RSS: 5 << 20, VMS: 400 << 30, Shared: na, Text: na, Lib: na, Data: na, Dirty: na},
		faults:      platform.PageFaults{Minor: 990, Major: 10, ChildrenMinor: na, ChildrenMajor: na},
		ctxSwitches: 1<<32 - 2, threads: 7,
	})
	m := task.memoryInfoEx()
	equal(t, "memory in detail", []int64{m.RSS, m.VMS, m.NumPageFaults, m.Shared, m.PeakRSS, m.PrivateUsage}, []int64{5 << 20, 400 << 30, 1000, na, na, na})
	hostile := taskRecord()
	layout.Put(hostile, procTaskinfoVirtualSize, 1<<64-1)
	layout.Put(hostile, procTaskinfoResidentSize, 1<<63)
	layout.Put(hostile, procTaskinfoThreadnum, -1)
	task, _ = decodeTaskInfo(hostile)
	equal(t, "sizes beyond 63 bits", task.memory, platform.MemoryInfo{RSS: math.MaxInt64, VMS: math.MaxInt64, Shared: na, Text: na, Lib: na, Data: na, Dirty: na})
	equal(t, "a negative number of threads", task.threads, 0)
	layout.Put(hostile, procTaskinfoPageins, 1001)
	task, _ = decodeTaskInfo(hostile)
	equal(t, "more page-ins than faults", task.faults, platform.PageFaults{Minor: 0, Major: 1001, ChildrenMinor: na, ChildrenMajor: na})
	layout.Put(hostile, procTaskinfoFaults, -1)
	task, _ = decodeTaskInfo(hostile)
	equal(t, "faults beyond 31 bits", task.faults.Minor, 1<<32-1-1001)
	for n := range sizeofProcTaskinfo {
		_, ok := decodeTaskInfo(taskRecord()[:n])
		equal(t, "a short record is decoded", ok, false)
	}
	_, ok = decodeTaskInfo(append(taskRecord(), 1, 2, 3))
	equal(t, "a longer record of a later system is decoded", ok, true)
}

func TestDecodeCPUTimes(t *testing.T) {
	r := make(layout.Record, sizeofRusageInfoV2)
	layout.Put(r, rusageInfoV2UserTime, 36e6)
	layout.Put(r, rusageInfoV2SystemTime, 12e6)
	layout.Put(r, rusageInfoV2ChildUserTime, 240e6)
	layout.Put(r, rusageInfoV2ChildSystemTime, 24e6)
	times, ok := decodeCPUTimes(r, 24e6)
	equal(t, "decoded", ok, true)
	equal(t, "times on arm64", times, platform.ProcessCPUTimes{User: 1.5, System: 0.5, ChildrenUser: 10, ChildrenSystem: 1, IOWait: platform.NaN})
	times, _ = decodeCPUTimes(r, 1e9)
	equal(t, "times on x86-64", times.User, 0.036)
	_, ok = decodeCPUTimes(r, 0)
	equal(t, "decoded without a clock", ok, false)
	_, ok = decodeCPUTimes(r[:sizeofRusageInfoV2-1], 1e9)
	equal(t, "a short record is decoded", ok, false)
}

func TestDecodeThreads(t *testing.T) {
	equal(t, "IDs", decodeThreadIDs([]byte{1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 9, 9}), []uint64{1, 258})
	equal(t, "no IDs", len(decodeThreadIDs(nil)), 0)
	r := make(layout.Record, sizeofProcThreadinfo)
	layout.Put(r, procThreadinfoUserTime, 2_500_000_000)
	layout.Put(r, procThreadinfoSystemTime, 1_000_000)
	thread, ok := decodeThread(r, 258)
	equal(t, "decoded", ok, true)
	equal(t, "thread", thread, platform.Thread{ID: 258, User: 2.5, System: 0.001})
	_, ok = decodeThread(r[:100], 1)
	equal(t, "a short record is decoded", ok, false)
}

func FuzzTask(f *testing.F) {
	f.Add([]byte(taskRecord()), 24e6)
	f.Fuzz(func(t *testing.T, b []byte, ticks float64) {
		task, ok := decodeTaskInfo(b)
		if ok && (min(task.memory.RSS, task.memory.VMS, task.threads) < 0 || task.faults.Major < 0 || task.faults.Minor < 0 || task.ctxSwitches < 0) {
			t.Errorf("task %+v", task)
		}
		times, ok := decodeCPUTimes(b, ticks)
		if ok && !(times.User >= 0 && times.ChildrenSystem >= 0) {
			t.Errorf("times %+v", times)
		}
		if n := len(decodeThreadIDs(b)); n != len(b)/8 {
			t.Errorf("%d IDs", n)
		}
		decodeThread(b, 1)
	})
}
