package impl

import (
	"strconv"
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
	return 0, platform.NewInvalidArgument("kind",
		strconv.Quote(name)+": expected one of "+strings.Join(names, ", "))
}

func checkConnFlags(flags int32) (platform.ConnFlags, error) {
	return platform.ConnFlags(flags), CheckFlags(flags, int32(platform.ConnPIDs|platform.ConnBytes|platform.ConnBPF), "PSUTIL_CONNECTIONS_")
}

// NetConnections returns the system's sockets of a kind.
func (l *Library) NetConnections(kind string, flags int32) ([]platform.Connection, error) {
	kinds, err := parseConnKind(kind)
	if err != nil {
		return nil, err
	}
	checked, err := checkConnFlags(flags)
	if err != nil {
		return nil, err
	}
	return l.sys.NetConnections(kinds, checked)
}

// NetConnections returns the sockets of a kind that the process has open.
func (p *Process) NetConnections(kind string, flags int32) ([]platform.Connection, error) {
	kinds, err := parseConnKind(kind)
	if err != nil {
		return nil, p.wrapError(err)
	}
	checked, err := checkConnFlags(flags)
	if err != nil {
		return nil, p.wrapError(err)
	}
	list, err := p.proc.NetConnections(kinds, checked)
	return list, p.wrapError(err)
}
