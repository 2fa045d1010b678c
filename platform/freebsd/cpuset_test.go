package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestCPUSets(t *testing.T) {
	usable := make([]byte, 32) // as FreeBSD 12 and 13 have it; since 14 it has 128 bytes
	usable[0], usable[8] = 0x0d, 0x80
	equal(t, "CPUs", decodeCPUSet(usable), []int64{0, 2, 3, 71})
	for what, c := range map[string]struct{ cpus, want []int64 }{
		"none": {nil, []int64{0, 2, 3, 71}}, "some": {[]int64{71, 2, 2}, []int64{2, 71}}, "with others": {[]int64{1, 3, 255, 256, 1 << 62}, []int64{3}},
	} {
		set := decoded(cpuSetOf(c.cpus, usable))(t)
		equal(t, what, decodeCPUSet(set), c.want)
		equal(t, "size", len(set), 32)
	}
	equal(t, "unchanged", decodeCPUSet(usable), []int64{0, 2, 3, 71})
	for _, cpus := range [][]int64{{1}, {300}, {-1}, {2, -1}} {
		if _, err := cpuSetOf(cpus, usable); platform.CodeOf(err) != platform.InvalidArgument {
			t.Errorf("%v: %v", cpus, err)
		}
	}
}
