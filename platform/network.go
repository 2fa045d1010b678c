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

// NetIfAddr is one address of a network interface. Absent parts are "".
type NetIfAddr struct {
	Name                             string
	Family                           Family
	Address, Netmask, Broadcast, PTP string
	PrefixLength                     int32 // NA without a netmask
}

// NetIfStats is the state of a network interface.
type NetIfStats struct {
	Name       string
	Up         bool // up and running
	Duplex     Duplex
	Speed, MTU int64  // Mbit/s, bytes; NA where unknown
	Flags      string // separated by commas
}
