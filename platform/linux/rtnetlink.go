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
			l.address = platform.HardwareAddress(value)
		case unix.IFLA_BROADCAST:
			l.broadcast = platform.HardwareAddress(value)
		}
	}
	return l, nil
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

// routes is a socket of rtnetlink, in the network namespace of the thread that has opened it. unix.Close closes it.
type routes int

func openRoutes() (routes, error) {
	fd, err := openNetlink(unix.NETLINK_ROUTE)
	if err != nil {
		return noFD, sysError("netlink socket", err)
	}
	return routes(fd), nil
}

// dump dumps all objects of a kind, and again if they changed during the dump. begin is called before each try.
func (r routes) dump(kind uint16, request []byte, begin func(), take func(b []byte) error) error {
	for range 3 {
		begin()
		interrupted, err := netlinkDump(int(r), kind, request, take)
		if err != nil {
			return sysError("netlink", err)
		}
		if !interrupted {
			break
		}
	}
	return nil
}

// links returns the network interfaces in the kernel's order.
func (r routes) links() ([]netLink, error) {
	var all []netLink
	var request [unix.SizeofIfInfomsg]byte
	err := r.dump(unix.RTM_GETLINK, request[:], func() { all = nil }, func(b []byte) error {
		if l, err := parseLink(b); err == nil { // one that is malformed is left out
			all = append(all, l)
		}
		return nil
	})
	return all, err
}

func (r routes) addresses() ([]netAddress, error) {
	var all []netAddress
	var request [unix.SizeofIfAddrmsg]byte
	err := r.dump(unix.RTM_GETADDR, request[:], func() { all = nil }, func(b []byte) error {
		if a, err := parseAddress(b); err == nil {
			all = append(all, a)
		}
		return nil
	})
	return all, err
}
