package impl

import (
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestConnKinds(t *testing.T) {
	n := &network{}
	l := New(n)
	p, err := l.NewProcess(7)
	noError(t, "NewProcess", err)
	for kind, want := range map[string]platform.ConnKind{
		"all": 31, "inet": 15, "tcp": 3, "udp": 12, "tcp4": 1, "tcp6": 2, "udp4": 4, "udp6": 8, "inet4": 5, "inet6": 10, "unix": 16,
	} {
		for _, flags := range []int32{0, 1, 2, 3} {
			list, err := l.NetConnections(kind, flags)
			noError(t, kind, err)
			if len(list) != 1 || n.kinds != want || n.flags != platform.ConnFlags(flags) {
				t.Errorf("%s with flags %d: kinds %d, flags %v", kind, flags, n.kinds, n.flags)
			}
		}
		n.kinds = 0
		_, err = p.NetConnections(kind, 2)
		noError(t, kind, err)
		if n.kinds != want || n.flags != platform.ConnBytes {
			t.Errorf("%s of a process: kinds %d", kind, n.kinds)
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
		_, err = p.NetConnections(kind, 0)
		if e := wantError(t, kind, err, platform.InvalidArgument); e.PID != 7 {
			t.Errorf("the error is about %d", e.PID)
		}
	}
	for _, flags := range []int32{-1, 8, 9, 1 << 30} {
		_, err := l.NetConnections("all", flags)
		wantError(t, "flags", err, platform.InvalidArgument)
		_, err = p.NetConnections("all", flags)
		wantError(t, "flags of a process", err, platform.InvalidArgument)
	}
	n.err = errorWithCode(platform.AccessDenied)
	_, err = p.NetConnections("all", 0)
	if e := wantError(t, "denied", err, platform.AccessDenied); e.PID != 7 || e.Name != "it" {
		t.Errorf("the error is about %d, %q", e.PID, e.Name)
	}
}
