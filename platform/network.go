package platform

// NetIO is the traffic of a network interface since boot.
type NetIO struct {
	Name     string
	Counters NetIOCounters
}

// NetIOCounters counts network traffic. NA where not reported.
type NetIOCounters struct {
	BytesSent, BytesRecv     int64
	PacketsSent, PacketsRecv int64
	ErrorsIn, ErrorsOut      int64
	DroppedIn, DroppedOut    int64
}

// All returns every counter, always in the same order.
func (c *NetIOCounters) All() []*int64 {
	return []*int64{
		&c.BytesSent, &c.BytesRecv, &c.PacketsSent, &c.PacketsRecv, &c.ErrorsIn, &c.ErrorsOut, &c.DroppedIn, &c.DroppedOut,
	}
}

// Family is an address family. The values are those of PSUTIL_AF_* in psutil.h.
type Family int32

// The values of Family.
const (
	FamilyUnix  Family = 1
	FamilyInet  Family = 2
	FamilyInet6 Family = 10
	FamilyLink  Family = 17
)

// NetIfAddr is one address of a network interface. Absent parts are "".
type NetIfAddr struct {
	Name                             string
	Family                           Family
	Address, Netmask, Broadcast, PTP string
	PrefixLength                     int32 // NA without a netmask
}

// Duplex is the duplex mode of a network interface. The values are those of PSUTIL_NIC_DUPLEX_* in psutil.h.
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
	Up         bool // up and running
	Duplex     Duplex
	Speed, MTU int64  // Mbit/s, bytes; NA where unknown
	Flags      string // separated by commas
}
