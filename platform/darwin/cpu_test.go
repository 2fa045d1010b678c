package darwin

import (
	"encoding/binary"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func words(numbers ...uint32) (b []byte) {
	for _, n := range numbers {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func TestDecodeCPULoads(t *testing.T) {
	list := decodeCPULoads(words(100, 200, 400, 50, 1<<32-1, 0, 10, 0, 7))
	nan := platform.NaN
	first := platform.CPUTimes{User: 1, System: 2, Idle: 4, Nice: 0.5, IOWait: nan, IRQ: nan, SoftIRQ: nan, Steal: nan, Guest: nan, GuestNice: nan, DPC: nan}
	second := first
	second.User, second.System, second.Idle, second.Nice, second.CPU = 42949672.95, 0, 0.1, 0, 1
	equal(t, "CPUs", list, []platform.CPUTimes{first, second})
	sum := first
	sum.User, sum.System, sum.Idle, sum.CPU = 42949673.95, 2, 4.1, na
	equal(t, "sum", sumCPUTimes(list), sum)
	equal(t, "none", len(decodeCPULoads(nil)), 0)
}

func TestDecodeInterrupts(t *testing.T) {
	r := make(layout.Record, sizeofProcessorCPUStat64)
	layout.Put(r, processorCPUStat64IrqExCnt, 1)
	layout.Put(r, processorCPUStat64IpiCnt, 20)
	layout.Put(r, processorCPUStat64TimerCnt, 300)
	layout.Put(r, processorCPUStat64DataExCnt, 55555) // a fault is no interrupt
	layout.Put(r, processorCPUStat64PmiCnt, 4000)
	equal(t, "two CPUs", decodeInterrupts(append(concat(r, r), 9)), 8642)
	equal(t, "none", decodeInterrupts(r[:79]), 0)
}

func TestDecodeFrequencies(t *testing.T) {
	for name, c := range map[string]struct {
		table           []byte
		lowest, highest float64
	}{
		"M1, in Hz":              {words(600e6, 590, 972e6, 600, 3204e6, 1000), 600, 3204},
		"M4, in kHz":             {words(1020e3, 590, 4512e3, 1100), 1020, 4512},
		"an entry that is empty": {words(0, 0, 600e6, 590, 0, 0), 600, 600},
		"a half entry":           {words(600e6, 590, 3204e6), 600, 600},
		"nothing":                {nil, platform.NaN, platform.NaN},
	} {
		lowest, highest := decodeFrequencies(c.table)
		equal(t, name, []float64{lowest, highest}, []float64{c.lowest, c.highest})
	}
}

func FuzzCPU(f *testing.F) {
	f.Add(words(600e6, 590, 972e6, 600))
	f.Fuzz(func(t *testing.T, b []byte) {
		list := decodeCPULoads(b)
		if sum := sumCPUTimes(list); len(list) != len(b)/16 || !(sum.User >= 0 && sum.Idle >= 0) {
			t.Errorf("%d CPUs, sum %+v", len(list), sum)
		}
		if n := decodeInterrupts(b); n < 0 {
			t.Errorf("%d interrupts", n)
		}
		if lowest, highest := decodeFrequencies(b); lowest > highest {
			t.Errorf("%g to %g MHz", lowest, highest)
		}
	})
}
