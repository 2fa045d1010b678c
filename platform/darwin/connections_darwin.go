//go:build cgo

package darwin

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readSockets returns the sockets of these kinds that the process has open, by descriptor.
func (p *process) readSockets(kinds platform.ConnKind) ([]socket, error) {
	list, err := p.descriptors()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b descriptor) int { return cmp.Compare(a.fd, b.fd) })
	var sockets []socket
	for _, d := range list {
		if d.kind != descriptorSocket {
			continue
		}
		s, ok, err := p.readSocket(d.fd)
		if err != nil {
			return nil, err
		}
		if ok && s.kind&kinds != 0 {
			sockets = append(sockets, s)
		}
	}
	return sockets, nil
}

// NetConnections lists an IP socket once, a UNIX socket with each of its descriptors.
func (p *process) NetConnections(kinds platform.ConnKind, _ platform.ConnFlags) ([]platform.Connection, error) {
	sockets, err := p.readSockets(kinds)
	if err != nil {
		return nil, ignoreZombie(err)
	}
	return connections(sockets, true), nil
}

// NetConnections reads the kernel's lists of sockets and, for the owners, the descriptors of all processes. Without the
// lists, which a sandbox may refuse, the sockets of processes that this user may not read are missing.
func (s *system) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	hasOwners := flags&platform.ConnPIDs != 0
	sockets, complete, err := readSocketLists(kinds)
	if err == nil && (hasOwners || !complete) {
		var owned []socket
		owned, err = s.readAllSockets(kinds)
		sockets = append(owned, sockets...)
	}
	if err != nil {
		return nil, err
	}
	return connections(sockets, hasOwners), nil
}

// readSocketLists returns the sockets of these kinds in the kernel's lists; complete is false if a list cannot be read.
func readSocketLists(kinds platform.ConnKind) (sockets []socket, complete bool, err error) {
	complete = true
	for i := range socketLists {
		l := &socketLists[i]
		if kinds&l.kinds == 0 {
			continue
		}
		list, ok, err := l.read()
		if err != nil {
			return nil, false, err
		}
		complete = complete && ok
		for i := range list {
			if list[i].kind&kinds != 0 {
				sockets = append(sockets, list[i])
			}
		}
	}
	return sockets, complete, nil
}

// read returns the sockets of a list; ok is false if the kernel does not have it, or refuses it.
func (l *socketList) read() (list []socket, ok bool, err error) {
	answer, err := sysctlList(l.name)
	switch {
	case err == unix.ENOENT && l.fallback != nil:
		return l.fallback.read()
	case err == unix.ENOENT, err == unix.EPERM, err == unix.EACCES:
		return nil, false, nil
	case err != nil:
		return nil, false, sysError("sysctl "+l.name, err)
	}
	if list, ok = l.decode(answer); !ok {
		return nil, false, malformed("sysctl " + l.name)
	}
	return list, true, nil
}

// readAllSockets returns the sockets of these kinds that processes have open which this user may read.
func (s *system) readAllSockets(kinds platform.ConnKind) ([]socket, error) {
	list, err := readProcessList()
	if err != nil {
		return nil, err
	}
	var sockets []socket
	for i := len(list) - 1; i >= 0; i-- { // the highest PID first, which is reported of a shared socket
		if list[i].isZombie() {
			continue
		}
		ofProcess, err := s.process(list[i].pid).readSockets(kinds)
		if isExhausted(err) {
			return nil, err
		}
		sockets = append(sockets, ofProcess...)
	}
	return sockets, nil
}

// isExhausted reports a lack of memory or descriptors, which is no property of a process.
func isExhausted(err error) bool {
	e, ok := err.(*platform.Error)
	return ok && (e.Code == platform.NoMemory || e.OSError == int(unix.EMFILE) || e.OSError == int(unix.ENFILE))
}
