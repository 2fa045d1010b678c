package freebsd

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// socket is a socket in one of the kernel's lists, or one that a process has open.
type socket struct {
	platform.Connection
	kind    platform.ConnKind
	address uint64 // of the kernel's struct socket; 0 without one, as in TIME_WAIT
	control uint64 // the address of its protocol control block
}

func newSocket() socket {
	return socket{Connection: platform.Connection{
		FD: platform.NA, PID: platform.NA, Status: platform.ConnNone, LocalPort: platform.NA, RemotePort: platform.NA,
		BytesSent: platform.NA, BytesRecv: platform.NA,
	}}
}

// splitSockets splits the answer to one of the variables pcblist: a header, records, and the header again. Each begins
// with its size, in 64 bits. Records with a generation above the header's are younger than the list. They are kept.
func splitSockets(what string, b []byte, headerSize, minimum int) ([]layout.Record, error) {
	if len(b) == 0 { // a kernel that has no such sockets
		return nil, nil
	}
	const size layout.Field[uint64] = 0
	records, err := splitRecords(what, b, size, headerSize)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || len(records[0]) != headerSize || len(records[len(records)-1]) != headerSize {
		return nil, malformed(what)
	}
	records = records[1:max(len(records)-1, 1)]
	for _, r := range records {
		if len(r) < minimum {
			return nil, malformed(what)
		}
	}
	return records, nil
}

// The sizes of records up to the last field that is read.
const (
	minimumXinpcb = int(xinpcbInpVflag) + 1
	minimumXtcpcb = int(xtcpcbTState) + 4
	minimumXunpcb = int(xunpcbSocketSoType) + 2
)

// decodeTCPSockets decodes the answer to net.inet.tcp.pcblist: struct xtcpcb, which contains a struct xinpcb.
func decodeTCPSockets(what string, b []byte) ([]socket, error) {
	records, err := splitSockets(what, b, sizeofXinpgen, minimumXtcpcb)
	list := make([]socket, 0, len(records))
	for _, r := range records {
		if s, ok := decodeIPSocket(r[xtcpcbXtInpXiLen:], platform.SocketStream); ok {
			s.Status = connStatus(layout.Get(r, xtcpcbTState))
			list = append(list, s)
		}
	}
	return list, err
}

// decodeUDPSockets decodes the answer to net.inet.udp.pcblist: struct xinpcb.
func decodeUDPSockets(what string, b []byte) ([]socket, error) {
	records, err := splitSockets(what, b, sizeofXinpgen, minimumXinpcb)
	list := make([]socket, 0, len(records))
	for _, r := range records {
		if s, ok := decodeIPSocket(r, platform.SocketDgram); ok {
			list = append(list, s)
		}
	}
	return list, err
}

// decodeIPSocket decodes struct xinpcb. An IPv6 socket may have an IPv4 connection, whose addresses have four bytes;
// the flags say so. ok is false for a socket of neither family.
func decodeIPSocket(r layout.Record, kind platform.SocketType) (s socket, ok bool) {
	s = newSocket()
	s.Type = kind
	s.address, s.control = layout.Get(r, xinpcbXiSocketXsoSo), layout.Get(r, xinpcbXiSocketSoPcb)
	flags := layout.Get(r, xinpcbInpVflag)
	switch family := layout.Get(r, xinpcbXiSocketXsoFamily); {
	case family == afInet6, family != afInet && flags&inpIPv6 != 0:
		s.Family = platform.FamilyInet6
	case family == afInet, flags&inpIPv4 != 0:
		s.Family = platform.FamilyInet
	default:
		return s, false
	}
	s.kind = kindOf(s.Family, kind)
	isMapped := s.Family == platform.FamilyInet6 && flags&inpIPv4 != 0 && flags&inpIPv6 == 0
	ip := func(f layout.Field[[16]uint8]) []byte {
		b := layout.Bytes(r, f)
		switch {
		case s.Family == platform.FamilyInet:
			return b[12:]
		case isMapped:
			return append([]byte{10: 0xff, 11: 0xff}, b[12:]...)
		}
		return b
	}
	s.Local, s.LocalPort = endpoint(s.Family, ip(xinpcbInpIncIeIeDependladdr), layout.Bytes(r, xinpcbInpIncIeIeLport))
	s.Remote, s.RemotePort = endpoint(s.Family, ip(xinpcbInpIncIeIeDependfaddr), layout.Bytes(r, xinpcbInpIncIeIeFport))
	return s, true
}

func kindOf(family platform.Family, kind platform.SocketType) platform.ConnKind {
	switch {
	case family == platform.FamilyUnix:
		return platform.Unix
	case family == platform.FamilyInet && kind == platform.SocketStream:
		return platform.TCP4
	case family == platform.FamilyInet:
		return platform.UDP4
	case kind == platform.SocketStream:
		return platform.TCP6
	}
	return platform.UDP6
}

// endpoint returns address and port; "" and NA without a port, which means that there is no such end. port is in
// network byte order.
func endpoint(family platform.Family, ip, port []byte) (string, int32) {
	number := binary.BigEndian.Uint16(port)
	if number == 0 {
		return "", platform.NA
	}
	return formatIP(family, ip), int32(number)
}

