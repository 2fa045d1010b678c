//go:build linux

package linux

import (
	"math"
	"testing"
)

func TestParseSwapCounts(t *testing.T) {
	for text, want := range map[string][2]int64{
		"": {na, na}, "pswpin 1\npswpout 2\n": {4096, 8192}, "pswpout 2": {na, 8192}, "pswpin\npswpout x\n": {na, na},
		"pswpin -1\npswpout 9223372036854775807\n": {na, math.MaxInt64}, "xpswpin 1\npswpin_x 2\n": {na, na},
	} {
		in, out := parseSwapCounts([]byte(text), 4096)
		equal(t, text, [2]int64{in, out}, want)
	}
}

func FuzzParseSwapCounts(f *testing.F) {
	f.Add(fixtureFile(f, "proc/vmstat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if in, out := parseSwapCounts(b, 65536); in < na || out < na {
			t.Errorf("negative: %d, %d", in, out)
		}
	})
}
