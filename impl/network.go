package impl

import (
	"strings"
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// nics is what network interfaces showed the last time, in each network namespace that calling threads have: interfaces
// of different ones have the same names.
type nics struct {
	mu sync.Mutex
	of map[uint64]*memory
}

// mostNamespaces bounds what programs that visit ever new containers make us remember.
const mostNamespaces = 256

func (n *nics) in(namespace uint64) *memory {
	n.mu.Lock()
	defer n.mu.Unlock()
	m := n.of[namespace]
	if m == nil {
		if n.of == nil || len(n.of) >= mostNamespaces {
			n.of = make(map[uint64]*memory)
		}
		m = new(memory)
		n.of[namespace] = m
	}
	return m
}

// NetIO gives what went through each network interface, and through all together. With nowrap no counter is ever less
// than before. total is nil where there is no interface.
func (l *Library) NetIO(nowrap bool) (all []platform.NetIO, total *platform.NetIOCounters, err error) {
	before := new(memory)
	if nowrap {
		before = l.nics.in(l.sys.NetNamespace())
	}
	sums, err := before.read(nowrap, func() (meters []meter, err error) {
		all, err = l.sys.NetIO()
		for i := range all {
			meters = append(meters, meter{all[i].Name, true, all[i].Counters.All()})
		}
		return meters, err
	})
	if err != nil || sums == nil {
		return all, nil, err
	}
	total = new(platform.NetIOCounters)
	for i, counter := range total.All() {
		*counter = sums[i]
	}
	return all, total, nil
}

// NetIOTotal gives what went through all network interfaces together. NotSupported where there is none.
func (l *Library) NetIOTotal(nowrap bool) (platform.NetIOCounters, error) {
	_, total, err := l.NetIO(nowrap)
	if err != nil {
		return platform.NetIOCounters{}, err
	}
	if total == nil {
		return platform.NetIOCounters{}, platform.NewError(platform.NotSupported, "net_io_counters",
			"this machine has no network interfaces")
	}
	return *total, nil
}

// connKinds are the names of sets of kinds of sockets.
var connKinds = []struct {
	name  string
	kinds platform.ConnKind
}{
	{"all", platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6 | platform.Unix},
	{"tcp", platform.TCP4 | platform.TCP6},
	{"tcp4", platform.TCP4},
	{"tcp6", platform.TCP6},
	{"udp", platform.UDP4 | platform.UDP6},
	{"udp4", platform.UDP4},
	{"udp6", platform.UDP6},
	{"unix", platform.Unix},
	{"inet", platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6},
	{"inet4", platform.TCP4 | platform.UDP4},
	{"inet6", platform.TCP6 | platform.UDP6},
}

func connKind(name string) (platform.ConnKind, error) {
	known := make([]string, len(connKinds))
	for i, k := range connKinds {
		if k.name == name {
			return k.kinds, nil
		}
		known[i] = k.name
	}
	return 0, platform.NewError(platform.InvalidArgument, "",
		"unknown kind of connections; the kinds are "+strings.Join(known, ", "))
}

// ConnectionPIDs is the flag of NetConnections that asks for the processes. The value is that of
// PSUTIL_CONNECTIONS_PIDS in psutil.h.
const ConnectionPIDs = 1

// NetConnections gives the sockets of a kind.
func (l *Library) NetConnections(kind string, flags int32) ([]platform.Connection, error) {
	kinds, err := connKind(kind)
	if err != nil {
		return nil, err
	}
	if flags&^ConnectionPIDs != 0 {
		return nil, platform.NewError(platform.InvalidArgument, "", "unknown flags")
	}
	return l.sys.NetConnections(kinds, flags&ConnectionPIDs != 0)
}

// NetConnections gives the sockets of a kind that the process has open.
func (p *Process) NetConnections(kind string) ([]platform.Connection, error) {
	kinds, err := connKind(kind)
	if err != nil {
		return nil, p.fail(err)
	}
	list, err := p.proc.NetConnections(kinds)
	return list, p.fail(err)
}

// NetIfAddrs gives the addresses of the network interfaces.
func (l *Library) NetIfAddrs() ([]platform.NetIfAddr, error) { return l.sys.NetIfAddrs() }

// NetIfStats gives the state of the network interfaces.
func (l *Library) NetIfStats() ([]platform.NetIfStats, error) { return l.sys.NetIfStats() }
