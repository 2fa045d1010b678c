package windows

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestSocketTables(t *testing.T) {
	const na = platform.NA
	tcp4, tcp6, udp4, udp6 := &socketTables[0], &socketTables[1], &socketTables[2], &socketTables[3]

	b := build(4+3*24).put32(0, 3).
		put32(4, 2).put(8, 0, 0, 0, 0).put(12, 0x1f, 0x90, 0xee, 0xee).put(16, 1, 2, 3, 4).put(20, 0x12, 0x34).put32(24, 4). // listens
		put32(28, 5).put(32, 10, 0, 0, 1).put(36, 0xc0, 0).put(40, 10, 0, 0, 2).put(44, 1, 0xbb).put32(48, 4242).            // connected
		put32(52, 12).put(56, 10, 0, 0, 1).put(60, 0, 1).put32(72, 0).buffer()                                               // being deleted
	want := []platform.Connection{
		{FD: na, PID: 4, Family: platform.FamilyInet, Type: platform.SocketStream, Status: platform.ConnListen, Local: "0.0.0.0", LocalPort: 8080, RemotePort: na, BytesSent: na, BytesRecv: na},
		{FD: na, PID: 4242, Family: platform.FamilyInet, Type: platform.SocketStream, Status: platform.ConnEstablished, Local: "10.0.0.1", LocalPort: 49152, Remote: "10.0.0.2", RemotePort: 443, BytesSent: na, BytesRecv: na},
		{FD: na, PID: 0, Family: platform.FamilyInet, Type: platform.SocketStream, Status: platform.ConnDeleteTCB, Local: "10.0.0.1", LocalPort: 1, RemotePort: na, BytesSent: na, BytesRecv: na},
	}
	equal(t, "TCP over IPv4", tcp4.decode(b, na), want)
	equal(t, "of one process", tcp4.decode(b, 4242), want[1:2])
	equal(t, "of PID 0", tcp4.decode(b, 0), want[2:])
	decoded(t, b)

	b = build(4+56).put32(0, 1).put8(4+15, 1).put(4+20, 0, 80).put(4+24, 0xfe, 0x80).put8(4+24+15, 9).put32(4+40, 7).put(4+44, 0xff, 0xfe).
		put32(4+48, 11).put32(4+52, 99).buffer()
	equal(t, "TCP over IPv6", tcp6.decode(b, na), []platform.Connection{{
		FD: na, PID: 99, Family: platform.FamilyInet6, Type: platform.SocketStream, Status: platform.ConnTimeWait, Local: "::1", LocalPort: 80,
		Remote: "fe80::9", RemotePort: 65534, BytesSent: na, BytesRecv: na,
	}})
	b = build(4+12).put32(0, 1).put(4, 127, 0, 0, 1).put(8, 0, 53).put32(12, 7).buffer()
	equal(t, "UDP over IPv4", udp4.decode(b, na), []platform.Connection{{
		FD: na, PID: 7, Family: platform.FamilyInet, Type: platform.SocketDgram, Status: platform.ConnNone, Local: "127.0.0.1", LocalPort: 53,
		RemotePort: na, BytesSent: na, BytesRecv: na,
	}})
	b = build(4+28).put32(0, 1).put(4+20, 0, 123).put32(4+24, 8).buffer()
	equal(t, "UDP over IPv6", udp6.decode(b, na), []platform.Connection{{
		FD: na, PID: 8, Family: platform.FamilyInet6, Type: platform.SocketDgram, Status: platform.ConnNone, Local: "::", LocalPort: 123,
		RemotePort: na, BytesSent: na, BytesRecv: na,
	}})
	for i := range socketTables {
		table := &socketTables[i]
		b := build(4+2*table.rowSize-1).put32(0, 2).buffer()
		table.decode(b, na)
		malformed(t, "an incomplete row", b)
	}
}

func TestTCPStates(t *testing.T) {
	var got []platform.ConnStatus
	for state := range uint32(14) {
		b := build(28).put32(0, 1).put32(4, state).buffer()
		got = append(got, socketTables[0].decode(b, platform.NA)[0].Status)
	}
	equal(t, "states", got, []platform.ConnStatus{
		platform.ConnNone, platform.ConnClose, platform.ConnListen, platform.ConnSynSent, platform.ConnSynRecv, platform.ConnEstablished,
		platform.ConnFinWait1, platform.ConnFinWait2, platform.ConnCloseWait, platform.ConnClosing, platform.ConnLastAck,
		platform.ConnTimeWait, platform.ConnDeleteTCB, platform.ConnNone,
	})
}

func TestSocketTablesCaptured(t *testing.T) {
	b := captured(t, "tcp4")
	list := socketTables[0].decode(b, platform.NA)
	decoded(t, b)
	equal(t, "TCP sockets", len(list), 3) // a listening one and both ends of a connection
	equal(t, "the first", []any{list[0].Status, list[0].Local, list[0].Remote}, []any{platform.ConnListen, "127.0.0.1", ""})
	for i, other := range map[int]int{1: 2, 2: 1} {
		equal(t, "status", list[i].Status, platform.ConnEstablished)
		equal(t, "peer", []any{list[i].Remote, list[i].RemotePort}, []any{list[other].Local, list[other].LocalPort})
	}
	for i, want := range map[int]string{1: "::1", 2: "127.0.0.1", 3: "::1"} {
		b := captured(t, []string{1: "tcp6", 2: "udp4", 3: "udp6"}[i])
		list := socketTables[i].decode(b, platform.NA)
		decoded(t, b)
		equal(t, "sockets", len(list), 1)
		equal(t, "address and PID", []any{list[0].Local, list[0].PID}, []any{want, int64(32)})
	}
}

func FuzzSocketTables(f *testing.F) {
	for i, name := range []string{"tcp4", "tcp6", "udp4", "udp6"} {
		f.Add(i, captured(f, name).bytes)
	}
	f.Fuzz(func(t *testing.T, i int, content []byte) {
		if i < 0 || i >= len(socketTables) {
			return
		}
		for _, c := range socketTables[i].decode(&buffer{bytes: content}, platform.NA) {
			if c.Local == "" || (c.Remote == "") != (c.RemotePort == platform.NA) || c.Status < platform.ConnEstablished || c.Status > platform.ConnDeleteTCB {
				t.Errorf("%+v", c)
			}
		}
	})
}
