//go:build linux

package linux

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// table is one of the kernel's lists of sockets, which it shows as a file in /proc/[pid]/net, or faster by sock_diag.
type socketTable struct {
	kind     platform.ConnKind
	file     string
	family   platform.Family
	sockType platform.SocketType // UNIX sockets say it themselves
	protocol uint8
}

var socketTables = []socketTable{
	{platform.TCP4, "tcp", platform.FamilyInet, platform.SocketStream, unix.IPPROTO_TCP},
	{platform.TCP6, "tcp6", platform.FamilyInet6, platform.SocketStream, unix.IPPROTO_TCP},
	{platform.UDP4, "udp", platform.FamilyInet, platform.SocketDgram, unix.IPPROTO_UDP},
	{platform.UDP6, "udp6", platform.FamilyInet6, platform.SocketDgram, unix.IPPROTO_UDP},
	{platform.Unix, "unix", platform.FamilyUnix, 0, 0},
}

// tableOf gives the table of a kind.
func socketTableOf(kind platform.ConnKind) *socketTable {
	return &socketTables[slices.IndexFunc(socketTables, func(t socketTable) bool { return t.kind == kind })]
}

// socket is an entry of a table.
type socket struct {
	inode         uint64 // what the descriptors of processes that have it open lead to; 0: none does
	sockType      platform.SocketType
	status        platform.ConnStatus
	local, remote endpoint // IP
	name          []byte   // UNIX
}

// endpoint is an address of the Internet, in network order, of which IPv4 uses the first four bytes.
type endpoint struct {
	ip   [16]byte
	port uint16
}

// NetConnections reads the tables of the calling thread's network namespace. At the same time, helpers search for the owners,
// which takes several times as long.
func (s *system) NetConnections(kinds platform.ConnKind, pids bool) ([]platform.Connection, error) {
	var c connections
	tables := func() error { return s.readTables(&c, kinds, s.netDir(), s.isOwnProcfs()) } // on this thread
	if !pids {
		if err := tables(); err != nil {
			return nil, err
		}
		return c.withOwners(), nil
	}
	all, err := s.Scan(platform.ColumnSet{}, nil)
	if err != nil {
		return nil, err
	}
	defer all.Close()
	if c.owners, err = all.(*scan).socketOwners(tables); err != nil {
		return nil, err
	}
	return c.withOwners(), nil
}

// net is the folder of the network namespace that is looked at: the calling thread's or, in a tree that is not the
// running system's, that of the first process there, as "self" might lead to us.
func (s *system) netDir() string {
	first := "/1/net"
	if s.isOwnProcfs() {
		first = "/thread-self/net" // since Linux 3.17
	}
	if exists(s.proc + first) {
		return s.proc + first
	}
	return s.proc + "/net"
}

func (p *process) NetConnections(kinds platform.ConnKind) ([]platform.Connection, error) {
	holders, err := p.socketOwners()
	if err != nil || len(holders) == 0 {
		return nil, err
	}
	c := connections{owners: holders, ownedOnly: true}
	var pbuf pathBuf
	net := pathString(p.path(&pbuf, "net"))
	if err := p.sys.readTables(&c, kinds, net, p.sharesNetNamespace()); err != nil {
		if isCode(err, platform.OS) && !exists(net) {
			return nil, p.procError(p.path(&pbuf, "net"), unix.ENOENT)
		}
		return nil, err
	}
	return c.withOwners(), nil
}

// sharesNet says whether the process is in the calling thread's network namespace, whose tables sock_diag shows.
func (p *process) sharesNetNamespace() bool {
	if !p.sys.isOwnProcfs() {
		return false
	}
	var pbuf pathBuf
	var one, other [64]byte
	ours, err := readLink(unix.AT_FDCWD, pathZ(&pbuf, p.sys.proc, "thread-self/ns/net"), one[:])
	if err != nil {
		return false
	}
	theirs, err := readLink(unix.AT_FDCWD, p.path(&pbuf, "ns/net"), other[:])
	return err == nil && bytes.Equal(ours, theirs)
}

// readTables collects the sockets of these kinds from the tables in the folder net, or by sock_diag where that may be
// asked and answers: it does not on kernels built without, in some sandboxes, and for UDP before Linux 3.3.
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

