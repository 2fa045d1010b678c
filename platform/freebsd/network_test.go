package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// pad extends a socket address to the alignment of the kernel's.
func pad(r layout.Record) layout.Record {
	return append(r[:len(r):len(r)], make(layout.Record, (8-len(r)%8)%8)...)
}

func builtLink(name string, mac []byte) layout.Record {
	r := make(layout.Record, sizeofSockaddrDl)
	layout.Put(r, sockaddrDlLen, sizeofSockaddrDl)
	layout.Put(r, sockaddrDlFamily, afLink)
	layout.Put(r, sockaddrDlNlen, uint8(len(name)))
	layout.Put(r, sockaddrDlAlen, uint8(len(mac)))
	copy(r[sockaddrDlData:], name)
	copy(r[int(sockaddrDlData)+len(name):], mac)
	return r
}

// builtInterface returns a struct if_msghdrl whose counters are so many bytes longer than ours.
func builtInterface(index uint16, flags int32, link layout.Record, longer int) layout.Record {
	r := make(layout.Record, sizeofIfMsghdrl+longer)
	layout.Put(r, ifMsghdrlVersion, rtmVersion)
	layout.Put(r, ifMsghdrlType, rtmIfinfo)
	layout.Put(r, ifMsghdrlAddrs, rtaIfp)
	layout.Put(r, ifMsghdrlFlags, flags)
	layout.Put(r, ifMsghdrlIndex, index)
	layout.Put(r, ifMsghdrlLen, uint16(len(r)))
	const data = int(ifMsghdrlDataType)
	layout.Put(r, ifMsghdrlDataOff, uint16(data))
	layout.Put(r, ifMsghdrlDataLinkState, 2)
	layout.Put(r, ifMsghdrlDataMtu, 1500)
	layout.Put(r, ifMsghdrlDataBaudrate, 1_000_000_000)
	for i, f := range []layout.Field[uint64]{
		ifDataObytes, ifDataIbytes, ifDataOpackets, ifDataIpackets, ifDataIerrors, ifDataOerrors, ifDataIqdrops, ifDataOqdrops,
	} {
		layout.Put(r[data:], f, uint64(100+i))
	}
	return withSize(append(r, pad(link)...))
}

func withSize(r layout.Record) layout.Record {
	layout.Put(r, ifMsghdrlMsglen, uint16(len(r)))
	return r
}

// builtIfAddress returns a struct ifa_msghdrl with a netmask, an interface, an address and, if it is not nil, another
// address.
func builtIfAddress(index uint16, netmask, own, other layout.Record) layout.Record {
	r := make(layout.Record, sizeofIfaMsghdrl)
	layout.Put(r, ifaMsghdrlVersion, rtmVersion)
	layout.Put(r, ifaMsghdrlType, rtmNewaddr)
	set := int32(rtaNetmask | rtaIfp | rtaIfa)
	if other != nil {
		set |= rtaBrd
	}
	layout.Put(r, ifaMsghdrlAddrs, set)
	layout.Put(r, ifaMsghdrlIndex, index)
	layout.Put(r, ifaMsghdrlLen, uint16(len(r)))
	for _, address := range []layout.Record{netmask, builtLink("em0", nil), own, other} {
		r = append(r, pad(address)...)
	}
	return withSize(r)
}

var testMAC = []byte{2, 0xfc, 0, 0, 0, 1}

func builtInterfaces() []byte {
	mask24 := layout.Record{7, 0, 0, 0, 255, 255, 255} // cut behind its last one
	mask64 := builtAddress([]byte{255, 255, 255, 255, 255, 255, 255, 255, 15: 0}, 0)
	up := int32(iffUp | iffRunning)
	return join(
		builtInterface(1, up|iffBroadcast|iffSimplex|iffMulticast, builtLink("em0", testMAC), 0),
		builtIfAddress(1, mask64, builtAddress(linkLocal, 0), nil),
		builtIfAddress(1, mask24, builtAddress([]byte{192, 0, 2, 5}, 0), builtAddress([]byte{192, 0, 2, 255}, 0)),
		builtInterface(3, up|iffLoopback, builtLink("lo0", nil), 16), // of a later version
		builtIfAddress(3, layout.Record{5, 0, 0, 0, 255}, builtAddress(loopback4, 0), nil),
		builtInterface(4, iffPointopoint, builtLink("tun0", nil), 0),
		builtIfAddress(4, builtAddress([]byte{255, 255, 255, 255}, 0), builtAddress([]byte{10, 0, 0, 1}, 0), builtAddress([]byte{10, 0, 0, 2}, 0)),
	)
}

