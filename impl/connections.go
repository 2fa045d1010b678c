package impl

import (
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// connKinds lists psutil's names for sets of socket types.
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

func parseConnKind(name string) (platform.ConnKind, error) {
	names := make([]string, len(connKinds))
	for i, k := range connKinds {
		if k.name == name {
			return k.kinds, nil
		}
		names[i] = k.name
	}
	return 0, platform.NewError(platform.InvalidArgument, "kind",
		"unknown kind of connections; expected one of "+strings.Join(names, ", "))
}

// ConnectionPIDs is the flag of NetConnections that asks for the owners. The value is that of PSUTIL_CONNECTIONS_PIDS in
// psutil.h.
const ConnectionPIDs = 1

// NetConnections returns the system's sockets of a kind.
func (l *Library) NetConnections(kind string, flags int32) ([]platform.Connection, error) {
	kinds, err := parseConnKind(kind)
	if err != nil {
		return nil, err
	}
	if flags&^ConnectionPIDs != 0 {
		return nil, platform.NewError(platform.InvalidArgument, "flags", "unknown bits; use PSUTIL_CONNECTIONS_*")
	}
	return l.sys.NetConnections(kinds, flags&ConnectionPIDs != 0)
}

// NetConnections returns the sockets of a kind that the process has open.
func (p *Process) NetConnections(kind string) ([]platform.Connection, error) {
	kinds, err := parseConnKind(kind)
	if err != nil {
		return nil, p.wrapError(err)
	}
	list, err := p.proc.NetConnections(kinds)
	return list, p.wrapError(err)
}
