package freebsd

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// putPort stores a port in network byte order.
func putPort(r layout.Record, f layout.Field[uint16], port uint16) {
	binary.BigEndian.PutUint16(layout.Bytes(r, f), port)
}

// builtHeader returns the header of a list of sockets.
func builtHeader(size int) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, xinpgenLen, uint64(size))
	return r
}

type testSocket struct {
	family          int32
	flags           uint8
	local, remote   []byte // 4 or 16 bytes
	localPort, port uint16
	socket, control uint64
	state           int32
	record          int // size
}

// builtIPSocket returns a struct xinpcb of this size.
func builtIPSocket(s testSocket, size int) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, xinpcbXiLen, uint64(size))
	layout.Put(r, xinpcbXiSocketXsoSo, s.socket)
	layout.Put(r, xinpcbXiSocketSoPcb, s.control)
	layout.Put(r, xinpcbXiSocketXsoFamily, s.family)
	layout.Put(r, xinpcbInpVflag, s.flags)
	putPort(r, xinpcbInpIncIeIeLport, s.localPort)
	putPort(r, xinpcbInpIncIeIeFport, s.port)
	copy(layout.Bytes(r, xinpcbInpIncIeIeDependladdr)[16-len(s.local):], s.local)
	copy(layout.Bytes(r, xinpcbInpIncIeIeDependfaddr)[16-len(s.remote):], s.remote)
	return r
}

// builtTCPSocket returns a struct xtcpcb.
func builtTCPSocket(s testSocket) layout.Record {
	size := max(s.record, sizeofXtcpcb)
	r := make(layout.Record, size)
	copy(r[xtcpcbXtInpXiLen:], builtIPSocket(s, sizeofXinpcb))
	layout.Put(r, xtcpcbXtLen, uint64(size))
	layout.Put(r, xtcpcbTState, s.state)
	return r
}

var (
	loopback4 = []byte{127, 0, 0, 1}
	linkLocal = []byte{0xfe, 0x80, 0, 3, 15: 1} // with the number of the interface, as the kernel stores it
	loopback6 = []byte{15: 1}
)

func builtTCPList() []byte {
	return join(
		builtHeader(sizeofXinpgen),
		builtTCPSocket(testSocket{family: afInet, flags: inpIPv4, local: loopback4, localPort: 22, socket: 0x100, control: 0x1000, state: tcpsListen}),
		builtTCPSocket(testSocket{
			family: afInet6, flags: inpIPv6, local: linkLocal, localPort: 80, remote: loopback6, port: 4000, socket: 0x200, control: 0x2000,
			state: tcpsEstablished, record: 800, // of a later version
		}),
		builtTCPSocket(testSocket{
			family: afInet6, flags: inpIPv4, local: loopback4, localPort: 81, remote: loopback4, port: 4001, socket: 0x300, control: 0x3000,
			state: tcpsFinWait2,
		}),
		builtTCPSocket(testSocket{flags: inpIPv4, local: loopback4, localPort: 82, remote: loopback4, port: 4002, state: tcpsTimeWait}), // no socket
		builtTCPSocket(testSocket{family: 99, local: loopback4, localPort: 83}),
		builtHeader(sizeofXinpgen),
	)
}

// connection returns a connection without owner and bytes.
func connection(family platform.Family, kind platform.SocketType, status platform.ConnStatus, local string, localPort int32, remote string,
	port int32) platform.Connection {
	return platform.Connection{
		FD: na, PID: na, Family: family, Type: kind, Status: status, Local: local, LocalPort: localPort, Remote: remote, RemotePort: port,
		BytesSent: na, BytesRecv: na,
	}
}

func owned(c platform.Connection, pid, fd int64) platform.Connection {
	c.PID, c.FD = pid, fd
	return c
}

var (
	listening  = connection(platform.FamilyInet, platform.SocketStream, platform.ConnListen, "127.0.0.1", 22, "", na)
	connected6 = connection(platform.FamilyInet6, platform.SocketStream, platform.ConnEstablished, "fe80::1", 80, "::1", 4000)
	mapped     = connection(platform.FamilyInet6, platform.SocketStream, platform.ConnFinWait2, "::ffff:127.0.0.1", 81, "::ffff:127.0.0.1", 4001)
	waiting    = connection(platform.FamilyInet, platform.SocketStream, platform.ConnTimeWait, "127.0.0.1", 82, "127.0.0.1", 4002)
)

