package darwin

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// listHeader builds a struct xinpgen, which begins and ends a list. Its count need not be true.
func listHeader(count uint32) layout.Record {
	r := make(layout.Record, sizeofXinpgen)
	layout.Put(r, xinpgenLen, sizeofXinpgen)
	layout.Put(r, xinpgenCount, count)
	return r
}

// socketListOf builds a list, whose records begin with a multiple of align bytes.
func socketListOf(align int, records ...layout.Record) []byte {
	b := []byte(listHeader(uint32(len(records))))
	for _, r := range records {
		b = append(b, r...)
		b = append(b, make([]byte, (align-len(b)%align)%align)...)
	}
	return append(b, listHeader(recordIP)...) // a count that is also the kind of a record
}

// recordOf builds a record of one of the lists of IP sockets.
func recordOf(kind uint32, size int) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, xrecordNLen, uint32(size))
	layout.Put(r, xrecordNKind, kind)
	return r
}

// The sizes of records in xnu-8019 (macOS 12), and of larger ones: xsocket_n has got fields behind so_e_pid.
const (
	sizeXinpcbN      = 104
	sizeXsocketN     = 76
	sizeXsocketNew   = 104
	sizeXsockbufN    = 32
	sizeXsockstatN   = 136
	sizeXtcpcbN      = 204
	sizeXunpcbN      = 588
	sizeXunpcb64     = 724
	sizeXunpcb64Next = 740
)

// ipSocket builds the records of an IP socket. local and remote are addresses with ports.
func ipSocket(handle uint64, family int32, version uint8, local, remote string, state int32) []layout.Record {
	control := recordOf(recordIP, sizeXinpcbN)
	layout.Put(control, layout.Field[uint64](xinpcbNInpp), handle+0x100)
	l, r := netip.MustParseAddrPort(local), netip.MustParseAddrPort(remote)
	layout.Put(control, xinpcbNVflag, version)
	copy(layout.Bytes(control, xinpcbNLaddr), address(l.Addr().String()))
	copy(layout.Bytes(control, xinpcbNFaddr), address(r.Addr().String()))
	layout.Put(control, xinpcbNLport, uint16(networkPort(int32(l.Port()))))
	layout.Put(control, xinpcbNFport, uint16(networkPort(int32(r.Port()))))
	common := recordOf(recordSocket, sizeXsocketNew)
	layout.Put(common, layout.Field[uint64](xsocketNSo), handle)
	layout.Put(common, xsocketNFamily, family)
	layout.Put(common, xsocketNLastPid, 77) // the last process that has used the socket need not have it open
	tcp := recordOf(recordTCP, sizeXtcpcbN)
	layout.Put(tcp, xtcpcbNState, state)
	return []layout.Record{control, common, recordOf(2, sizeXsockbufN), recordOf(0, sizeXsockbufN), recordOf(8, sizeXsockstatN), tcp}
}

// userConnection builds the records of a connection that a process has without a socket.
func userConnection(pid int32, version uint8, local, remote string, state int32) []layout.Record {
	records := ipSocket(0, 0, version, local, remote, state)
	layout.Put(records[0], layout.Field[uint64](xinpcbNInpp), 0)
	layout.Put(records[1], xsocketNLastPid, pid)
	return records
}

