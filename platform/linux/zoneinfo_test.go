//go:build linux

package linux

import (
	"math"
	"testing"
)

func TestParseLowWatermarks(t *testing.T) {
	for text, want := range map[string]int64{
		"":                            0,
		"low 5\n":                     5,
		"  low  5\n  lowmem 7\nlow x": 5,
		"low 9223372036854775807\nlow 9223372036854775807\n":                                                 math.MaxInt64,
		"Node 0, zone Normal\n  pages free 9\n        low      5\nNode 1, zone Normal\n        low      7\n": 12,
	} {
		equal(t, text, parseLowWatermarks([]byte(text), 1), want)
	}
}
