package platform

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
	BytesSent, BytesRecv  int64  // TCP payload; NA where unknown or not requested
}
