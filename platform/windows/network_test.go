package windows

import (
	"math"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestInterfaceAddresses(t *testing.T) {
	const second, unicast, sockaddr, unicast6, sockaddr6 = 448, 896, 960, 992, 1056
	b := build(1200)
	b.point(adapterNext, second).put64(adapterLUID, 6<<48).put32(adapterHardwareLength, 6).put(adapterHardware, 0, 0x1a, 0xff, 3, 4, 5)
	b.point(adapterUnicast, unicast6).point(unicast6+unicastNext, unicast).point(unicast+unicastSockaddr, sockaddr)
	b.put8(unicast+unicastPrefixLength, 20).put16(sockaddr, afInet).put(sockaddr+sockaddrIPv4, 10, 1, 0x23, 4)
	b.point(unicast6+unicastSockaddr, sockaddr6).put8(unicast6+unicastPrefixLength, 64).put16(sockaddr6, afInet6)
	b.put(sockaddr6+sockaddrIPv6, 0x20, 1, 0xd, 0xb8).put8(sockaddr6+sockaddrIPv6+15, 7)
	b.put64(second+adapterLUID, 24<<48).text(adapterFriendlyName, "Ethernet 2").text(second+adapterFriendlyName, "Größe")
	answer := b.buffer()
	adapters := decodeAdapters(answer)
	decoded(t, answer)
	equal(t, "LUIDs", []uint64{adapters[0].luid, adapters[1].luid}, []uint64{6 << 48, 24 << 48})
	equal(t, "name", adapters[1].name, "Größe")
	equal(t, "addresses", interfaceAddresses(adapters), []platform.NetIfAddr{
		{Name: "Ethernet 2", Family: platform.FamilyInet, Address: "10.1.35.4", Netmask: "255.255.240.0", Broadcast: "10.1.47.255", PrefixLength: 20},
		{Name: "Ethernet 2", Family: platform.FamilyInet6, Address: "2001:db8::7", Netmask: "ffff:ffff:ffff:ffff::", PrefixLength: 64},
		{Name: "Ethernet 2", Family: platform.FamilyLink, Address: "00-1A-FF-03-04-05", PrefixLength: platform.NA},
	})
}

func TestInterfaceAddressesCaptured(t *testing.T) {
	b := captured(t, "adapters")
	list := interfaceAddresses(decodeAdapters(b))
	decoded(t, b)
	for _, want := range []platform.NetIfAddr{
		{Name: "eth0", Family: platform.FamilyInet, Address: "192.0.2.2", Netmask: "255.255.255.0", Broadcast: "192.0.2.255", PrefixLength: 24},
		{Name: "eth0", Family: platform.FamilyLink, Address: "02-FC-00-00-00-01", PrefixLength: platform.NA},
		{Name: "lo", Family: platform.FamilyInet, Address: "127.0.0.1", Netmask: "255.0.0.0", Broadcast: "127.255.255.255", PrefixLength: 8},
		{Name: "lo", Family: platform.FamilyInet6, Address: "::1", Netmask: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", PrefixLength: 128},
	} {
		if !slices.Contains(list, want) {
			t.Errorf("%+v is missing in %+v", want, list)
		}
	}
}

func TestDecodeAdaptersMalformed(t *testing.T) {
	for name, b := range map[string]*builder{
		"a short record":           build(adapterSize - 1),
		"a ring of adapters":       build(adapterSize).point(adapterNext, 0),
		"a ring of addresses":      build(600).point(adapterUnicast, 500).point(500+unicastNext, 500),
		"a name out of the buffer": build(600).put64(adapterFriendlyName, 8),
	} {
		answer := b.buffer()
		decodeAdapters(answer)
		malformed(t, name, answer)
	}
	equal(t, "no adapters", len(decodeAdapters(&buffer{})), 0)
}

func TestDecodeIfTable(t *testing.T) {
	b := build(ifTableRows+2*ifRowSize).put32(0, 2)
	row := func(i int) int { return ifTableRows + i*ifRowSize }
	b.put64(row(0), 6<<48).put32(row(0)+ifRowMTU, 1500).put32(row(0)+ifRowOper, 1).put32(row(0)+ifRowAdmin, 1).put64(row(0)+ifRowSpeed, 10e9)
	for i := range 18 {
		b.put64(row(0)+ifRowIn+8*i, uint64(i+1))
	}
	b.put64(row(1), 24<<48).put32(row(1)+ifRowOper, 1).put32(row(1)+ifRowAdmin, 2).put64(row(1)+ifRowSpeed, math.MaxUint64)
	answer := b.buffer()
	rows := decodeIfTable(answer)
	decoded(t, answer)
	equal(t, "rows", rows, map[uint64]ifRow{
		6 << 48: {up: true, mtu: 1500, speed: 10_000, counters: platform.NetIOCounters{
			BytesRecv: 1, PacketsRecv: 2 + 3, DroppedIn: 4, ErrorsIn: 5, BytesSent: 10, PacketsSent: 11 + 12, DroppedOut: 13, ErrorsOut: 14,
		}},
		24 << 48: {speed: platform.NA},
	})
	for name, b := range map[string]*builder{
		"an incomplete row":          build(ifTableRows+ifRowSize-1).put32(0, 1),
		"more rows than there are":   build(ifTableRows+ifRowSize).put32(0, 0xffffffff),
		"a counter out of range":     build(ifTableRows+ifRowSize).put32(0, 1).put64(ifTableRows+ifRowIn, 1<<63),
		"packets that do not add up": build(ifTableRows+ifRowSize).put32(0, 1).put64(ifTableRows+ifRowIn+8, 1<<63-1).put64(ifTableRows+ifRowIn+16, 1),
	} {
		answer := b.buffer()
		decodeIfTable(answer)
		malformed(t, name, answer)
	}
}

func TestDecodeIfTableCaptured(t *testing.T) {
	b, adapters := captured(t, "if_table"), captured(t, "adapters")
	rows := decodeIfTable(b)
	decoded(t, b)
	equal(t, "interfaces", len(rows), 4)
	for _, a := range decodeAdapters(adapters) {
		row, found := rows[a.luid]
		switch {
		case !found:
			t.Errorf("%s is missing", a.name)
		case a.name == "eth0" && !(row.up && row.mtu == 1400 && row.speed == 1 && row.counters.BytesRecv > 1<<32 && row.counters.PacketsSent > 0):
			t.Errorf("eth0: %+v", row)
		case a.name == "ifb0" && (row.up || row.mtu != 1500 || row.counters.BytesRecv != 0):
			t.Errorf("ifb0: %+v", row)
		}
	}
}

func FuzzDecodeAdapters(f *testing.F) {
	f.Add(captured(f, "adapters").bytes, captured(f, "adapters").address)
	f.Add(build(adapterSize).point(adapterNext, 0).bytes, uint64(testAddress))
	f.Fuzz(func(t *testing.T, content []byte, address uint64) {
		b := &buffer{bytes: content, address: address}
		for _, a := range interfaceAddresses(decodeAdapters(b)) {
			if a.PrefixLength > 128 || a.Address == "" {
				t.Errorf("%+v", a)
			}
		}
	})
}

func FuzzDecodeIfTable(f *testing.F) {
	f.Add(captured(f, "if_table").bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		b := &buffer{bytes: content}
		rows := decodeIfTable(b)
		if len(rows) > len(content)/ifRowSize {
			t.Errorf("%d rows in %d bytes", len(rows), len(content))
		}
		for _, row := range rows {
			for i, n := range row.counters.All() {
				if *n < 0 {
					t.Errorf("counter %d = %d", i, *n)
				}
			}
		}
	})
}