func TestDecodeTCPSockets(t *testing.T) {
	for name, c := range map[string]struct {
		records    []layout.Record
		kind       platform.ConnKind
		family     platform.Family
		pid        int64
		local      string
		localPort  int32
		remote     string
		remotePort int32
		status     platform.ConnStatus
	}{
		"TCP4": {ipSocket(1, afInet, 1, "192.168.1.2:50000", "1.2.3.4:443", 4), platform.TCP4, platform.FamilyInet, na,
			"192.168.1.2", 50000, "1.2.3.4", 443, platform.ConnEstablished},
		"a listening socket": {ipSocket(1, afInet, 1, "0.0.0.0:80", "0.0.0.0:0", 1), platform.TCP4, platform.FamilyInet, na,
			"0.0.0.0", 80, "", na, platform.ConnListen},
		"TCP6": {ipSocket(1, afInet6, 2, "[fe80:4::1]:22", "[fe80:4::2]:65535", 5), platform.TCP6, platform.FamilyInet6, na,
			"fe80::1", 22, "fe80::2", 65535, platform.ConnCloseWait},
		"TCP6 with IPv4": {ipSocket(1, afInet6, 1, "10.0.0.1:22", "10.0.0.2:1024", 9), platform.TCP6, platform.FamilyInet6, na,
			"::ffff:10.0.0.1", 22, "::ffff:10.0.0.2", 1024, platform.ConnFinWait2},
		"without a socket": {ipSocket(0, 0, 1, "10.0.0.1:22", "10.0.0.2:1024", 10), platform.TCP4, platform.FamilyInet, na,
			"10.0.0.1", 22, "10.0.0.2", 1024, platform.ConnTimeWait},
		"IPv4 of a process": {userConnection(500, 1, "10.0.0.1:49152", "17.0.0.1:443", 4), platform.TCP4, platform.FamilyInet, 500,
			"10.0.0.1", 49152, "17.0.0.1", 443, platform.ConnEstablished},
		"IPv6 of a process": {userConnection(500, 2, "[2001:db8::1]:49152", "[2001:db8::2]:443", 2), platform.TCP6, platform.FamilyInet6, 500,
			"2001:db8::1", 49152, "2001:db8::2", 443, platform.ConnSynSent},
		"of a process that has none": {userConnection(-1, 1, "10.0.0.1:1", "10.0.0.2:2", 4), platform.TCP4, platform.FamilyInet, na,
			"10.0.0.1", 1, "10.0.0.2", 2, platform.ConnEstablished},
		"an unknown state": {ipSocket(1, afInet, 1, "1.1.1.1:1", "2.2.2.2:2", 11), platform.TCP4, platform.FamilyInet, na,
			"1.1.1.1", 1, "2.2.2.2", 2, platform.ConnNone},
	} {
		for version, records := range map[string][]layout.Record{
			"":                     c.records,
			"without later fields": withSize(c.records, 1, sizeXsocketN),
			"with later fields":    withSize(withSize(withSize(c.records, 0, 120), 1, 150), 5, 300),
			"in another order":     {c.records[0], c.records[5], c.records[4], c.records[1]},
			"after another socket": slices.Concat(ipSocket(9, afInet, 1, "9.9.9.9:9", "8.8.8.8:8", 4), c.records),
			"after other records":  slices.Concat([]layout.Record{recordOf(8, 40), recordOf(0x400, 48)}, c.records),
		} {
			list, ok := decodeTCPSockets(socketListOf(8, records...))
			equal(t, name+" "+version+": decoded", ok, true)
			if len(list) == 0 {
				t.Errorf("%s %s: no socket", name, version)
				continue
			}
			s := list[len(list)-1]
			equal(t, name+" "+version+": kind", s.kind, c.kind)
			equal(t, name+" "+version, s.Connection, platform.Connection{
				FD: na, PID: c.pid, Family: c.family, Type: platform.SocketStream, Status: c.status, Local: c.local, LocalPort: c.localPort,
				Remote: c.remote, RemotePort: c.remotePort, BytesSent: na, BytesRecv: na,
			})
		}
	}
}

// withSize returns records of which one has another size, as in another version of the kernel.
func withSize(records []layout.Record, i, size int) []layout.Record {
	records = slices.Clone(records)
	r := make(layout.Record, size)
	copy(r, records[i])
	layout.Put(r, xrecordNLen, uint32(size))
	records[i] = r
	return records
}

func TestDecodeUDPSockets(t *testing.T) {
	one := ipSocket(1, afInet, 1, "0.0.0.0:5353", "0.0.0.0:0", 0)[:5] // has no record of TCP
	two := ipSocket(2, afInet6, 3, "[::]:500", "[::]:0", 0)[:5]
	none := ipSocket(3, 1, 0, "0.0.0.0:1", "0.0.0.0:0", 0)[:5] // neither IPv4 nor IPv6
	list, ok := decodeUDPSockets(socketListOf(8, slices.Concat(one, none, two)...))
	equal(t, "decoded", ok, true)
	if len(list) != 2 {
		t.Fatalf("sockets %+v", list)
	}
	equal(t, "kinds", []platform.ConnKind{list[0].kind, list[1].kind}, []platform.ConnKind{platform.UDP4, platform.UDP6})
	equal(t, "handles", []uint64{list[0].handle, list[1].handle}, []uint64{1, 2})
	equal(t, "IPv6", list[1].Connection, platform.Connection{
		FD: na, PID: na, Family: platform.FamilyInet6, Type: platform.SocketDgram, Status: platform.ConnNone, Local: "::", LocalPort: 500,
		RemotePort: na, BytesSent: na, BytesRecv: na,
	})
}

// putUnixAddress stores a path in a struct sockaddr_un.
func putUnixAddress(r layout.Record, f layout.Field[[256]uint8], path string) {
	if path == "" {
		return
	}
	a := layout.Record(layout.Bytes(r, f))
	layout.Put(a, sockaddrUnLen, uint8(int(sockaddrUnPath)+len(path)))
	layout.Put(a, sockaddrUnFamily, afUnix)
	copy(a[sockaddrUnPath:], path)
}

