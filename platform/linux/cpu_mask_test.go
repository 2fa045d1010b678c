//go:build linux

package linux

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
)

func TestCPUMask(t *testing.T) {
	for text, cpus := range map[string][]int64{
		"0": {0}, "0-3": {0, 1, 2, 3}, "0-1,5,63-65": {0, 1, 5, 63, 64, 65}, "1023-1025,4095": {1023, 1024, 1025, 4095},
	} {
		mask := newCPUMask(cpus)
		equal(t, text, mask.String(), text)
		equal(t, text, mask.cpus(), cpus)
		reversed := slices.Clone(cpus)
		slices.Reverse(reversed)
		equal(t, text, newCPUMask(append(reversed, cpus[0])), mask)
		for _, other := range []int64{-1, 7, math.MinInt64, math.MaxInt64} {
			equal(t, text, mask.has(other), false)
		}
	}
	equal(t, "none", newCPUMask(nil).cpus(), []int64{})
	equal(t, "none", newCPUMask(nil).String(), "")
}

func TestParseCPUList(t *testing.T) {
	for text, want := range map[string][]int64{
		"0\n": {0}, "0-3\n": {0, 1, 2, 3}, "0-1,4,6-7": {0, 1, 4, 6, 7},
		"": nil, "\n": nil, "x": nil, "3-1": nil, "-3": nil, "1-": nil, "1,,2": nil, "0-99999999": nil,
		"0-99999999999999999999": nil,
	} {
		equal(t, text, parseCPUList([]byte(text)), want)
	}
}

func FuzzCPUMask(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0x80})
	f.Fuzz(func(t *testing.T, b []byte) {
		var mask cpuMask
		for ; len(b) >= 8; b = b[8:] {
			mask = append(mask, uintptr(binary.LittleEndian.Uint64(b)))
		}
		cpus := mask.cpus()
		if got := newCPUMask(cpus).cpus(); !slices.Equal(got, cpus) {
			t.Errorf("%v has become %v", cpus, got)
		}
		if len(cpus) > 0 && len(mask) < 1000 {
			equal(t, "as text", parseCPUList([]byte(mask.String())), cpus)
		}
	})
}

func FuzzParseCPUList(f *testing.F) {
	f.Add([]byte("0-1,4,6-7\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, cpu := range parseCPUList(b) {
			if cpu < 0 || cpu >= maxCPUs {
				t.Errorf("CPU %d", cpu)
			}
		}
	})
}
