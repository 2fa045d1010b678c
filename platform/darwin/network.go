package darwin

import (
	"math"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// networkInterface is an interface and its addresses.
type networkInterface struct {
	index     uint16
	name      string
	flags     uint32
	mtu       int64
	bits      uint64 // per second
	hardware  []byte // its address
	counters  platform.NetIOCounters
	addresses []interfaceAddress
}

// interfaceAddress is the addresses of one message, each a sockaddr; nil for one that it does not have.
type interfaceAddress [addressIndexes]layout.Record

// decodeInterfaces decodes the messages, which list each interface before its addresses; false if one does not fit its
// length.
func decodeInterfaces(b []byte) (list []networkInterface, ok bool) {
	for len(b) > 0 {
		r := layout.Record(b)
		length := int(layout.Get(r, ifMsghdr2Msglen))
		if length < 4 || length > len(b) {
			return nil, false
		}
		r, b = r[:length], b[length:]
		switch layout.Get(r, ifMsghdr2Type) {
		case messageInterface:
			if i, ok := decodeInterface(r); ok {
				list = append(list, i)
			}
		case messageAddress:
			if len(r) < sizeofIfaMsghdr || len(list) == 0 || list[len(list)-1].index != layout.Get(r, ifaMsghdrIndex) {
				continue
			}
			last := &list[len(list)-1]
			last.addresses = append(last.addresses, splitAddresses(r[sizeofIfaMsghdr:], layout.Get(r, ifaMsghdrAddrs)))
		}
	}
	return list, true
}

// decodeInterface decodes a struct if_msghdr2 and the struct sockaddr_dl behind it, which has the name and the
// hardware's address.
func decodeInterface(r layout.Record) (i networkInterface, ok bool) {
	if len(r) < sizeofIfMsghdr2+int(sockaddrDlData) {
		return i, false
	}
	link := r[sizeofIfMsghdr2:]
	nameLength, addressLength := int(layout.Get(link, sockaddrDlNlen)), int(layout.Get(link, sockaddrDlAlen))
	data := link[sockaddrDlData:]
	if layout.Get(link, sockaddrDlFamily) != afLink || nameLength == 0 || nameLength+addressLength > len(data) {
		return i, false
	}
	return networkInterface{
		index: layout.Get(r, ifMsghdr2Index), name: layout.CString(data[:nameLength]), flags: uint32(layout.Get(r, ifMsghdr2Flags)),
		mtu: int64(layout.Get(r, ifMsghdr2DataMtu)), bits: layout.Get(r, ifMsghdr2DataBaudrate),
		hardware: data[nameLength : nameLength+addressLength],
		counters: platform.NetIOCounters{
			BytesSent: counter(r, ifMsghdr2DataObytes), BytesRecv: counter(r, ifMsghdr2DataIbytes),
			PacketsSent: counter(r, ifMsghdr2DataOpackets), PacketsRecv: counter(r, ifMsghdr2DataIpackets),
			ErrorsIn: counter(r, ifMsghdr2DataIerrors), ErrorsOut: counter(r, ifMsghdr2DataOerrors),
			DroppedIn: counter(r, ifMsghdr2DataIqdrops), DroppedOut: int64(uint32(layout.Get(r, ifMsghdr2SndDrops))),
		},
	}, true
}

// counter returns a counter, NA for one that no counter can have reached.
func counter(r layout.Record, f layout.Field[uint64]) int64 {
	if n := layout.Get(r, f); n <= math.MaxInt64 {
		return int64(n)
	}
	return platform.NA
}

// splitAddresses returns the addresses in a message, by the bits of its header. Each is padded to a multiple of 4
// bytes; an empty one has 4.
func splitAddresses(b []byte, bits int32) (a interfaceAddress) {
	for i := range a {
		if bits>>i&1 == 0 || len(b) == 0 {
			continue
		}
		length := int(b[0])
		padded := max((length+3)&^3, 4)
		a[i] = layout.Record(b[:min(length, len(b))])
		b = b[min(padded, len(b)):]
	}
	return a
}

// ip returns an address as 4 or 16 bytes, nil for none. A netmask has no family, and may have been cut behind its last
// byte that is not zero.
func ip(family uint8, address layout.Record) []byte {
	offset, size := 4, 4 // of struct sockaddr_in
	if family == afInet6 {
		offset, size = 8, 16
	}
	if len(address) == 0 {
		return nil
	}
	b := make([]byte, size)
	if len(address) > offset {
		copy(b, address[offset:])
	}
	return b
}

// familyOf returns the family of an address, 0 for one that is too short to be a whole address of its family.
func familyOf(address layout.Record) uint8 {
	switch {
	case len(address) >= 8 && address[1] == afInet: // the kernel may leave out sin_zero
		return afInet
	case len(address) >= 24 && address[1] == afInet6: // and sin6_scope_id
		return afInet6
	}
	return 0
}

// netIfAddrs returns the addresses of an interface. An address that names the interface it is valid on is followed by
// it: "fe80::1%en0".
func (i *networkInterface) netIfAddrs() []platform.NetIfAddr {
	var list []platform.NetIfAddr
	if len(i.hardware) > 0 {
		list = append(list, platform.NetIfAddr{Name: i.name, Family: platform.FamilyLink, Address: platform.HardwareAddress(i.hardware), PrefixLength: platform.NA})
	}
	for _, a := range i.addresses {
		address := a[indexAddress]
		entry := platform.NetIfAddr{Name: i.name, PrefixLength: platform.NA}
		family := familyOf(address)
		switch family {
		case afInet:
			entry.Family = platform.FamilyInet
		case afInet6:
			entry.Family = platform.FamilyInet6
		default:
			continue
		}
		entry.Address = i.formatIP(entry.Family, ip(family, address))
		if mask := ip(family, a[indexNetmask]); mask != nil {
			entry.Netmask = string(platform.AppendIP(nil, entry.Family, mask))
			entry.PrefixLength = platform.PrefixLength(mask)
		}
		if other := a[indexBroadcast]; familyOf(other) == family {
			text := i.formatIP(entry.Family, ip(family, other))
			if i.flags&flagPointToPoint != 0 {
				entry.PTP = text
			} else if i.flags&flagBroadcast != 0 && family == afInet {
				entry.Broadcast = text
			}
		}
		list = append(list, entry)
	}
	return list
}

func (i *networkInterface) formatIP(family platform.Family, ip []byte) string {
	if family == platform.FamilyInet6 && ip[0] == 0xfe && ip[1]&0xc0 == 0x80 {
		ip, _ = cutScope(ip)
		return string(platform.AppendIP(nil, family, ip)) + "%" + i.name
	}
	return string(platform.AppendIP(nil, family, ip))
}

// interfaceFlags are the names of an interface's flags, by their bits.
var interfaceFlags = [16]string{
	"up", "broadcast", "debug", "loopback", "pointopoint", "notrailers", "running", "noarp", "promisc", "allmulti", "oactive", "simplex",
	"link0", "link1", "link2", "multicast",
}

func (i *networkInterface) flagNames() string {
	var names []string
	for bit, name := range interfaceFlags {
		if i.flags>>bit&1 != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

// netIfStats returns the state of an interface; status and active are words of SIOCGIFMEDIA, 0 for an interface without
// media.
func (i *networkInterface) netIfStats(status, active int32) platform.NetIfStats {
	s := platform.NetIfStats{
		Name: i.name, Up: i.flags&(flagUp|flagRunning) == flagUp|flagRunning, Duplex: platform.DuplexUnknown,
		Speed: platform.NA, MTU: i.mtu, Flags: i.flagNames(),
	}
	if status&mediaStatusValid != 0 {
		switch {
		case active&mediaFullDuplex != 0:
			s.Duplex = platform.DuplexFull
		case active&mediaHalfDuplex != 0:
			s.Duplex = platform.DuplexHalf
		}
	}
	if megabits := i.bits / 1e6; megabits > 0 && megabits <= math.MaxInt32 {
		s.Speed = int64(megabits)
	}
	return s
}
