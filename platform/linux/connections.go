//go:build linux

package linux

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// socketTable is one of the kernel's lists of sockets, which are files in /proc/[pid]/net and, faster, dumps of
// sock_diag.
type socketTable struct {
	kind     platform.ConnKind
	file     string
	family   platform.Family
	sockType platform.SocketType // 0: each UNIX socket has its own
	protocol uint8
}

var socketTables = []socketTable{
	{platform.TCP4, "tcp", platform.FamilyInet, platform.SocketStream, unix.IPPROTO_TCP},
	{platform.TCP6, "tcp6", platform.FamilyInet6, platform.SocketStream, unix.IPPROTO_TCP},
	{platform.UDP4, "udp", platform.FamilyInet, platform.SocketDgram, unix.IPPROTO_UDP},
	{platform.UDP6, "udp6", platform.FamilyInet6, platform.SocketDgram, unix.IPPROTO_UDP},
	{platform.Unix, "unix", platform.FamilyUnix, 0, 0},
}

// socketTableOf returns the table of a kind.
func socketTableOf(kind platform.ConnKind) *socketTable {
	return &socketTables[slices.IndexFunc(socketTables, func(t socketTable) bool { return t.kind == kind })]
}

// socket is an entry of a table.
type socket struct {
	inode          uint64 // in the links of its owners' descriptors; 0: it has no owner
	sockType       platform.SocketType
	status         platform.ConnStatus
	local, remote  endpoint // IP
	hasBytes       bool     // whether sent and received are set
	sent, received int64    // TCP payload; NA where unknown
	name           []byte   // UNIX
}

// endpoint is an IP address in network byte order, of which IPv4 uses the first four bytes, and a port.
type endpoint struct {
	ip   [16]byte
	port uint16
}

// NetConnections reads the tables of the calling thread's network namespace. At the same time other workers search for
// the owners, which takes several times as long.
func (s *system) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	c := connections{countBytes: flags&platform.ConnBytes != 0}
	readTables := func() error { // on this thread
		net, err := s.netDir()
		if err != nil {
			return err
		}
		return s.readTables(&c, kinds, net, s.isKnownOwnProcfs())
	}
	if flags&platform.ConnPIDs == 0 {
		if err := readTables(); err != nil {
			return nil, err
		}
		return c.withOwners(), nil
	}
	all, err := s.Scan(platform.ColumnSet{}, nil)
	if err != nil {
		return nil, err
	}
	defer all.Close()
	v := all.(*scan)
	if flags&platform.ConnBPF != 0 {
		c.owners, err = v.socketOwnersByBPF()
		if isExhausted(err) {
			return nil, err
		}
		if err == nil {
			// Nearly every socket has one owner.
			c.list, c.inodes = make([]platform.Connection, 0, len(c.owners)), make([]uint64, 0, len(c.owners))
			if err := readTables(); err != nil {
				return nil, err
			}
			return c.withOwners(), nil
		}
	}
	if c.owners, err = v.socketOwners(readTables); err != nil {
		return nil, err
	}
	return c.withOwners(), nil
}

// netDir returns the directory of the network namespace to read: that of the calling thread or, in another procfs,
// where "self" may lead to our process, that of the first process there.
func (s *system) netDir() (string, error) {
	isOwn, err := s.isOwnProcfs()
	if err != nil {
		return "", err
	}
	first := s.proc + "/1/net"
	if isOwn {
		first = s.proc + "/thread-self/net" // since Linux 3.17
	}
	var st unix.Stat_t
	switch err := statAt(unix.AT_FDCWD, first, &st, unix.AT_SYMLINK_NOFOLLOW); err {
	case nil:
		return first, nil
	case unix.ENOENT, unix.ENOTDIR, unix.EACCES, unix.EPERM:
		return s.proc + "/net", nil
	default:
		return "", sysError(first, err)
	}
}

func (p *process) NetConnections(kinds platform.ConnKind, flags platform.ConnFlags) ([]platform.Connection, error) {
	owners, err := p.socketOwners()
	if err != nil || len(owners) == 0 {
		return nil, err
	}
	if t := p.livingThreadOfMany(); t != nil { // the first thread has left its namespaces
		p = t
	}
	c := connections{owners: owners, ownedOnly: true, countBytes: flags&platform.ConnBytes != 0}
	var pbuf pathBuf
	net := pathString(p.path(&pbuf, "net"))
	if err := p.sys.readTables(&c, kinds, net, p.sharesNetNamespace()); err != nil {
		if platform.CodeOf(err) == platform.OS && !isExhausted(err) && !exists(net) {
			return nil, p.procError(p.path(&pbuf, "net"), unix.ENOENT)
		}
		return nil, err
	}
	return c.withOwners(), nil
}

// sharesNetNamespace reports whether the process is in the calling thread's network namespace, whose sockets sock_diag
// reports.
func (p *process) sharesNetNamespace() bool {
	if !p.sys.isKnownOwnProcfs() {
		return false
	}
	var pbuf pathBuf
	var own, other [64]byte
	ownLink, err := readLink(unix.AT_FDCWD, pathZ(&pbuf, p.sys.proc, "thread-self/ns/net"), own[:])
	if err != nil {
		return false
	}
	otherLink, err := readLink(p.dirFD(), p.path(&pbuf, "ns/net"), other[:])
	return err == nil && bytes.Equal(ownLink, otherLink)
}

