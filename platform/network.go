package platform

// NetIO is what went through a network interface since boot.
type NetIO struct {
	Name     string
	Counters NetIOCounters
}

// NetIOCounters count what goes through network interfaces. NA is not reported.
type NetIOCounters struct {
	BytesSent, BytesRecv     int64
	PacketsSent, PacketsRecv int64
	ErrorsIn, ErrorsOut      int64
	DroppedIn, DroppedOut    int64
}

// All gives every counter, always in the same order.
func (c *NetIOCounters) All() []*int64 {
	return []*int64{
		&c.BytesSent, &c.BytesRecv, &c.PacketsSent, &c.PacketsRecv, &c.ErrorsIn, &c.ErrorsOut, &c.DroppedIn, &c.DroppedOut,
	}
}

// Family is what an address belongs to. The values are those of PSUTIL_AF_* in psutil.h.
type Family int32

// The values of Family.
const (
	FamilyUnix  Family = 1
	FamilyInet  Family = 2
	FamilyInet6 Family = 10
	FamilyLink  Family = 17
)

// SocketType is what a socket carries. The values are those of PSUTIL_SOCK_* in psutil.h.
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
	ConnNone // what is not TCP
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

// Connection is one socket, and one descriptor that it is open as.
type Connection struct {
	FD, PID               int64 // NA where not known
	Family                Family
	Type                  SocketType
	Status                ConnStatus
	Local                 string // an IP address in numbers, or the name of a UNIX socket; "" without one
	Remote                string // likewise; "" where not connected
	LocalPort, RemotePort int32  // NA where there is none
}

// NetIfAddr is one address of a network interface. What it does not have is "".
type NetIfAddr struct {
	Name                             string
	Family                           Family
	Address, Netmask, Broadcast, PTP string
	PrefixLength                     int32 // NA without a netmask
}

// Duplex is how a network interface sends and receives. The values are those of PSUTIL_NIC_DUPLEX_* in psutil.h.
type Duplex int32

// The values of Duplex.
const (
	DuplexUnknown Duplex = iota
	DuplexHalf
	DuplexFull
)

// NetIfStats is the state of a network interface.
type NetIfStats struct {
	Name       string
	Up         bool // and running
	Duplex     Duplex
	Speed, MTU int64  // Mbit/s, bytes; NA where unknown
	Flags      string // separated by commas
}
