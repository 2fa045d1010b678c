//go:build linux

package linux

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestParseRLimits(t *testing.T) {
	const name = "Max open files"
	for text, want := range map[string]platform.RLimit{
		"Max open files            1024                 4096                 files     \n": {Soft: 1024, Hard: 4096},
		"Max open files unlimited unlimited\n":                                             {Soft: -1, Hard: -1},
		"Max open filesystems 1 2\nMax open files 3 4\n":                                   {Soft: 3, Hard: 4},
		"Max open files 9223372036854775808 18446744073709551614\n":                        {Soft: math.MaxInt64, Hard: math.MaxInt64},
	} {
		limits, err := parseRLimits([]byte(text), name)
		noError(t, text, err)
		equal(t, text, limits, want)
	}
	for _, text := range []string{
		"Max open files 1\n", "Max open files -1 2\n", "Max open files\n",
		"Max open files x y\n", "", "Max open files", "Limit\n",
	} {
		if limits, err := parseRLimits([]byte(text), name); err == nil {
			t.Errorf("%q gives %+v, want an error", text, limits)
		}
	}
}

func FuzzParseRLimits(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/limits"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, resource := range rlimitResources {
			if limits, err := parseRLimits(b, resource.name); err == nil && (limits.Soft < platform.Infinity || limits.Hard < platform.Infinity) {
				t.Errorf("negative: %+v", limits)
			}
		}
	})
}
