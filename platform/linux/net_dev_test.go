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
	for what, text := range map[string]string{
		"nothing": "", "only headings": heads, "one heading": "Inter-|\n",
	} {
		all, err := parseNetDev([]byte(text))
		noError(t, what, err)
		equal(t, what, len(all), 0)
	}
	all, err := parseNetDev([]byte(strings.Replace(good, " 16", " 16 17 18", 1)))
	noError(t, "more numbers", err)
	equal(t, "more numbers", len(all), 1)
	for what, text := range map[string]string{
		"cut":          strings.Replace(good, " 15 16", " 15", 1),
		"no colon":     strings.Replace(good, "a:", "a", 1),
		"letters":      strings.Replace(good, " 9 ", " x ", 1),
		"negative":     strings.Replace(good, " 9 ", " -9 ", 1),
		"beyond 64":    strings.Replace(good, " 9 ", " 18446744073709551616 ", 1),
		"an empty one": heads + "\n",
		"NULs":         heads + strings.Repeat("\x00", 100),
	} {
		if all, err := parseNetDev([]byte(text)); err == nil {
			t.Errorf("%s: %v, want an error", what, all)
		}
	}
}

func FuzzParseNetDev(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/dev"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, _ := parseNetDev(b)
		for _, io := range all {
			for _, n := range io.Counters.All() {
				if *n < 0 {
					t.Errorf("%q has counted %d", io.Name, *n)
				}
			}
		}
	})
}