// connections is a list of connections that grows.
type connections struct {
	list      []platform.Connection // without whose they are
	inodes    []uint64              // of each
	owners    []socketOwner         // sorted by inode
	ownedOnly bool                  // leave out what nobody among the holders has open
	strings   stringPool
}

// try adds what is collected, or nothing if that fails.
func (c *connections) tryCollect(collect func(c *connections) error) bool {
	before := len(c.list)
	if collect(c) == nil {
		return true
	}
	c.list, c.inodes = c.list[:before], c.inodes[:before]
	return false
}

// holder finds the first holder of a socket.
func (c *connections) firstOwner(inode uint64) (first int, held bool) {
	if inode == 0 {
		return 0, false
	}
	return slices.BinarySearchFunc(c.owners, inode, func(h socketOwner, inode uint64) int { return cmp.Compare(h.inode, inode) })
}

// add appends a socket.
func (c *connections) add(t *socketTable, s *socket) {
	if c.ownedOnly {
		if _, held := c.firstOwner(s.inode); !held {
			return
		}
	}
	conn := platform.Connection{
		FD: platform.NA, PID: platform.NA, LocalPort: platform.NA, RemotePort: platform.NA,
		Family: t.family, Type: s.sockType, Status: s.status,
	}
	if t.family == platform.FamilyUnix {
		conn.Local = c.strings.add(s.name)
	} else {
		conn.Local, conn.LocalPort = c.endpoint(t.family, &s.local)
		conn.Remote, conn.RemotePort = c.endpoint(t.family, &s.remote)
	}
	c.list, c.inodes = append(c.list, conn), append(c.inodes, s.inode)
}

// told gives the list with who has each open: a UNIX socket once for each of its first holder's descriptors, others with
// the lowest.
func (c *connections) withOwners() []platform.Connection {
	if len(c.owners) == 0 {
		return c.list
	}
	told := make([]platform.Connection, 0, len(c.list))
	for i, conn := range c.list {
		first, held := c.firstOwner(c.inodes[i])
		if !held {
			told = append(told, conn)
			continue
		}
		for _, h := range c.owners[first:] {
			if h.inode != c.inodes[i] || h.pid != c.owners[first].pid {
				break
			}
			conn.PID, conn.FD = int64(h.pid), int64(h.fd)
			told = append(told, conn)
			if conn.Family != platform.FamilyUnix {
				break
			}
		}
	}
	return told
}

// endpoint gives address and port, nothing without a port: that end is not there.
func (c *connections) endpoint(family platform.Family, e *endpoint) (string, int32) {
	if e.port == 0 {
		return "", platform.NA
	}
	var buf [48]byte
	return c.strings.add(appendIP(buf[:0], family, e.ip[:])), int32(e.port)
}

// texts keeps many small strings in few pieces of memory.
type stringPool struct {
	chunk strings.Builder
}

func (t *stringPool) add(b []byte) string {
	if t.chunk.Cap()-t.chunk.Len() < len(b) {
		t.chunk = strings.Builder{} // the strings in the old one keep it
		t.chunk.Grow(max(16<<10, len(b)))
	}
	start := t.chunk.Len()
	t.chunk.Write(b)
	return t.chunk.String()[start:]
}

// appendIP appends an IP address in numbers, as inet_ntop(3) writes it.
func appendIP(b []byte, family platform.Family, ip []byte) []byte {
	if family == platform.FamilyInet {
		for i, n := range ip[:4] {
			if i > 0 {
				b = append(b, '.')
			}
			b = strconv.AppendUint(b, uint64(n), 10)
		}
		return b
	}
	var words [8]uint16
	for i := range words {
		words[i] = binary.BigEndian.Uint16(ip[2*i:])
	}
	// The longest run of zeroes, if it is one of at least two, becomes "::".
	start, length := -1, 1
	for i := 0; i < len(words); i++ {
		n := 0
		for i+n < len(words) && words[i+n] == 0 {
			n++
		}
		if n > length {
			start, length = i, n
		}
		i += n
	}
	for i := 0; i < len(words); i++ {
		if i == start {
			b = append(b, ':', ':')
			i += length - 1
			continue
		}
		if i > 0 && i != start+length {
			b = append(b, ':')
		}
		if i == 6 && start == 0 && (length == 6 || length == 5 && words[5] == 0xffff) {
			return appendIP(b, platform.FamilyInet, ip[12:])
		}
		b = strconv.AppendUint(b, uint64(words[i]), 16)
	}
	return b
}
