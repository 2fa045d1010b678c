package impl

import (
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// network is a system that implements only the network functions.
type network struct {
	platform.Unsupported
	namespace uint64
	nics      map[uint64][]platform.NetIO
	kinds     platform.ConnKind // the arguments of the last call
	flags     platform.ConnFlags
	err       error
}

type networkProcess struct {
	platform.UnsupportedProcess
	n *network
}

func (n *network) NetNamespace() uint64 { return n.namespace }

func (n *network) NetIO() ([]platform.NetIO, error) { return slices.Clone(n.nics[n.namespace]), n.err }

func (n *network) Process(int64) platform.Process { return networkProcess{n: n} }

func (p networkProcess) Name() (string, error) { return "it", nil }

func (p networkProcess) Identity(platform.Identity) (platform.Identity, error) {
	return platform.Identity{PID: 7}, nil
}

func (n *network) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	n.kinds, n.flags = kinds, flags
	return []platform.Connection{{PID: 7}}, n.err
}

func (p networkProcess) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	return p.n.NetConnections(kinds, flags)
}

func nic(name string, sent, received int64) platform.NetIO {
	return platform.NetIO{Name: name, Counters: platform.NetIOCounters{BytesSent: sent, BytesRecv: received}}
}

func TestNetIO(t *testing.T) {
	n := &network{nics: map[uint64][]platform.NetIO{1: {nic("lo", 10, 20), nic("eth0", 100, 200)}}}
	l := New(n)
	check := func(what string, nowrap Nowrap, sent, received int64, nics ...platform.NetIO) {
		t.Helper()
		all, total, err := l.NetIO(nowrap)
		noError(t, what, err)
		if total == nil || total.BytesSent != sent || total.BytesRecv != received || !slices.Equal(all, nics) {
			t.Errorf("%s: %+v, together %+v", what, all, total)
		}
		if sum, err := l.NetIOTotal(nowrap); err != nil || sum != *total {
			t.Errorf("%s: the total alone is %+v, %v", what, sum, err)
		}
	}
	_, err := l.NetIOTotal(NowrapOn)
	wantError(t, "no interfaces", err, platform.NotSupported)
	all, total, err := l.NetIO(NowrapOn)
	noError(t, "no interfaces", err)
	if len(all) > 0 || total != nil {
		t.Errorf("no interfaces: %v, %v", all, total)
	}

	n.namespace = 1
	check("first", NowrapOn, 110, 220, nic("lo", 10, 20), nic("eth0", 100, 200))
	n.nics[1] = []platform.NetIO{nic("lo", 11, 21), nic("eth0", 5, 300)}
	check("wrapped", NowrapOn, 116, 321, nic("lo", 11, 21), nic("eth0", 105, 300))
	check("as it is", NowrapOff, 16, 321, nic("lo", 11, 21), nic("eth0", 5, 300))
	n.nics[1] = []platform.NetIO{nic("lo", 12, 22)}
	check("unplugged", NowrapOn, 12, 22, nic("lo", 12, 22))
	check("unplugged, as it is", NowrapOff, 12, 22, nic("lo", 12, 22))
	n.nics[1] = []platform.NetIO{nic("lo", 12, 22), nic("eth0", 1, 1)}
	check("plugged in again", NowrapOn, 13, 23, nic("lo", 12, 22), nic("eth0", 1, 1))

	n.namespace = 2 // whose interfaces have the same names
	n.nics[2] = []platform.NetIO{nic("lo", 1, 2)}
	check("another namespace", NowrapOn, 1, 2, nic("lo", 1, 2))
	n.namespace = 1
	check("back in the first", NowrapOn, 13, 23, nic("lo", 12, 22), nic("eth0", 1, 1))
	for i := range uint64(2 * maxNamespaces) {
		n.namespace = 10 + i
		_, _, err := l.NetIO(NowrapOn)
		noError(t, "many namespaces", err)
	}
	if len(l.nics.byNamespace) > maxNamespaces {
		t.Errorf("%d namespaces are kept", len(l.nics.byNamespace))
	}

	n.err = errorWithCode(platform.OS)
	_, _, err = l.NetIO(NowrapOn)
	wantError(t, "failed", err, platform.OS)
	_, err = l.NetIOTotal(NowrapOff)
	wantError(t, "failed", err, platform.OS)
}
