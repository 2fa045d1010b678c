package darwin

import "testing"

func TestDecodePressureLevel(t *testing.T) {
	for level, want := range map[uint32]int64{1: 1, 2: 2, 4: 4, 0: na, 3: na, 1 << 31: na} {
		equal(t, "level", decodePressureLevel(level), want)
	}
}
