//go:build linux

package linux

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// CPUFreqPerCPU asks cpufreq for the range. The current frequency of x86 CPUs is in /proc/cpuinfo: there it costs
// nothing, while each scaling_cur_freq may take the kernel 10 ms to measure.
func (s *system) CPUFreqPerCPU() ([]platform.CPUFreq, error) {
	buf := getBuf()
	defer putBuf(buf)
	current := map[int64]float64{}
	if readSystemFile(buf, s.proc, "cpuinfo") == nil {
		current = parseCPUMHz(*buf)
	}
	online := s.onlineCPUs()
	all := make([]platform.CPUFreq, len(online))
	known := false
	for i, cpu := range online {
		folder := "devices/system/cpu/cpu" + strconv.FormatInt(cpu, 10) + "/cpufreq/"
		f := platform.CPUFreq{Current: platform.NaN, Min: platform.NaN, Max: platform.NaN}
		now, told := current[cpu]
		if told {
			f.Current = now
		}
		if exists(s.sys + "/" + folder) { // as it is not in most virtual machines
			f.Min = s.readFreq(buf, folder+"scaling_min_freq", folder+"cpuinfo_min_freq")
			f.Max = s.readFreq(buf, folder+"scaling_max_freq", folder+"cpuinfo_max_freq")
			if !told {
				f.Current = s.readFreq(buf, folder+"scaling_cur_freq", folder+"cpuinfo_cur_freq")
			}
		}
		all[i] = f
		known = known || f.Current > 0 || f.Min > 0 || f.Max > 0
	}
	if !known {
		return nil, platform.NewError(platform.NotSupported, "cpu_freq", "neither cpufreq nor cpuinfo says how fast the CPUs run")
	}
	return all, nil
}

// frequency reads the first of these files that there is, in MHz; NaN if there is none. (A driver that does not know
// says "<unknown>", and cpuinfo_cur_freq is for root alone.)
func (s *system) readFreq(buf *[]byte, files ...string) float64 {
	for _, file := range files {
		if readSystemFile(buf, s.sys, file) == nil {
			if kHz, ok := parseCount(bytes.TrimSpace(*buf)); ok && kHz > 0 {
				return float64(kHz) / 1000
			}
		}
	}
	return platform.NaN
}
