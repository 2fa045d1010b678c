package freebsd

import (
	"math/bits"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// netInterface is a network interface in the answer to NET_RT_IFLISTL.
type netInterface struct {
	index     uint16
	name      string
	flags     int32
	linkState uint8
	mac       string // "" without one
	mtu       int64
	baudrate  int64 // bit/s
	counters  platform.NetIOCounters
	addresses []netAddress
}

// netAddress is an IP address of an interface. Parts are nil if they are absent.
type netAddress struct {
	family                  platform.Family
	own, netmask, broadcast []byte // broadcast is the peer's on a point-to-point interface
}

// minimumIfMsghdr is the size of both kinds of messages up to the last field that they share.
const minimumIfMsghdr = int(ifMsghdrlDataOff) + 2

// decodeInterfaces decodes the answer to NET_RT_IFLISTL: a message for each interface, and behind it one for each of
// its addresses.
func decodeInterfaces(what string, b []byte) ([]netInterface, error) {
	var list []netInterface
	for len(b) > 0 {
		r := layout.Record(b)
		size := int(layout.Get(r, ifMsghdrlMsglen))
		if size < minimumIfMsghdr || size > len(b) || layout.Get(r, ifMsghdrlVersion) != rtmVersion {
			return nil, malformed(what)
		}
		r, b = r[:size], b[size:]
		switch layout.Get(r, ifMsghdrlType) {
		case rtmIfinfo:
			n, err := decodeInterface(what, r)
			if err != nil {
				return nil, err
			}
			list = append(list, n)
		case rtmNewaddr:
			index := layout.Get(r, ifaMsghdrlIndex)
			addresses, err := splitAddresses(what, r, int(layout.Get(r, ifaMsghdrlLen)), layout.Get(r, ifaMsghdrlAddrs))
			if err != nil {
				return nil, err
			}
			if len(list) > 0 && list[len(list)-1].index == index {
				n := &list[len(list)-1]
				n.addAddress(addresses)
			}
		}
	}
	return list, nil
}

// decodeInterface decodes struct if_msghdrl, which says where the counters and the addresses behind it are.
func decodeInterface(what string, r layout.Record) (netInterface, error) {
	n := netInterface{index: layout.Get(r, ifMsghdrlIndex), flags: layout.Get(r, ifMsghdrlFlags)}
	offset := int(layout.Get(r, ifMsghdrlDataOff))
	if offset > len(r) || !layout.Has(r[offset:], ifDataOqdrops) {
		return n, malformed(what)
	}
	data := r[offset:]
	n.linkState = layout.Get(data, ifDataLinkState)
	n.mtu, n.baudrate = int64(layout.Get(data, ifDataMtu)), platform.Saturated(layout.Get(data, ifDataBaudrate))
	count := func(f layout.Field[uint64]) int64 { return platform.Saturated(layout.Get(data, f)) }
	n.counters = platform.NetIOCounters{
		BytesSent: count(ifDataObytes), BytesRecv: count(ifDataIbytes),
		PacketsSent: count(ifDataOpackets), PacketsRecv: count(ifDataIpackets),
		ErrorsIn: count(ifDataIerrors), ErrorsOut: count(ifDataOerrors),
		DroppedIn: count(ifDataIqdrops), DroppedOut: count(ifDataOqdrops),
	}
	addresses, err := splitAddresses(what, r, int(layout.Get(r, ifMsghdrlLen)), layout.Get(r, ifMsghdrlAddrs))
	if err != nil {
		return n, err
	}
	link := addresses[rtaIfp]
	nameEnd := int(sockaddrDlData) + int(layout.Get(link, sockaddrDlNlen))
	macEnd := nameEnd + int(layout.Get(link, sockaddrDlAlen))
	if macEnd > len(link) {
		return n, malformed(what)
	}
	n.name = layout.CString(link[sockaddrDlData:nameEnd])
	n.mac = platform.HardwareAddress(link[nameEnd:macEnd])
	return n, nil
}

// splitAddresses splits the socket addresses behind a message of this size. set has a bit of RTA_* for each, in their
// order.
func splitAddresses(what string, r layout.Record, offset int, set int32) (map[int]layout.Record, error) {
	if offset > len(r) {
		return nil, malformed(what)
	}
	const alignment = sizeofLong
	addresses := map[int]layout.Record{}
	b := r[offset:]
	for ; set != 0; set &= set - 1 {
		size := int(layout.Get(b, sockaddrStorageLen)) // 0 is that of an absent address, which has a place too
		if len(b) == 0 || size > len(b) {
			return nil, malformed(what)
		}
		addresses[1<<bits.TrailingZeros32(uint32(set))] = b[:size]
		padded := max((size+alignment-1)/alignment*alignment, alignment)
		b = b[min(padded, len(b)):]
	}
	return addresses, nil
}

// addAddress adds an IPv4 or IPv6 address.
func (n *netInterface) addAddress(addresses map[int]layout.Record) {
	own := addresses[rtaIfa]
	a := netAddress{}
	switch layout.Get(own, sockaddrStorageFamily) {
	case afInet:
		a.family = platform.FamilyInet
	case afInet6:
		a.family = platform.FamilyInet6
	}
	if a.own = ipOf(a.family, own); a.own == nil {
		return
	}
	// The length of a netmask may leave out its last zeros.
	if mask := addresses[rtaNetmask]; len(mask) > 0 {
		padded := make(layout.Record, sizeofSockaddrIn6)
		copy(padded, mask)
		a.netmask = ipOf(a.family, padded)
	}
	if other := addresses[rtaBrd]; layout.Get(other, sockaddrStorageFamily) == layout.Get(own, sockaddrStorageFamily) {
		a.broadcast = ipOf(a.family, other)
	}
	n.addresses = append(n.addresses, a)
}

// ipOf returns the IP address in a struct sockaddr_in or sockaddr_in6, nil if it is too short.
func ipOf(family platform.Family, address layout.Record) []byte {
	switch {
	case family == platform.FamilyInet && len(address) >= int(sockaddrInAddrAddr)+4:
		return address[sockaddrInAddrAddr : sockaddrInAddrAddr+4]
	case family == platform.FamilyInet6 && len(address) >= int(sockaddrIn6AddrXU6Addr)+16:
		return address[sockaddrIn6AddrXU6Addr : sockaddrIn6AddrXU6Addr+16]
	}
	return nil
}

// isLinkLocal reports whether an IPv6 address is valid on one interface only.
func isLinkLocal(ip []byte) bool {
	unicast := ip[0] == 0xfe && ip[1]&0xc0 == 0x80
	multicast := ip[0] == 0xff && ip[1]&0x0f == 0x02
	return len(ip) == 16 && (unicast || multicast)
}

// formatIP formats an IP address. In a link-local one the kernel may keep the index of the interface.
func formatIP(family platform.Family, ip []byte) string {
	if isLinkLocal(ip) {
		ip = append([]byte(nil), ip...)
		ip[2], ip[3] = 0, 0
	}
	return string(platform.AppendIP(nil, family, ip))
}

// ifAddrs returns the addresses of interfaces: of each IPv4, IPv6, hardware.
func ifAddrs(interfaces []netInterface) []platform.NetIfAddr {
	var list []platform.NetIfAddr
	for i := range interfaces {
		n := &interfaces[i]
		for _, family := range []platform.Family{platform.FamilyInet, platform.FamilyInet6} {
			for _, a := range n.addresses {
				if a.family == family {
					list = append(list, n.ifAddr(&a))
				}
			}
		}
		if n.mac != "" {
			list = append(list, platform.NetIfAddr{
				Name: n.name, Family: platform.FamilyLink, Address: n.mac, PrefixLength: platform.NA,
			})
		}
	}
	return list
}

func (n *netInterface) ifAddr(a *netAddress) platform.NetIfAddr {
	withZone := func(ip []byte) string {
		text := formatIP(a.family, ip)
		if isLinkLocal(ip) {
			text += "%" + n.name
		}
		return text
	}
	address := platform.NetIfAddr{Name: n.name, Family: a.family, Address: withZone(a.own), PrefixLength: platform.NA}
	if a.netmask != nil {
		address.Netmask = string(platform.AppendIP(nil, a.family, a.netmask))
		address.PrefixLength = platform.PrefixLength(a.netmask)
	}
	if a.broadcast != nil {
		switch {
		case n.flags&iffBroadcast != 0:
			address.Broadcast = withZone(a.broadcast)
		case n.flags&iffPointopoint != 0:
			address.PTP = withZone(a.broadcast)
		}
	}
	return address
}

// interfaceFlags are the names of an interface's flags, in the order of their bits.
var interfaceFlags = []struct {
	flag int32
	name string
}{
	{iffUp, "up"}, {iffBroadcast, "broadcast"}, {iffDebug, "debug"}, {iffLoopback, "loopback"}, {iffPointopoint, "pointopoint"},
	{iffRunning, "running"}, {iffNoarp, "noarp"}, {iffPromisc, "promisc"}, {iffAllmulti, "allmulti"}, {iffOactive, "oactive"},
	{iffSimplex, "simplex"}, {iffLink0, "link0"}, {iffLink1, "link1"}, {iffLink2, "link2"}, {iffMulticast, "multicast"},
}

// ifStats returns the state of an interface but for duplex.
func (n *netInterface) ifStats() platform.NetIfStats {
	var set []string
	for _, f := range interfaceFlags {
		if n.flags&f.flag != 0 {
			set = append(set, f.name)
		}
	}
	stats := platform.NetIfStats{
		Name: n.name, Up: n.flags&iffUp != 0 && n.flags&iffRunning != 0 && n.linkState != linkStateDown,
		Duplex: platform.DuplexUnknown, Speed: platform.NA, MTU: n.mtu, Flags: strings.Join(set, ","),
	}
	if mbits := n.baudrate / 1e6; mbits > 0 {
		stats.Speed = mbits
	}
	return stats
}

// decodeDuplex decodes struct ifmediareq, the answer to SIOCGIFMEDIA.
func decodeDuplex(b []byte) platform.Duplex {
	active := layout.Get(layout.Record(b), ifmediareqActive)
	switch {
	case layout.Get(layout.Record(b), ifmediareqStatus)&ifmAvalid == 0:
		return platform.DuplexUnknown
	case active&ifmFullDuplex != 0:
		return platform.DuplexFull
	case active&ifmHalfDuplex != 0:
		return platform.DuplexHalf
	}
	return platform.DuplexUnknown
}
