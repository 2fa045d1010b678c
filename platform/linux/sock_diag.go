//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Sizes of sock_diag's structures: inet_diag_req_v2, inet_diag_req, inet_diag_msg, unix_diag_req, unix_diag_msg.
const (
	inetRequest = 56
	tcpRequest  = 60
	inetAnswer  = 72
	unixRequest = 24
	unixAnswer  = 16
)

// tcpdiagGetsock is the older request for TCP sockets of both families.
const tcpdiagGetsock = 18

// allStates are the TCP states of /proc/net/tcp. Newer kernels have another bit for bound sockets.
const allStates = 0xfff

// showInfo is the extension INET_DIAG_INFO in a request; diagInfo is the attribute of an answer.
const (
	diagInfo = 2
	showInfo = 1 << (diagInfo - 1)
)

// Offsets in struct tcp_info. Older kernels have a shorter one.
const (
	tcpiBytesReceived = 128 // since Linux 4.1
	tcpiBytesSent     = 200 // this and the next since Linux 4.19
	tcpiBytesRetrans  = 208
)

// dumpSockDiag dumps sockets of the calling thread's network namespace. The error is the errno.
func dumpSockDiag(kind uint16, request []byte, take func(answer []byte) error) error {
	fd, err := openNetlink(unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	_, err = netlinkDump(fd, kind, request, take)
	return err
}

// queryDiag adds a table's sockets from sock_diag.
func (t *socketTable) queryDiag(c *connections) error {
	if t.family == platform.FamilyUnix {
		return t.queryUnixDiag(c)
	}
	var request [inetRequest]byte // family, protocol, extensions, 1 byte of padding, states, endpoints to match
	request[0], request[1] = uint8(t.family), t.protocol
	if c.countBytes && t.sockType == platform.SocketStream {
		request[2] = showInfo
	}
	binary.NativeEndian.PutUint32(request[4:], allStates)
	var found socket
	return dumpSockDiag(unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error { return c.addInetDiag(t, b, &found) })
}

// queryTCPDiag is queryDiag for TCP over both IPv4 and IPv6, which the older request does not distinguish: the kernel
// walks its table of connections, whose size depends on the system's memory, once instead of twice.
func queryTCPDiag(c *connections) error {
	var request [tcpRequest]byte // family, 2 lengths, extensions, endpoints to match, states, 4 unused bytes
	if c.countBytes {
		request[3] = showInfo
	}
	binary.NativeEndian.PutUint32(request[52:], allStates)
	over4, over6 := socketTableOf(platform.TCP4), socketTableOf(platform.TCP6)
	var found socket
	return dumpSockDiag(tcpdiagGetsock, request[:], func(b []byte) error {
		if len(b) > 0 && b[0] == unix.AF_INET6 {
			return c.addInetDiag(over6, b, &found)
		}
		return c.addInetDiag(over4, b, &found)
	})
}

// addInetDiag adds the socket of an answer, which it parses into buf.
func (c *connections) addInetDiag(t *socketTable, answer []byte, buf *socket) error {
	if !t.parseInetDiag(answer, buf) {
		return unix.EBADMSG
	}
	c.add(t, buf)
	return nil
}

func (t *socketTable) queryUnixDiag(c *connections) error {
	var request [unixRequest]byte // family, protocol, 2 bytes of padding, states, inode, attributes to show, cookie
	request[0] = unix.AF_UNIX
	binary.NativeEndian.PutUint32(request[4:], ^uint32(0))
	binary.NativeEndian.PutUint32(request[12:], 1) // UDIAG_SHOW_NAME
	var found socket
	return dumpSockDiag(unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error {
		if !parseUnixDiag(b, &found) {
			return unix.EBADMSG
		}
		c.add(t, &found)
		return nil
	})
}

// parseInetDiag parses an inet_diag_msg: family, state, 2 bytes of timers; ports and addresses; 36 more bytes; the
// inode.
func (t *socketTable) parseInetDiag(b []byte, s *socket) bool {
	if len(b) < inetAnswer || b[0] != uint8(t.family) {
		return false
	}
	*s = socket{
		inode:    uint64(binary.NativeEndian.Uint32(b[68:])),
		sockType: t.sockType,
		status:   platform.ConnNone,
		local:    endpoint{[16]byte(b[8:]), binary.BigEndian.Uint16(b[4:])},
		remote:   endpoint{[16]byte(b[24:]), binary.BigEndian.Uint16(b[6:])},
	}
	if t.sockType != platform.SocketStream {
		return true
	}
	s.status = connStatus(uint64(b[1]))
	if s.status == platform.ConnListen { // its tcp_info has other meanings
		return true
	}
	for kind, info := range netlinkAttrs(b[inetAnswer:]) {
		if kind == diagInfo {
			s.hasBytes = true
			s.sent, s.received = parseTCPInfo(info, s.status)
		}
	}
	return true
}

// parseTCPInfo returns the payload that a TCP socket has sent, without retransmissions, and received.
func parseTCPInfo(info []byte, status platform.ConnStatus) (sent, received int64) {
	at := func(offset int) int64 {
		if len(info) < offset+8 {
			return platform.NA
		}
		return platform.Saturated(binary.NativeEndian.Uint64(info[offset:]))
	}
	sent, received = at(tcpiBytesSent), at(tcpiBytesReceived)
	if retransmitted := at(tcpiBytesRetrans); retransmitted != platform.NA {
		sent = max(sent-retransmitted, 0)
	} else {
		sent = platform.NA
	}
	switch status {
	case platform.ConnCloseWait, platform.ConnLastAck, platform.ConnClosing:
		received = max(received-1, min(received, 0)) // the kernel counts the peer's FIN
	}
	return sent, received
}

// parseUnixDiag parses a unix_diag_msg: family, type, state, 1 byte of padding, inode, cookie; then attributes, of
// which 0 is the name. It returns an abstract name as /proc/net/unix writes it, in s's memory.
func parseUnixDiag(b []byte, s *socket) bool {
	if len(b) < unixAnswer || b[0] != unix.AF_UNIX {
		return false
	}
	*s = socket{
		inode:    uint64(binary.NativeEndian.Uint32(b[4:])),
		sockType: platform.SocketType(b[1]),
		status:   platform.ConnNone,
		name:     s.name[:0],
	}
	for kind, name := range netlinkAttrs(b[unixAnswer:]) {
		if kind != 0 || len(name) == 0 {
			continue
		}
		if name[0] != 0 {
			name, _, _ = bytes.Cut(name, []byte{0})
		}
		s.name = append(s.name[:0], name...)
	}
	for i, c := range s.name {
		if c == 0 {
			s.name[i] = '@'
		}
	}
	return true
}

// parseBoundSocket parses a unix_diag_msg with the attributes UNIX_DIAG_NAME and UNIX_DIAG_VFS: the low half of the
// inode, and the device as the kernel writes it inside. ok is false for anything else; name is empty for a socket that
// is not bound to a file.
func parseBoundSocket(b []byte) (socket, device, inode uint64, name []byte, ok bool) {
	if len(b) < unixAnswer || b[0] != unix.AF_UNIX {
		return 0, 0, 0, nil, false
	}
	const attrName, attrVFS = 0, 1
	hasFile := false
	for kind, value := range netlinkAttrs(b[unixAnswer:]) {
		switch {
		case kind == attrName:
			name = value
		case kind == attrVFS && len(value) >= 8:
			hasFile = true
			inode = uint64(binary.NativeEndian.Uint32(value))
			device = kernelDevice(binary.NativeEndian.Uint32(value[4:]))
		}
	}
	if !hasFile {
		name = nil
	}
	return uint64(binary.NativeEndian.Uint32(b[4:])), device, inode, untilNULOrAll(name), true
}

// untilNULOrAll returns the bytes before the first NUL that is not at the beginning, where it marks an abstract name.
func untilNULOrAll(name []byte) []byte {
	if len(name) == 0 || name[0] == 0 {
		return name
	}
	return untilNUL(name)
}

// kernelDevice converts a dev_t as the kernel has it inside.
func kernelDevice(dev uint32) uint64 { return unix.Mkdev(dev>>20, dev&0xfffff) }