// readTables collects the sockets of these kinds from the files in the directory net or, if diag is set, from
// sock_diag. That is missing on kernels built without it, in some sandboxes, and for UDP before Linux 3.3.
func (s *system) readTables(c *connections, kinds platform.ConnKind, net string, diag bool) error {
	const tcp = platform.TCP4 | platform.TCP6
	if diag && kinds&tcp == tcp && c.tryCollect(queryTCPDiag) {
		kinds &^= tcp
	}
	for i := range socketTables {
		t := &socketTables[i]
		if kinds&t.kind == 0 || diag && c.tryCollect(t.queryDiag) {
			continue
		}
		if err := t.readProcNet(c, net); err != nil {
			return err
		}
	}
	return nil
}

// connections collects connections.
type connections struct {
	list       []platform.Connection // without owners
	inodes     []uint64              // of each
	owners     []socketOwner         // sorted by inode
	ownedOnly  bool                  // leave out sockets without one of the owners
	countBytes bool                  // request the payload of TCP sockets
	strings    stringPool
}

// tryCollect adds what collect adds, or nothing if it fails.
func (c *connections) tryCollect(collect func(c *connections) error) bool {
	before := len(c.list)
	if collect(c) == nil {
		return true
	}
	c.list, c.inodes = c.list[:before], c.inodes[:before]
	return false
}

// firstOwner returns the index of a socket's first owner.
func (c *connections) firstOwner(inode uint64) (first int, found bool) {
	if inode == 0 {
		return 0, false
	}
	return slices.BinarySearchFunc(c.owners, inode, func(o socketOwner, inode uint64) int { return cmp.Compare(o.inode, inode) })
}

// add appends a socket.
func (c *connections) add(t *socketTable, s *socket) {
	if c.ownedOnly {
		if _, found := c.firstOwner(s.inode); !found {
			return
		}
	}
	conn := platform.Connection{
		FD: platform.NA, PID: platform.NA, LocalPort: platform.NA, RemotePort: platform.NA,
		Family: t.family, Type: s.sockType, Status: s.status, BytesSent: platform.NA, BytesRecv: platform.NA,
	}
	if s.hasBytes {
		conn.BytesSent, conn.BytesRecv = s.sent, s.received
	}
	if t.family == platform.FamilyUnix {
		conn.Local = c.strings.add(s.name)
	} else {
		conn.Local, conn.LocalPort = c.endpoint(t.family, &s.local)
		conn.Remote, conn.RemotePort = c.endpoint(t.family, &s.remote)
	}
	c.list, c.inodes = append(c.list, conn), append(c.inodes, s.inode)
}

// withOwners returns the list with owners: a UNIX socket once for each descriptor of its first owner, others with the
// lowest descriptor.
func (c *connections) withOwners() []platform.Connection {
	further := 0 // descriptors of UNIX sockets behind the first
	for i := range c.list {
		conn := &c.list[i]
		if descriptors := c.descriptors(c.inodes[i]); len(descriptors) > 0 {
			conn.PID, conn.FD = int64(descriptors[0].pid), int64(descriptors[0].fd)
			if conn.Family == platform.FamilyUnix {
				further += len(descriptors) - 1
			}
		}
	}
	if further == 0 {
		return c.list
	}
	list := make([]platform.Connection, 0, len(c.list)+further)
	for i, conn := range c.list {
		list = append(list, conn)
		if conn.Family != platform.FamilyUnix || conn.PID == platform.NA {
			continue
		}
		for _, descriptor := range c.descriptors(c.inodes[i])[1:] {
			conn.FD = int64(descriptor.fd)
			list = append(list, conn)
		}
	}
	return list
}

// descriptors returns the descriptors of a socket's first owner.
func (c *connections) descriptors(inode uint64) []socketOwner {
	first, found := c.firstOwner(inode)
	if !found {
		return nil
	}
	end := first + 1
	for end < len(c.owners) && c.owners[end].inode == inode && c.owners[end].pid == c.owners[first].pid {
		end++
	}
	return c.owners[first:end]
}

// endpoint returns address and port; "" and NA without a port, which means that there is no such end.
func (c *connections) endpoint(family platform.Family, e *endpoint) (string, int32) {
	if e.port == 0 {
		return "", platform.NA
	}
	var buf [48]byte
	return c.strings.add(platform.AppendIP(buf[:0], family, e.ip[:])), int32(e.port)
}

// stringPool stores many small strings in few allocations.
type stringPool struct {
	chunk strings.Builder
}

func (t *stringPool) add(b []byte) string {
	if t.chunk.Cap()-t.chunk.Len() < len(b) {
		t.chunk = strings.Builder{} // the strings in the old one keep it alive
		t.chunk.Grow(max(16<<10, len(b)))
	}
	start := t.chunk.Len()
	t.chunk.Write(b)
	return t.chunk.String()[start:]
}
