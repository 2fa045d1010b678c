//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

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
	name := func(s string) []byte { return netlinkAttr(unix.IFLA_IFNAME, append([]byte(s), 0)) }
	const up, both = unix.IFF_UP, unix.IFF_BROADCAST
	var l []netLink
	for _, b := range [][]byte{
		linkMessage(1, up|unix.IFF_LOOPBACK, name("lo"), netlinkAttr(unix.IFLA_ADDRESS, make([]byte, 6)), netlinkAttr(unix.IFLA_BROADCAST, make([]byte, 6))),
		linkMessage(2, up|both, name("eth0"), netlinkAttr(unix.IFLA_ADDRESS, mac), netlinkAttr(unix.IFLA_BROADCAST, bytes.Repeat([]byte{0xff}, 6))),
		linkMessage(3, up|unix.IFF_POINTOPOINT, name("tun0")), // without hardware
		linkMessage(4, up|unix.IFF_POINTOPOINT, name("tunl0"), netlinkAttr(unix.IFLA_ADDRESS, []byte{10, 0, 0, 1}), netlinkAttr(unix.IFLA_BROADCAST, []byte{10, 0, 0, 2})),
		linkMessage(5, up|both, name("ib0"), netlinkAttr(unix.IFLA_ADDRESS, infiniband), netlinkAttr(unix.IFLA_BROADCAST, infiniband)),
	} {
		one, err := parseLink(b)
		noError(t, "parseLink", err)
		l = append(l, one)
	}
	var a []netAddress
	for _, b := range [][]byte{
		addressMessage(10, 64, 2, netlinkAttr(unix.IFA_ADDRESS, ip("fe80::1"))),
		addressMessage(10, 128, 1, netlinkAttr(unix.IFA_ADDRESS, ip("::1"))),
		addressMessage(10, 0, 2, netlinkAttr(unix.IFA_ADDRESS, ip("2001:db8::1"))),
		addressMessage(2, 8, 1, netlinkAttr(unix.IFA_ADDRESS, ip("127.0.0.1")), netlinkAttr(unix.IFA_LOCAL, ip("127.0.0.1"))),
		addressMessage(2, 24, 2, netlinkAttr(unix.IFA_ADDRESS, ip("192.0.2.2")), netlinkAttr(unix.IFA_LOCAL, ip("192.0.2.2")), netlinkAttr(unix.IFA_BROADCAST, ip("192.0.2.255")), netlinkAttr(unix.IFA_LABEL, []byte("eth0\x00"))),
		addressMessage(2, 32, 2, netlinkAttr(unix.IFA_ADDRESS, ip("192.0.2.3")), netlinkAttr(unix.IFA_LOCAL, ip("192.0.2.3")), netlinkAttr(unix.IFA_LABEL, []byte("eth0:1\x00"))),
		addressMessage(2, 24, 3, netlinkAttr(unix.IFA_ADDRESS, ip("10.8.0.2")), netlinkAttr(unix.IFA_LOCAL, ip("10.8.0.1"))),
		addressMessage(10, 200, 3, netlinkAttr(unix.IFA_ADDRESS, ip("fe80::2")), netlinkAttr(unix.IFA_LOCAL, ip("fe80::3"))),
		addressMessage(2, 24, 9, netlinkAttr(unix.IFA_LOCAL, ip("1.1.1.1"))), // of an unknown interface
		addressMessage(2, 24, 2, netlinkAttr(unix.IFA_LOCAL, mac)),           // no IPv4 address
		addressMessage(45, 24, 2, netlinkAttr(unix.IFA_LOCAL, ip("1.1.1.1"))),
	} {
		one, err := parseAddress(b)
		noError(t, "parseAddress", err)
		a = append(a, one)
	}
	const ones = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
	equal(t, "addresses", interfaceAddresses(l, a), []platform.NetIfAddr{
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
		0x10043:   "up,broadcast,running", // flags above 16 bits have no names
		0xffff:    "up,broadcast,debug,loopback,pointopoint,notrailers,running,noarp,promisc,allmulti,master,slave,multicast,portsel,automedia,dynamic",
		1<<32 - 1: "up,broadcast,debug,loopback,pointopoint,notrailers,running,noarp,promisc,allmulti,master,slave,multicast,portsel,automedia,dynamic",
	} {
		equal(t, fmt.Sprintf("%#x", flags), flagNames(flags), want)
	}
}

// Without netlink, ioctls report the same of each interface.
func TestLinksByIoctl(t *testing.T) {
	byRoutes, err := readLinks()
	if err != nil {
		t.Skip("no rtnetlink here: ", err)
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	noError(t, "socket", err)
	defer unix.Close(fd)
	byIoctl, err := liveSystem.linksByIoctl(fd)
	noError(t, "linksByIoctl", err)
	for _, want := range byRoutes {
		i := slices.IndexFunc(byIoctl, func(l netLink) bool { return l.name == want.name })
		if i < 0 {
			t.Errorf("%s is missing", want.name)
			continue
		}
		equal(t, want.name, byIoctl[i], netLink{name: want.name, flags: want.flags & 0xffff, mtu: want.mtu})
	}
	none, err := liveSystem.linksByIoctl(noFD)
	noError(t, "without a socket", err)
	equal(t, "without a socket", len(none), 0)
}

// Go's net package reports the same interfaces.
func TestInterfaces(t *testing.T) {
	all, err := net.Interfaces()
	if err != nil {
		t.Skip("package net cannot tell either: ", err)
	}
	stats, err := liveSystem.NetIfStats()
	noError(t, "NetIfStats", err)
	addrs, err := liveSystem.NetIfAddrs()
	noError(t, "NetIfAddrs", err)
	io, err := liveSystem.NetIO()
	noError(t, "NetIO", err)
	for _, want := range all {
		i := slices.IndexFunc(stats, func(s platform.NetIfStats) bool { return s.Name == want.Name })
		if i < 0 || !slices.ContainsFunc(io, func(n platform.NetIO) bool { return n.Name == want.Name }) {
			t.Errorf("%s is missing", want.Name)
			continue
		}
		s := stats[i]
		equal(t, want.Name+" MTU", s.MTU, int64(want.MTU))
		equal(t, want.Name+" up", strings.HasPrefix(s.Flags, "up"), want.Flags&net.FlagUp != 0)
		equal(t, want.Name+" running", s.Up, want.Flags&net.FlagRunning != 0)
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
			equal(t, want.Name+" hardware", hardware, []string{want.HardwareAddr.String()})
		}
		ips, err := want.Addrs()
		noError(t, "Addrs", err)
		var text []string
		for _, ip := range ips {
			text = append(text, ip.String())
		}
		slices.Sort(got)
		slices.Sort(text)
		equal(t, want.Name+" addresses", got, text)
	}
	equal(t, "interfaces", len(stats), len(all))
}