func TestDecodeTCPSockets(t *testing.T) {
	sockets := decoded(decodeTCPSockets("answer", builtTCPList()))(t)
	equal(t, "all", withOwners(sockets, nil), []platform.Connection{listening, connected6, mapped, waiting})
	equal(t, "IPv4", withOwners(ofKinds(sockets, platform.TCP4), nil), []platform.Connection{listening, waiting})
}

func TestDecodeUDPSockets(t *testing.T) {
	// An unconnected socket of both families, and one that is not bound.
	b := join(builtHeader(sizeofXinpgen),
		builtIPSocket(testSocket{family: afInet6, flags: inpIPv4 | inpIPv6, local: make([]byte, 16), localPort: 53}, sizeofXinpcb),
		builtIPSocket(testSocket{family: afInet, flags: inpIPv4, local: make([]byte, 4)}, sizeofXinpcb+16),
		builtHeader(sizeofXinpgen))
	equal(t, "all", withOwners(decoded(decodeUDPSockets("answer", b))(t), nil), []platform.Connection{
		connection(platform.FamilyInet6, platform.SocketDgram, platform.ConnNone, "::", 53, "", na),
		connection(platform.FamilyInet, platform.SocketDgram, platform.ConnNone, "", na, "", na),
	})
}

func TestSocketListsWithoutSockets(t *testing.T) {
	for what, b := range map[string][]byte{
		"nothing": nil, "one header": builtHeader(sizeofXinpgen), "two headers": join(builtHeader(sizeofXinpgen), builtHeader(sizeofXinpgen)),
	} {
		equal(t, what, len(decoded(decodeTCPSockets("answer", b))(t)), 0)
	}
}

func TestMalformedSocketLists(t *testing.T) {
	good := builtTCPList()
	for what, b := range map[string][]byte{
		"cut":                    good[:len(good)-8],
		"without sizes":          make([]byte, 200),
		"no header":              good[sizeofXinpgen:],
		"a header of FreeBSD 11": join(builtHeader(24), builtHeader(24)),
		"records of FreeBSD 11":  join(builtHeader(sizeofXinpgen), builtIPSocket(testSocket{}, sizeofXinpcb), builtHeader(sizeofXinpgen)),
		"no end":                 join(builtHeader(sizeofXinpgen), builtTCPSocket(testSocket{})),
	} {
		_, err := decodeTCPSockets("answer", b)
		isMalformed(t, what, err)
	}
}

func TestEveryTCPState(t *testing.T) {
	states := map[int32]platform.ConnStatus{
		0: platform.ConnClose, 1: platform.ConnListen, 2: platform.ConnSynSent, 3: platform.ConnSynRecv, 4: platform.ConnEstablished,
		5: platform.ConnCloseWait, 6: platform.ConnFinWait1, 7: platform.ConnClosing, 8: platform.ConnLastAck, 9: platform.ConnFinWait2,
		10: platform.ConnTimeWait, 11: platform.ConnNone, -1: platform.ConnNone,
	}
	for state, want := range states {
		equal(t, "status", connStatus(state), want)
	}
}

// builtUnixAddress returns a struct sockaddr_un.
func builtUnixAddress(path string) layout.Record {
	r := make(layout.Record, sizeofSockaddrUn)
	layout.Put(r, sockaddrUnLen, uint8(2+len(path)))
	layout.Put(r, sockaddrUnFamily, afUnix)
	putText(r, int(sockaddrUnPath), path)
	return r
}

func builtUnixSocket(kind int16, path string, socket uint64) layout.Record {
	r := make(layout.Record, sizeofXunpcb)
	layout.Put(r, xunpcbLen, sizeofXunpcb)
	layout.Put(r, xunpcbSocketSoType, kind)
	layout.Put(r, xunpcbSocketXsoSo, socket)
	if path != "" {
		copy(layout.Bytes(r, xunpcbAddr), builtUnixAddress(path))
	}
	return r
}

func builtUnixList() []byte {
	return join(builtHeader(sizeofXunpgen), builtUnixSocket(sockStream, "/var/run/devd.pipe", 0x500), builtUnixSocket(sockSeqpacket, "", 0x600),
		builtHeader(sizeofXunpgen))
}

