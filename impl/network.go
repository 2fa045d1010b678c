package impl

import (
	"sync"

	"github.com/libpsutil/libpsutil/platform"
)

// netHistories keeps one counter history per network namespace, because interfaces of two namespaces share names.
type netHistories struct {
	mu          sync.Mutex
	byNamespace map[uint64]*counterHistory
}

// maxNamespaces bounds the histories of a host that visits one container after the other.
const maxNamespaces = 256

func (n *netHistories) forNamespace(namespace uint64) *counterHistory {
	n.mu.Lock()
	defer n.mu.Unlock()
	h := n.byNamespace[namespace]
	if h == nil {
		if n.byNamespace == nil || len(n.byNamespace) >= maxNamespaces {
			n.byNamespace = make(map[uint64]*counterHistory)
		}
		h = new(counterHistory)
		n.byNamespace[namespace] = h
	}
	return h
}

// NetIO returns the counters of each network interface, and their total. total is nil on a system without
// interfaces.
func (l *Library) NetIO(nowrap Nowrap) (all []platform.NetIO, total *platform.NetIOCounters, err error) {
	history := new(counterHistory)
	if nowrap != NowrapOff {
		history = l.nics.forNamespace(l.sys.NetNamespace())
	}
	sums, err := history.read(nowrap, func() (found []counters, err error) {
		all, err = l.sys.NetIO()
		for i := range all {
			found = append(found, counters{all[i].Name, true, all[i].Counters.All()})
		}
		return found, err
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

// NetIOTotal returns the counters of all network interfaces together. Errors: NotSupported on a system without
// interfaces.
func (l *Library) NetIOTotal(nowrap Nowrap) (platform.NetIOCounters, error) {
	_, total, err := l.NetIO(nowrap)
	if err != nil {
		return platform.NetIOCounters{}, err
	}
	if total == nil {
		return platform.NetIOCounters{}, platform.NewError(platform.NotSupported, "net_io_counters",
			"this system has no network interfaces")
	}
	return *total, nil
}

// NetIfAddrs returns the addresses of the network interfaces.
func (l *Library) NetIfAddrs() ([]platform.NetIfAddr, error) { return l.sys.NetIfAddrs() }

// NetIfStats returns the state of the network interfaces.
func (l *Library) NetIfStats() ([]platform.NetIfStats, error) { return l.sys.NetIfStats() }