// connStatus converts TCPS_*.
func connStatus(state int32) platform.ConnStatus {
	switch state {
	case tcpsClosed:
		return platform.ConnClose
	case tcpsListen:
		return platform.ConnListen
	case tcpsSynSent:
		return platform.ConnSynSent
	case tcpsSynReceived:
		return platform.ConnSynRecv
	case tcpsEstablished:
		return platform.ConnEstablished
	case tcpsCloseWait:
		return platform.ConnCloseWait
	case tcpsFinWait1:
		return platform.ConnFinWait1
	case tcpsClosing:
		return platform.ConnClosing
	case tcpsLastAck:
		return platform.ConnLastAck
	case tcpsFinWait2:
		return platform.ConnFinWait2
	case tcpsTimeWait:
		return platform.ConnTimeWait
	}
	return platform.ConnNone
}

// decodeUnixSockets decodes the answer to one of net.local.*.pcblist: struct xunpcb.
func decodeUnixSockets(what string, b []byte) ([]socket, error) {
	records, err := splitSockets(what, b, sizeofXunpgen, minimumXunpcb)
	list := make([]socket, len(records))
	for i, r := range records {
		s := newSocket()
		s.Family, s.kind, s.Type = platform.FamilyUnix, platform.Unix, socketType(int32(layout.Get(r, xunpcbSocketSoType)))
		s.Local = unixPath(layout.Bytes(r, xunpcbAddr))
		s.address, s.control = layout.Get(r, xunpcbSocketXsoSo), layout.Get(r, xunpcbSocketSoPcb)
		list[i] = s
	}
	return list, err
}

// unixPath returns the path in a struct sockaddr_un, of which sun_len bytes are valid.
func unixPath(address layout.Record) string {
	size := int(layout.Get(address, sockaddrUnLen))
	if layout.Get(address, sockaddrUnFamily) != afUnix || size <= int(sockaddrUnPath) {
		return ""
	}
	return layout.CString(address[sockaddrUnPath:min(size, len(address))])
}

func socketType(kind int32) platform.SocketType {
	switch kind {
	case sockStream:
		return platform.SocketStream
	case sockDgram:
		return platform.SocketDgram
	case sockRaw:
		return platform.SocketRaw
	case sockSeqpacket:
		return platform.SocketSeqpacket
	}
	return 0
}

// decodeFileSockets returns the sockets among the files of a process: TCP, UDP and UNIX. That of a TCP socket has no
// state.
func decodeFileSockets(files []layout.Record, pid int64) []socket {
	var list []socket
	for _, f := range files {
		if layout.Get(f, kinfoFileType) != kfTypeSocket || !isDescriptor(f) {
			continue
		}
		s := newSocket()
		s.PID, s.FD = pid, int64(layout.Get(f, kinfoFileFd))
		s.Type, s.control = socketType(layout.Get(f, kinfoFileSockType)), layout.Get(f, kinfoFileSockPcb)
		local, peer := f[kinfoFileSaLocalLen:kinfoFileSaPeerLen], f[kinfoFileSaPeerLen:kinfoFileSockPcb]
		switch layout.Get(f, kinfoFileSockDomain) {
		case afUnix:
			s.Family, s.Local = platform.FamilyUnix, unixPath(local)
		case afInet:
			s.Family = platform.FamilyInet
			s.Local, s.LocalPort = socketEndpoint(s.Family, local)
			s.Remote, s.RemotePort = socketEndpoint(s.Family, peer)
		case afInet6:
			s.Family = platform.FamilyInet6
			s.Local, s.LocalPort = socketEndpoint(s.Family, local)
			s.Remote, s.RemotePort = socketEndpoint(s.Family, peer)
		default:
			continue
		}
		protocol := layout.Get(f, kinfoFileSockProtocol)
		isTCP := s.Type == platform.SocketStream && protocol == ipprotoTCP
		isUDP := s.Type == platform.SocketDgram && protocol == ipprotoUDP
		if s.Family != platform.FamilyUnix && !isTCP && !isUDP {
			continue
		}
		s.kind = kindOf(s.Family, s.Type)
		list = append(list, s)
	}
	return list
}

// socketEndpoint returns the address and the port of a struct sockaddr_in or sockaddr_in6, as endpoint does.
func socketEndpoint(family platform.Family, address layout.Record) (string, int32) {
	ip := ipOf(family, address)
	return endpoint(family, ip, layout.Bytes(address, sockaddrInPort)) // at the same place in both
}

// socketOwner is a descriptor that refers to a socket.
type socketOwner struct {
	address uint64
	pid, fd int32
}

