package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// performanceInformationOf returns PERFORMANCE_INFORMATION with these numbers of pages.
func performanceInformationOf(commitLimit, total, available, pageSize uint64) *buffer {
	return build(performanceInformationSize).put32(0, performanceInformationSize).put64(8, 1000).put64(16, commitLimit).put64(24, 1100).
		put64(32, total).put64(40, available).put64(48, 1200).put64(80, pageSize).buffer()
}

func TestVirtualMemory(t *testing.T) {
	b := performanceInformationOf(6<<20, 4<<20, 1<<20, 4096)
	p := decodePerformanceInformation(b)
	decoded(t, b)
	equal(t, "commit limit", p.commitLimit, 24<<30)
	const na = platform.NA
	equal(t, "virtual memory", p.virtualMemory(), platform.VirtualMemory{
		Total: 16 << 30, Available: 4 << 30, Free: 4 << 30, Used: 12 << 30,
		Active: na, Inactive: na, Buffers: na, Cached: na, Shared: na, Slab: na, Wired: na,
	})
	c := captured(t, "performance_information")
	v := decodePerformanceInformation(c).virtualMemory()
	decoded(t, c)
	if v.Total != 25276059648 || v.Available <= 0 || v.Available > v.Total {
		t.Errorf("captured: %+v", v)
	}
	for name, b := range map[string]*buffer{
		"no page size": performanceInformationOf(6, 4, 1, 0), "too many pages": performanceInformationOf(6, 1<<52, 1, 4096),
		"a short answer": {bytes: make([]byte, 80)},
	} {
		decodePerformanceInformation(b)
		malformed(t, name, b)
	}
}

func TestDecodePageFiles(t *testing.T) {
	// Two page files. The names, with which the system fills the gap, are not needed.
	b := build(64+pageFileSize).put32(0, 64).put32(4, 1000).put32(8, 250).put32(12, 300).
		put32(64, 0).put32(68, 500).put32(72, 600).buffer()
	equal(t, "swap", decodePageFiles(b, 4096), platform.SwapMemory{Total: 1500 * 4096, Used: 750 * 4096, Free: 750 * 4096})
	decoded(t, b)
	b = &buffer{}
	equal(t, "no page file", decodePageFiles(b, 4096), platform.SwapMemory{})
	decoded(t, b)
	for name, b := range map[string]*buffer{
		"a short record":        {bytes: make([]byte, 31)},
		"a next one too near":   build(pageFileSize).put32(0, 8).buffer(),
		"a next one too far":    build(pageFileSize).put32(0, 64).buffer(),
		"one before the buffer": build(pageFileSize).put32(0, 0xfffffff0).buffer(),
	} {
		decodePageFiles(b, 4096)
		malformed(t, name, b)
	}
}

func FuzzDecodeMemory(f *testing.F) {
	f.Add(captured(f, "performance_information").bytes)
	f.Add(build(pageFileSize).put32(4, 1000).put32(8, 250).bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		v := decodePerformanceInformation(&buffer{bytes: content}).virtualMemory()
		if v.Total < 0 || v.Available < 0 || v.Available > v.Total {
			t.Errorf("%+v", v)
		}
		b := &buffer{bytes: content}
		if s := decodePageFiles(b, 4096); s.Used < 0 || s.Used > s.Total || s.Free < 0 {
			t.Errorf("%+v", s)
		}
	})
}
