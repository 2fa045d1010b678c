//go:build linux

package linux

import (
	"math"
	"testing"
)

func TestParseIO(t *testing.T) {
	for _, text := range []string{"", "\n\n", "rchar 1\n", "rchar: x\nsyscr: -1\n"} {
		if c, err := parseIO([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, c)
		}
	}
	c, err := parseIO([]byte("\nrchar: 5\n\nwchar: x\nsyscr: 7"))
	noError(t, "a part", err)
	equal(t, "a part", []int64{c.ReadChars, c.WriteChars, c.ReadCount, c.ReadBytes}, []int64{5, na, 7, na})
	c, err = parseIO([]byte("rchar: 99999999999999999999\nwchar: -1\n"))
	noError(t, "odd numbers", err)
	equal(t, "odd numbers", []int64{c.ReadChars, c.WriteChars}, []int64{math.MaxInt64, na})
}

func FuzzParseIO(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/io"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := parseIO(b); err == nil && min(c.ReadChars, c.WriteChars, c.ReadCount, c.WriteCount, c.ReadBytes, c.WriteBytes) < na {
			t.Errorf("negative: %+v", c)
		}
	})
}