func TestDecodeInterfaces(t *testing.T) {
	interfaces := decoded(decodeInterfaces("answer", builtInterfaces()))(t)
	equal(t, "number", len(interfaces), 3)
	for _, n := range interfaces {
		equal(t, "counters of "+n.name, n.counters, platform.NetIOCounters{
			BytesSent: 100, BytesRecv: 101, PacketsSent: 102, PacketsRecv: 103, ErrorsIn: 104, ErrorsOut: 105, DroppedIn: 106, DroppedOut: 107,
		})
	}
	equal(t, "addresses", ifAddrs(interfaces), []platform.NetIfAddr{
		{Name: "em0", Family: platform.FamilyInet, Address: "192.0.2.5", Netmask: "255.255.255.0", Broadcast: "192.0.2.255", PrefixLength: 24},
		{Name: "em0", Family: platform.FamilyInet6, Address: "fe80::1%em0", Netmask: "ffff:ffff:ffff:ffff::", PrefixLength: 64},
		{Name: "em0", Family: platform.FamilyLink, Address: "02:fc:00:00:00:01", PrefixLength: na},
		{Name: "lo0", Family: platform.FamilyInet, Address: "127.0.0.1", Netmask: "255.0.0.0", PrefixLength: 8},
		{Name: "tun0", Family: platform.FamilyInet, Address: "10.0.0.1", Netmask: "255.255.255.255", PTP: "10.0.0.2", PrefixLength: 32},
	})
	equal(t, "state of em0", interfaces[0].ifStats(), platform.NetIfStats{
		Name: "em0", Up: true, Duplex: platform.DuplexUnknown, Speed: 1000, MTU: 1500, Flags: "up,broadcast,running,simplex,multicast",
	})
	equal(t, "state of tun0", interfaces[2].ifStats(), platform.NetIfStats{
		Name: "tun0", Duplex: platform.DuplexUnknown, Speed: 1000, MTU: 1500, Flags: "pointopoint",
	})
	interfaces[0].linkState, interfaces[0].baudrate = linkStateDown, 0
	equal(t, "without a carrier", interfaces[0].ifStats().Up, false)
	equal(t, "speed", interfaces[0].ifStats().Speed, na)
}

func TestMalformedInterfaces(t *testing.T) {
	change := func(f layout.Field[uint16], n uint16) []byte {
		r := builtInterface(1, 0, builtLink("em0", testMAC), 0)
		layout.Put(r, f, n)
		return r
	}
	longName := builtInterface(1, 0, builtLink("em0", testMAC), 0)
	layout.Put(longName[sizeofIfMsghdrl:], sockaddrDlNlen, 200)
	longAddress := builtInterface(1, 0, builtLink("em0", testMAC), 0)
	layout.Put(longAddress[sizeofIfMsghdrl:], sockaddrDlLen, 200)
	version := builtInterface(1, 0, builtLink("em0", testMAC), 0)
	layout.Put(version, ifMsghdrlVersion, 6)
	for what, b := range map[string][]byte{
		"a size of 0": change(ifMsghdrlMsglen, 0), "a message that is cut": builtInterfaces()[:300], "counters outside": change(ifMsghdrlDataOff, 200),
		"addresses outside": change(ifMsghdrlLen, 0xffff), "a name outside": longName, "an address outside": longAddress,
		"another version": version, "no addresses": withSize(builtInterface(1, 0, nil, 0)[:sizeofIfMsghdrl]),
	} {
		_, err := decodeInterfaces("answer", b)
		isMalformed(t, what, err)
	}
	interfaces, err := decodeInterfaces("answer", builtInterface(1, 0, builtLink("em0\x00x", testMAC), 0))
	equal(t, "a name with NUL", err == nil && interfaces[0].name == "em0" && interfaces[0].mac != "", true)
	// An address without an interface before it, and messages of other kinds, are skipped.
	other := builtIfAddress(9, nil, builtAddress(loopback4, 0), nil)
	layout.Put(other, ifMsghdrlType, 99)
	b := join(builtIfAddress(9, layout.Record{0}, builtAddress(loopback4, 0), nil), other)
	equal(t, "interfaces", len(decoded(decodeInterfaces("answer", b))(t)), 0)
}

func TestDecodeDuplex(t *testing.T) {
	media := func(status, active int32) []byte {
		r := make(layout.Record, sizeofIfmediareq)
		layout.Put(r, ifmediareqStatus, status)
		layout.Put(r, ifmediareqActive, active)
		return r
	}
	equal(t, "full", decodeDuplex(media(ifmAvalid, ifmFullDuplex|0x20)), platform.DuplexFull)
	equal(t, "half", decodeDuplex(media(ifmAvalid, ifmHalfDuplex)), platform.DuplexHalf)
	equal(t, "neither", decodeDuplex(media(ifmAvalid, 0x20)), platform.DuplexUnknown)
	equal(t, "invalid", decodeDuplex(media(0, ifmFullDuplex)), platform.DuplexUnknown)
	equal(t, "nothing", decodeDuplex(nil), platform.DuplexUnknown)
}

func FuzzDecodeInterfaces(f *testing.F) {
	f.Add(builtInterfaces())
	f.Add([]byte(builtInterface(1, 0, builtLink("em0", testMAC), 0)))
	f.Fuzz(func(t *testing.T, b []byte) {
		interfaces, err := decodeInterfaces("answer", b)
		if err != nil {
			return
		}
		for _, a := range ifAddrs(interfaces) {
			if a.Address == "" || a.PrefixLength > 128 {
				t.Errorf("%#v", a)
			}
		}
		for _, n := range interfaces {
			n.ifStats()
		}
	})
}
