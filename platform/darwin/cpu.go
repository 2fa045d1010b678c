package darwin

import (
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// ticksPerSecond is the unit of cpu_ticks (mach/machine.h).
const ticksPerSecond = 100

// decodeCPUTimes decodes an array of processor_cpu_load_info, one of each CPU.
func decodeCPULoads(b []byte) []platform.CPUTimes {
	list := make([]platform.CPUTimes, len(b)/sizeofProcessorCPULoadInfo)
	for i := range list {
		ticks := layout.Record(layout.Bytes(layout.Record(b[i*sizeofProcessorCPULoadInfo:]), processorCPULoadInfoTicks))
		seconds := func(state int) float64 {
			return float64(layout.Get(ticks, layout.Field[uint32](4*state))) / ticksPerSecond
		}
		list[i] = unreportedCPUTimes()
		list[i].User, list[i].System, list[i].Idle, list[i].Nice = seconds(ticksUser), seconds(ticksSystem), seconds(ticksIdle), seconds(ticksNice)
		list[i].CPU = int64(i)
	}
	return list
}

func unreportedCPUTimes() platform.CPUTimes {
	nan := platform.NaN
	return platform.CPUTimes{
		IOWait: nan, IRQ: nan, SoftIRQ: nan, Steal: nan, Guest: nan, GuestNice: nan, DPC: nan, CPU: platform.NA,
	}
}

// sumCPUTimes returns the times of all CPUs together. The kernel's own sum has 32 bits, which wrap around earlier.
func sumCPUTimes(list []platform.CPUTimes) platform.CPUTimes {
	sum := unreportedCPUTimes()
	for i := range list {
		sum.User += list[i].User
		sum.System += list[i].System
		sum.Idle += list[i].Idle
		sum.Nice += list[i].Nice
	}
	return sum
}

// decodeInterrupts returns the interrupts in an array of processor_cpu_stat64, one of each CPU: from devices, other
// CPUs, the timer and the performance monitor.
func decodeInterrupts(b []byte) (sum int64) {
	for ; len(b) >= sizeofProcessorCPUStat64; b = b[sizeofProcessorCPUStat64:] {
		for _, f := range []layout.Field[uint64]{
			processorCPUStat64IrqExCnt, processorCPUStat64IpiCnt, processorCPUStat64TimerCnt, processorCPUStat64PmiCnt,
		} {
			sum += int64(layout.Get(layout.Record(b), f) & (1<<48 - 1)) // no sum of these overflows
		}
	}
	return sum
}

// decodeFrequencies returns the lowest and the highest frequency of a table of voltage states, in MHz: pairs of a
// frequency and a voltage, 32 bits each. The frequency is in Hz up to M3, and in kHz since M4.
func decodeFrequencies(b []byte) (lowest, highest float64) {
	lowest, highest = platform.NaN, platform.NaN
	for ; len(b) >= 8; b = b[8:] {
		n := float64(binary.LittleEndian.Uint32(b))
		if n == 0 {
			continue
		}
		mhz := n / 1e6
		if mhz < 100 {
			mhz = n / 1e3
		}
		if !(lowest <= mhz) {
			lowest = mhz
		}
		if !(highest >= mhz) {
			highest = mhz
		}
	}
	return lowest, highest
}
