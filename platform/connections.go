package platform

// SocketType is the type of a socket. The values are those of PSUTIL_SOCK_* in psutil.h.
type SocketType int32

// The values of SocketType.
const (
	SocketStream SocketType = 1
	SocketDgram  SocketType = 2
)

// ConnStatus is the state of a TCP connection. The values are those of PSUTIL_CONN_* in psutil.h.
type ConnStatus int32

// The values of ConnStatus.
const (
	ConnEstablished ConnStatus = iota + 1
	ConnSynSent
	ConnSynRecv
	ConnFinWait1
	ConnFinWait2
	ConnTimeWait
	ConnClose
	ConnCloseWait
	ConnLastAck
	ConnListen
	ConnClosing
	ConnNone // not a TCP connection
	ConnDeleteTCB
	ConnIdle
	ConnBound
)

// ConnKind is a set of kinds of sockets.
type ConnKind uint8

// The kinds of sockets.
const (
	TCP4 ConnKind = 1 << iota
	TCP6
	UDP4
	UDP6
	Unix
)

// Connection is one socket and one descriptor that refers to it.
type Connection struct {
	FD, PID               int64 // NA where unknown
	Family                Family
	Type                  SocketType
	Status                ConnStatus
	Local                 string // a numeric IP address, or the name of a UNIX socket; "" without one
	Remote                string // as Local; "" if not connected
	LocalPort, RemotePort int32  // NA without one
}