func unixConnection(kind platform.SocketType, path string) platform.Connection {
	return connection(platform.FamilyUnix, kind, platform.ConnNone, path, na, "", na)
}

func TestDecodeUnixSockets(t *testing.T) {
	sockets := decoded(decodeUnixSockets("answer", builtUnixList()))(t)
	equal(t, "all", withOwners(sockets, nil), []platform.Connection{
		unixConnection(platform.SocketStream, "/var/run/devd.pipe"), unixConnection(platform.SocketSeqpacket, ""),
	})
	long := builtUnixAddress(strings.Repeat("p", 104))
	equal(t, "the longest path", unixPath(long), strings.Repeat("p", 104))
	layout.Put(long, sockaddrUnLen, 255)
	equal(t, "a wrong length", unixPath(long), strings.Repeat("p", 104))
	equal(t, "no address", unixPath(nil), "")
	_, err := decodeUnixSockets("answer", join(builtHeader(sizeofXunpgen), builtHeader(800), builtHeader(sizeofXunpgen)))
	isMalformed(t, "short records", err)
}

func builtOwner(socket uint64, pid, fd int32, kind int16, size int) layout.Record {
	r := make(layout.Record, size)
	layout.Put(r, xfileSize, uint64(size))
	layout.Put(r, xfilePid, pid)
	layout.Put(r, xfileFd, fd)
	layout.Put(r, xfileType, kind)
	layout.Put(r, xfileData, socket)
	return r
}

func builtOwners() []byte {
	return join(
		builtOwner(0x300, 10, 5, dtypeSocket, sizeofXfile), builtOwner(0x100, 10, 4, dtypeSocket, sizeofXfile),
		builtOwner(0x100, 20, 9, dtypeSocket, sizeofXfile), builtOwner(0x100, 20, 7, dtypeSocket, sizeofXfile+32),
		builtOwner(0x500, 30, 4, dtypeSocket, sizeofXfile), builtOwner(0x500, 30, 3, dtypeSocket, sizeofXfile),
		builtOwner(0x500, 20, 1, dtypeSocket, sizeofXfile), builtOwner(0x200, 1, 1, 1, sizeofXfile), // a file
		builtOwner(0, 1, 2, dtypeSocket, sizeofXfile),
	)
}

func TestSocketOwners(t *testing.T) {
	owners := decoded(decodeSocketOwners("answer", builtOwners()))(t)
	tcp := decoded(decodeTCPSockets("answer", builtTCPList()))(t)
	equal(t, "TCP", withOwners(tcp, owners), []platform.Connection{owned(listening, 20, 7), connected6, owned(mapped, 10, 5), waiting})
	unix := decoded(decodeUnixSockets("answer", builtUnixList()))(t)
	stream := unixConnection(platform.SocketStream, "/var/run/devd.pipe")
	equal(t, "UNIX", withOwners(unix, owners), []platform.Connection{
		owned(stream, 30, 3), owned(stream, 30, 4), unixConnection(platform.SocketSeqpacket, ""),
	})
	_, err := decodeSocketOwners("answer", builtOwners()[:100])
	isMalformed(t, "a list that is cut", err)
}

// builtSocketFile returns the struct kinfo_file of a socket.
func builtSocketFile(fd, domain, kind, protocol int32, control uint64, local, peer layout.Record) layout.Record {
	r := builtFile(fd, kfTypeSocket, 0, "", true)
	layout.Put(r, kinfoFileSockDomain, domain)
	layout.Put(r, kinfoFileSockType, kind)
	layout.Put(r, kinfoFileSockProtocol, protocol)
	layout.Put(r, kinfoFileSockPcb, control)
	copy(r[kinfoFileSaLocalLen:], local)
	copy(r[kinfoFileSaPeerLen:], peer)
	return r
}

// builtAddress returns a struct sockaddr_in or sockaddr_in6.
func builtAddress(ip []byte, port uint16) layout.Record {
	size, family, at := sizeofSockaddrIn, uint8(afInet), int(sockaddrInAddrAddr)
	if len(ip) == 16 {
		size, family, at = sizeofSockaddrIn6, afInet6, int(sockaddrIn6AddrXU6Addr)
	}
	r := make(layout.Record, size)
	layout.Put(r, sockaddrInLen, uint8(size))
	layout.Put(r, sockaddrInFamily, family)
	putPort(r, sockaddrInPort, port)
	copy(r[at:], ip)
	return r
}

