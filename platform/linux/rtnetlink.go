//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// netLink is a network interface.
type netLink struct {
	name               string
	index              int32
	flags              uint32
	mtu                int64
	address, broadcast string // of the hardware; "" without one
}

// parseLink parses an ifinfomsg: family, 1 byte of padding, 2 of type, index, flags, 4 of changes; then attributes.
func parseLink(b []byte) (netLink, error) {
	l := netLink{mtu: platform.NA}
	if len(b) < unix.SizeofIfInfomsg {
		return l, unix.EBADMSG
	}
	l.index = int32(binary.NativeEndian.Uint32(b[4:]))
	l.flags = binary.NativeEndian.Uint32(b[8:])
	for kind, value := range netlinkAttrs(b[unix.SizeofIfInfomsg:]) {
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

// netAddress is an IP address of a network interface.
type netAddress struct {
	label                string // IPv4: "" is the interface's name
	index                int32
	family               platform.Family
	prefix               int
	at, local, broadcast []byte // nil: there is none
}

// parseAddress parses an ifaddrmsg: family, prefix length, flags, scope, index; then attributes.
func parseAddress(b []byte) (a netAddress, err error) {
	if len(b) < unix.SizeofIfAddrmsg {
		return a, unix.EBADMSG
	}
	a.family, a.prefix = platform.Family(b[0]), int(b[1])
	a.index = int32(binary.NativeEndian.Uint32(b[4:]))
	size := 4
	if a.family == platform.FamilyInet6 {
		size = 16
	}
	for kind, value := range netlinkAttrs(b[unix.SizeofIfAddrmsg:]) {
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

// dumpRoutes dumps all objects of a kind from rtnetlink, and again if they changed during the dump. begin is called before each try.
func dumpRoutes(kind uint16, request []byte, begin func(), take func(b []byte) error) error {
	fd, err := openNetlink(unix.NETLINK_ROUTE)
	if err != nil {
		return sysError("netlink socket", err)
	}
	defer unix.Close(fd)
	for range 3 {
		begin()
		interrupted, err := netlinkDump(fd, kind, request, take)
		if err != nil {
			return sysError("netlink", err)
		}
		if !interrupted {
			break
		}
	}
	return nil
}

// dumpLinks returns the network interfaces of the calling thread's network namespace, in the kernel's order.
func dumpLinks() ([]netLink, error) {
	var all []netLink
	var request [unix.SizeofIfInfomsg]byte
	err := dumpRoutes(unix.RTM_GETLINK, request[:], func() { all = nil }, func(b []byte) error {
		l, err := parseLink(b)
		all = append(all, l)
		return err
	})
	return all, err
}

func dumpAddresses() ([]netAddress, error) {
	var all []netAddress
	var request [unix.SizeofIfAddrmsg]byte
	err := dumpRoutes(unix.RTM_GETADDR, request[:], func() { all = nil }, func(b []byte) error {
		a, err := parseAddress(b)
		all = append(all, a)
		return err
	})
	return all, err
}
