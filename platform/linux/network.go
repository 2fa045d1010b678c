//go:build linux

package linux

import (
	"cmp"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) NetIO() ([]platform.NetIO, error) {
	buf := getBuf()
	defer putBuf(buf)
	isOwn, err := s.isOwnProcfs()
	if err != nil {
		return nil, err
	}
	net := s.proc + "/thread-self/net" // as netDir, which makes one system call more
	if !isOwn {
		if net, err = s.netDir(); err != nil {
			return nil, err
		}
	}
	err = readSystemFile(buf, net, "dev")
	if isNotExist(err) { // before Linux 3.17
		err = readSystemFile(buf, s.proc+"/net", "dev")
	}
	if err != nil {
		return nil, err
	}
	return parseNetDev(*buf), nil
}

// NetNamespace returns the inode of the calling thread's network namespace, 0 where it is unknown.
func (s *system) NetNamespace() uint64 {
	var st unix.Stat_t
	if !s.isKnownOwnProcfs() || !statOptional(unix.AT_FDCWD, s.proc+"/thread-self/ns/net", &st, 0) {
		return 0
	}
	return st.Ino
}

func (s *system) NetIfAddrs() ([]platform.NetIfAddr, error) {
	routes, err := openRoutes()
	if err != nil {
		return nil, err
	}
	defer unix.Close(int(routes))
	// Addresses first: an interface that appears in between then has none yet.
	ip, err := routes.addresses()
	if err != nil {
		return nil, err
	}
	all, err := routes.links()
	if err != nil {
		return nil, err
	}
	return interfaceAddresses(all, ip), nil
}

// interfaceAddresses returns each interface's addresses: IPv4, IPv6, hardware.
func interfaceAddresses(links []netLink, addresses []netAddress) []platform.NetIfAddr {
	slices.SortStableFunc(addresses, func(a, b netAddress) int { return cmp.Compare(a.family, b.family) })
	of := make(map[int32][]*netAddress)
	for i := range addresses {
		a := &addresses[i]
		of[a.index] = append(of[a.index], a)
	}
	var list []platform.NetIfAddr
	for i := range links {
		l := &links[i]
		for _, a := range of[l.index] {
			if addr, ok := ipAddress(l, a); ok {
				list = append(list, addr)
			}
		}
		if l.address == "" {
			continue
		}
		addr := platform.NetIfAddr{
			Name: l.name, Family: platform.FamilyLink, Address: l.address, PrefixLength: platform.NA,
		}
		for strings.Count(addr.Address, ":") < 5 { // a tunnel's has four bytes, which psutil extends to six
			addr.Address += ":00"
		}
		addr.Broadcast, addr.PTP = l.broadcastOrPeer(l.broadcast)
		list = append(list, addr)
	}
	return list
}

// ipAddress returns what getifaddrs(3) returns for an IP address. If there is an IFA_LOCAL, that is the address, and
// IFA_ADDRESS is the peer's or, without IFA_BROADCAST, the broadcast address.
func ipAddress(l *netLink, a *netAddress) (addr platform.NetIfAddr, ok bool) {
	own, other := a.at, a.broadcast
	if a.local != nil {
		own = a.local
		if other == nil {
			other = a.at
		}
	}
	if own == nil || a.family != platform.FamilyInet && a.family != platform.FamilyInet6 {
		return addr, false
	}
	addr = platform.NetIfAddr{Name: cmp.Or(a.label, l.name), Family: a.family}
	addr.Address = l.withZone(a.family, own)
	bits := min(a.prefix, 8*len(own))
	addr.PrefixLength = int32(bits)
	addr.Netmask = string(platform.AppendIP(nil, a.family, netmask(bits, len(own))))
	if other != nil {
		addr.Broadcast, addr.PTP = l.broadcastOrPeer(l.withZone(a.family, other))
	}
	return addr, true
}

// broadcastOrPeer returns the second address of an interface as what it is there: a broadcast address, the peer's, or
// neither.
func (l *netLink) broadcastOrPeer(address string) (broadcast, ptp string) {
	switch {
	case l.flags&unix.IFF_BROADCAST != 0:
		return address, ""
	case l.flags&unix.IFF_POINTOPOINT != 0:
		return "", address
	}
	return "", ""
}

// withZone formats an IP address, a link-local one with the interface that it is valid on.
func (l *netLink) withZone(family platform.Family, ip []byte) string {
	text := string(platform.AppendIP(nil, family, ip))
	unicast := ip[0] == 0xfe && ip[1]&0xc0 == 0x80
	multicast := ip[0] == 0xff && ip[1]&0x0f == 0x02
	if family == platform.FamilyInet6 && (unicast || multicast) {
		text += "%" + l.name
	}
	return text
}

// netmask returns bits ones, followed by zeros.
func netmask(bits, size int) []byte {
	mask := make([]byte, size)
	for i := range bits {
		mask[i/8] |= 0x80 >> (i % 8)
	}
	return mask
}

func (s *system) NetIfStats() ([]platform.NetIfStats, error) {
	all, err := readLinks()
	if isExhausted(err) {
		return nil, err
	}
	routesErr := err
	// Any socket serves for ioctls on interfaces. Without one, speed and duplex are unknown.
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	switch {
	case isExhausted(err):
		return nil, sysError("socket", err)
	case err != nil:
		fd = noFD
	default:
		defer unix.Close(fd)
	}
	if routesErr != nil {
		if all, err = s.linksByIoctl(fd); isExhausted(err) {
			return nil, err
		}
		if len(all) == 0 {
			return nil, routesErr
		}
	}
	stats := make([]platform.NetIfStats, len(all))
	for i := range all {
		l := &all[i]
		stats[i] = platform.NetIfStats{Name: l.name, MTU: l.mtu, Flags: flagNames(l.flags), Up: l.flags&unix.IFF_RUNNING != 0}
		stats[i].Speed, stats[i].Duplex = ethtool(fd, l.name)
	}
	return stats, nil
}

// readLinks returns the network interfaces by rtnetlink.
func readLinks() ([]netLink, error) {
	routes, err := openRoutes()
	if err != nil {
		return nil, err
	}
	defer unix.Close(int(routes))
	return routes.links()
}

// linksByIoctl returns names, flags and MTUs of the network interfaces without netlink, which services may be denied
// (systemd's RestrictAddressFamilies). The flags are 16 bits.
func (s *system) linksByIoctl(fd int) ([]netLink, error) {
	nics, err := s.NetIO()
	if err != nil || fd == noFD {
		return nil, err
	}
	var all []netLink
	for i := range nics {
		request, err := unix.NewIfreq(nics[i].Name)
		if err != nil { // longer than a name can be
			continue
		}
		if unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, request) != nil { // removed since
			continue
		}
		l := netLink{name: nics[i].Name, flags: uint32(request.Uint16()), mtu: platform.NA}
		if unix.IoctlIfreq(fd, unix.SIOCGIFMTU, request) == nil {
			l.mtu = int64(request.Uint32())
		}
		all = append(all, l)
	}
	return all, nil
}

// flagNames returns the names of an interface's flags in the order of their bits.
func flagNames(flags uint32) string {
	var set []string
	for i, name := range []string{
		"up", "broadcast", "debug", "loopback", "pointopoint", "notrailers", "running", "noarp", "promisc", "allmulti",
		"master", "slave", "multicast", "portsel", "automedia", "dynamic",
	} {
		if flags>>i&1 != 0 {
			set = append(set, name)
		}
	}
	return strings.Join(set, ",")
}
