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

// tcpdiagGetsock is the request for TCP that was there before SOCK_DIAG_BY_FAMILY.
const tcpdiagGetsock = 18

// allStates are the TCP states that /proc/net/tcp shows: not the bound sockets that newer kernels have a bit for.
const allStates = 0xfff

// diag asks sock_diag for sockets, in the calling thread's network namespace.
func dumpSockDiag(kind uint16, request []byte, take func(answer []byte) error) error {
	fd, err := openNetlink(unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	_, err = netlinkDump(fd, kind, request, take)
	return err
}

// ask collects a table's sockets by sock_diag.
func (t *socketTable) queryDiag(c *connections) error {
	if t.family == platform.FamilyUnix {
		return t.queryUnixDiag(c)
	}
	var request [inetRequest]byte // family, protocol, what else to show, 1 of padding, states, an endpoint to look for
	request[0], request[1] = uint8(t.family), t.protocol
	binary.NativeEndian.PutUint32(request[4:], allStates)
	var found socket
	return dumpSockDiag(unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error { return c.addInetDiag(t, b, &found) })
}

// askTCP is ask for TCP over both IPv4 and IPv6, which the older request makes no difference between: the kernel goes
// through its table of connections, whose length is that of the machine's memory, once and not twice.
func queryTCPDiag(c *connections) error {
	var request [tcpRequest]byte // family, 2 lengths, what else to show, an endpoint to look for, states, 4 that nobody reads
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

// addInet adds the socket that an answer is about, by way of room.
func (c *connections) addInetDiag(t *socketTable, answer []byte, buf *socket) error {
	if !t.parseInetDiag(answer, buf) {
		return unix.EBADMSG
	}
	c.add(t, buf)
	return nil
}

func (t *socketTable) queryUnixDiag(c *connections) error {
	var request [unixRequest]byte // family, protocol, 2 of padding, states, inode, what to show, cookie
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

// parseInetDiag reads an inet_diag_msg: family, state, 2 of timers; ports and addresses; 36 of more; the inode.
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
	if t.sockType == platform.SocketStream {
		s.status = connStatus(uint64(b[1]))
	}
	return true
}

// parseUnixDiag reads a unix_diag_msg: family, type, state, 1 of padding, inode, cookie; then attributes, of which 0 is
// the name. An abstract name comes out as /proc/net/unix writes it. It is kept in s's memory.
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
