//go:build linux

package linux

import (
	"fmt"
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

// A sandbox may have no limits in procfs, or only some of them.
func TestRLimitWithoutFile(t *testing.T) {
	const openFiles = 7 // PSUTIL_RLIMIT_NOFILE
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	want, err := p.RLimit(openFiles)
	noError(t, "RLimit", err)
	inMountNamespace(t, func() {
		for what, text := range map[string]string{"another line": "Max cpu time unlimited unlimited seconds\n", "odd": "Max open files x y files\n", "empty": ""} {
			coverFile(t, fmt.Sprintf("/proc/%d/limits", cmd.Process.Pid), text)
			got, err := p.RLimit(openFiles)
			noError(t, what, err)
			equal(t, what, got, want)
		}
	})
	foreign := newTree(t, map[string]string{"42/limits": "Limit\n", "42/stat": "42 (a) S 1\n"}).Process(42)
	_, err = foreign.RLimit(openFiles)
	errorWithCode(t, "another system's", err, platform.NotSupported)
	for limit, want := range map[uint64]int64{0: 0, 5: 5, 1 << 63: math.MaxInt64, math.MaxUint64 - 1: math.MaxInt64, math.MaxUint64: platform.Infinity} {
		equal(t, "rlimitOf", rlimitOf(limit), want)
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

func TestLimitsOfAnotherSystem(t *testing.T) {
	for resource, want := range map[int32]platform.Code{
		-1: platform.InvalidArgument, 0: 0, 15: 0, 16: platform.NotSupported, 18: platform.NotSupported, 19: platform.InvalidArgument,
	} {
		if err := checkResource(resource); platform.CodeOf(err) != want {
			t.Errorf("resource %d: %v", resource, err)
		}
	}
}
