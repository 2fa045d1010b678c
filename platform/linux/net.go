//go:build linux

package linux

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (s *system) NetIO() ([]platform.NetIO, error) {
	buf := borrow()
	defer giveBack(buf)
	net := s.net()
	if err := readInto(buf, net, "dev"); err != nil {
		return nil, err
	}
	io, err := parseNetDev(*buf)
	return io, about(net, err)
}

// NetNamespace is the inode of the calling thread's network namespace, 0 where it cannot be told.
func (s *system) NetNamespace() uint64 {
	var st unix.Stat_t
	if !s.native() || unix.Stat(s.proc+"/thread-self/ns/net", &st) != nil {
		return 0
	}
	return st.Ino
}

// parseNetDev reads /proc/net/dev: two lines of headings, then for each interface its name, a colon, and sixteen numbers.
func parseNetDev(b []byte) ([]platform.NetIO, error) {
	var all []platform.NetIO
	n := 0
	for line := range bytes.Lines(b) {
		if n++; n <= 2 {
			continue
		}
		colon := bytes.LastIndexByte(line, ':') // the name of an alias has one, too
		if colon < 0 {
			return nil, malformed("dev", "a line is cut off: "+excerpt(line))
		}
		io := platform.NetIO{Name: string(bytes.TrimLeft(line[:colon], " "))}
		c := &io.Counters
		rest := fields{text: line, at: colon + 1}
		var other int64 // of kinds that nobody asks for, or at the end of a longer line
		for _, into := range []*int64{
			&c.BytesRecv, &c.PacketsRecv, &c.ErrorsIn, &c.DroppedIn, &other, &other, &other, &other,
			&c.BytesSent, &c.PacketsSent, &c.ErrorsOut, &c.DroppedOut, &other, &other, &other, &other,
		} {
			var ok bool
			if *into, ok = parseCounter(rest.next()); !ok {
				return nil, malformed("dev", "a line is cut off, or not numbers: "+excerpt(line))
			}
		}
		all = append(all, io)
	}
	return all, nil
}

// parseCounter reads a number that some drivers let fall below zero: such a one is the highest there is.
func parseCounter(b []byte) (int64, bool) {
	n, err := strconv.ParseUint(string(b), 10, 64)
	return int64(min(n, math.MaxInt64)), err == nil
}

// link is a network interface.
type link struct {
	name               string
	index              int32
	flags              uint32
	mtu                int64
	address, broadcast string // of the hardware; "" without one
}

// parseLink reads an ifinfomsg: family, 1 of padding, 2 of type, index, flags, 4 of changes; then attributes.
func parseLink(b []byte) (link, error) {
	l := link{mtu: platform.NA}
	if len(b) < unix.SizeofIfInfomsg {
		return l, unix.EBADMSG
	}
	l.index = int32(binary.NativeEndian.Uint32(b[4:]))
	l.flags = binary.NativeEndian.Uint32(b[8:])
	for kind, value := range attributes(b[unix.SizeofIfInfomsg:]) {
		switch kind {
		case unix.IFLA_IFNAME:
			l.name = cString(value)
		case unix.IFLA_MTU:
			if len(value) >= 4 {
				l.mtu = int64(binary.NativeEndian.Uint32(value))
			}
		case unix.IFLA_ADDRESS:
			l.address = hardwareAddress(value)
		case unix.IFLA_BROADCAST:
			l.broadcast = hardwareAddress(value)
		}
	}
	return l, nil
}

// cString gives what is before the NUL.
func cString(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}

func hardwareAddress(b []byte) string {
	const digits = "0123456789abcdef"
	var text []byte
	for i, c := range b {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, digits[c>>4], digits[c&15])
	}
	return string(text)
}

// address is an IP address of a network interface.
type address struct {
	label                string // IPv4: "" is the interface's name
	index                int32
	family               platform.Family
	prefix               int
	at, local, broadcast []byte // nil: there is none
}

// parseAddress reads an ifaddrmsg: family, length of the prefix, flags, scope, index; then attributes.
func parseAddress(b []byte) (a address, err error) {
	if len(b) < unix.SizeofIfAddrmsg {
		return a, unix.EBADMSG
	}
	a.family, a.prefix = platform.Family(b[0]), int(b[1])
	a.index = int32(binary.NativeEndian.Uint32(b[4:]))
	size := 4
	if a.family == platform.FamilyInet6 {
		size = 16
	}
	for kind, value := range attributes(b[unix.SizeofIfAddrmsg:]) {
		var into *[]byte
		switch kind {
		case unix.IFA_LABEL:
			a.label = cString(value)
			continue
		case unix.IFA_ADDRESS:
			into = &a.at
		case unix.IFA_LOCAL:
			into = &a.local
		case unix.IFA_BROADCAST:
			into = &a.broadcast
		}
		if into != nil && len(value) == size {
			*into = bytes.Clone(value)
		}
	}
	return a, nil
}

// routes asks rtnetlink for everything of a kind, once more if it changed meanwhile. begin is called before each try.
func routes(kind uint16, request []byte, begin func(), take func(b []byte) error) error {
	fd, err := netlink(unix.NETLINK_ROUTE)
	if err != nil {
		return failure("socket of netlink", err)
	}
	defer unix.Close(fd)
	for range 3 {
		begin()
		interrupted, err := dump(fd, kind, request, take)
		if err != nil {
			return failure("netlink's answer", err)
		}
		if !interrupted {
			break
		}
	}
	return nil
}

