//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// cpuInfo is the numbers of CPUs in /proc/cpuinfo; 0 is unknown.
type cpuInfo struct {
	processors, cores int64
}

// parseCPUInfo parses /proc/cpuinfo, which has a paragraph per CPU. Only x86 reports the number of cores per package.
func parseCPUInfo(b []byte) cpuInfo {
	var info cpuInfo
	perPackage := map[int64]int64{}
	socket := int64(platform.NA)
	for line := range bytes.Lines(b) {
		key, value, _ := bytes.Cut(line, []byte{':'})
		value = bytes.TrimSpace(value)
		switch string(bytes.TrimSpace(key)) {
		case "processor":
			socket = platform.NA
			if _, ok := parseCount(value); ok { // on old ARM kernels also the key of a model name
				info.processors++
			}
		case "physical id":
			if n, ok := parseCount(value); ok {
				socket = n
			}
		case "cpu cores":
			if n, ok := parseCount(value); ok && n < maxCPUs && socket != platform.NA {
				perPackage[socket] = n
			}
		default: // s390x: "processor 0: version = ..."
			if name, found := bytes.CutPrefix(key, []byte("processor ")); found {
				if _, ok := parseCount(bytes.TrimSpace(name)); ok {
					info.processors++
				}
			}
		}
	}
	for _, n := range perPackage {
		info.cores += n
	}
	return info
}

// cpuMHz is the current frequency of a CPU in /proc/cpuinfo, NaN where it has none.
type cpuMHz struct {
	cpu int64
	mHz float64
}

// parseCPUMHz returns the CPUs in /proc/cpuinfo. It has their current frequency on x86, POWER, s390x and LoongArch.
func parseCPUMHz(b []byte) []cpuMHz {
	var cpus []cpuMHz
	isKnown := false // whether the paragraph's CPU is the last of cpus
	for line := range bytes.Lines(b) {
		switch line[0] { // most lines, and the longest, have other keys
		case 'p', 'P', 'c', 'C':
		default:
			continue
		}
		key, value, _ := bytes.Cut(line, []byte{':'})
		value = bytes.TrimSpace(value)
		key = bytes.TrimSpace(key)
		is := func(name string) bool { return len(key) == len(name) && bytes.EqualFold(key, []byte(name)) }
		switch {
		case is("processor") || is("cpu number"): // the second on s390x
			var cpu int64
			if cpu, isKnown = parseCount(value); isKnown && cpu < maxCPUs {
				cpus = append(cpus, cpuMHz{cpu, platform.NaN})
			} else {
				isKnown = false
			}
		case is("cpu mhz") || is("cpu mhz dynamic") || is("clock"): // the second on s390x, the third on POWER
			mHz, ok := parseDecimal(bytes.TrimSuffix(value, []byte("MHz")))
			if ok && mHz > 0 && isKnown {
				cpus[len(cpus)-1].mHz = mHz
			}
		}
	}
	return cpus
}