func builtSocketFiles() []byte {
	mappedIP := []byte{10: 0xff, 11: 0xff, 12: 127, 15: 1}
	return join(
		builtSocketFile(9, afInet, sockStream, ipprotoTCP, 0x1000, builtAddress(loopback4, 22), nil),
		builtSocketFile(3, afInet, sockStream, ipprotoTCP, 0x1000, builtAddress(loopback4, 22), nil), // duplicated
		builtSocketFile(4, afInet6, sockStream, ipprotoTCP, 0x3000, builtAddress(mappedIP, 81), builtAddress(mappedIP, 4001)),
		builtSocketFile(5, afInet, sockDgram, ipprotoUDP, 0x7000, builtAddress(loopback4, 53), nil),
		builtSocketFile(6, afUnix, sockStream, 0, 0x5000, builtUnixAddress("/tmp/x"), nil),
		builtSocketFile(7, afUnix, sockStream, 0, 0x5000, builtUnixAddress("/tmp/x"), nil),
		builtSocketFile(8, afInet, sockRaw, 1, 0x8000, nil, nil),              // ICMP
		builtSocketFile(10, 17, sockRaw, 0, 0x9000, nil, nil),                 // PF_ROUTE
		builtSocketFile(11, afInet, sockStream, ipprotoTCP, 0x9999, nil, nil), // not in the list
		builtSocketFile(-5, afInet, sockStream, ipprotoTCP, 0x1000, nil, nil), // no descriptor
		builtFile(12, kfTypeVnode, kfVtypeVreg, "/tmp/a", true),
	)
}

func TestProcessConnections(t *testing.T) {
	files := decoded(splitFiles("answer", builtSocketFiles()))(t)
	tcp := decoded(decodeTCPSockets("answer", builtTCPList()))(t)
	unix := unixConnection(platform.SocketStream, "/tmp/x")
	udp := connection(platform.FamilyInet, platform.SocketDgram, platform.ConnNone, "127.0.0.1", 53, "", na)
	unknown := connection(platform.FamilyInet, platform.SocketStream, platform.ConnNone, "", na, "", na)
	equal(t, "all", processConnections(decodeFileSockets(files, 50), tcp), []platform.Connection{
		owned(listening, 50, 3), owned(mapped, 50, 4), owned(udp, 50, 5), owned(unix, 50, 6), owned(unix, 50, 7), owned(unknown, 50, 11),
	})
	equal(t, "UDP", processConnections(ofKinds(decodeFileSockets(files, 50), platform.UDP4), nil), []platform.Connection{owned(udp, 50, 5)})
}

func FuzzSockets(f *testing.F) {
	f.Add(builtTCPList())
	f.Add(builtUnixList())
	f.Add(builtOwners())
	f.Add(join(builtHeader(sizeofXinpgen), builtIPSocket(testSocket{family: afInet, localPort: 1}, sizeofXinpcb), builtHeader(sizeofXinpgen)))
	f.Fuzz(func(t *testing.T, b []byte) {
		owners, _ := decodeSocketOwners("answer", b)
		for _, decode := range []func(string, []byte) ([]socket, error){decodeTCPSockets, decodeUDPSockets, decodeUnixSockets} {
			sockets, err := decode("answer", b)
			if err != nil {
				continue
			}
			for _, c := range withOwners(sockets, owners) {
				if c.Local == "" && c.LocalPort != na || c.Remote == "" && c.RemotePort != na {
					t.Errorf("%#v", c)
				}
			}
		}
	})
}

func FuzzSocketFiles(f *testing.F) {
	f.Add(builtSocketFiles())
	f.Fuzz(func(t *testing.T, b []byte) {
		files, err := splitFiles("answer", b)
		if err != nil {
			return
		}
		for _, c := range processConnections(decodeFileSockets(files, 1), nil) {
			if c.FD < 0 || c.Local == "" && c.LocalPort != na {
				t.Errorf("%#v", c)
			}
		}
	})
}
