//go:build linux

package linux

import (
	"math"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestNetIOOfFixtures(t *testing.T) {
	for tree, want := range map[string][]platform.NetIO{
		"2.6.32-x86_64": {
			{Name: "lo", Counters: platform.NetIOCounters{BytesSent: 1000, BytesRecv: 1000, PacketsSent: 10, PacketsRecv: 10}},
			{Name: "eth0", Counters: platform.NetIOCounters{BytesSent: 3000000000, BytesRecv: 4294967295, PacketsSent: 100000,
				PacketsRecv: 200001, ErrorsIn: 1, ErrorsOut: 7, DroppedIn: 2, DroppedOut: 8}},
			{Name: "eth0:1", Counters: platform.NetIOCounters{BytesRecv: math.MaxInt64, PacketsRecv: 1}},
		},
		"3.10-armv7": {{Name: "lo"}}, // no network but lo
		"6.18-x86_64": {
			{Name: "lo", Counters: platform.NetIOCounters{BytesSent: 30756, BytesRecv: 30756, PacketsSent: 95, PacketsRecv: 95}},
			{Name: "vb", Counters: platform.NetIOCounters{BytesSent: 180, BytesRecv: 90, PacketsSent: 2, PacketsRecv: 1}},
			{Name: "va", Counters: platform.NetIOCounters{BytesSent: 90, BytesRecv: 180, PacketsSent: 1, PacketsRecv: 2}},
		},
	} {
		got, err := fixtureTree(tree).NetIO()
		noError(t, tree, err)
		equal(t, tree, got, want)
		equal(t, tree, fixtureTree(tree).NetNamespace(), uint64(0))
	}
	_, err := fixtureTree("6.1-riscv64").NetIO()
	errorWithCode(t, "no net", err, platform.OS)
}

func TestParseNetDev(t *testing.T) {
	heads := "Inter-|\n face |\n"
	good := heads + "a: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
	counters := platform.NetIOCounters{BytesRecv: 1, PacketsRecv: 2, ErrorsIn: 3, DroppedIn: 4, BytesSent: 9, PacketsSent: 10, ErrorsOut: 11, DroppedOut: 12}
	with := func(change func(c *platform.NetIOCounters)) []platform.NetIO {
		c := counters
		change(&c)
		return []platform.NetIO{{Name: "a", Counters: c}}
	}
	same := with(func(*platform.NetIOCounters) {})
	for _, c := range []struct {
		what, text string
		want       []platform.NetIO
	}{
		{"nothing", "", nil}, {"only headings", heads, nil}, {"one heading", "Inter-|\n", nil},
		{"good", good, same}, {"no headings", strings.TrimPrefix(good, heads), same},
		{"more numbers", strings.Replace(good, " 16", " 16 17 18", 1), same},
		{"truncated", strings.Replace(good, " 12 13 14 15 16", "", 1), with(func(c *platform.NetIOCounters) { c.DroppedOut = na })},
		{"letters", strings.Replace(good, " 9 ", " x ", 1), with(func(c *platform.NetIOCounters) { c.BytesSent = na })},
		{"negative", strings.Replace(good, " 9 ", " -9 ", 1), with(func(c *platform.NetIOCounters) { c.BytesSent = na })},
		{"beyond 64 bits", strings.Replace(good, " 9 ", " 18446744073709551616 ", 1),
			with(func(c *platform.NetIOCounters) { c.BytesSent = math.MaxInt64 })},
		{"no colon", good + "b 1 2 3\n", same}, {"an empty line", good + "\n", same}, {"NULs", good + strings.Repeat("\x00", 100), same},
	} {
		equal(t, c.what, parseNetDev([]byte(c.text)), c.want)
	}
}

func FuzzParseNetDev(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/dev"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, io := range parseNetDev(b) {
			for _, n := range io.Counters.All() {
				if *n < na {
					t.Errorf("%q has counted %d", io.Name, *n)
				}
			}
		}
	})
}
