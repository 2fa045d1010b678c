package darwin

import (
	"net/netip"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// socketRecord builds a struct socket_fdinfo.
func socketRecord(handle uint64, family, socketType, protocol, kind int32) layout.Record {
	r := make(layout.Record, sizeofSocketFdinfo)
	layout.Put(r, socketFdinfoPsiSoiSo, handle)
	layout.Put(r, socketFdinfoPsiSoiFamily, family)
	layout.Put(r, socketFdinfoPsiSoiType, socketType)
	layout.Put(r, socketFdinfoPsiSoiProtocol, protocol)
	layout.Put(r, socketFdinfoPsiSoiKind, kind)
	return r
}

// address returns an address as in_sockinfo has it: an IPv4 address is in the last of four words.
func address(text string) []byte {
	ip := netip.MustParseAddr(text)
	b := make([]byte, 16)
	copy(b[16-ip.BitLen()/8:], ip.AsSlice())
	return b
}

// put adds what a record has of an IP socket.
func put(r layout.Record, version uint8, local string, localPort int32, remote string, remotePort, state int32) layout.Record {
	protocol := layout.Record(layout.Bytes(r, socketFdinfoPsiSoiProto))
	layout.Put(protocol, inSockinfoVflag, version)
	copy(layout.Bytes(protocol, inSockinfoLaddr), address(local))
	copy(layout.Bytes(protocol, inSockinfoFaddr), address(remote))
	layout.Put(protocol, inSockinfoLport, networkPort(localPort))
	layout.Put(protocol, inSockinfoFport, networkPort(remotePort))
	layout.Put(protocol, tcpSockinfoState, state)
	return r
}

func TestDecodeSocket(t *testing.T) {
	tcp := func(family int32) layout.Record { return socketRecord(1, family, sockStream, protocolTCP, socketTCP) }
	udp := func(family int32) layout.Record { return socketRecord(1, family, sockDgram, protocolUDP, socketInet) }
	for name, c := range map[string]struct {
		record      layout.Record
		kind        platform.ConnKind
		local       string
		localPort   int32
		remote      string
		remotePort  int32
		status      platform.ConnStatus
		family      platform.Family
		wantsStream bool
	}{
		"TCP4":                             {put(tcp(afInet), 1, "192.168.1.2", 50000, "1.2.3.4", 443, 4), platform.TCP4, "192.168.1.2", 50000, "1.2.3.4", 443, platform.ConnEstablished, platform.FamilyInet, true},
		"TCP4 that listens":                {put(tcp(afInet), 1, "0.0.0.0", 80, "0.0.0.0", 0, 1), platform.TCP4, "0.0.0.0", 80, "", na, platform.ConnListen, platform.FamilyInet, true},
		"TCP6":                             {put(tcp(afInet6), 2, "::1", 8080, "::1", 65535, 10), platform.TCP6, "::1", 8080, "::1", 65535, platform.ConnTimeWait, platform.FamilyInet6, true},
		"TCP6 that listens for both":       {put(tcp(afInet6), 3, "::", 22, "::", 0, 1), platform.TCP6, "::", 22, "", na, platform.ConnListen, platform.FamilyInet6, true},
		"TCP6 with IPv4":                   {put(tcp(afInet6), 1, "10.0.0.1", 22, "10.0.0.2", 1024, 5), platform.TCP6, "::ffff:10.0.0.1", 22, "::ffff:10.0.0.2", 1024, platform.ConnCloseWait, platform.FamilyInet6, true},
		"TCP6 with an interface":           {put(tcp(afInet6), 2, "fe80:4::1", 22, "fe80:4::2", 9, 2), platform.TCP6, "fe80::1", 22, "fe80::2", 9, platform.ConnSynSent, platform.FamilyInet6, true},
		"a state that macOS does not have": {put(tcp(afInet), 1, "1.1.1.1", 1, "2.2.2.2", 2, 11), platform.TCP4, "1.1.1.1", 1, "2.2.2.2", 2, platform.ConnNone, platform.FamilyInet, true},
		"a negative state":                 {put(tcp(afInet), 1, "1.1.1.1", 1, "2.2.2.2", 2, -1), platform.TCP4, "1.1.1.1", 1, "2.2.2.2", 2, platform.ConnNone, platform.FamilyInet, true},
		"UDP4":                             {put(udp(afInet), 1, "0.0.0.0", 5353, "0.0.0.0", 0, 0), platform.UDP4, "0.0.0.0", 5353, "", na, platform.ConnNone, platform.FamilyInet, false},
		"UDP6, connected":                  {put(udp(afInet6), 2, "2001:db8::1", 500, "2001:db8::2", 4500, 0), platform.UDP6, "2001:db8::1", 500, "2001:db8::2", 4500, platform.ConnNone, platform.FamilyInet6, false},
		"a peer without a port":            {put(udp(afInet), 1, "1.1.1.1", 1, "2.2.2.2", 0, 0), platform.UDP4, "1.1.1.1", 1, "2.2.2.2", 0, platform.ConnNone, platform.FamilyInet, false},
	} {
		s, ok := decodeSocket(c.record, 5, 42)
		equal(t, name+": decoded", ok, true)
		equal(t, name+": kind", s.kind, c.kind)
		want := platform.Connection{
			FD: 5, PID: 42, Family: c.family, Type: platform.SocketDgram, Status: c.status, Local: c.local, LocalPort: c.localPort,
			Remote: c.remote, RemotePort: c.remotePort, BytesSent: na, BytesRecv: na,
		}
		if c.wantsStream {
			want.Type = platform.SocketStream
		}
		equal(t, name, s.Connection, want)
	}
	for name, r := range map[string]layout.Record{
		"an ICMP socket":             socketRecord(1, afInet, sockDgram, 1, socketInet),
		"a raw socket":               socketRecord(1, afInet, 3, 0, socketInet),
		"the kernel's events":        socketRecord(1, 32, 3, 1, 5),
		"a stream that is not TCP's": socketRecord(1, afInet, sockStream, 0, socketInet),
		"a short record":             socketRecord(1, afInet, sockStream, protocolTCP, socketTCP)[:sizeofSocketFdinfo-1],
		"nothing":                    nil,
	} {
		_, ok := decodeSocket(r, 5, 42)
		equal(t, name+": decoded", ok, false)
	}
}

// unixAddress stores a struct sockaddr_un.
func unixAddress[T any](r layout.Record, f layout.Field[T], length uint8, path string) {
	a := layout.Record(layout.Bytes(layout.Record(layout.Bytes(r, socketFdinfoPsiSoiProto)), f))
	layout.Put(a, sockaddrUnLen, length)
	layout.Put(a, sockaddrUnFamily, afUnix)
	copy(a[sockaddrUnPath:], path)
}

func TestDecodeUnixSocket(t *testing.T) {
	r := socketRecord(1, afUnix, sockStream, 0, socketUnix)
	unixAddress(r, unSockinfoAddr, 2+12, "/var/run/xyz and more")
	unixAddress(r, unSockinfoCaddr, 106, "/tmp/peer")
	s, ok := decodeSocket(r, 5, 42)
	equal(t, "decoded", ok, true)
	equal(t, "kind", s.kind, platform.Unix)
	equal(t, "socket", s.Connection, platform.Connection{
		FD: 5, PID: 42, Family: platform.FamilyUnix, Type: platform.SocketStream, Status: platform.ConnNone, Local: "/var/run/xyz", Remote: "/tmp/peer",
		LocalPort: na, RemotePort: na, BytesSent: na, BytesRecv: na,
	})
	for length, want := range map[uint8]string{0: "", 2: "", 3: "/", 255: "/tmp/peer"} {
		unixAddress(r, unSockinfoCaddr, length, "/tmp/peer")
		s, _ := decodeSocket(r, 5, 42)
		equal(t, "path of a length", s.Remote, want)
	}
}

func TestConnections(t *testing.T) {
	list := func(owners bool, sockets ...socket) (ids [][2]int64) {
		for _, c := range connections(sockets, owners) {
			ids = append(ids, [2]int64{c.PID, c.FD})
		}
		return ids
	}
	of := func(handle uint64, kind platform.ConnKind, pid, fd int64) socket {
		return socket{handle: handle, kind: kind, Connection: platform.Connection{PID: pid, FD: fd}}
	}
	shared := []socket{of(1, platform.TCP4, 20, 3), of(1, platform.TCP4, 20, 4), of(1, platform.TCP4, 10, 5), of(2, platform.TCP4, 10, 6)}
	equal(t, "IP sockets", list(true, shared...), [][2]int64{{20, 3}, {10, 6}})
	equal(t, "without owners", list(false, shared...), [][2]int64{{na, na}, {na, na}})
	local := []socket{of(1, platform.Unix, 20, 3), of(1, platform.Unix, 20, 4), of(1, platform.Unix, 10, 5)}
	equal(t, "UNIX sockets", list(true, local...), [][2]int64{{20, 3}, {20, 4}})
	equal(t, "UNIX sockets without owners", list(false, local...), [][2]int64{{na, na}})
}

func FuzzSocket(f *testing.F) {
	f.Add([]byte(put(socketRecord(1, afInet6, sockStream, protocolTCP, socketTCP), 2, "::1", 1, "::2", 2, 4)))
	r := socketRecord(1, afUnix, sockStream, 0, socketUnix)
	unixAddress(r, unSockinfoAddr, 255, "/tmp/a")
	f.Add([]byte(r))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := decodeSocket(b, 3, 4)
		if !ok {
			return
		}
		if s.LocalPort < na || s.LocalPort > 65535 || s.RemotePort < na || s.RemotePort > 65535 {
			t.Errorf("socket %+v", s)
		}
		if s.kind != platform.Unix {
			if _, err := netip.ParseAddr(s.Local); err != nil {
				t.Error(err)
			}
		}
	})
}
