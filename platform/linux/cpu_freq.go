//go:build linux

package linux

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// cpufreqPolicies is the directory of cpufreq's policies, one or several CPUs each.
const cpufreqPolicies = cpuDir + "/cpufreq"

// CPUFreqPerCPU reads the range from cpufreq. The current frequency of x86 CPUs is read from /proc/cpuinfo, where it
// costs nothing; the kernel may take 10 ms to measure each scaling_cur_freq.
func (s *system) CPUFreqPerCPU() ([]platform.CPUFreq, error) {
	buf := getBuf()
	defer putBuf(buf)
	files := optionalFiles{buf: buf}
	online := s.onlineMHz(&files)
	all := make([]platform.CPUFreq, len(online))
	known := false
	var policies map[int64]string
	for i, now := range online {
		dir := cpuDir + "/cpu" + strconv.FormatInt(now.cpu, 10) + "/cpufreq/"
		if !exists(s.sys + "/" + dir) {
			if policies == nil {
				policies = s.policyDirs(&files)
			}
			dir = policies[now.cpu]
		}
		f := platform.CPUFreq{Current: now.mHz, Min: platform.NaN, Max: platform.NaN}
		if dir != "" { // not in most virtual machines
			f.Min = s.readFreq(&files, dir+"scaling_min_freq", dir+"cpuinfo_min_freq")
			f.Max = s.readFreq(&files, dir+"scaling_max_freq", dir+"cpuinfo_max_freq")
			if math.IsNaN(now.mHz) {
				f.Current = s.readFreq(&files, dir+"scaling_cur_freq", dir+"cpuinfo_cur_freq")
			}
		}
		all[i] = f
		known = known || f.Current > 0 || f.Min > 0 || f.Max > 0
	}
	if files.err != nil {
		return nil, files.err
	}
	if !known && files.unreadable != nil {
		return nil, files.unreadable
	}
	if !known {
		return nil, platform.NewError(platform.NotSupported, "cpu_freq", "neither cpufreq nor cpuinfo has a frequency")
	}
	return all, nil
}

// onlineMHz returns the CPUs that are online, with their current frequency in /proc/cpuinfo. Where it has one of every
// CPU that it lists, these are the CPUs that are online, and no other file is read.
func (s *system) onlineMHz(files *optionalFiles) []cpuMHz {
	var listed []cpuMHz
	if files.read(s.proc, "cpuinfo") {
		listed = parseCPUMHz(*files.buf)
	}
	if isComplete(listed) {
		return listed
	}
	frequencies := make(map[int64]float64, len(listed))
	for _, c := range listed {
		frequencies[c.cpu] = c.mHz
	}
	cpus := s.onlineCPUs(files)
	online := make([]cpuMHz, len(cpus))
	for i, cpu := range cpus {
		online[i] = cpuMHz{cpu, platform.NaN}
		if mHz, found := frequencies[cpu]; found {
			online[i].mHz = mHz
		}
	}
	return online
}

// isComplete reports whether CPUs are listed in order, each with a frequency.
func isComplete(listed []cpuMHz) bool {
	for i, c := range listed {
		if math.IsNaN(c.mHz) || i > 0 && c.cpu <= listed[i-1].cpu {
			return false
		}
	}
	return len(listed) > 0
}

// policyDirs returns the directory of each CPU's cpufreq policy, which some kernels and containers do not link from the
// CPU. A policy that does not list its CPUs is that of the CPU with its number.
func (s *system) policyDirs(files *optionalFiles) map[int64]string {
	dirs := map[int64]string{}
	names := files.list(s.sys, cpufreqPolicies)
	slices.Sort(names)
	for _, name := range names {
		number, found := strings.CutPrefix(name, "policy")
		first, ok := parseCount([]byte(number))
		if !found || !ok {
			continue
		}
		dir := cpufreqPolicies + "/" + name + "/"
		cpus := []int64{first}
		for _, list := range []string{"related_cpus", "affected_cpus"} {
			if !files.readAttribute(s.sys, dir+list) {
				continue
			}
			if listed := parseBlankCPUList(*files.buf); len(listed) > 0 {
				cpus = listed
				break
			}
		}
		for _, cpu := range cpus {
			dirs[cpu] = dir
		}
	}
	return dirs
}

// readFreq returns the frequency in MHz from the first of these files that has one, otherwise NaN. A driver that does
// not report it writes "<unknown>", and only root can read cpuinfo_cur_freq.
func (s *system) readFreq(files *optionalFiles, names ...string) float64 {
	for _, name := range names {
		if files.readAttribute(s.sys, name) {
			if kHz, ok := parseCount(bytes.TrimSpace(*files.buf)); ok && kHz > 0 {
				return float64(kHz) / 1000
			}
		}
	}
	return platform.NaN
}
