package impl

import (
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// network is a system of which only the network says something.
type network struct {
	platform.Unsupported
	namespace uint64
	nics      map[uint64][]platform.NetIO
	kinds     platform.ConnKind // what it was asked for last
	pids      bool
	err       error
}

type networkProcess struct {
	platform.UnsupportedProcess
	n *network
}

func (n *network) NetNamespace() uint64             { return n.namespace }
func (n *network) NetIO() ([]platform.NetIO, error) { return slices.Clone(n.nics[n.namespace]), n.err }
func (n *network) Process(int64) platform.Process   { return networkProcess{n: n} }
func (p networkProcess) Name() (string, error)      { return "it", nil }
func (p networkProcess) Identity(platform.Identity) (platform.Identity, error) {
	return platform.Identity{PID: 7}, nil
}

func (n *network) NetConnections(kinds platform.ConnKind, pids bool) ([]platform.Connection, error) {
	n.kinds, n.pids = kinds, pids
	return []platform.Connection{{PID: 7}}, n.err
}

func (p networkProcess) NetConnections(kinds platform.ConnKind) ([]platform.Connection, error) {
	return p.n.NetConnections(kinds, true)
}

func TestConnectionKinds(t *testing.T) {
	n := &network{}
	l := New(n)
	p, err := l.NewProcess(7)
	no(t, "NewProcess", err)
	for kind, want := range map[string]platform.ConnKind{
		"all": 31, "inet": 15, "tcp": 3, "udp": 12, "tcp4": 1, "tcp6": 2, "udp4": 4, "udp6": 8, "inet4": 5, "inet6": 10, "unix": 16,
	} {
		for _, flags := range []int32{0, ConnectionPIDs} {
			list, err := l.NetConnections(kind, flags)
			no(t, kind, err)
			if len(list) != 1 || n.kinds != want || n.pids != (flags == ConnectionPIDs) {
				t.Errorf("%s with flags %d: asked for %d, PIDs %v", kind, flags, n.kinds, n.pids)
			}
		}
		n.kinds = 0
		_, err = p.NetConnections(kind)
		no(t, kind, err)
		if n.kinds != want {
			t.Errorf("%s of a process: asked for %d", kind, n.kinds)
		}
	}
	for _, kind := range []string{"", "TCP", "tcp ", "tcp5", "icmp"} {
		_, err := l.NetConnections(kind, 0)
		e := wantError(t, kind, err, platform.InvalidArgument)
		for _, known := range connKinds {
			if !strings.Contains(e.Error(), known.name) {
				t.Errorf("the error does not list %s: %v", known.name, e)
			}
		}
		_, err = p.NetConnections(kind)
		if e := wantError(t, kind, err, platform.InvalidArgument); e.PID != 7 {
			t.Errorf("the error is about %d", e.PID)
		}
	}
	for _, flags := range []int32{-1, 2, 3, 1 << 30} {
		_, err := l.NetConnections("all", flags)
		wantError(t, "flags", err, platform.InvalidArgument)
	}
	n.err = coded(platform.AccessDenied)
	_, err = p.NetConnections("all")
	if e := wantError(t, "denied", err, platform.AccessDenied); e.PID != 7 || e.Name != "it" {
		t.Errorf("the error is about %d, %q", e.PID, e.Name)
	}
}

func nic(name string, sent, received int64) platform.NetIO {
	return platform.NetIO{Name: name, Counters: platform.NetIOCounters{BytesSent: sent, BytesRecv: received}}
}

func TestNetIO(t *testing.T) {
	n := &network{nics: map[uint64][]platform.NetIO{1: {nic("lo", 10, 20), nic("eth0", 100, 200)}}}
	l := New(n)
	check := func(what string, nowrap bool, sent, received int64, nics ...platform.NetIO) {
		t.Helper()
		all, total, err := l.NetIO(nowrap)
		no(t, what, err)
		if total == nil || total.BytesSent != sent || total.BytesRecv != received || !slices.Equal(all, nics) {
			t.Errorf("%s: %+v, together %+v", what, all, total)
		}
		if sum, err := l.NetIOTotal(nowrap); err != nil || sum != *total {
			t.Errorf("%s: the total alone is %+v, %v", what, sum, err)
		}
	}
	_, err := l.NetIOTotal(true)
	wantError(t, "no interfaces", err, platform.NotSupported)
	all, total, err := l.NetIO(true)
	no(t, "no interfaces", err)
	if len(all) > 0 || total != nil {
		t.Errorf("no interfaces: %v, %v", all, total)
	}

	n.namespace = 1
	check("first", true, 110, 220, nic("lo", 10, 20), nic("eth0", 100, 200))
	n.nics[1] = []platform.NetIO{nic("lo", 11, 21), nic("eth0", 5, 300)}
	check("wrapped", true, 116, 321, nic("lo", 11, 21), nic("eth0", 105, 300))
	check("as it is", false, 16, 321, nic("lo", 11, 21), nic("eth0", 5, 300))
	n.nics[1] = []platform.NetIO{nic("lo", 12, 22)}
	check("unplugged", true, 117, 322, nic("lo", 12, 22))
	check("unplugged, as it is", false, 12, 22, nic("lo", 12, 22))
	n.nics[1] = []platform.NetIO{nic("lo", 12, 22), nic("eth0", 1, 1)}
	check("plugged in again", true, 118, 323, nic("lo", 12, 22), nic("eth0", 106, 301))

	n.namespace = 2 // where interfaces of the same names are others
	n.nics[2] = []platform.NetIO{nic("lo", 1, 2)}
	check("another namespace", true, 1, 2, nic("lo", 1, 2))
	n.namespace = 1
	check("back in the first", true, 118, 323, nic("lo", 12, 22), nic("eth0", 106, 301))
	for i := range uint64(2 * mostNamespaces) {
		n.namespace = 10 + i
		_, _, err := l.NetIO(true)
		no(t, "many namespaces", err)
	}
	if len(l.nics.of) > mostNamespaces {
		t.Errorf("%d namespaces are remembered", len(l.nics.of))
	}

	n.err = coded(platform.OS)
	_, _, err = l.NetIO(true)
	wantError(t, "failed", err, platform.OS)
	_, err = l.NetIOTotal(false)
	wantError(t, "failed", err, platform.OS)
}
