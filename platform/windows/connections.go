package windows

import (
	"encoding/binary"

	"github.com/libpsutil/libpsutil/platform"
)

// A socketTable is a table of GetExtendedTcpTable or GetExtendedUdpTable with owners: a number of rows, then the rows.
type socketTable struct {
	kind       platform.ConnKind
	family     platform.Family
	socketType platform.SocketType
	rowSize    int
	ipSize     int
	// The offsets in a row; -1 where it has none.
	localIP, localPort, remoteIP, remotePort, state, pid int
}

var socketTables = []socketTable{
	{platform.TCP4, platform.FamilyInet, platform.SocketStream, 24, 4, 4, 8, 12, 16, 0, 20},     // MIB_TCPROW_OWNER_PID
	{platform.TCP6, platform.FamilyInet6, platform.SocketStream, 56, 16, 0, 20, 24, 44, 48, 52}, // MIB_TCP6ROW_OWNER_PID
	{platform.UDP4, platform.FamilyInet, platform.SocketDgram, 12, 4, 0, 4, -1, -1, -1, 8},      // MIB_UDPROW_OWNER_PID
	{platform.UDP6, platform.FamilyInet6, platform.SocketDgram, 28, 16, 0, 20, -1, -1, -1, 24},  // MIB_UDP6ROW_OWNER_PID
}

// tcpStates are the states of MIB_TCP_STATE, which begin with 1.
var tcpStates = []platform.ConnStatus{
	platform.ConnClose, platform.ConnListen, platform.ConnSynSent, platform.ConnSynRecv, platform.ConnEstablished,
	platform.ConnFinWait1, platform.ConnFinWait2, platform.ConnCloseWait, platform.ConnClosing, platform.ConnLastAck,
	platform.ConnTimeWait, platform.ConnDeleteTCB,
}

// decode returns the sockets of a table: all, or those of one process if pid is not NA.
func (t *socketTable) decode(b *buffer, pid int64) (list []platform.Connection) {
	rows := int(b.uint32(0))
	for i := 0; i < rows && !b.malformed; i++ {
		at := 4 + i*t.rowSize
		if b.slice(at, t.rowSize) == nil {
			break
		}
		owner := int64(b.uint32(at + t.pid))
		if pid != platform.NA && owner != pid {
			continue
		}
		c := platform.Connection{
			FD: platform.NA, PID: owner, Family: t.family, Type: t.socketType, Status: platform.ConnNone,
			RemotePort: platform.NA, BytesSent: platform.NA, BytesRecv: platform.NA,
		}
		c.Local, c.LocalPort = t.address(b, at+t.localIP, at+t.localPort)
		if t.state >= 0 {
			if state := b.uint32(at + t.state); state >= 1 && state <= uint32(len(tcpStates)) {
				c.Status = tcpStates[state-1]
			}
			c.Remote, c.RemotePort = t.remoteAddress(b, at, c.Status)
		}
		list = append(list, c)
	}
	return list
}

// remoteAddress returns the peer's address. Without a peer it is all zero; that of a listening socket has no meaning.
func (t *socketTable) remoteAddress(b *buffer, at int, status platform.ConnStatus) (string, int32) {
	if status == platform.ConnListen {
		return "", platform.NA
	}
	ip, port := t.address(b, at+t.remoteIP, at+t.remotePort)
	if port == 0 {
		isZero := true
		for _, n := range b.slice(at+t.remoteIP, t.ipSize) {
			isZero = isZero && n == 0
		}
		if isZero {
			return "", platform.NA
		}
	}
	return ip, port
}

// address returns an address and a port, both in network byte order.
func (t *socketTable) address(b *buffer, ip, port int) (string, int32) {
	return formatIP(t.family, b.slice(ip, t.ipSize)), int32(binary.BigEndian.Uint16(b.slice(port, 2)))
}
