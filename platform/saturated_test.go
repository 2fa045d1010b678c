package platform

import (
	"math"
	"testing"
)

func TestArithmeticDoesNotOverflow(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want int64
	}{
		{"number", Saturated(5), 5},
		{"large number", Saturated(1 << 63), math.MaxInt64},
		{"product", MultiplySaturated(3, 4096), 12288},
		{"product with 0", MultiplySaturated(3, 0), 0},
		{"product of a negative number", MultiplySaturated(-3, 4096), 0},
		{"large product", MultiplySaturated(1<<60, 4096), math.MaxInt64},
		{"sum", AddSaturated(2, 3), 5},
		{"large sum", AddSaturated(math.MaxInt64, 1), math.MaxInt64},
		{"other large sum", AddSaturated(1, math.MaxInt64), math.MaxInt64},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
}