// links gives the network interfaces of the calling thread's network namespace, in the kernel's order.
func links() ([]link, error) {
	var all []link
	var request [unix.SizeofIfInfomsg]byte
	err := routes(unix.RTM_GETLINK, request[:], func() { all = nil }, func(b []byte) error {
		l, err := parseLink(b)
		all = append(all, l)
		return err
	})
	return all, err
}

func addresses() ([]address, error) {
	var all []address
	var request [unix.SizeofIfAddrmsg]byte
	err := routes(unix.RTM_GETADDR, request[:], func() { all = nil }, func(b []byte) error {
		a, err := parseAddress(b)
		all = append(all, a)
		return err
	})
	return all, err
}

func (s *system) NetIfAddrs() ([]platform.NetIfAddr, error) {
	// In this order: an interface that appears in between has no addresses yet.
	ip, err := addresses()
	if err != nil {
		return nil, err
	}
	all, err := links()
	if err != nil {
		return nil, err
	}
	return interfaceAddresses(all, ip), nil
}

// interfaceAddresses gives each interface's addresses: IPv4, IPv6, hardware.
func interfaceAddresses(links []link, addresses []address) []platform.NetIfAddr {
	slices.SortStableFunc(addresses, func(a, b address) int { return cmp.Compare(a.family, b.family) })
	of := make(map[int32][]*address)
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
		for strings.Count(addr.Address, ":") < 5 { // a tunnel's has four bytes; psutil makes them six
			addr.Address += ":00"
		}
		addr.Broadcast, addr.PTP = l.otherEnd(l.broadcast)
		list = append(list, addr)
	}
	return list
}

// ipAddress gives an IP address what getifaddrs(3) gives it: an address that has both is IFA_LOCAL, and IFA_ADDRESS is
// then the other end's, or stands in for the broadcast address.
func ipAddress(l *link, a *address) (addr platform.NetIfAddr, ok bool) {
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
	addr.Address = l.scoped(a.family, own)
	bits := min(a.prefix, 8*len(own))
	addr.PrefixLength = int32(bits)
	addr.Netmask = string(appendIP(nil, a.family, netmask(bits, len(own))))
	if other != nil {
		addr.Broadcast, addr.PTP = l.otherEnd(l.scoped(a.family, other))
	}
	return addr, true
}

// otherEnd says what the second address is on this interface: a broadcast address or the other end's, or nothing.
func (l *link) otherEnd(address string) (broadcast, ptp string) {
	switch {
	case l.flags&unix.IFF_BROADCAST != 0:
		return address, ""
	case l.flags&unix.IFF_POINTOPOINT != 0:
		return "", address
	}
	return "", ""
}

// scoped writes an IP address, a link-local one with the interface that it is valid on.
func (l *link) scoped(family platform.Family, ip []byte) string {
	text := string(appendIP(nil, family, ip))
	unicast := ip[0] == 0xfe && ip[1]&0xc0 == 0x80
	multicast := ip[0] == 0xff && ip[1]&0x0f == 0x02
	if family == platform.FamilyInet6 && (unicast || multicast) {
		text += "%" + l.name
	}
	return text
}

// netmask is bits ones, then zeroes.
func netmask(bits, size int) []byte {
	mask := make([]byte, size)
	for i := range bits {
		mask[i/8] |= 0x80 >> (i % 8)
	}
	return mask
}

func (s *system) NetIfStats() ([]platform.NetIfStats, error) {
	all, err := links()
	if err != nil {
		return nil, err
	}
	// Any socket will do for asking about interfaces; without one, what is asked through it remains unknown.
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		fd = -1
	} else {
		defer unix.Close(fd)
	}
	stats := make([]platform.NetIfStats, len(all))
	for i := range all {
		l := &all[i]
		stats[i] = platform.NetIfStats{Name: l.name, MTU: l.mtu, Flags: flagNames(l.flags), Up: l.flags&unix.IFF_RUNNING != 0}
		stats[i].Speed, stats[i].Duplex = ethtool(fd, l.name)
	}
	return stats, nil
}

// flagNames gives the names of an interface's flags, in the order of their numbers.
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

// ethtoolCommand is struct ethtool_cmd. The kernel fills it in from its newer structures for every driver.
type ethtoolCommand struct {
	command   uint32
	_         [8]byte
	speed     uint16
	duplex    uint8
	_         [13]byte
	speedHigh uint16
	_         [14]byte
}

var _ = [1]struct{}{}[unsafe.Sizeof(ethtoolCommand{})-44]

// ethtool asks an interface's driver for speed and duplex.
func ethtool(fd int, name string) (speed int64, duplex platform.Duplex) {
	command := ethtoolCommand{command: unix.ETHTOOL_GSET}
	request := struct { // struct ifreq
		name    [unix.IFNAMSIZ]byte
		command *ethtoolCommand
		_       [16]byte
	}{command: &command}
	copy(request.name[:unix.IFNAMSIZ-1], name)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return platform.NA, platform.DuplexUnknown
	}
	return ethtoolSpeed(&command), ethtoolDuplex(command.duplex)
}

// ethtoolSpeed gives Mbit/s. The kernel says -1 for "unknown", some drivers 0.
func ethtoolSpeed(c *ethtoolCommand) int64 {
	speed := int32(uint32(c.speedHigh)<<16 | uint32(c.speed))
	if speed <= 0 {
		return platform.NA
	}
	return int64(speed)
}

func ethtoolDuplex(duplex uint8) platform.Duplex {
	switch duplex {
	case 0:
		return platform.DuplexHalf
	case 1:
		return platform.DuplexFull
	}
	return platform.DuplexUnknown
}