// unixSocket64 builds a struct xunpcb64.
func unixSocket64(size int, handle uint64, socketType int16, local, remote string) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, xunpcb64Len, uint32(size))
	layout.Put(r, layout.Field[uint64](xunpcb64So), handle)
	layout.Put(r, xunpcb64Type, socketType)
	putUnixAddress(r, xunpcb64Addr, local)
	putUnixAddress(r, xunpcb64Caddr, remote)
	return r
}

// unixSocket builds the records of a UNIX socket.
func unixSocket(handle uint64, socketType int16, local, remote string) []layout.Record {
	control := recordOf(recordUnix, sizeXunpcbN)
	putUnixAddress(control, xunpcbNAddr, local)
	putUnixAddress(control, xunpcbNCaddr, remote)
	common := recordOf(recordSocket, sizeXsocketNew)
	layout.Put(common, layout.Field[uint64](xsocketNSo), handle)
	layout.Put(common, xsocketNType, socketType)
	layout.Put(common, xsocketNLastPid, 77)
	return []layout.Record{control, common, recordOf(2, sizeXsockbufN), recordOf(4, sizeXsockbufN), recordOf(8, sizeXsockstatN)}
}

func TestDecodeUnixSockets(t *testing.T) {
	long := strings.Repeat("x", 253)
	decoded := map[string][]socket{}
	list, ok := decodeUnixSockets(socketListOf(8, slices.Concat(unixSocket(1, sockStream, "/tmp/a", "/tmp/b"),
		withSize(unixSocket(2, sockDgram, long, ""), 0, sizeXunpcbN+16), unixSocket(3, -1, "", ""))...))
	equal(t, "decoded", ok, true)
	decoded["pcblist_n"] = list
	list, ok = decodeUnixSockets64(socketListOf(4, unixSocket64(sizeXunpcb64, 1, sockStream, "/tmp/a", "/tmp/b"),
		unixSocket64(sizeXunpcb64Next, 2, sockDgram, long, ""), unixSocket64(sizeXunpcb64, 3, -1, "", "")))
	equal(t, "decoded", ok, true)
	decoded["pcblist64"] = list
	for name, list := range decoded {
		if len(list) != 3 {
			t.Fatalf("%s: sockets %+v", name, list)
		}
		for i, want := range []platform.Connection{
			{Type: platform.SocketStream, Local: "/tmp/a", Remote: "/tmp/b"}, {Type: platform.SocketDgram, Local: long}, {},
		} {
			want.FD, want.PID, want.LocalPort, want.RemotePort, want.BytesSent, want.BytesRecv = na, na, na, na, na, na
			want.Family, want.Status = platform.FamilyUnix, platform.ConnNone
			equal(t, name, list[i].Connection, want)
			equal(t, name+": handle", list[i].handle, uint64(i+1))
		}
	}
	_, ok = decodeUnixSockets64(socketListOf(4, unixSocket64(sizeXunpcb64, 1, sockStream, "", "")[:632]))
	equal(t, "a record whose end is missing", ok, false)
	_, ok = decodeUnixSockets64(socketListOf(4, unixSocket64(628, 1, sockStream, "", "")))
	equal(t, "a record without a type", ok, false)
	_, ok = decodeUnixSockets(socketListOf(8, withSize(unixSocket(1, sockStream, "", ""), 0, sizeXunpcbN-1)...))
	equal(t, "a record without an address", ok, false)
	list, ok = decodeUnixSockets(socketListOf(8, unixSocket(1, sockStream, "/tmp/a", "")[:1]...))
	equal(t, "a socket without its record", ok && len(list) == 1 && list[0].handle == 0 && list[0].Local == "/tmp/a", true)
}

func TestSocketListWithoutRecords(t *testing.T) {
	for name, b := range map[string][]byte{"nothing": nil, "a header": listHeader(0), "two headers": concat(listHeader(0), listHeader(0))} {
		for _, l := range allSocketLists() {
			list, ok := l.decode(b)
			equal(t, l.name+", "+name, ok && len(list) == 0, true)
		}
	}
}

// allSocketLists returns the lists and those in their place.
func allSocketLists() (all []*socketList) {
	for i := range socketLists {
		for l := &socketLists[i]; l != nil; l = l.fallback {
			all = append(all, l)
		}
	}
	return all
}

