package windows

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	procGetExtendedTCPTable = iphlpapi.NewProc("GetExtendedTcpTable")
	procGetExtendedUDPTable = iphlpapi.NewProc("GetExtendedUdpTable")
)

// The tables with the owner of each socket.
const (
	tcpTableOwnerPIDAll = 5 // TCP_TABLE_OWNER_PID_ALL
	udpTableOwnerPID    = 1 // UDP_TABLE_OWNER_PID
)

// read returns the rows of a table.
func (t *socketTable) read() (buffer, error) {
	name, proc, class, family := "GetExtendedTcpTable", procGetExtendedTCPTable, uintptr(tcpTableOwnerPIDAll), uintptr(afInet)
	if t.socketType == platform.SocketDgram {
		name, proc, class = "GetExtendedUdpTable", procGetExtendedUDPTable, udpTableOwnerPID
	}
	if t.family == platform.FamilyInet6 {
		family = afInet6
	}
	if err := proc.Find(); err != nil {
		return buffer{}, sysError(name, err)
	}
	b, err := retrySize(16<<10, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		written := size
		status, _, _ := proc.Call(uintptr(unsafe.Pointer(b.pointer())), uintptr(unsafe.Pointer(&written)), 0, family, class, 0)
		if status != 0 {
			return written, windows.Errno(status)
		}
		return size, nil // some versions report less than they have written
	})
	if err != nil {
		return b, sysError(name, err)
	}
	return b, nil
}

// readConnections returns the sockets of these kinds: all, or those of one process if pid is not NA. UNIX sockets
// cannot be listed.
func readConnections(kinds platform.ConnKind, pid int64) (list []platform.Connection, err error) {
	for i := range socketTables {
		t := &socketTables[i]
		if kinds&t.kind == 0 {
			continue
		}
		b, err := t.read()
		if err != nil {
			return nil, err
		}
		list = append(list, t.decode(&b, pid)...)
		if err := b.err("table of sockets"); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (system) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	list, err := readConnections(kinds, platform.NA)
	if flags&platform.ConnPIDs == 0 {
		for i := range list {
			list[i].PID = platform.NA
		}
	}
	return list, err
}

// NetConnections returns the sockets of the process, which need not be open to this user.
func (p *process) NetConnections(kinds platform.ConnKind, _ platform.ConnFlags) ([]platform.Connection, error) {
	list, err := readConnections(kinds, p.pid)
	if err != nil || len(list) > 0 {
		return list, err
	}
	exists, err := p.sys.PIDExists(p.pid)
	if err == nil && !exists {
		return nil, noSuchProcess(p.pid)
	}
	return nil, err
}
