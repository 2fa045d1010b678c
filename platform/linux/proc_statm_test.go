//go:build linux

package linux

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseStatm(t *testing.T) {
	m, err := parseStatm([]byte("10 3 2 1 0 4 0\n"), 4096)
	noError(t, "good", err)
	equal(t, "good", m, platform.MemoryInfo{RSS: 3 * 4096, VMS: 10 * 4096})
	for _, text := range []string{"", "10", "10 x", "x 3", "-1 3", "10 9223372036854775807", "\x00 \x00"} {
		if m, err := parseStatm([]byte(text), 4096); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
}

func TestParseStatmEx(t *testing.T) {
	m, err := parseStatmEx([]byte("10 3 2 1 0 4 0\n"), 4096)
	noError(t, "good", err)
	equal(t, "good", m, platform.MemoryInfoEx{MemoryInfo: platform.MemoryInfo{RSS: 3 * 4096, VMS: 10 * 4096},
		Shared: 2 * 4096, Text: 4096, Data: 4 * 4096})
	for _, text := range []string{"", "10 3 2", "10 3 2 1 0 4", "10 3 2 1 0 4 x", "-1 3 2 1 0 4 0"} {
		if m, err := parseStatmEx([]byte(text), 4096); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
}

func FuzzParseStatm(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/statm"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := parseStatm(b, 65536); err == nil && (m.RSS < 0 || m.VMS < 0) {
			t.Errorf("negative: %+v", m)
		}
	})
}

func FuzzParseStatmEx(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/statm"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := parseStatmEx(b, 65536); err == nil && min(m.RSS, m.VMS, m.Shared, m.Text, m.Lib, m.Data, m.Dirty) < 0 {
			t.Errorf("negative: %+v", m)
		}
	})
}
