//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Sizes of sock_diag's structures: inet_diag_req_v2, inet_diag_msg, unix_diag_req, unix_diag_msg.
const (
	inetRequest = 56
	inetAnswer  = 72
	unixRequest = 24
	unixAnswer  = 16
)

// allStates are the TCP states that /proc/net/tcp shows: not the bound sockets that newer kernels have a bit for.
const allStates = 0xfff

// ask collects a table's sockets by sock_diag, in the calling thread's network namespace.
func (t *table) ask(c *connections) error {
	fd, err := netlink(unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	var found socket
	if t.family == platform.FamilyUnix {
		var request [unixRequest]byte // family, protocol, 2 of padding, states, inode, what to show, cookie
		request[0] = unix.AF_UNIX
		binary.NativeEndian.PutUint32(request[4:], ^uint32(0))
		binary.NativeEndian.PutUint32(request[12:], 1) // UDIAG_SHOW_NAME
		_, err = dump(fd, unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error {
			if !parseUnixDiag(b, &found) {
				return unix.EBADMSG
			}
			c.add(t, &found)
			return nil
		})
		return err
	}
	var request [inetRequest]byte // family, protocol, what else to show, 1 of padding, states, an endpoint to look for
	request[0], request[1] = uint8(t.family), t.protocol
	binary.NativeEndian.PutUint32(request[4:], allStates)
	_, err = dump(fd, unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error {
		if !t.parseInetDiag(b, &found) {
			return unix.EBADMSG
		}
		c.add(t, &found)
		return nil
	})
	return err
}

// parseInetDiag reads an inet_diag_msg: family, state, 2 of timers; ports and addresses; 36 of more; the inode.
func (t *table) parseInetDiag(b []byte, s *socket) bool {
	if len(b) < inetAnswer || b[0] != uint8(t.family) {
		return false
	}
	*s = socket{
		inode:   uint64(binary.NativeEndian.Uint32(b[68:])),
		carries: t.carries,
		status:  platform.ConnNone,
		local:   endpoint{[16]byte(b[8:]), binary.BigEndian.Uint16(b[4:])},
		remote:  endpoint{[16]byte(b[24:]), binary.BigEndian.Uint16(b[6:])},
	}
	if t.carries == platform.SocketStream {
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
		inode:   uint64(binary.NativeEndian.Uint32(b[4:])),
		carries: platform.SocketType(b[1]),
		status:  platform.ConnNone,
		name:    s.name[:0],
	}
	for kind, name := range attributes(b[unixAnswer:]) {
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
