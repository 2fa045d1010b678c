package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestProcessCounters(t *testing.T) {
	b := build(processTimesSize).put64(0, 134000000000000000).put64(8, 134000000010000000).put64(16, 30).put64(24, 20).buffer()
	equal(t, "times", b.processTimes(), processTimes{134000000000000000, 134000000010000000, 30, 20})
	equal(t, "seconds since the epoch", secondsSinceEpoch(134000000012500000), 1755526401.25)
	b = build(basicInformationSize).put32(0, 0x103).put64(8, 0x7ff000).put64(16, 3).put32(24, 8).put64(32, 100).put64(40, 96).buffer()
	equal(t, "basic information", b.basicInformation(), basicInformation{0x103, 0x7ff000, 3, 100, 96})
	b = build(ioCountersSize).put64(0, 1).put64(40, 6).buffer()
	equal(t, "I/O", b.ioCounters(0), platform.ProcessIOCounters{ReadCount: 1, OtherBytes: 6, ReadChars: na, WriteChars: na})
	decoded(t, b)
	b = build(vmCountersSize).put32(16, 9).put64(32, 3).put64(88, 4).buffer()
	equal(t, "memory", b.vmCounters(0), vmCounters{pageFaults: 9, workingSet: 3, privately: 4})
	decoded(t, b)
	running, exited := vmCounters{workingSet: 1}, vmCounters{peakWorkingSet: 1}
	if n := handleCount(0); !running.isOfRunning() || exited.isOfRunning() || n.isOfRunning() {
		t.Error("a process without memory and handles is taken for a running one")
	}
	b = captured(t, "process_times")
	times := b.processTimes()
	if times.created < epochTicks || times.exited != 0 || times.kernel+times.user > 600e7 {
		t.Errorf("captured times: %+v", times)
	}
	decoded(t, b)
	b = captured(t, "process_basic")
	if basic := b.basicInformation(); basic.peb == 0 || basic.pid == 0 || basic.ppid == 0 || basic.exitStatus != 0x103 {
		t.Errorf("captured basic information: %+v", basic)
	}
	decoded(t, b)
	b = captured(t, "process_memory")
	if c := b.vmCounters(0); c.workingSet < 1<<20 || c.pagefile < 1<<20 {
		t.Errorf("captured memory: %+v", c)
	}
	decoded(t, b)
}

func TestPriorityClass(t *testing.T) {
	for class, value := range []int32{1: 64, 2: 32, 3: 128, 4: 256, 5: 16384, 6: 32768} {
		b := build(priorityClassSize).put8(1, uint8(class)).buffer()
		equal(t, "class", b.priorityClass(), value)
		if class == 0 {
			malformed(t, "class 0", b)
		} else {
			decoded(t, b)
		}
	}
	b := build(priorityClassSize).put8(1, 7).buffer()
	b.priorityClass()
	malformed(t, "class 7", b)
	b = captured(t, "process_priority")
	equal(t, "captured class", b.priorityClass(), 32)
}

func FuzzProcessCounters(f *testing.F) {
	for _, name := range []string{"process_times", "process_basic", "process_memory", "process_priority"} {
		f.Add(captured(f, name).bytes)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		b := buffer{bytes: content}
		if times := b.processTimes(); min(times.created, times.exited, times.kernel, times.user) < 0 {
			t.Errorf("negative: %+v", times)
		}
		if basic := b.basicInformation(); min(basic.pid, basic.ppid) < 0 {
			t.Errorf("negative: %+v", basic)
		}
		if io := b.ioCounters(0); min(io.ReadCount, io.WriteBytes, io.OtherBytes) < 0 {
			t.Errorf("negative: %+v", io)
		}
		if c := b.vmCounters(0); min(c.workingSet, c.pagefile, c.pageFaults) < 0 {
			t.Errorf("negative: %+v", c)
		}
		b = buffer{bytes: content}
		if class := b.priorityClass(); (class == 0) != (b.err("class") != nil) {
			t.Errorf("class %d, %v", class, b.err("class"))
		}
	})
}

func TestAffinity(t *testing.T) {
	one := affinity{mask: 0b101, system: 0b1111, groups: []uint16{0}}
	equal(t, "CPUs", one.cpus([]int{4}), []int64{0, 2})
	second := affinity{mask: 1<<63 | 2, system: 1<<63 | 3, groups: []uint16{1}}
	equal(t, "CPUs of the second group", second.cpus([]int{64, 64}), []int64{65, 127})
	both := affinity{groups: []uint16{1, 0}}
	equal(t, "CPUs of two groups", both.cpus([]int{2, 3}), []int64{0, 1, 2, 3, 4})
	for _, c := range []struct {
		a     affinity
		cpus  []int64
		sizes []int
		mask  uint64
		code  platform.Code
	}{
		{one, []int64{1, 3, 1}, []int{4}, 0b1010, 0},
		{one, nil, []int{4}, 0b1111, 0},
		{one, []int64{4}, []int{4}, 0, platform.InvalidArgument},
		{one, []int64{-1}, []int{4}, 0, platform.InvalidArgument},
		{one, []int64{1 << 40}, []int{4}, 0, platform.InvalidArgument},
		{second, []int64{127, 64}, []int{64, 64}, 1<<63 | 1, 0},
		{second, []int64{63}, []int{64, 64}, 0, platform.InvalidArgument},
		{both, []int64{0}, []int{2, 3}, 0, platform.NotSupported},
	} {
		mask, err := c.a.maskOf(c.cpus, c.sizes)
		if mask != c.mask || platform.CodeOf(err) != c.code {
			t.Errorf("%v of %+v: %b, %v", c.cpus, c.a, mask, err)
		}
	}
	_, err := one.maskOf([]int64{9}, []int{4})
	equal(t, "message", err.Error(), "cpus: CPU 9 is not one that the process can use: 0, 1, 2, 3")
}
