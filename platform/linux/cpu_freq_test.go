//go:build linux

package linux

import (
	"fmt"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// The forms in which a driver reports an unknown frequency.
func TestCPUFreqUnknown(t *testing.T) {
	const cpu0, cpu1 = "devices/system/cpu/cpu0/cpufreq/", "devices/system/cpu/cpu1/cpufreq/"
	s := newTree(t, map[string]string{
		"devices/system/cpu/online": "0-1\n", cpu0 + "scaling_cur_freq": "<unknown>\n", cpu0 + "cpuinfo_min_freq": "800000\n",
		cpu0 + "scaling_max_freq": "3000000\n", cpu1 + "scaling_cur_freq": "0\n", cpu1 + "cpuinfo_cur_freq": "1200000\n",
	})
	freq, err := s.CPUFreqPerCPU()
	noError(t, "CPUFreqPerCPU", err)
	equal(t, "CPUFreqPerCPU", freq, []platform.CPUFreq{{Current: nan, Min: 800, Max: 3000}, {Current: 1200, Min: nan, Max: nan}})
}

// Some kernels and containers have policies that no CPU links to.
func TestCPUFreqOfPolicies(t *testing.T) {
	const policies = "devices/system/cpu/cpufreq/"
	s := newTree(t, map[string]string{
		"devices/system/cpu/online": "0-4\n", policies + "boost": "1\n", policies + "policyX/scaling_cur_freq": "1\n",
		policies + "policy0/scaling_cur_freq": "1000000\n", policies + "policy0/cpuinfo_max_freq": "2000000\n",
		policies + "policy0/related_cpus": "0 1\n", policies + "policy0/affected_cpus": "0\n",
		policies + "policy2/scaling_cur_freq": "1500000\n", policies + "policy2/affected_cpus": "2\n", policies + "policy2/related_cpus": "\n",
		policies + "policy3/scaling_cur_freq": "1700000\n", policies + "policy3/related_cpus": "3-4 ?\n",
		"devices/system/cpu/cpu4/cpufreq/scaling_cur_freq": "1900000\n",
	})
	freq, err := s.CPUFreqPerCPU()
	noError(t, "CPUFreqPerCPU", err)
	first := platform.CPUFreq{Current: 1000, Min: nan, Max: 2000}
	equal(t, "CPUFreqPerCPU", freq, []platform.CPUFreq{
		first, first, {Current: 1500, Min: nan, Max: nan}, {Current: 1700, Min: nan, Max: nan}, {Current: 1900, Min: nan, Max: nan},
	})
}

// The CPUs are those of /proc/cpuinfo where it has a frequency of each, and those of sysfs elsewhere.
func TestCPUFreqOfListedCPUs(t *testing.T) {
	const online = "devices/system/cpu/online"
	for info, want := range map[string][]float64{
		"processor : 0\ncpu MHz : 1000\nprocessor : 2\ncpu MHz : 1200\n":      {1000, 1200},
		"processor : 0\ncpu MHz : 1000\nprocessor : 2\ncpu MHz : <unknown>\n": {1000, nan, nan, nan},
		"processor : 0\nprocessor : 2\ncpu MHz : 1200\n":                      {nan, nan, 1200, nan},
		"processor : 1\ncpu MHz : 1000\nprocessor : 1\ncpu MHz : 1200\n":      {nan, 1200, nan, nan},
		"cpu MHz : 1000\nprocessor : 3\ncpu MHz : 1300\nprocessor : x\n":      {1300},
	} {
		freq, err := newTree(t, map[string]string{online: "0-3\n", "cpuinfo": info}).CPUFreqPerCPU()
		noError(t, "CPUFreqPerCPU", err)
		current := make([]float64, len(freq))
		for i := range freq {
			current[i] = freq[i].Current
		}
		equal(t, info, fmt.Sprint(current), fmt.Sprint(want))
	}
}

// More CPUs than the kernel supports, one of them missing, on several nodes, without a list of those that are online.
func TestManyCPUsFreq(t *testing.T) {
	var stat, info strings.Builder
	stat.WriteString("cpu  1 2 3 4\n")
	n := 0
	for cpu := range 4096 {
		if cpu%7 == 3 {
			continue // offline
		}
		n++
		fmt.Fprintf(&stat, "cpu%d 1 2 3 4\n", cpu)
		fmt.Fprintf(&info, "processor\t: %d\nphysical id\t: %d\ncpu cores\t: 64\ncpu MHz\t\t: %d.5\n\n", cpu, cpu/64, 1000+cpu)
	}
	s := newTree(t, map[string]string{"stat": stat.String(), "cpuinfo": info.String()})
	freq, err := s.CPUFreqPerCPU()
	noError(t, "CPUFreqPerCPU", err)
	equal(t, "CPUs", len(freq), n)
	equal(t, "the last but one", freq[n-2].Current, 5094.5) // 4095 % 7 is 0, 4094 % 7 is 6
	cores, err := s.CPUCount(false)
	noError(t, "CPUCount", err)
	equal(t, "cores", cores, 64*64)
}
