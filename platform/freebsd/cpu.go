package freebsd

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

const sizeofLong = 8

// decodeCPUTimes decodes CPUSTATES numbers of ticks of the statistics clock, which ticks so many times a second.
func decodeCPUTimes(b []byte, ticksPerSecond int64) platform.CPUTimes {
	seconds := func(state int) float64 {
		return float64(layout.Get(layout.Record(b), layout.Field[uint64](state*sizeofLong))) / float64(ticksPerSecond)
	}
	return platform.CPUTimes{
		User: seconds(cpUser), Nice: seconds(cpNice), System: seconds(cpSys), IRQ: seconds(cpIntr), Idle: seconds(cpIdle),
		IOWait: platform.NaN, SoftIRQ: platform.NaN, Steal: platform.NaN, Guest: platform.NaN, GuestNice: platform.NaN, DPC: platform.NaN,
		CPU: platform.NA,
	}
}

// decodeCPUTimesPerCPU decodes the answer to kern.cp_times, which has zeros for the numbers that no CPU has.
func decodeCPUTimesPerCPU(what string, b []byte, ticksPerSecond int64) ([]platform.CPUTimes, error) {
	const size = cpuStates * sizeofLong
	if len(b) == 0 || len(b)%size != 0 {
		return nil, malformed(what)
	}
	var all []platform.CPUTimes
	for i := 0; i*size < len(b); i++ {
		ticks := b[i*size : (i+1)*size]
		if len(bytes.Trim(ticks, "\x00")) == 0 {
			continue
		}
		times := decodeCPUTimes(ticks, ticksPerSecond)
		times.CPU = int64(i)
		all = append(all, times)
	}
	return all, nil
}

// defaultStathz is the frequency of the statistics clock where kern.clockrate has none.
const defaultStathz = 128

// decodeClockrate returns stathz of struct clockinfo.
func decodeClockrate(what string, b []byte) (int64, error) {
	if len(b) < sizeofClockinfo {
		return 0, malformed(what)
	}
	if hz := layout.Get(layout.Record(b), clockinfoStathz); hz > 0 {
		return int64(hz), nil
	}
	return defaultStathz, nil
}

// parseFreqLevels returns the lowest and the highest of the frequencies in dev.cpu.N.freq_levels, "2400/35000 1200/-1":
// in MHz, each with its power consumption. NaN without one.
func parseFreqLevels(b []byte) (lowest, highest float64) {
	lowest, highest = platform.NaN, platform.NaN
	for level := range bytes.FieldsSeq(bytes.TrimRight(b, "\x00")) {
		frequency, _, _ := bytes.Cut(level, []byte{'/'})
		n, err := strconv.ParseUint(string(frequency), 10, 32)
		if err != nil || n == 0 {
			continue
		}
		mhz := float64(n)
		if !(lowest <= mhz) {
			lowest = mhz
		}
		if !(highest >= mhz) {
			highest = mhz
		}
	}
	return lowest, highest
}

// CPUCount reads hw.ncpu, or kern.smp.cores for cores.
func (s *system) CPUCount(logical bool) (int64, error) {
	if logical {
		return s.kernel.readInt("hw.ncpu")
	}
	return readOrDefault(s.kernel.readInt, "kern.smp.cores", platform.NA)
}

func (s *system) statisticsHz() (int64, error) {
	b, err := s.kernel.readRecord("kern.clockrate")
	if err != nil {
		return 0, err
	}
	return decodeClockrate("sysctl kern.clockrate", b)
}

// CPUTimes reads kern.cp_time.
func (s *system) CPUTimes() (platform.CPUTimes, error) {
	hz, err := s.statisticsHz()
	if err != nil {
		return platform.CPUTimes{}, err
	}
	b, err := s.kernel.readRecord("kern.cp_time")
	if err != nil {
		return platform.CPUTimes{}, err
	}
	if len(b) != cpuStates*sizeofLong {
		return platform.CPUTimes{}, malformed("sysctl kern.cp_time")
	}
	return decodeCPUTimes(b, hz), nil
}

// CPUTimesPerCPU reads kern.cp_times.
func (s *system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	hz, err := s.statisticsHz()
	if err != nil {
		return nil, err
	}
	b, err := s.kernel.readRecord("kern.cp_times")
	if err != nil {
		return nil, err
	}
	return decodeCPUTimesPerCPU("sysctl kern.cp_times", b, hz)
}

// CPUStats reads vm.stats.sys.
func (s *system) CPUStats() (platform.CPUStats, error) {
	var stats platform.CPUStats
	for _, v := range []struct {
		name string
		to   *int64
	}{
		{"v_swtch", &stats.CtxSwitches}, {"v_intr", &stats.Interrupts}, {"v_soft", &stats.SoftInterrupts}, {"v_syscall", &stats.Syscalls},
	} {
		var err error
		if *v.to, err = s.kernel.readNumber("vm.stats.sys." + v.name); err != nil {
			return stats, err
		}
	}
	return stats, nil
}

// CPUFreqPerCPU reads dev.cpu.N.freq and dev.cpu.N.freq_levels, which most machines have for the first CPU only: the
// others have its frequency.
func (s *system) CPUFreqPerCPU() ([]platform.CPUFreq, error) {
	cpus, err := s.CPUTimesPerCPU()
	if err != nil {
		return nil, err
	}
	all := make([]platform.CPUFreq, len(cpus))
	last := platform.CPUFreq{Current: platform.NaN, Min: platform.NaN, Max: platform.NaN}
	known := false
	for i, cpu := range cpus {
		mhz, err := s.kernel.readInt(indexed("dev.cpu.", cpu.CPU, ".freq"))
		switch {
		case isMissing(err):
			all[i] = last
			continue
		case err != nil:
			return nil, err
		}
		known = true
		last.Current = float64(mhz)
		levels, err := s.kernel.readRecord(indexed("dev.cpu.", cpu.CPU, ".freq_levels"))
		if err != nil && !isMissing(err) {
			return nil, err
		}
		last.Min, last.Max = parseFreqLevels(levels)
		all[i] = last
	}
	if !known {
		return nil, notSupported("cpu_freq", "no CPU has a variable freq")
	}
	return all, nil
}
