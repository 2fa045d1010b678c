//go:build linux

package linux

import (
	"bytes"
	"math/bits"
	"strconv"
)

// cpuMask is a set of CPUs in the kernel's form: one bit each.
type cpuMask []uintptr

func newCPUMask(cpus []int64) cpuMask {
	var m cpuMask
	for _, cpu := range cpus {
		for int64(len(m)) <= cpu/bits.UintSize {
			m = append(m, 0)
		}
		m[cpu/bits.UintSize] |= 1 << (cpu % bits.UintSize)
	}
	return m
}

func (m cpuMask) has(cpu int64) bool {
	return cpu >= 0 && cpu/bits.UintSize < int64(len(m)) && m[cpu/bits.UintSize]>>(cpu%bits.UintSize)&1 != 0
}

func (m cpuMask) cpus() []int64 {
	cpus := []int64{}
	for i, word := range m {
		for ; word != 0; word &= word - 1 {
			cpus = append(cpus, int64(i*bits.UintSize+bits.TrailingZeros(uint(word))))
		}
	}
	return cpus
}

// String lists the CPUs in the kernel's form: "0-3,8".
func (m cpuMask) String() string {
	var list []byte
	for cpu := int64(0); cpu < int64(len(m))*bits.UintSize; cpu++ {
		if !m.has(cpu) {
			continue
		}
		if len(list) > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, cpu, 10)
		first := cpu
		for m.has(cpu + 1) {
			cpu++
		}
		if cpu > first {
			list = strconv.AppendInt(append(list, '-'), cpu, 10)
		}
	}
	return string(list)
}

// maxCPUs is more than any kernel supports. It bounds what a list of CPUs can allocate.
const maxCPUs = 1 << 16

// parseBlankCPUList parses a list that cpufreq writes, such as "0 1 2"; nil for other text.
func parseBlankCPUList(b []byte) []int64 {
	var cpus []int64
	for _, field := range bytes.Fields(b) {
		cpu, ok := parseCount(field)
		if !ok || cpu >= maxCPUs {
			return nil
		}
		cpus = append(cpus, cpu)
	}
	return cpus
}

// parseCPUList parses a list such as "0-3,8,10-11"; nil for other text.
func parseCPUList(b []byte) []int64 {
	var cpus []int64
	for part := range bytes.SplitSeq(bytes.TrimSpace(b), []byte{','}) {
		from, to, isRange := bytes.Cut(part, []byte{'-'})
		first, ok := parseCount(from)
		last := first
		if isRange && ok {
			last, ok = parseCount(to)
		}
		if !ok || last < first || last >= maxCPUs || len(cpus) >= maxCPUs {
			return nil
		}
		for cpu := first; cpu <= last; cpu++ {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}
