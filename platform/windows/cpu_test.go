package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestDecodeCPUTimes(t *testing.T) {
	b := build(96).put64(0, 20e7).put64(8, 25e7).put64(16, 7e7).put64(24, 1e7).put64(32, 2e7).put32(40, 4_000_000_000).
		put64(48, 3e7).put64(56, 3e7).put64(64, 1e6).put32(88, 1).buffer()
	times := decodeCPUTimes(b, 64)
	decoded(t, b)
	na := platform.NaN
	equal(t, "times", times, []platform.CPUTimes{
		{CPU: 64, User: 7, System: 5, Idle: 20, DPC: 1, IRQ: 2, Nice: na, IOWait: na, SoftIRQ: na, Steal: na, Guest: na, GuestNice: na},
		{CPU: 65, User: 0.1, System: 0, Idle: 3, Nice: na, IOWait: na, SoftIRQ: na, Steal: na, Guest: na, GuestNice: na},
	})
	equal(t, "sum", sumCPUTimes(times), platform.CPUTimes{
		CPU: platform.NA, User: 7.1, System: 5, Idle: 23, DPC: 1, IRQ: 2, Nice: na, IOWait: na, SoftIRQ: na, Steal: na, Guest: na, GuestNice: na,
	})
	equal(t, "interrupts", decodeInterruptCounts(b), 4_000_000_001)
	equal(t, "system with an idle time that is ahead", decodeCPUTimes(build(48).put64(0, 9).put64(8, 8).buffer(), 0)[0].System, 0)
	equal(t, "an incomplete record", len(decodeCPUTimes(build(95).buffer(), 0)), 1)
}

func TestDecodeCPUTimesCaptured(t *testing.T) {
	b := captured(t, "processor_performance")
	times := decodeCPUTimes(b, 0)
	decoded(t, b)
	equal(t, "CPUs", len(times), 2)
	for _, times := range times {
		if !(times.User > 0 && times.System > 0 && times.Idle > 0) {
			t.Errorf("%+v: expected positive times", times)
		}
	}
}

func TestDecodePerformanceCounts(t *testing.T) {
	for name, size := range map[string]int{"Windows 7": 312, "Windows 10": 344} {
		b := build(size).put32(296, 4_294_967_295).put32(308, 17).buffer()
		switches, calls := decodePerformanceCounts(b)
		decoded(t, b)
		equal(t, name, []int64{switches, calls}, []int64{4_294_967_295, 17})
	}
	decodePerformanceCounts(captured(t, "performance"))
	b := build(300).buffer()
	decodePerformanceCounts(b)
	malformed(t, "a short answer", b)
}

func TestCountCores(t *testing.T) {
	b := build(48 + 80 + 48)
	b.put32(0, 0).put32(4, 48).put32(48, 2).put32(52, 80).put32(128, 0).put32(132, 48) // a core, a cache, a core
	equal(t, "cores", countCores(b.buffer()), 2)
	c := captured(t, "cores")
	equal(t, "captured cores", countCores(c), 2)
	decoded(t, c)
	for name, size := range map[string]uint32{"size 0": 0, "size 4": 4, "beyond the end": 49, "huge": 0xffffffff} {
		b := build(48).put32(4, size).buffer()
		countCores(b)
		malformed(t, name, b)
	}
}

func TestDecodeCPUFreq(t *testing.T) {
	b := build(48).put32(4, 3600).put32(8, 1200).put32(12, 3600).put32(24, 1).buffer()
	equal(t, "frequencies", decodeCPUFreq(b), []platform.CPUFreq{
		{Current: 1200, Max: 3600, Min: platform.NaN}, {Current: platform.NaN, Max: platform.NaN, Min: platform.NaN},
	})
	for _, f := range decodeCPUFreq(captured(t, "processor_power")) {
		equal(t, "captured", f, platform.CPUFreq{Current: 2599, Max: 2599, Min: platform.NaN})
	}
}

func FuzzDecodeCPU(f *testing.F) {
	f.Add(captured(f, "processor_performance").bytes)
	f.Add(captured(f, "cores").bytes)
	f.Add(captured(f, "processor_power").bytes)
	f.Add(captured(f, "performance").bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		b := &buffer{bytes: content}
		sum := sumCPUTimes(decodeCPUTimes(b, 0))
		if !(sum.User >= 0 && sum.System >= 0 && sum.Idle >= 0 && sum.IRQ >= 0 && sum.DPC >= 0) {
			t.Errorf("%+v: a negative time", sum)
		}
		if n := decodeInterruptCounts(b); n < 0 {
			t.Errorf("%d interrupts", n)
		}
		if cores := countCores(b); cores < 0 || cores > int64(len(content)) {
			t.Errorf("%d cores", cores)
		}
		decodeCPUFreq(b)
		decodePerformanceCounts(b)
	})
}
