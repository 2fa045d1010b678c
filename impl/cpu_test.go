package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestCPUFreq(t *testing.T) {
	f, l := newFake(nil)
	for _, c := range []struct {
		all  []platform.CPUFreq
		want platform.CPUFreq
	}{
		{[]platform.CPUFreq{{Current: 1000, Min: 500, Max: 2000}, {Current: 2000, Min: 700, Max: 4000}}, platform.CPUFreq{Current: 1500, Min: 600, Max: 3000}},
		{[]platform.CPUFreq{{Current: 1000, Min: nan, Max: nan}, {Current: nan, Min: nan, Max: 4000}}, platform.CPUFreq{Current: 1000, Min: nan, Max: 4000}},
		{nil, platform.CPUFreq{Current: nan, Min: nan, Max: nan}},
	} {
		f.freq = c.all
		got, err := l.CPUFreq()
		noError(t, "CPUFreq", err)
		equal(t, "CPUFreq", got, c.want)
	}
	if _, err := New(platform.Unsupported{}).CPUFreq(); err == nil {
		t.Error("no error")
	}
}
