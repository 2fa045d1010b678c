//go:build linux

package linux

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

func (s *system) CPUTimes() (platform.CPUTimes, error) {
	var pbuf pathBuf
	var buf [512]byte
	path := pathZ(&pbuf, s.proc, "stat")
	// One line is enough, no matter how many CPUs and interrupts follow.
	b, err := readPrefix(path, buf[:])
	if err != nil {
		return platform.CPUTimes{}, sysError(pathString(path), err)
	}
	if t, ok := parseCPUTimes(b); ok {
		return t, nil
	}
	whole := getBuf()
	defer putBuf(whole)
	if err := readSystemFile(whole, s.proc, "stat"); err != nil {
		return platform.CPUTimes{}, err
	}
	if t, ok := parseCPUTimes(*whole); ok {
		return t, nil
	}
	t, err := sumCPUTimes(parseCPUTimesPerCPU(*whole))
	return t, addPath(s.proc, err)
}

func (s *system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "stat"); err != nil {
		return nil, err
	}
	return parseCPUTimesPerCPU(*buf), nil
}

func (s *system) CPUStats() (platform.CPUStats, error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "stat"); err != nil {
		return platform.CPUStats{}, err
	}
	stats, err := parseCPUStats(*buf)
	return stats, addPath(s.proc, err)
}

func (s *system) CPUCount(logical bool) (int64, error) {
	buf := getBuf()
	defer putBuf(buf)
	files := optionalFiles{buf: buf}
	count := s.coreCount
	if logical {
		count = s.logicalCPUCount
	}
	n := count(&files)
	if n == platform.NA {
		return platform.NA, files.unreadable
	}
	return n, nil
}

const cpuDir = "devices/system/cpu"

func (s *system) logicalCPUCount(files *optionalFiles) int64 {
	if n := int64(len(s.onlineCPUs(files))); n > 0 {
		return n
	}
	if files.read(s.proc, "cpuinfo") {
		if n := parseCPUInfo(*files.buf).processors; n > 0 {
			return n
		}
	}
	return platform.NA
}

// onlineCPUs returns the numbers of the CPUs that are online, in the order of CPUTimesPerCPU; none where unknown. Linux
// before 2.6.27 has no file for them in sysfs.
func (s *system) onlineCPUs(files *optionalFiles) []int64 {
	if files.readAttribute(s.sys, cpuDir+"/online") {
		if cpus := parseCPUList(*files.buf); len(cpus) > 0 {
			return cpus
		}
	}
	if files.read(s.proc, "stat") {
		return parseCPUNumbers(*files.buf)
	}
	return nil
}

// coreCount returns the number of different sets of CPUs that share a core. A set that exists and cannot be read may be
// different.
func (s *system) coreCount(files *optionalFiles) int64 {
	online := s.onlineCPUs(files)
	for _, file := range []string{"core_cpus_list", "thread_siblings_list"} { // the second before Linux 5.3
		siblings := make(map[string]struct{}, len(online))
		for _, cpu := range online {
			if files.readAttribute(s.sys, cpuDir+"/cpu"+strconv.FormatInt(cpu, 10)+"/topology/"+file) {
				siblings[string(bytes.TrimSpace(*files.buf))] = struct{}{}
			}
		}
		if len(siblings) > 0 && files.unreadable == nil {
			return int64(len(siblings))
		}
	}
	if files.read(s.proc, "cpuinfo") {
		if n := parseCPUInfo(*files.buf).cores; n > 0 {
			return n
		}
	}
	return platform.NA
}
