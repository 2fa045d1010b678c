package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// memoryOf returns SYSTEM_BASIC_INFORMATION and SYSTEM_PERFORMANCE_INFORMATION with these numbers of pages.
func memoryOf(commitLimit, total, available, pageSize uint32) (basic, performance *buffer) {
	basic = build(basicSystemSize).put32(4, 156250).put32(8, pageSize).put32(12, total).put32(16, 1).buffer()
	performance = build(344).put32(40, 1).put32(44, available).put32(48, 2).put32(52, commitLimit).put32(56, 3).buffer()
	return basic, performance
}

func TestVirtualMemory(t *testing.T) {
	basic, performance := memoryOf(6<<20, 4<<20, 1<<20, 4096)
	memory := decodeMemory(basic, performance)
	decoded(t, basic)
	decoded(t, performance)
	equal(t, "commit limit", memory.commitLimit, 24<<30)
	equal(t, "page size", memory.pageSize, 4096)
	const na = platform.NA
	equal(t, "virtual memory", memory.virtualMemory(), platform.VirtualMemory{
		Total: 16 << 30, Available: 4 << 30, Free: 4 << 30, Used: 12 << 30,
		Active: na, Inactive: na, Buffers: na, Cached: na, Shared: na, Slab: na, Wired: na,
	})
	basic, performance = captured(t, "basic"), captured(t, "performance")
	v := decodeMemory(basic, performance).virtualMemory()
	decoded(t, basic)
	decoded(t, performance)
	if v.Total != 25276510208 || v.Available <= 0 || v.Available > v.Total {
		t.Errorf("captured: %+v", v)
	}
	basic, performance = memoryOf(6, 4, 1, 0)
	decodeMemory(basic, performance)
	malformed(t, "no page size", basic)
	malformed(t, "no page size", performance)
	basic, performance = memoryOf(6, 4, 1, 4096)
	basic.bytes, performance.bytes = basic.bytes[:8], performance.bytes[:44]
	decodeMemory(basic, performance)
	malformed(t, "a short answer", basic)
	malformed(t, "a short answer", performance)
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
	f.Add(captured(f, "basic").bytes, captured(f, "performance").bytes)
	f.Add(build(pageFileSize).put32(4, 1000).put32(8, 250).bytes, []byte{})
	f.Fuzz(func(t *testing.T, first, second []byte) {
		v := decodeMemory(&buffer{bytes: first}, &buffer{bytes: second}).virtualMemory()
		if v.Total < 0 || v.Available < 0 || v.Available > v.Total {
			t.Errorf("%+v", v)
		}
		b := &buffer{bytes: first}
		if s := decodePageFiles(b, 4096); s.Used < 0 || s.Used > s.Total || s.Free < 0 {
			t.Errorf("%+v", s)
		}
	})
}
