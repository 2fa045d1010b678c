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
	// One line is enough, however many CPUs and interrupts there are.
	b, err := readPrefix(path, buf[:])
	if err != nil {
		return platform.CPUTimes{}, sysError(pathString(path), err)
	}
	t, err := parseCPUTimes(b)
	return t, addPath(s.proc, err)
}

func (s *system) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := readSystemFile(buf, s.proc, "stat"); err != nil {
		return nil, err
	}
	times, err := parseCPUTimesPerCPU(*buf)
	return times, addPath(s.proc, err)
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
	if logical {
		return s.logicalCPUCount(buf), nil
	}
	return s.coreCount(buf), nil
}

func (s *system) logicalCPUCount(buf *[]byte) int64 {
	if readSystemFile(buf, s.sys, "devices/system/cpu/online") == nil {
		if n := int64(len(parseCPUList(*buf))); n > 0 {
			return n
		}
	}
	if readSystemFile(buf, s.proc, "stat") == nil {
		if n := countCPULines(*buf); n > 0 {
			return n
		}
	}
	if readSystemFile(buf, s.proc, "cpuinfo") == nil {
		if n := parseCPUInfo(*buf).processors; n > 0 {
			return n
		}
	}
	return platform.NA
}

// onlineCPUs gives the numbers of the CPUs that are online; in the order of CPUTimesPerCPU; none where unknown.
func (s *system) onlineCPUs() []int64 {
	buf := getBuf()
	defer putBuf(buf)
	if readSystemFile(buf, s.sys, "devices/system/cpu/online") == nil {
		if cpus := parseCPUList(*buf); len(cpus) > 0 {
			return cpus
		}
	}
	if readSystemFile(buf, s.proc, "stat") != nil {
		return nil
	}
	return parseCPUNumbers(*buf)
}

// cores counts the different sets of CPUs that share a core.
func (s *system) coreCount(buf *[]byte) int64 {
	if readSystemFile(buf, s.sys, "devices/system/cpu/online") == nil {
		online := parseCPUList(*buf)
		for _, file := range []string{"core_cpus_list", "thread_siblings_list"} { // the second before Linux 5.3
			siblings := make(map[string]struct{}, len(online))
			for _, cpu := range online {
				name := "devices/system/cpu/cpu" + strconv.FormatInt(cpu, 10) + "/topology/" + file
				if readSystemFile(buf, s.sys, name) == nil {
					siblings[string(bytes.TrimSpace(*buf))] = struct{}{}
				}
			}
			if len(siblings) > 0 {
				return int64(len(siblings))
			}
		}
	}
	if readSystemFile(buf, s.proc, "cpuinfo") == nil {
		if n := parseCPUInfo(*buf).cores; n > 0 {
			return n
		}
	}
	return platform.NA
}
