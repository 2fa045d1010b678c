package darwin

import (
	"iter"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// The kinds of records in the lists of sockets (XSO_*, bsd/sys/socketvar.h in xnu). Others have buffers and traffic.
const (
	recordSocket = 0x001
	recordIP     = 0x010
	recordTCP    = 0x020
	recordUnix   = 0x200
)

// socketList is one of the kernel's lists of sockets, which every user may read. Where the kernel does not have it,
// another may be in its place.
type socketList struct {
	kinds    platform.ConnKind
	name     string
	decode   func([]byte) ([]socket, bool)
	fallback *socketList
}

var socketLists = []socketList{
	{platform.TCP4 | platform.TCP6, "net.inet.tcp.pcblist_n", decodeTCPSockets, nil},
	{platform.UDP4 | platform.UDP6, "net.inet.udp.pcblist_n", decodeUDPSockets, nil},
	{platform.Unix, "net.local.stream.pcblist_n", decodeUnixSockets, &socketList{platform.Unix, "net.local.stream.pcblist64", decodeUnixSockets64, nil}},
	{platform.Unix, "net.local.dgram.pcblist_n", decodeUnixSockets, &socketList{platform.Unix, "net.local.dgram.pcblist64", decodeUnixSockets64, nil}},
}

// splitSockets splits a list of sockets: a header, records, and the header again, which is missing if the list is
// empty. Each begins with its length in 32 bits, and with a multiple of align bytes. ok is false for an answer that has
// not this form, or that was cut.
func splitSockets(b []byte, align int) (records []layout.Record, ok bool) {
	if len(b) == 0 { // a kernel that has no such sockets
		return nil, true
	}
	header := layout.Record(b)
	if len(b) < sizeofXinpgen || layout.Get(header, xinpgenLen) != sizeofXinpgen {
		return nil, false
	}
	for rest := b[sizeofXinpgen:]; len(rest) > 0; {
		length := layout.Get(layout.Record(rest), xrecordNLen)
		switch {
		case length == sizeofXinpgen:
			return records, len(rest) == sizeofXinpgen
		case length < sizeofXrecordN || uint64(length) > uint64(len(rest)):
			return nil, false
		}
		records = append(records, rest[:length])
		rest = rest[min((int(length)+align-1)&^(align-1), len(rest)):]
	}
	return nil, len(records) == 0 && layout.Get(header, xinpgenCount) == 0
}

// decodeTCPSockets decodes net.inet.tcp.pcblist_n.
func decodeTCPSockets(b []byte) ([]socket, bool) { return decodeIPSockets(b, platform.SocketStream) }

// decodeUDPSockets decodes net.inet.udp.pcblist_n.
func decodeUDPSockets(b []byte) ([]socket, bool) { return decodeIPSockets(b, platform.SocketDgram) }

// decodeIPSockets decodes records of several kinds, of which those of a socket begin with an xinpcb_n.
func decodeIPSockets(b []byte, socketType platform.SocketType) (list []socket, ok bool) {
	records, ok := splitSockets(b, 8)
	for control, others := range groupsOf(records, recordIP) {
		if !layout.Has(control, xinpcbNLaddr) {
			return nil, false
		}
		if s, ok := decodeIPSocket(control, others, socketType); ok {
			list = append(list, s)
		}
	}
	return list, ok
}

// groupsOf yields each record of a kind with the records behind it up to the next one.
func groupsOf(records []layout.Record, kind uint32) iter.Seq2[layout.Record, []layout.Record] {
	return func(yield func(layout.Record, []layout.Record) bool) {
		for len(records) > 0 {
			n := 1
			for n < len(records) && layout.Get(records[n], xrecordNKind) != kind {
				n++
			}
			if layout.Get(records[0], xrecordNKind) == kind && !yield(records[0], records[1:n]) {
				return
			}
			records = records[n:]
		}
	}
}

// recordOfKind returns the last of these records that is of a kind, nil if there is none.
func recordOfKind(records []layout.Record, kind uint32) layout.Record {
	for _, r := range slices.Backward(records) {
		if layout.Get(r, xrecordNKind) == kind {
			return r
		}
	}
	return nil
}

// decodeIPSocket decodes the records of a socket; false for one of neither family. A connection that a process has
// without a socket (of Network.framework) is of this process alone. It has no family either, but its addresses have.
func decodeIPSocket(control layout.Record, others []layout.Record, socketType platform.SocketType) (s socket, ok bool) {
	common, tcp := recordOfKind(others, recordSocket), recordOfKind(others, recordTCP)
	s = unownedSocket(handleAt(common, xsocketNSo))
	version := layout.Get(control, xinpcbNVflag)
	switch family := layout.Get(common, xsocketNFamily); {
	case family == afInet6, family != afInet && version&versionIPv6 != 0:
		s.Family = platform.FamilyInet6
	case family == afInet, version&versionIPv4 != 0:
		s.Family = platform.FamilyInet
	default:
		return s, false
	}
	s.setKind(socketType)
	if layout.Has(tcp, xtcpcbNState) {
		s.setTCPState(layout.Get(tcp, xtcpcbNState))
	}
	if pid := layout.Get(common, xsocketNLastPid); pid > 0 && s.handle == 0 && handleAt(control, xinpcbNInpp) == 0 {
		s.PID = int64(pid)
	}
	s.setAddresses(version, layout.Bytes(control, xinpcbNLaddr), layout.Bytes(control, xinpcbNFaddr),
		networkPort(int32(layout.Get(control, xinpcbNLport))), networkPort(int32(layout.Get(control, xinpcbNFport))))
	return s, true
}

// unownedSocket returns a socket whose process is not known, without addresses.
func unownedSocket(handle uint64) socket {
	return socket{handle: handle, Connection: platform.Connection{
		FD: platform.NA, PID: platform.NA, Status: platform.ConnNone, LocalPort: platform.NA, RemotePort: platform.NA,
		BytesSent: platform.NA, BytesRecv: platform.NA,
	}}
}

// handleAt returns a number of 64 bits that the layout has as two words.
func handleAt(r layout.Record, f layout.Field[[2]uint32]) uint64 {
	return layout.Get(r, layout.Field[uint64](f))
}

// decodeUnixSockets decodes net.local.stream.pcblist_n and net.local.dgram.pcblist_n, whose records are as those of IP
// sockets.
func decodeUnixSockets(b []byte) (list []socket, ok bool) {
	records, ok := splitSockets(b, 8)
	for control, others := range groupsOf(records, recordUnix) {
		if !layout.Has(control, xunpcbNCaddr) {
			return nil, false
		}
		common := recordOfKind(others, recordSocket)
		s := unownedSocket(handleAt(common, xsocketNSo))
		s.setUnix(int32(layout.Get(common, xsocketNType)))
		s.Local, s.Remote = unixPath(layout.Bytes(control, xunpcbNAddr)), unixPath(layout.Bytes(control, xunpcbNCaddr))
		list = append(list, s)
	}
	return list, ok
}

// decodeUnixSockets64 decodes net.local.stream.pcblist64 and net.local.dgram.pcblist64: struct xunpcb64.
func decodeUnixSockets64(b []byte) ([]socket, bool) {
	records, ok := splitSockets(b, 1)
	list := make([]socket, len(records))
	for i, r := range records {
		if !layout.Has(r, xunpcb64Type) {
			return nil, false
		}
		s := unownedSocket(handleAt(r, xunpcb64So))
		s.setUnix(int32(layout.Get(r, xunpcb64Type)))
		s.Local, s.Remote = unixPath(layout.Bytes(r, xunpcb64Addr)), unixPath(layout.Bytes(r, xunpcb64Caddr))
		list[i] = s
	}
	return list, ok
}
