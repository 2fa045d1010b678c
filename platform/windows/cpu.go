package windows

import "github.com/libpsutil/libpsutil/platform"

// ticksPerSecond is how many units of 100 ns, in which Windows measures times, a second has.
const ticksPerSecond = 1e7

func seconds(ticks int64) float64 { return float64(ticks) / ticksPerSecond }

// epochTicks is 1970 as a FILETIME, which counts from 1601.
const epochTicks = 116444736000000000

// secondsSinceEpoch converts a FILETIME.
func secondsSinceEpoch(filetime int64) float64 { return seconds(filetime - epochTicks) }

// The sizes of records that there is one of for each CPU.
const (
	processorPerformanceSize = 48 // SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION
	processorPowerSize       = 24 // PROCESSOR_POWER_INFORMATION
)

// decodeCPUTimes decodes SystemProcessorPerformanceInformation. The kernel's time contains the idle time, which is
// subtracted, and the time of interrupts and deferred procedure calls, which stays, as in psutil. first is the number
// of the first CPU.
func decodeCPUTimes(b *buffer, first int64) []platform.CPUTimes {
	times := make([]platform.CPUTimes, len(b.bytes)/processorPerformanceSize)
	for i := range times {
		at := i * processorPerformanceSize
		idle, kernel := b.int64(at), b.int64(at+8)
		times[i] = platform.CPUTimes{
			Idle: seconds(idle), System: seconds(max(kernel-idle, 0)), User: seconds(b.int64(at + 16)),
			DPC: seconds(b.int64(at + 24)), IRQ: seconds(b.int64(at + 32)),
			Nice: platform.NaN, IOWait: platform.NaN, SoftIRQ: platform.NaN, Steal: platform.NaN, Guest: platform.NaN,
			GuestNice: platform.NaN, CPU: first + int64(i),
		}
	}
	return times
}

// sumCPUTimes returns the times of all CPUs together.
func sumCPUTimes(all []platform.CPUTimes) platform.CPUTimes {
	sum := platform.CPUTimes{
		Nice: platform.NaN, IOWait: platform.NaN, SoftIRQ: platform.NaN, Steal: platform.NaN, Guest: platform.NaN,
		GuestNice: platform.NaN, CPU: platform.NA,
	}
	for _, t := range all {
		sum.User += t.User
		sum.System += t.System
		sum.Idle += t.Idle
		sum.IRQ += t.IRQ
		sum.DPC += t.DPC
	}
	return sum
}

// decodeInterruptCounts returns the sum of the hardware interrupts in SystemProcessorPerformanceInformation.
func decodeInterruptCounts(b *buffer) (sum int64) {
	for at := 0; at+processorPerformanceSize <= len(b.bytes); at += processorPerformanceSize {
		sum += int64(b.uint32(at + 40))
	}
	return sum
}

// decodePerformanceCounts returns the context switches and system calls in SystemPerformanceInformation.
func decodePerformanceCounts(b *buffer) (switches, calls int64) {
	return int64(b.uint32(296)), int64(b.uint32(308))
}

// relationProcessorCore is the relationship of a record that describes a physical core.
const relationProcessorCore = 0

// countCores returns how many records of SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX describe a core. Each begins with its
// relationship and its size.
func countCores(b *buffer) (cores int64) {
	for at := 0; at < len(b.bytes) && !b.malformed; {
		if b.uint32(at) == relationProcessorCore {
			cores++
		}
		size := int(b.uint32(at + 4))
		if size < 8 || size > len(b.bytes)-at {
			b.malformed = true
		}
		at += size
	}
	return cores
}

// decodeCPUFreq decodes the PROCESSOR_POWER_INFORMATION of each CPU, in MHz. Windows does not report the lowest
// frequency. A record without frequencies is that of a CPU outside of the caller's processor group.
func decodeCPUFreq(b *buffer) []platform.CPUFreq {
	all := make([]platform.CPUFreq, len(b.bytes)/processorPowerSize)
	for i := range all {
		at := i * processorPowerSize
		all[i] = platform.CPUFreq{Current: platform.NaN, Min: platform.NaN, Max: platform.NaN}
		if highest := b.uint32(at + 4); highest > 0 {
			all[i].Max, all[i].Current = float64(highest), float64(b.uint32(at+8))
		}
	}
	return all
}
