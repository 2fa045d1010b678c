package freebsd

import (
	"bytes"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// decodeCPUSet returns the CPUs in a cpuset_t, ascending.
func decodeCPUSet(set []byte) []int64 {
	cpus := []int64{}
	for i := range int64(len(set) * 8) {
		if set[i/8]>>(i%8)&1 != 0 {
			cpus = append(cpus, i)
		}
	}
	return cpus
}

// cpuSetOf returns the CPUs as a cpuset_t without those that are not in usable; all that are usable for none. Errors:
// InvalidArgument if none is usable, or a number is not that of a CPU.
func cpuSetOf(cpus []int64, usable []byte) ([]byte, error) {
	set := make([]byte, len(usable))
	if len(cpus) == 0 {
		copy(set, usable)
		return set, nil
	}
	for _, cpu := range cpus {
		if cpu < 0 {
			return nil, platform.NewInvalidArgument("cpus", "CPU "+strconv.FormatInt(cpu, 10)+": expected a number of 0 or more")
		}
		if cpu < int64(len(set)*8) {
			set[cpu/8] |= 1 << (cpu % 8) & usable[cpu/8]
		}
	}
	if len(bytes.Trim(set, "\x00")) == 0 {
		return nil, platform.NewInvalidArgument("cpus", "the process may use none of them")
	}
	return set, nil
}
