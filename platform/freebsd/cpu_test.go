package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// builtTicks returns numbers of ticks: user, nice, system, interrupts, idle.
func builtTicks(ticks ...uint64) layout.Record {
	r := make(layout.Record, sizeofLong*len(ticks))
	for i, n := range ticks {
		layout.Put(r, layout.Field[uint64](i*sizeofLong), n)
	}
	return r
}

func cpuTimes(cpu int64, user, nice, system, irq, idle float64) platform.CPUTimes {
	return platform.CPUTimes{
		User: user, Nice: nice, System: system, IRQ: irq, Idle: idle, IOWait: nan, SoftIRQ: nan, Steal: nan, Guest: nan, GuestNice: nan,
		DPC: nan, CPU: cpu,
	}
}

func TestDecodeCPUTimes(t *testing.T) {
	equal(t, "all", decodeCPUTimes(builtTicks(128, 256, 384, 64, 1280), 128), cpuTimes(na, 1, 2, 3, 0.5, 10))
	each := join(builtTicks(127, 0, 0, 0, 254), builtTicks(0, 0, 0, 0, 0), builtTicks(0, 127, 254, 0, 127))
	equal(t, "each", decoded(decodeCPUTimesPerCPU("answer", each, 127))(t), []platform.CPUTimes{
		cpuTimes(0, 1, 0, 0, 0, 2), cpuTimes(2, 0, 1, 2, 0, 1), // no CPU has the number 1
	})
	for what, b := range map[string][]byte{"nothing": nil, "a list that is cut": each[:50], "one long too many": append(each, make([]byte, 8)...)} {
		_, err := decodeCPUTimesPerCPU("answer", b, 128)
		isMalformed(t, what, err)
	}
}

func TestDecodeClockrate(t *testing.T) {
	r := make(layout.Record, sizeofClockinfo)
	equal(t, "without a frequency", decoded(decodeClockrate("answer", r))(t), defaultStathz)
	layout.Put(r, clockinfoStathz, 127)
	equal(t, "stathz", decoded(decodeClockrate("answer", r))(t), 127)
	_, err := decodeClockrate("answer", r[:16])
	isMalformed(t, "a short one", err)
}

func TestParseFreqLevels(t *testing.T) {
	for text, want := range map[string][2]float64{
		"2401/35000 2400/33000 800/9000\x00": {800, 2401}, "1200/-1": {1200, 1200}, "": {nan, nan}, "/5 x/1 -3/2 0/0 99999999999/1": {nan, nan},
		"100/1 x 300/2 200": {100, 300},
	} {
		lowest, highest := parseFreqLevels([]byte(text))
		equal(t, text, [2]float64{lowest, highest}, want)
	}
}

func FuzzDecodeCPU(f *testing.F) {
	f.Add([]byte(builtTicks(1, 2, 3, 4, 5)), int64(3))
	f.Add([]byte("2400/1 1200/2"), int64(-1))
	f.Fuzz(func(t *testing.T, b []byte, cpu int64) {
		times, _ := decodeCPUTimesPerCPU("answer", b, 128)
		for _, of := range times {
			if of.User < 0 || of.Idle < 0 || of.CPU < 0 {
				t.Errorf("%#v", of)
			}
		}
		if lowest, highest := parseFreqLevels(b); lowest > highest || lowest <= 0 {
			t.Errorf("%v to %v MHz", lowest, highest)
		}
		if load, err := decodeLoadAverage("answer", b); err == nil && load.Load1 < 0 {
			t.Errorf("%#v", load)
		}
		if hz, err := decodeClockrate("answer", b); err == nil && hz <= 0 {
			t.Errorf("%d Hz", hz)
		}
		if set, err := cpuSetOf([]int64{cpu}, b); err == nil && len(decodeCPUSet(set)) != 1 {
			t.Errorf("%d became %v", cpu, decodeCPUSet(set))
		}
	})
}
