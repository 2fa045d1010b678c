package freebsd

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func TestResources(t *testing.T) {
	// PSUTIL_RLIMIT_NPROC, NOFILE and MEMLOCK have other numbers on FreeBSD.
	for resource, want := range map[int32]int{0: 0, 4: 4, 5: 5, 6: rlimitNproc, 7: rlimitNofile, 8: rlimitMemlock, 9: rlimitAS, 16: rlimitSbsize, 17: rlimitSwap, 18: rlimitNpts} {
		equal(t, "number", decoded(rlimitResource(resource))(t), want)
	}
	for resource, want := range map[int32]platform.Code{
		-1: platform.InvalidArgument, 19: platform.InvalidArgument, 10: platform.NotSupported, 15: platform.NotSupported,
	} {
		if _, err := rlimitResource(resource); platform.CodeOf(err) != want {
			t.Errorf("resource %d: %v", resource, err)
		}
	}
}

func TestLimitsAreReadBack(t *testing.T) {
	for _, limits := range []platform.RLimit{{Soft: 10, Hard: 20}, {Soft: 0, Hard: 0}, {Soft: 5, Hard: -1}, {Soft: -1, Hard: -1}} {
		equal(t, "limits", decoded(decodeRLimit("answer", decoded(encodeRLimit(limits))(t)))(t), limits)
	}
	for _, limits := range []platform.RLimit{{Soft: 20, Hard: 10}, {Soft: -1, Hard: 10}, {Soft: -2, Hard: 10}, {Soft: 1, Hard: -2}} {
		if _, err := encodeRLimit(limits); platform.CodeOf(err) != platform.InvalidArgument {
			t.Errorf("%v: %v", limits, err)
		}
	}
	infinite := decoded(encodeRLimit(platform.RLimit{Soft: -1, Hard: -1}))(t)
	equal(t, "RLIM_INFINITY", layout.Get(layout.Record(infinite), rlimitMax), math.MaxInt64)
	_, err := decodeRLimit("answer", infinite[:15])
	isMalformed(t, "a short answer", err)
}

func FuzzDecodeRLimit(f *testing.F) {
	f.Add(make([]byte, sizeofRlimit))
	f.Fuzz(func(t *testing.T, b []byte) {
		if limits, err := decodeRLimit("answer", b); err == nil && min(limits.Soft, limits.Hard) < platform.Infinity {
			t.Errorf("%#v", limits)
		}
	})
}
