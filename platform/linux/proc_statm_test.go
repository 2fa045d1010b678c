//go:build linux

package linux

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseStatm(t *testing.T) {
	m, err := parseStatm([]byte("10 3 2 1 0 4 0\n"), 4096)
	noError(t, "good", err)
	equal(t, "good", m, platform.MemoryInfo{RSS: 3 * 4096, VMS: 10 * 4096, Shared: 2 * 4096, Text: 4096, Data: 4 * 4096})
	m, err = parseStatm([]byte("10 9223372036854775807 x"), 4096)
	noError(t, "odd", err)
	equal(t, "odd", []int64{m.VMS, m.RSS, m.Shared, m.Dirty}, []int64{10 * 4096, math.MaxInt64, na, na})
	for _, text := range []string{"", "10", "10 x", "x 3", "-1 3", "\x00 \x00"} {
		if m, err := parseStatm([]byte(text), 4096); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
}

func FuzzParseStatm(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/statm"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseStatm(b, 65536)
		if err == nil && (min(m.RSS, m.VMS) < 0 || min(m.Shared, m.Text, m.Lib, m.Data, m.Dirty) < na) {
			t.Errorf("negative: %+v", m)
		}
	})
}
