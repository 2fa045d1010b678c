package darwin

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// tcpStates are the states of a TCP socket.
var tcpStates = [...]platform.ConnStatus{
	tcpClosed: platform.ConnClose, tcpListen: platform.ConnListen, tcpSynSent: platform.ConnSynSent,
	tcpSynReceived: platform.ConnSynRecv, tcpEstablished: platform.ConnEstablished, tcpCloseWait: platform.ConnCloseWait,
	tcpFinWait1: platform.ConnFinWait1, tcpClosing: platform.ConnClosing, tcpLastAck: platform.ConnLastAck,
	tcpFinWait2: platform.ConnFinWait2, tcpTimeWait: platform.ConnTimeWait,
}

// socket is a socket of proc_pidfdinfo(PROC_PIDFDSOCKETINFO), or of the kernel's lists.
type socket struct {
	platform.Connection
	kind   platform.ConnKind
	handle uint64 // identifies the socket among all of the system; 0 for a connection without one
}

// decodeSocket decodes a socket; false for one of another family or protocol, as of the kernel's events.
func decodeSocket(r layout.Record, fd int32, pid int64) (s socket, ok bool) {
	if len(r) < sizeofSocketFdinfo {
		return s, false
	}
	s = unownedSocket(layout.Get(r, socketFdinfoPsiSoiSo))
	s.FD, s.PID = int64(fd), pid
	protocol := layout.Record(layout.Bytes(r, socketFdinfoPsiSoiProto))
	family, kind := layout.Get(r, socketFdinfoPsiSoiFamily), layout.Get(r, socketFdinfoPsiSoiKind)
	socketType := layout.Get(r, socketFdinfoPsiSoiType)
	s.Family = platform.FamilyInet
	if family == afInet6 {
		s.Family = platform.FamilyInet6
	}
	switch {
	case family == afUnix && kind == socketUnix:
		s.setUnix(socketType)
		s.Local, s.Remote = unixPath(layout.Bytes(protocol, unSockinfoAddr)), unixPath(layout.Bytes(protocol, unSockinfoCaddr))
		return s, true
	case family != afInet && family != afInet6:
		return s, false
	case kind == socketTCP && socketType == sockStream:
		s.setKind(platform.SocketStream)
		s.setTCPState(layout.Get(protocol, tcpSockinfoState))
	case kind == socketInet && socketType == sockDgram && layout.Get(r, socketFdinfoPsiSoiProtocol) == protocolUDP:
		s.setKind(platform.SocketDgram)
	default:
		return s, false
	}
	version := layout.Get(protocol, inSockinfoVflag)
	s.setAddresses(version, layout.Bytes(protocol, inSockinfoLaddr), layout.Bytes(protocol, inSockinfoFaddr),
		networkPort(layout.Get(protocol, inSockinfoLport)), networkPort(layout.Get(protocol, inSockinfoFport)))
	return s, true
}

// setUnix makes the socket a UNIX socket. Its type is 0 if it is none of sys/socket.h, whose numbers are those of
// Linux.
func (s *socket) setUnix(socketType int32) {
	s.kind, s.Family = platform.Unix, platform.FamilyUnix
	switch t := platform.SocketType(socketType); t {
	case platform.SocketStream, platform.SocketDgram, platform.SocketRaw, platform.SocketSeqpacket:
		s.Type = t
	}
}

// setKind sets the type of a TCP or UDP socket, whose family is set.
func (s *socket) setKind(socketType platform.SocketType) {
	s.Type, s.kind = socketType, platform.UDP4
	if socketType == platform.SocketStream {
		s.kind = platform.TCP4
	}
	if s.Family == platform.FamilyInet6 {
		s.kind <<= 1
	}
}

func (s *socket) setTCPState(state int32) {
	if state >= 0 && int(state) < len(tcpStates) {
		s.Status = tcpStates[state]
	}
}

// setAddresses sets the addresses of 16 bytes, of which an IPv4 address is the last 4. Without a port and an address
// there is no peer.
func (s *socket) setAddresses(version uint8, local, remote []byte, localPort, remotePort int32) {
	s.Local, s.LocalPort = s.address(version, local), localPort
	if remotePort != 0 || bytes.Count(remote, []byte{0}) != len(remote) {
		s.Remote, s.RemotePort = s.address(version, remote), remotePort
	}
}

// address returns an address of 16 bytes. An IPv4 address of an IPv6 socket becomes "::ffff:1.2.3.4", but the
// unspecified one "::". The kernel keeps the interface of a link-local address in its second word.
func (s *socket) address(version uint8, ip []byte) string {
	switch {
	case s.Family == platform.FamilyInet:
		return string(platform.AppendIP(nil, platform.FamilyInet, ip[12:]))
	case version&(versionIPv4|versionIPv6) == versionIPv4 && bytes.Count(ip[12:], []byte{0}) != 4:
		ip = append(append(make([]byte, 10, 16), 0xff, 0xff), ip[12:]...)
	default:
		ip, _ = cutScope(ip)
	}
	return string(platform.AppendIP(nil, platform.FamilyInet6, ip))
}

// cutScope returns an IPv6 address without the number of the interface that the kernel keeps in a link-local one, and
// that number.
func cutScope(ip []byte) (address []byte, scope uint16) {
	isLinkLocal := ip[0] == 0xfe && ip[1]&0xc0 == 0x80
	isLocalMulticast := ip[0] == 0xff && (ip[1]&0xf == 1 || ip[1]&0xf == 2)
	if !isLinkLocal && !isLocalMulticast {
		return ip, 0
	}
	address = append(make([]byte, 0, 16), ip...)
	scope = binary.BigEndian.Uint16(address[2:])
	address[2], address[3] = 0, 0
	return address, scope
}

// networkPort converts a port in network byte order, which the kernel stores in an int.
func networkPort(port int32) int32 { return port&0xff<<8 | port>>8&0xff }

// unixPath returns the path in a struct sockaddr_un, whose length need not count the NUL.
func unixPath(b []byte) string {
	r := layout.Record(b)
	length := int(layout.Get(r, sockaddrUnLen))
	if layout.Get(r, sockaddrUnFamily) != afUnix || length <= int(sockaddrUnPath) || length > len(r) {
		return ""
	}
	return layout.CString(r[sockaddrUnPath:length])
}

// connections returns sockets as connections: each IP socket once, each UNIX socket once for each descriptor of the
// first process that has it. Sockets of the kernel's lists follow those of processes. Without owners every socket is
// listed once, and has neither a PID nor a descriptor.
func connections(sockets []socket, owners bool) []platform.Connection {
	list := make([]platform.Connection, 0, len(sockets))
	owner := map[uint64]int64{}
	for i := range sockets {
		s := &sockets[i]
		if s.handle != 0 {
			pid, seen := owner[s.handle]
			if seen && (!owners || s.kind != platform.Unix || pid != s.PID) {
				continue
			}
			owner[s.handle] = s.PID
		}
		c := s.Connection
		if !owners {
			c.PID, c.FD = platform.NA, platform.NA
		}
		list = append(list, c)
	}
	return list
}
