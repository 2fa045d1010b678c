//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

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
		got, err := inTree(tree).NetIO()
		no(t, tree, err)
		same(t, tree, got, want)
		same(t, tree, inTree(tree).NetNamespace(), uint64(0))
	}
	_, err := inTree("6.1-riscv64").NetIO()
	wantCode(t, "no net", err, platform.OS)
}

func TestParseNetDev(t *testing.T) {
	heads := "Inter-|\n face |\n"
	good := heads + "a: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
	for what, text := range map[string]string{
		"nothing": "", "only headings": heads, "one heading": "Inter-|\n",
	} {
		all, err := parseNetDev([]byte(text))
		no(t, what, err)
		same(t, what, len(all), 0)
	}
	all, err := parseNetDev([]byte(strings.Replace(good, " 16", " 16 17 18", 1)))
	no(t, "more numbers", err)
	same(t, "more numbers", len(all), 1)
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

func linkMessage(index int32, flags uint32, attrs ...[]byte) []byte {
	b := make([]byte, unix.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	binary.NativeEndian.PutUint32(b[8:], flags)
	return append(b, bytes.Join(attrs, nil)...)
}

func addressMessage(family platform.Family, prefix byte, index int32, attrs ...[]byte) []byte {
	b := make([]byte, unix.SizeofIfAddrmsg)
	b[0], b[1] = byte(family), prefix
	binary.NativeEndian.PutUint32(b[4:], uint32(index))
	return append(b, bytes.Join(attrs, nil)...)
}

func TestInterfaceAddresses(t *testing.T) {
	mac := []byte{2, 0xfc, 0, 0, 0, 1}
	infiniband := make([]byte, 20)
	for i := range infiniband {
		infiniband[i] = byte(i)
	}
	ip := func(text string) []byte {
		ip := net.ParseIP(text)
		if four := ip.To4(); four != nil {
			return four
		}
		return ip
	}
	name := func(s string) []byte { return attribute(unix.IFLA_IFNAME, append([]byte(s), 0)) }
	const up, both = unix.IFF_UP, unix.IFF_BROADCAST
	var l []link
	for _, b := range [][]byte{
		linkMessage(1, up|unix.IFF_LOOPBACK, name("lo"), attribute(unix.IFLA_ADDRESS, make([]byte, 6)), attribute(unix.IFLA_BROADCAST, make([]byte, 6))),
		linkMessage(2, up|both, name("eth0"), attribute(unix.IFLA_ADDRESS, mac), attribute(unix.IFLA_BROADCAST, bytes.Repeat([]byte{0xff}, 6))),
		linkMessage(3, up|unix.IFF_POINTOPOINT, name("tun0")), // without hardware
		linkMessage(4, up|unix.IFF_POINTOPOINT, name("tunl0"), attribute(unix.IFLA_ADDRESS, []byte{10, 0, 0, 1}), attribute(unix.IFLA_BROADCAST, []byte{10, 0, 0, 2})),
		linkMessage(5, up|both, name("ib0"), attribute(unix.IFLA_ADDRESS, infiniband), attribute(unix.IFLA_BROADCAST, infiniband)),
	} {
		one, err := parseLink(b)
		no(t, "parseLink", err)
		l = append(l, one)
	}
	var a []address
	for _, b := range [][]byte{
		addressMessage(10, 64, 2, attribute(unix.IFA_ADDRESS, ip("fe80::1"))),
		addressMessage(10, 128, 1, attribute(unix.IFA_ADDRESS, ip("::1"))),
		addressMessage(10, 0, 2, attribute(unix.IFA_ADDRESS, ip("2001:db8::1"))),
		addressMessage(2, 8, 1, attribute(unix.IFA_ADDRESS, ip("127.0.0.1")), attribute(unix.IFA_LOCAL, ip("127.0.0.1"))),
		addressMessage(2, 24, 2, attribute(unix.IFA_ADDRESS, ip("192.0.2.2")), attribute(unix.IFA_LOCAL, ip("192.0.2.2")), attribute(unix.IFA_BROADCAST, ip("192.0.2.255")), attribute(unix.IFA_LABEL, []byte("eth0\x00"))),
		addressMessage(2, 32, 2, attribute(unix.IFA_ADDRESS, ip("192.0.2.3")), attribute(unix.IFA_LOCAL, ip("192.0.2.3")), attribute(unix.IFA_LABEL, []byte("eth0:1\x00"))),
		addressMessage(2, 24, 3, attribute(unix.IFA_ADDRESS, ip("10.8.0.2")), attribute(unix.IFA_LOCAL, ip("10.8.0.1"))),
		addressMessage(10, 200, 3, attribute(unix.IFA_ADDRESS, ip("fe80::2")), attribute(unix.IFA_LOCAL, ip("fe80::3"))),
		addressMessage(2, 24, 9, attribute(unix.IFA_LOCAL, ip("1.1.1.1"))), // of an interface that is not there
		addressMessage(2, 24, 2, attribute(unix.IFA_LOCAL, mac)),           // no IPv4 address
		addressMessage(45, 24, 2, attribute(unix.IFA_LOCAL, ip("1.1.1.1"))),
	} {
		one, err := parseAddress(b)
		no(t, "parseAddress", err)
		a = append(a, one)
	}
	const ones = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
	same(t, "addresses", interfaceAddresses(l, a), []platform.NetIfAddr{
		{Name: "lo", Family: 2, Address: "127.0.0.1", Netmask: "255.0.0.0", PrefixLength: 8},
		{Name: "lo", Family: 10, Address: "::1", Netmask: ones, PrefixLength: 128},
		{Name: "lo", Family: 17, Address: "00:00:00:00:00:00", PrefixLength: na},
		{Name: "eth0", Family: 2, Address: "192.0.2.2", Netmask: "255.255.255.0", Broadcast: "192.0.2.255", PrefixLength: 24},
		{Name: "eth0:1", Family: 2, Address: "192.0.2.3", Netmask: "255.255.255.255", Broadcast: "192.0.2.3", PrefixLength: 32},
		{Name: "eth0", Family: 10, Address: "fe80::1%eth0", Netmask: "ffff:ffff:ffff:ffff::", PrefixLength: 64},
		{Name: "eth0", Family: 10, Address: "2001:db8::1", Netmask: "::"},
		{Name: "eth0", Family: 17, Address: "02:fc:00:00:00:01", Broadcast: "ff:ff:ff:ff:ff:ff", PrefixLength: na},
		{Name: "tun0", Family: 2, Address: "10.8.0.1", Netmask: "255.255.255.0", PTP: "10.8.0.2", PrefixLength: 24},
		{Name: "tun0", Family: 10, Address: "fe80::3%tun0", Netmask: ones, PTP: "fe80::2%tun0", PrefixLength: 128},
		{Name: "tunl0", Family: 17, Address: "0a:00:00:01:00:00", PTP: "0a:00:00:02", PrefixLength: na},
		{Name: "ib0", Family: 17, Address: "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13",
			Broadcast: "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13", PrefixLength: na},
	})
	if _, err := parseLink(make([]byte, 15)); err == nil {
		t.Error("a link that is cut off")
	}
	if _, err := parseAddress(make([]byte, 7)); err == nil {
		t.Error("an address that is cut off")
	}
}

func TestFlagNames(t *testing.T) {
	for flags, want := range map[uint32]string{
		0:         "",
		0x49:      "up,loopback,running",
		0x1043:    "up,broadcast,running,multicast",
		0x10043:   "up,broadcast,running", // of those beyond 16 bits psutil knows none
		0xffff:    "up,broadcast,debug,loopback,pointopoint,notrailers,running,noarp,promisc,allmulti,master,slave,multicast,portsel,automedia,dynamic",
		1<<32 - 1: "up,broadcast,debug,loopback,pointopoint,notrailers,running,noarp,promisc,allmulti,master,slave,multicast,portsel,automedia,dynamic",
	} {
		same(t, fmt.Sprintf("%#x", flags), flagNames(flags), want)
	}
}

func TestEthtool(t *testing.T) {
	for _, c := range []struct {
		high, low uint16
		want      int64
	}{{0, 1000, 1000}, {1, 0x86a0, 100000}, {6, 0x1a80, 400000}, {0xffff, 0xffff, na}, {0, 0, na}, {0x8000, 0, na}} {
		same(t, "speed", ethtoolSpeed(&ethtoolCommand{speed: c.low, speedHigh: c.high}), c.want)
	}
	for duplex, want := range map[uint8]platform.Duplex{0: platform.DuplexHalf, 1: platform.DuplexFull, 255: platform.DuplexUnknown, 2: platform.DuplexUnknown} {
		same(t, "duplex", ethtoolDuplex(duplex), want)
	}
	speed, duplex := ethtool(-1, "lo")
	same(t, "without a socket", [2]int64{speed, int64(duplex)}, [2]int64{na, 0})
}

// What Go's own net package says of the interfaces.
func TestInterfaces(t *testing.T) {
	all, err := net.Interfaces()
	if err != nil {
		t.Skip("package net cannot tell either: ", err)
	}
	stats, err := live.NetIfStats()
	no(t, "NetIfStats", err)
	addrs, err := live.NetIfAddrs()
	no(t, "NetIfAddrs", err)
	io, err := live.NetIO()
	no(t, "NetIO", err)
	for _, want := range all {
		i := slices.IndexFunc(stats, func(s platform.NetIfStats) bool { return s.Name == want.Name })
		if i < 0 || !slices.ContainsFunc(io, func(n platform.NetIO) bool { return n.Name == want.Name }) {
			t.Errorf("%s is not there", want.Name)
			continue
		}
		s := stats[i]
		same(t, want.Name+" MTU", s.MTU, int64(want.MTU))
		same(t, want.Name+" up", strings.HasPrefix(s.Flags, "up"), want.Flags&net.FlagUp != 0)
		same(t, want.Name+" running", s.Up, want.Flags&net.FlagRunning != 0)
		var got, hardware []string
		for _, a := range addrs {
			name, _, _ := strings.Cut(a.Name, ":")
			switch {
			case name != want.Name:
			case a.Family == platform.FamilyLink:
				hardware = append(hardware, a.Address)
			default:
				ip, _, _ := strings.Cut(a.Address, "%")
				got = append(got, fmt.Sprintf("%s/%d", ip, a.PrefixLength))
			}
		}
		if len(want.HardwareAddr) == 6 {
			same(t, want.Name+" hardware", hardware, []string{want.HardwareAddr.String()})
		}
		ips, err := want.Addrs()
		no(t, "Addrs", err)
		var text []string
		for _, ip := range ips {
			text = append(text, ip.String())
		}
		slices.Sort(got)
		slices.Sort(text)
		same(t, want.Name+" addresses", got, text)
	}
	same(t, "interfaces", len(stats), len(all))
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

func FuzzRoutes(f *testing.F) {
	f.Add(message(16, 0, linkMessage(2, 0x1043, attribute(unix.IFLA_IFNAME, []byte("eth0\x00")), attribute(unix.IFLA_ADDRESS, make([]byte, 6)))))
	f.Add(message(20, 0, addressMessage(2, 24, 2, attribute(unix.IFA_LOCAL, []byte{1, 2, 3, 4}))))
	f.Fuzz(func(t *testing.T, b []byte) {
		var l []link
		var a []address
		parseMessages(b, func(b []byte) error {
			if one, err := parseLink(b); err == nil {
				l = append(l, one)
			}
			if one, err := parseAddress(b); err == nil {
				a = append(a, one)
			}
			return nil
		})
		for _, addr := range interfaceAddresses(l, a) {
			if addr.Address == "" {
				t.Errorf("%v has no address", addr)
			}
		}
	})
}
