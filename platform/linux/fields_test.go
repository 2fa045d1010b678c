//go:build linux

package linux

import (
	"math"
	"testing"
)

func TestParseInt(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-0": 0, "007": 7, "9223372036854775807": math.MaxInt64, "-9223372036854775807": -math.MaxInt64,
	} {
		n, ok := parseInt([]byte(text))
		equal(t, text, n, want)
		equal(t, text, ok, true)
	}
	for _, text := range []string{"", "-", "+1", " 1", "1 ", "1x", "9223372036854775808", "0x1", "1_0", "٣"} {
		if n, ok := parseInt([]byte(text)); ok {
			t.Errorf("%q gives %d", text, n)
		}
	}
}
