//go:build linux

package linux

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestEthtool(t *testing.T) {
	for _, c := range []struct {
		high, low uint16
		want      int64
	}{{0, 1000, 1000}, {1, 0x86a0, 100000}, {6, 0x1a80, 400000}, {0xffff, 0xffff, na}, {0, 0, na}, {0x8000, 0, na}, {0, 0xffff, na}} {
		equal(t, "speed", ethtoolSpeed(&ethtoolCommand{speed: c.low, speedHigh: c.high}), c.want)
	}
	for duplex, want := range map[uint8]platform.Duplex{0: platform.DuplexHalf, 1: platform.DuplexFull, 255: platform.DuplexUnknown, 2: platform.DuplexUnknown} {
		equal(t, "duplex", ethtoolDuplex(duplex), want)
	}
	speed, duplex := ethtool(-1, "lo")
	equal(t, "without a socket", [2]int64{speed, int64(duplex)}, [2]int64{na, 0})
}