func TestMalformedSocketList(t *testing.T) {
	records := ipSocket(1, afInet, 1, "1.1.1.1:1", "2.2.2.2:2", 4)
	whole := socketListOf(8, records...)
	changed := func(offset int, length uint32) []byte {
		b := slices.Clone(whole)
		layout.Put(layout.Record(b), layout.Field[uint32](offset), length)
		return b
	}
	for name, b := range map[string][]byte{
		"a short header":                whole[:sizeofXinpgen-1],
		"a header that ends early":      changed(0, sizeofXinpgen-1),
		"a header with more":            changed(0, sizeXinpcbN),
		"a header without a length":     changed(0, 0),
		"a header of the largest size":  changed(0, 1<<32-1),
		"a header with a count alone":   listHeader(1),
		"no header at the end":          whole[:len(whole)-sizeofXinpgen],
		"a header that was cut":         whole[:len(whole)-1],
		"more behind the header":        append(slices.Clone(whole), 0, 0, 0, 0, 0, 0, 0, 0),
		"a record without a length":     changed(sizeofXinpgen, 0),
		"a record of 4 bytes":           changed(sizeofXinpgen, 4),
		"a record of 7 bytes":           changed(sizeofXinpgen, 7),
		"a record of the largest size":  changed(sizeofXinpgen, 1<<32-1),
		"a record of 2 GB":              changed(sizeofXinpgen, 1<<31),
		"a record that passes the end":  changed(sizeofXinpgen, uint32(len(whole)-sizeofXinpgen+1)),
		"a record as long as the list":  changed(sizeofXinpgen, uint32(len(whole)-sizeofXinpgen)),
		"an address that is not there":  socketListOf(8, withSize(records, 0, int(xinpcbNLaddr)+15)...),
		"a record of 8 bytes, IP alone": socketListOf(8, recordOf(recordIP, 8)),
	} {
		list, ok := decodeTCPSockets(b)
		if ok {
			t.Errorf("%s: decoded as %+v", name, list)
		}
	}
	// The count is not what the list has: sockets come and go while the kernel writes it.
	list, ok := decodeTCPSockets(changed(4, 1<<32-1))
	equal(t, "a count that is not true", ok && len(list) == 1, true)
}

func TestOwnersOfListedSockets(t *testing.T) {
	of := func(handle uint64, kind platform.ConnKind, pid, fd int64) socket {
		return socket{handle: handle, kind: kind, Connection: platform.Connection{PID: pid, FD: fd}}
	}
	owned := []socket{of(1, platform.TCP4, 20, 3), of(1, platform.TCP4, 10, 4), of(2, platform.Unix, 20, 5), of(2, platform.Unix, 20, 6)}
	listed := []socket{
		of(1, platform.TCP4, na, na), of(2, platform.Unix, na, na), of(3, platform.TCP4, na, na), of(4, platform.Unix, na, na),
		of(0, platform.TCP4, 30, na), of(0, platform.TCP4, na, na),
	}
	ids := func(owners bool, sockets []socket) (ids [][2]int64) {
		for _, c := range connections(sockets, owners) {
			ids = append(ids, [2]int64{c.PID, c.FD})
		}
		return ids
	}
	equal(t, "with owners", ids(true, append(owned, listed...)), [][2]int64{
		{20, 3}, {20, 5}, {20, 6}, {na, na}, {na, na}, {30, na}, {na, na},
	})
	equal(t, "without owners", ids(false, listed), [][2]int64{{na, na}, {na, na}, {na, na}, {na, na}, {na, na}, {na, na}})
}

func FuzzSocketLists(f *testing.F) {
	f.Add(socketListOf(8, ipSocket(1, afInet6, 2, "[::1]:1", "[::2]:2", 4)...))
	f.Add(socketListOf(8, userConnection(1, 1, "1.1.1.1:1", "2.2.2.2:2", 4)...))
	f.Add(socketListOf(8, unixSocket(1, sockStream, "/tmp/a", "/tmp/b")...))
	f.Add(socketListOf(4, unixSocket64(sizeXunpcb64, 1, sockStream, "/tmp/a", "/tmp/b")))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, l := range allSocketLists() {
			list, _ := l.decode(b)
			for _, s := range list {
				if s.LocalPort < na || s.LocalPort > 65535 || s.RemotePort < na || s.RemotePort > 65535 || s.PID == 0 || s.PID < na || s.FD != na {
					t.Errorf("%s: %+v", l.name, s)
				}
				if s.kind&l.kinds == 0 || s.Status < platform.ConnEstablished || s.Status > platform.ConnNone {
					t.Errorf("%s: kind or status of %+v", l.name, s)
				}
				if s.kind == platform.Unix {
					continue
				}
				if _, err := netip.ParseAddr(s.Local); err != nil {
					t.Errorf("%s: %v", l.name, err)
				}
			}
		}
	})
}
