//go:build cgo

package darwin

import (
	"runtime"

	"github.com/libpsutil/libpsutil/platform"
)

// CPUCount returns the CPUs that are online (hw.logicalcpu), or their cores (hw.physicalcpu).
func (s *system) CPUCount(logical bool) (int64, error) {
	name := "hw.physicalcpu"
	if logical {
		name = "hw.logicalcpu"
	}
	n, err := sysctlNumber(name)
	if err != nil {
		if platform.CodeOf(err) == platform.NoMemory {
			return platform.NA, err
		}
		return platform.NA, nil
	}
	return int64(n), nil
}

// CPUTimesPerCPU returns the ticks of host_processor_info(PROCESSOR_CPU_LOAD_INFO), which have 32 bits.
func (s *system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	loads, err := readCPULoads()
	return decodeCPULoads(loads), err
}

func (s *system) CPUTimes() (platform.CPUTimes, error) {
	list, err := s.CPUTimesPerCPU()
	return sumCPUTimes(list), err
}

// CPUStats returns the interrupts, which the kernel counts on arm64. It counts neither context switches nor system
// calls of the machine: what psutil reports of these are numbers of pages.
func (s *system) CPUStats() (platform.CPUStats, error) {
	stats := platform.CPUStats{
		CtxSwitches: platform.NA, Interrupts: platform.NA, SoftInterrupts: platform.NA, Syscalls: platform.NA,
	}
	counts, err := readInterrupts()
	if err == nil && len(counts) > 0 {
		stats.Interrupts = decodeInterrupts(counts)
	}
	if platform.CodeOf(err) == platform.NoMemory {
		return stats, err
	}
	return stats, nil
}

// CPUFreqPerCPU returns one record, which stands for all CPUs. On x86-64 it is hw.cpufrequency with its limits. On
// arm64 it is from the tables of the power manager, of the efficient and of the fast cores; the present frequency is
// not reported, and max stands for it, as in psutil.
func (s *system) CPUFreqPerCPU() ([]platform.CPUFreq, error) {
	if runtime.GOARCH == "amd64" {
		return intelFrequency()
	}
	freq := platform.CPUFreq{Current: platform.NaN, Min: platform.NaN, Max: platform.NaN}
	var first error
	for _, property := range []string{"voltage-states1-sram", "voltage-states5-sram"} {
		table, err := readFrequencies(property)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		lowest, highest := decodeFrequencies(table)
		if !(freq.Min <= lowest) {
			freq.Min = lowest
		}
		if !(freq.Max >= highest) {
			freq.Max = highest
		}
	}
	if freq.Max != freq.Max { // NaN
		if first == nil {
			first = platform.NewError(platform.NotSupported, "voltage-states5-sram", "this machine does not report frequencies")
		}
		return nil, first
	}
	freq.Current = freq.Max
	return []platform.CPUFreq{freq}, nil
}

func intelFrequency() ([]platform.CPUFreq, error) {
	mhz := func(name string) (float64, error) {
		hz, err := sysctlNumber(name)
		if err != nil || hz == 0 {
			return platform.NaN, err
		}
		return float64(hz) / 1e6, nil
	}
	current, err := mhz("hw.cpufrequency")
	if err != nil || current != current {
		if platform.CodeOf(err) == platform.NoMemory {
			return nil, err
		}
		return nil, platform.NewError(platform.NotSupported, "sysctl hw.cpufrequency", "this machine does not report it")
	}
	freq := platform.CPUFreq{Current: current}
	freq.Min, _ = mhz("hw.cpufrequency_min")
	freq.Max, _ = mhz("hw.cpufrequency_max")
	return []platform.CPUFreq{freq}, nil
}
