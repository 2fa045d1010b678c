//go:build linux

package linux

import (
	"fmt"
	"math"
	"testing"
)

func TestParseCPUInfo(t *testing.T) {
	for text, want := range map[string]cpuInfo{
		"": {},
		"processor\t: 0\nphysical id\t: 0\ncpu cores\t: 2\n\nprocessor\t: 1\nphysical id\t: 0\ncpu cores\t: 2\n\n" +
			"processor\t: 2\nphysical id\t: 1\ncpu cores\t: 2\n": {processors: 3, cores: 4},
		"processor: 0\ncpu cores: 2\n":                        {processors: 1}, // the package is unknown
		"processor: 0\nphysical id: x\ncpu cores: 2\n":        {processors: 1},
		"processor: 0\nphysical id: 0\ncpu cores: 99999999\n": {processors: 1},
		"Processor: ARMv7\nprocessor: 0\n":                    {processors: 1},
		"processor 0: version = FF\nprocessor 1: version\n":   {processors: 2},
		"processor : ARM926EJ-S rev 5\n":                      {},
	} {
		equal(t, text, parseCPUInfo([]byte(text)), want)
	}
}

func TestParseCPUMHz(t *testing.T) {
	for text, want := range map[string][]cpuMHz{
		"": nil,
		"processor\t: 0\ncpu MHz\t\t: 2600.000\n\nprocessor\t: 1\ncpu MHz\t\t: 800.123\n":            {{0, 2600}, {1, 800.123}},
		"processor\t: 8\ncpu\t\t: POWER9\nclock\t\t: 3425.000000MHz\nrevision\t: 2.2\n":              {{8, 3425}},
		"processor 0: version = FF\ncpu number : 0\ncpu MHz dynamic : 5208\ncpu MHz static : 4000\n": {{0, 5208}},
		"processor\t\t: 3\nCPU MHz\t\t\t: 2500.00\n":                                                 {{3, 2500}},
		"Processor\t: ARMv7\nprocessor\t: 0\nBogoMIPS : 38.4\n":                                      {{0, nan}},
		"cpu MHz : 1000\n": nil, // the CPU is unknown
		"processor : 0\ncpu MHz : unknown\nprocessor : 1\ncpu MHz : 0.000\nprocessor : 2\ncpu MHz : 1e9\n":     {{0, nan}, {1, nan}, {2, nan}},
		"processor : 99999999\ncpu MHz : 1\nprocessor : -1\ncpu MHz : 1\nprocessor : x\ncpu MHz : 1\nclock:\n": nil,
	} {
		equal(t, text, fmt.Sprint(parseCPUMHz([]byte(text))), fmt.Sprint(want))
	}
}

func FuzzParseCPUInfo(f *testing.F) {
	f.Add(fixtureFile(f, "proc/cpuinfo"))
	f.Add([]byte("processor 0: x\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if info := parseCPUInfo(b); info.processors < 0 || info.cores < 0 {
			t.Errorf("negative: %+v", info)
		}
	})
}

func FuzzParseCPUMHz(f *testing.F) {
	f.Add(fixtureFile(f, "proc/cpuinfo"))
	f.Add([]byte("cpu number : 0\ncpu MHz dynamic : 5208\nprocessor : 1\nclock : 3425.000000MHz\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range parseCPUMHz(b) {
			if c.cpu < 0 || c.cpu >= maxCPUs || c.mHz <= 0 || math.IsInf(c.mHz, 0) {
				t.Errorf("CPU %d: %v", c.cpu, c.mHz)
			}
		}
	})
}
