package windows

import "testing"

func TestProcessHandles(t *testing.T) {
	b := build(16+2*40).put64(0, 2).put64(16, 0x44).put32(16+28, 37).put64(56, 0x1_0000_0048).put32(56+28, 40).buffer()
	equal(t, "handles", b.processHandles(), []handleInfo{{0x44, 37}, {0x1_0000_0048, 40}})
	decoded(t, b)
	for name, b := range map[string]*builder{
		"no number":                   build(4),
		"more than there is room for": build(16+40).put64(0, 2),
		"far more":                    build(16+40).put64(0, 1<<63),
	} {
		b := b.buffer()
		b.processHandles()
		malformed(t, name, b)
	}
}

func TestSystemHandles(t *testing.T) {
	b := build(16+3*40).put64(0, 3).put64(16+8, 100).put64(16+16, 0x44).put16(16+30, 37).put64(56+8, 104).put64(56+16, 0x48).
		put64(96+8, 100).put64(96+16, 0x4c).put16(96+30, 16).buffer()
	equal(t, "handles", b.systemHandles(100), []handleInfo{{0x44, 37}, {0x4c, 16}})
	equal(t, "none", len(b.systemHandles(96)), 0)
	decoded(t, b)
	b = captured(t, "system_handles")
	list, err := parseProcessList(*captured(t, "process_list"))
	if err != nil {
		t.Fatal(err)
	}
	for _, pid := range list.pids() {
		if handles := b.systemHandles(pid); len(handles) == 0 || handles[0].handle%4 != 0 || handles[0].typeIndex == 0 {
			t.Errorf("captured handles of %d: %v", pid, handles)
		}
	}
	decoded(t, b)
}

func FuzzHandles(f *testing.F) {
	f.Add(build(16+40).put64(0, 1).put64(24, 4).bytes)
	f.Add(captured(f, "system_handles").bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		b := buffer{bytes: content}
		if n := len(b.processHandles()); n > len(content)/40 {
			t.Errorf("%d handles", n)
		}
		if n := len(b.systemHandles(4)); n > len(content)/40 {
			t.Errorf("%d handles", n)
		}
	})
}
