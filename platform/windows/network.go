package windows

import (
	"math"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// The address families of Windows.
const (
	afInet  = 2
	afInet6 = 23
)

// The offsets in IP_ADAPTER_ADDRESSES, IP_ADAPTER_UNICAST_ADDRESS and SOCKADDR_IN6.
const (
	adapterNext           = 8
	adapterUnicast        = 24
	adapterFriendlyName   = 72
	adapterHardware       = 80
	adapterHardwareLength = 88
	adapterLUID           = 224
	adapterSize           = 232 // as far as it is read

	unicastNext         = 8
	unicastSockaddr     = 16
	unicastPrefixLength = 56

	sockaddrIPv4 = 4
	sockaddrIPv6 = 8
)

// adapter is a network interface in the answer of GetAdaptersAddresses.
type adapter struct {
	luid      uint64
	name      string
	hardware  []byte // the MAC address, or nil
	addresses []adapterAddress
}

type adapterAddress struct {
	family platform.Family
	ip     []byte
	prefix int // bits
}

// decodeAdapters decodes the answer of GetAdaptersAddresses: a list of adapters, each with a list of unicast addresses.
func decodeAdapters(b *buffer) []adapter {
	var all []adapter
	if len(b.bytes) == 0 {
		return nil
	}
	// A list cannot have more records than fit in the buffer; more mean that it is a ring.
	for at, more := 0, true; more; at, more = b.follow(at + adapterNext) {
		if b.slice(at, adapterSize) == nil || len(all) > len(b.bytes)/adapterSize {
			b.malformed = true
			return all
		}
		a := adapter{luid: b.uint64(at + adapterLUID), name: b.text(at + adapterFriendlyName)}
		if n := b.uint32(at + adapterHardwareLength); n > 0 {
			a.hardware = b.slice(at+adapterHardware, int(min(n, 8)))
		}
		a.addresses = decodeUnicastAddresses(b, at+adapterUnicast)
		all = append(all, a)
	}
	return all
}

// decodeUnicastAddresses decodes the list whose first record the pointer at an offset points to. Other families than
// IPv4 and IPv6 are left out.
func decodeUnicastAddresses(b *buffer, pointer int) (all []adapterAddress) {
	records := 0
	for at, more := b.follow(pointer); more; at, more = b.follow(at + unicastNext) {
		if records++; records > len(b.bytes)/unicastPrefixLength {
			b.malformed = true
			return all
		}
		sockaddr, ok := b.follow(at + unicastSockaddr)
		if !ok {
			continue
		}
		a := adapterAddress{prefix: int(b.uint8(at + unicastPrefixLength))}
		switch b.uint16(sockaddr) {
		case afInet:
			a.family, a.ip = platform.FamilyInet, b.slice(sockaddr+sockaddrIPv4, 4)
		case afInet6:
			a.family, a.ip = platform.FamilyInet6, b.slice(sockaddr+sockaddrIPv6, 16)
		}
		if a.ip != nil {
			a.prefix = min(a.prefix, 8*len(a.ip))
			all = append(all, a)
		}
	}
	return all
}

// interfaceAddresses returns the addresses of adapters: IPv4, IPv6, hardware.
func interfaceAddresses(adapters []adapter) (list []platform.NetIfAddr) {
	for i := range adapters {
		a := &adapters[i]
		for _, family := range []platform.Family{platform.FamilyInet, platform.FamilyInet6} {
			for _, address := range a.addresses {
				if address.family == family {
					list = append(list, ipAddress(a.name, address))
				}
			}
		}
		if len(a.hardware) > 0 {
			list = append(list, platform.NetIfAddr{
				Name: a.name, Family: platform.FamilyLink, Address: hardwareAddress(a.hardware), PrefixLength: platform.NA,
			})
		}
	}
	return list
}

// hardwareAddress formats a MAC address as Windows does.
func hardwareAddress(b []byte) string {
	return strings.ToUpper(strings.ReplaceAll(platform.HardwareAddress(b), ":", "-"))
}

// ipAddress returns an IP address of an interface. Windows does not report the broadcast address, which follows from
// the netmask.
func ipAddress(name string, a adapterAddress) platform.NetIfAddr {
	mask, broadcast := make([]byte, len(a.ip)), make([]byte, len(a.ip))
	for i := range mask {
		mask[i] = ^byte(0xff >> min(max(a.prefix-8*i, 0), 8))
		broadcast[i] = a.ip[i] | ^mask[i]
	}
	address := platform.NetIfAddr{
		Name: name, Family: a.family, Address: formatIP(a.family, a.ip), Netmask: formatIP(a.family, mask), PrefixLength: int32(a.prefix),
	}
	if a.family == platform.FamilyInet {
		address.Broadcast = formatIP(a.family, broadcast)
	}
	return address
}

func formatIP(family platform.Family, ip []byte) string {
	return string(platform.AppendIP(nil, family, ip))
}

// The offsets in MIB_IF_TABLE2 and MIB_IF_ROW2.
const (
	ifTableRows = 8
	ifRowSize   = 1352

	ifRowMTU       = 1124
	ifRowOper      = 1156
	ifRowAdmin     = 1160
	ifRowSpeed     = 1192
	ifRowIn        = 1208 // octets, unicast and other packets, discards, errors
	ifRowOutOctets = 1280
)

// ifUp is IfOperStatusUp and NET_IF_ADMIN_STATUS_UP.
const ifUp = 1

// unknownSpeed is the speed in bit/s of an interface that does not report it.
const unknownSpeed = math.MaxUint64

// ifRow is what this package uses of MIB_IF_ROW2.
type ifRow struct {
	up       bool
	mtu      int64
	speed    int64 // Mbit/s, NA where unknown
	counters platform.NetIOCounters
}

// decodeIfTable decodes MIB_IF_TABLE2, by the LUID of each interface.
func decodeIfTable(b *buffer) map[uint64]ifRow {
	rows := make(map[uint64]ifRow)
	n := int(b.uint32(0))
	for i := 0; i < n && !b.malformed; i++ {
		at := ifTableRows + i*ifRowSize
		if b.slice(at, ifRowSize) == nil {
			break
		}
		row := ifRow{
			up:    b.uint32(at+ifRowOper) == ifUp && b.uint32(at+ifRowAdmin) == ifUp,
			mtu:   int64(b.uint32(at + ifRowMTU)),
			speed: platform.NA,
			counters: platform.NetIOCounters{
				BytesRecv: b.int64(at + ifRowIn), PacketsRecv: b.sum(at+ifRowIn+8, at+ifRowIn+16),
				DroppedIn: b.int64(at + ifRowIn + 24), ErrorsIn: b.int64(at + ifRowIn + 32),
				BytesSent: b.int64(at + ifRowOutOctets), PacketsSent: b.sum(at+ifRowOutOctets+8, at+ifRowOutOctets+16),
				DroppedOut: b.int64(at + ifRowOutOctets + 24), ErrorsOut: b.int64(at + ifRowOutOctets + 32),
			},
		}
		if speed := b.uint64(at + ifRowSpeed); speed != unknownSpeed {
			row.speed = int64(speed / 1e6)
		}
		rows[b.uint64(at)] = row
	}
	return rows
}

// sum returns the sum of two 64-bit counters. One that does not fit marks the buffer as malformed.
func (b *buffer) sum(one, other int) int64 {
	x, y := b.int64(one), b.int64(other)
	if x > math.MaxInt64-y {
		b.malformed = true
		return 0
	}
	return x + y
}