// decodeSocketOwners decodes the answer to kern.file: struct xfile, of all descriptors of all processes. The owners are
// sorted by the address of the socket; of each, the highest PID is first, with its lowest descriptor.
func decodeSocketOwners(what string, b []byte) ([]socketOwner, error) {
	records, err := splitRecords(what, b, xfileSize, int(xfileData)+8)
	if err != nil {
		return nil, err
	}
	var owners []socketOwner
	for _, r := range records {
		if layout.Get(r, xfileType) == dtypeSocket && layout.Get(r, xfileData) != 0 {
			owners = append(owners, socketOwner{layout.Get(r, xfileData), layout.Get(r, xfilePid), layout.Get(r, xfileFd)})
		}
	}
	slices.SortFunc(owners, func(a, b socketOwner) int {
		return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(b.pid, a.pid), cmp.Compare(a.fd, b.fd))
	})
	return owners, nil
}

// withOwners returns the sockets with their owners: a UNIX socket once for each descriptor of its first owner, others
// with the lowest.
func withOwners(sockets []socket, owners []socketOwner) []platform.Connection {
	list := make([]platform.Connection, 0, len(sockets))
	for _, s := range sockets {
		first, found := slices.BinarySearchFunc(owners, s.address, func(o socketOwner, address uint64) int {
			return cmp.Compare(o.address, address)
		})
		if !found || s.address == 0 {
			list = append(list, s.Connection)
			continue
		}
		for _, o := range owners[first:] {
			if o.address != s.address || o.pid != owners[first].pid {
				break
			}
			s.PID, s.FD = int64(o.pid), int64(o.fd)
			list = append(list, s.Connection)
			if s.Family != platform.FamilyUnix {
				break
			}
		}
	}
	return list
}

// ofKinds returns the sockets of these kinds.
func ofKinds(sockets []socket, kinds platform.ConnKind) []socket {
	return slices.DeleteFunc(sockets, func(s socket) bool { return s.kind&kinds == 0 })
}

// processConnections returns the sockets of a process, an IP socket once, with its lowest descriptor. The states of TCP
// sockets come from the list of all.
func processConnections(own, tcp []socket) []platform.Connection {
	states := make(map[uint64]platform.ConnStatus, len(tcp))
	for _, s := range tcp {
		if s.control != 0 {
			states[s.control] = s.Status
		}
	}
	slices.SortFunc(own, func(a, b socket) int { return cmp.Compare(a.FD, b.FD) })
	listed := map[uint64]bool{}
	var list []platform.Connection
	for _, s := range own {
		if s.Family != platform.FamilyUnix && s.control != 0 {
			if listed[s.control] {
				continue
			}
			listed[s.control] = true
		}
		if status, found := states[s.control]; found { // not if it is in the network stack of another jail
			s.Status = status
		}
		list = append(list, s.Connection)
	}
	return list
}

// socketLists are the kernel's lists of sockets.
var socketLists = []struct {
	kinds  platform.ConnKind
	name   string
	record int
	decode func(what string, b []byte) ([]socket, error)
}{
	{platform.TCP4 | platform.TCP6, "net.inet.tcp.pcblist", sizeofXtcpcb, decodeTCPSockets},
	{platform.UDP4 | platform.UDP6, "net.inet.udp.pcblist", sizeofXinpcb, decodeUDPSockets},
	{platform.Unix, "net.local.stream.pcblist", sizeofXunpcb, decodeUnixSockets},
	{platform.Unix, "net.local.dgram.pcblist", sizeofXunpcb, decodeUnixSockets},
	{platform.Unix, "net.local.seqpacket.pcblist", sizeofXunpcb, decodeUnixSockets},
}

// readSockets returns all sockets of these kinds.
func (s *system) readSockets(kinds platform.ConnKind) ([]socket, error) {
	var all []socket
	for _, l := range socketLists {
		if kinds&l.kinds == 0 {
			continue
		}
		b, err := s.kernel.readVariable(l.name, l.record)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list, err := l.decode("sysctl "+l.name, b)
		if err != nil {
			return nil, err
		}
		all = append(all, ofKinds(list, kinds)...)
	}
	return all, nil
}

// NetConnections reads the lists of sockets of the jail's network stack and, for the owners, kern.file. Bytes are not
// counted.
func (s *system) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	sockets, err := s.readSockets(kinds)
	if err != nil {
		return nil, err
	}
	var owners []socketOwner
	if flags&platform.ConnPIDs != 0 {
		b, err := s.kernel.readVariable("kern.file", sizeofXfile)
		if err != nil {
			return nil, err
		}
		if owners, err = decodeSocketOwners("sysctl kern.file", b); err != nil {
			return nil, err
		}
	}
	return withOwners(sockets, owners), nil
}

// NetConnections reads the sockets among the process's files, and for TCP the list of all sockets, which has their
// states.
func (p *process) NetConnections(kinds platform.ConnKind, _ platform.ConnFlags) ([]platform.Connection, error) {
	files, err := p.files()
	if err != nil {
		return nil, err
	}
	own := ofKinds(decodeFileSockets(files, p.pid), kinds)
	const tcp = platform.TCP4 | platform.TCP6
	var all []socket
	if slices.ContainsFunc(own, func(s socket) bool { return s.kind&tcp != 0 }) {
		if all, err = p.sys.readSockets(tcp); err != nil {
			return nil, err
		}
	}
	return processConnections(own, all), nil
}
