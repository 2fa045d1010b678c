package darwin

import (
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// interfaceMessage builds RTM_IFINFO2 with the address of the link behind it.
func interfaceMessage(index uint16, name string, flags int32, hardware ...byte) layout.Record {
	link := make(layout.Record, max(sizeofSockaddrDl, int(sockaddrDlData)+len(name)+len(hardware)))
	layout.Put(link, sockaddrDlLen, uint8(len(link)))
	layout.Put(link, sockaddrDlFamily, afLink)
	layout.Put(link, sockaddrDlNlen, uint8(len(name)))
	layout.Put(link, sockaddrDlAlen, uint8(len(hardware)))
	copy(link[sockaddrDlData:], name)
	copy(link[int(sockaddrDlData)+len(name):], hardware)
	r := append(make(layout.Record, sizeofIfMsghdr2), link...)
	layout.Put(r, ifMsghdr2Msglen, uint16(len(r)))
	layout.Put(r, ifMsghdr2Type, messageInterface)
	layout.Put(r, ifMsghdr2Addrs, 1<<4)
	layout.Put(r, ifMsghdr2Flags, flags)
	layout.Put(r, ifMsghdr2Index, index)
	layout.Put(r, ifMsghdr2DataMtu, 1500)
	layout.Put(r, ifMsghdr2DataBaudrate, 1e9)
	return r
}

// addressMessage builds RTM_NEWADDR with addresses by their index, each padded to 4 bytes.
func addressMessage(index uint16, addresses map[int][]byte) layout.Record {
	r := make(layout.Record, sizeofIfaMsghdr)
	bits := int32(0)
	for i := range addressIndexes {
		if address, found := addresses[i]; found {
			bits |= 1 << i
			r = append(r, address...)
			for len(r)%4 != 0 {
				r = append(r, 0xEE)
			}
		}
	}
	layout.Put(r, ifaMsghdrMsglen, uint16(len(r)))
	layout.Put(r, ifaMsghdrType, messageAddress)
	layout.Put(r, ifaMsghdrAddrs, bits)
	layout.Put(r, ifaMsghdrIndex, index)
	return r
}

func inet(ip ...byte) []byte {
	return append(append([]byte{16, afInet, 0, 0}, ip...), make([]byte, 8)...)
}

func inet6(ip ...byte) []byte {
	a := append([]byte{28, afInet6, 0, 0, 0, 0, 0, 0}, ip...)
	return append(a, make([]byte, 28-len(a))...)
}

func messages() []byte {
	loopback := interfaceMessage(1, "lo0", 0x8049)
	ethernet := interfaceMessage(4, "en0", 0x8863, 0x0a, 0x1b, 0x2c, 0x3d, 0x4e, 0x5f)
	for f, n := range map[layout.Field[uint64]]uint64{
		ifMsghdr2DataIpackets: 1, ifMsghdr2DataIerrors: 2, ifMsghdr2DataOpackets: 3, ifMsghdr2DataOerrors: 4,
		ifMsghdr2DataIbytes: 1 << 40, ifMsghdr2DataObytes: 1 << 41, ifMsghdr2DataIqdrops: 7,
	} {
		layout.Put(ethernet, f, n)
	}
	layout.Put(ethernet, ifMsghdr2SndDrops, 8)
	tunnel := interfaceMessage(9, "utun0", 0x8051)
	other := make(layout.Record, 20)
	layout.Put(other, ifaMsghdrMsglen, 20)
	layout.Put(other, ifaMsghdrType, 0x13) // RTM_NEWMADDR2
	return concat(
		loopback,
		addressMessage(1, map[int][]byte{indexNetmask: {5, 0, 0, 0, 255}, indexAddress: inet(127, 0, 0, 1), indexBroadcast: inet(127, 0, 0, 1)}),
		addressMessage(1, map[int][]byte{indexNetmask: inet6(255, 255, 255, 255, 255, 255, 255, 255), indexAddress: inet6(0xfe, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)}),
		other,
		ethernet,
		addressMessage(4, map[int][]byte{indexNetmask: {8, 0, 0, 0, 255, 255, 254, 0}, indexAddress: inet(10, 1, 2, 3), indexBroadcast: inet(10, 1, 3, 255)}),
		addressMessage(4, map[int][]byte{indexNetmask: {0}, indexAddress: inet(10, 1, 2, 4)}),
		addressMessage(7, map[int][]byte{indexAddress: inet(9, 9, 9, 9)}), // of an interface that is not before it
		tunnel,
		addressMessage(9, map[int][]byte{indexNetmask: {7, 0, 0, 0, 255, 255, 255}, indexAddress: inet(10, 8, 0, 2), indexBroadcast: inet(10, 8, 0, 1)}),
	)
}

func TestNetIfAddrs(t *testing.T) {
	var list []platform.NetIfAddr
	interfaces, _ := decodeInterfaces(messages())
	for _, i := range interfaces {
		list = append(list, i.netIfAddrs()...)
	}
	equal(t, "addresses", list, []platform.NetIfAddr{
		{Name: "lo0", Family: platform.FamilyInet, Address: "127.0.0.1", Netmask: "255.0.0.0", PrefixLength: 8},
		{Name: "lo0", Family: platform.FamilyInet6, Address: "fe80::1%lo0", Netmask: "ffff:ffff:ffff:ffff::", PrefixLength: 64},
		{Name: "en0", Family: platform.FamilyLink, Address: "0a:1b:2c:3d:4e:5f", PrefixLength: na},
		{Name: "en0", Family: platform.FamilyInet, Address: "10.1.2.3", Netmask: "255.255.254.0", Broadcast: "10.1.3.255", PrefixLength: 23},
		{Name: "en0", Family: platform.FamilyInet, Address: "10.1.2.4", PrefixLength: na},
		{Name: "utun0", Family: platform.FamilyInet, Address: "10.8.0.2", Netmask: "255.255.255.0", PTP: "10.8.0.1", PrefixLength: 24},
	})
}

func TestTruncatedAddress(t *testing.T) {
	count := func(index int, address []byte) (n int) {
		addresses := map[int][]byte{indexAddress: inet(10, 1, 2, 3), indexBroadcast: inet(10, 1, 2, 255)}
		addresses[index] = append([]byte{uint8(len(address))}, address[1:]...)
		interfaces, _ := decodeInterfaces(concat(interfaceMessage(1, "en0", 0x8863), addressMessage(1, addresses)))
		for _, a := range interfaces[0].netIfAddrs() {
			n++
			if a.Broadcast != "" {
				n++
			}
		}
		return n
	}
	for length := 1; length <= 16; length++ {
		want := 0
		if length >= 8 {
			want = 2
		}
		equal(t, "addresses", count(indexAddress, inet(10, 1, 2, 3)[:length]), want)
		equal(t, "addresses and broadcast addresses", count(indexBroadcast, inet(10, 1, 2, 255)[:length]), max(want, 1))
	}
	for length := 1; length <= 28; length++ {
		want := 0
		if length >= 24 {
			want = 1
		}
		equal(t, "IPv6 addresses", count(indexAddress, inet6(0x20, 1, 0xd, 0xb8)[:length]), want)
	}
}

func TestNetIOAndStats(t *testing.T) {
	interfaces, _ := decodeInterfaces(messages())
	names := []string{}
	for _, i := range interfaces {
		names = append(names, i.name)
	}
	equal(t, "interfaces", names, []string{"lo0", "en0", "utun0"})
	equal(t, "traffic", interfaces[1].counters, platform.NetIOCounters{
		BytesSent: 1 << 41, BytesRecv: 1 << 40, PacketsSent: 3, PacketsRecv: 1, ErrorsIn: 2, ErrorsOut: 4, DroppedIn: 7, DroppedOut: 8,
	})
	equal(t, "state", interfaces[1].netIfStats(mediaStatusValid|2, mediaFullDuplex|0x30), platform.NetIfStats{
		Name: "en0", Up: true, Duplex: platform.DuplexFull, Speed: 1000, MTU: 1500, Flags: "up,broadcast,notrailers,running,simplex,multicast",
	})
	equal(t, "half duplex", interfaces[1].netIfStats(mediaStatusValid, mediaHalfDuplex).Duplex, platform.DuplexHalf)
	equal(t, "without media", interfaces[0].netIfStats(0, mediaFullDuplex).Duplex, platform.DuplexUnknown)
	down := networkInterface{flags: flagUp}
	equal(t, "up without running", down.netIfStats(0, 0).Up, false)
	equal(t, "no speed", down.netIfStats(0, 0).Speed, na)
	fast := networkInterface{bits: 1<<64 - 1}
	equal(t, "an unknown speed", fast.netIfStats(0, 0).Speed, na)
}

func TestDecodeHostileInterfaces(t *testing.T) {
	whole := messages()
	all, ok := decodeInterfaces(whole)
	equal(t, "decoded", ok, true)
	for n := range whole {
		list, ok := decodeInterfaces(whole[:n])
		if _, end := decodeInterfaces(whole[n:]); len(list) > len(all) || ok && !end {
			t.Errorf("%d interfaces in %d bytes, decoded: %t", len(list), n, ok)
		}
	}
	for name, change := range map[string]func(r layout.Record){
		"no length":                 func(r layout.Record) { layout.Put(r, ifMsghdr2Msglen, 0) },
		"a length behind the end":   func(r layout.Record) { layout.Put(r, ifMsghdr2Msglen, 1000) },
		"a name behind the end":     func(r layout.Record) { r[sizeofIfMsghdr2+int(sockaddrDlNlen)] = 200 },
		"no name":                   func(r layout.Record) { r[sizeofIfMsghdr2+int(sockaddrDlNlen)] = 0 },
		"an address behind the end": func(r layout.Record) { r[sizeofIfMsghdr2+int(sockaddrDlAlen)] = 250 },
		"a link of another family":  func(r layout.Record) { r[sizeofIfMsghdr2+int(sockaddrDlFamily)] = afInet },
		"a length before the end":   func(r layout.Record) { layout.Put(r, ifMsghdr2Msglen, 100) },
	} {
		r := interfaceMessage(1, "lo0", 1)
		change(r)
		list, ok := decodeInterfaces(r)
		equal(t, name, len(list), 0)
		equal(t, name+": decoded", ok, !strings.Contains(name, "length"))
	}
}

func FuzzInterfaces(f *testing.F) {
	f.Add(messages())
	f.Fuzz(func(t *testing.T, b []byte) {
		interfaces, _ := decodeInterfaces(b)
		for _, i := range interfaces {
			if i.name == "" && len(i.hardware) == 0 {
				continue
			}
			for _, a := range i.netIfAddrs() {
				if a.Address == "" || a.PrefixLength < na || a.PrefixLength > 128 {
					t.Errorf("address %+v", a)
				}
			}
			if s := i.netIfStats(-1, -1); s.Speed < na || s.MTU < 0 {
				t.Errorf("state %+v", s)
			}
		}
	})
}
