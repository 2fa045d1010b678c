//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"os"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// inetDiag returns an answer of sock_diag about an IP socket.
func inetDiag(family, state byte, local, remote netip.AddrPort, inode uint32) []byte {
	b := make([]byte, inetAnswer)
	b[0], b[1] = family, state
	binary.BigEndian.PutUint16(b[4:], local.Port())
	binary.BigEndian.PutUint16(b[6:], remote.Port())
	copy(b[8:], local.Addr().AsSlice())
	copy(b[24:], remote.Addr().AsSlice())
	binary.NativeEndian.PutUint32(b[68:], inode)
	return b
}

func unixDiag(carries byte, inode uint32, attrs ...[]byte) []byte {
	b := make([]byte, unixAnswer)
	b[0], b[1] = unix.AF_UNIX, carries
	binary.NativeEndian.PutUint32(b[4:], inode)
	return append(b, bytes.Join(attrs, nil)...)
}

func netlinkAttr(kind uint16, value []byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(nlAttrHeaderSize+len(value)))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = append(b, value...)
	return append(b, make([]byte, nlAlign(len(b))-len(b))...)
}

func TestParseDiag(t *testing.T) {
	var s socket
	tcp6 := socketTableOf(platform.TCP6)
	local, remote := netip.MustParseAddrPort("[2001:db8::1]:443"), netip.MustParseAddrPort("[::ffff:10.0.0.1]:50000")
	answer := inetDiag(10, 8, local, remote, 99)
	equal(t, "good", tcp6.parseInetDiag(answer, &s), true)
	equal(t, "good", s, socket{inode: 99, sockType: 1, status: platform.ConnCloseWait,
		local: endpoint{local.Addr().As16(), 443}, remote: endpoint{remote.Addr().As16(), 50000}})
	equal(t, "longer", tcp6.parseInetDiag(append(answer, make([]byte, 100)...), &s), true)
	equal(t, "cut", tcp6.parseInetDiag(answer[:inetAnswer-1], &s), false)
	equal(t, "another family", socketTableOf(platform.TCP4).parseInetDiag(answer, &s), false)
	equal(t, "empty", tcp6.parseInetDiag(nil, &s), false)

	for what, c := range map[string]struct {
		attrs [][]byte
		want  string
	}{
		"unnamed":           {nil, ""},
		"path":              {[][]byte{netlinkAttr(0, []byte("/a b\n \x00"))}, "/a b\n "},
		"path to the end":   {[][]byte{netlinkAttr(0, []byte("/a"))}, "/a"},
		"abstract":          {[][]byte{netlinkAttr(0, []byte("\x00a\x00b\xff\n"))}, "@a@b\xff\n"},
		"one NUL":           {[][]byte{netlinkAttr(0, []byte("\x00"))}, "@"},
		"empty":             {[][]byte{netlinkAttr(0, nil)}, ""},
		"others":            {[][]byte{netlinkAttr(1, []byte("vfs!")), netlinkAttr(0, []byte("/x\x00")), netlinkAttr(7, []byte("?"))}, "/x"},
		"a broken one last": {[][]byte{netlinkAttr(0, []byte("/x\x00")), {200, 0, 0, 0}}, "/x"},
	} {
		equal(t, what, parseUnixDiag(unixDiag(5, 7, c.attrs...), &s), true)
		equal(t, what, fmt.Sprintf("%d %d %q", s.sockType, s.inode, s.name), fmt.Sprintf("5 7 %q", c.want))
	}
	equal(t, "cut", parseUnixDiag(unixDiag(1, 1)[:15], &s), false)
	equal(t, "another family", parseUnixDiag(answer, &s), false)
}

// tcpInfo returns a tcp_info of this length.
func tcpInfo(length int, received, sent, retransmitted uint64) []byte {
	b := make([]byte, 248)
	binary.NativeEndian.PutUint64(b[128:], received)
	binary.NativeEndian.PutUint64(b[200:], sent)
	binary.NativeEndian.PutUint64(b[208:], retransmitted)
	return b[:length]
}

func TestParseTCPInfo(t *testing.T) {
	for what, c := range map[string]struct {
		info           []byte
		status         platform.ConnStatus
		sent, received int64
	}{
		"now":             {tcpInfo(248, 7, 100, 30), platform.ConnEstablished, 70, 7},
		"Linux 4.19":      {tcpInfo(216, 7, 100, 30), platform.ConnEstablished, 70, 7},
		"Linux 4.1":       {tcpInfo(136, 7, 100, 30), platform.ConnEstablished, na, 7},
		"Linux 3.10":      {tcpInfo(104, 7, 100, 30), platform.ConnEstablished, na, na},
		"cut":             {tcpInfo(215, 7, 100, 30), platform.ConnEstablished, na, 7},
		"empty":           {nil, platform.ConnCloseWait, na, na},
		"closed by peer":  {tcpInfo(248, 8, 100, 0), platform.ConnCloseWait, 100, 7},
		"closed at once":  {tcpInfo(248, 0, 0, 0), platform.ConnLastAck, 0, 0},
		"more than there": {tcpInfo(248, 1, 5, 9), platform.ConnEstablished, 0, 1},
		"huge":            {tcpInfo(248, math.MaxUint64, math.MaxUint64, 0), platform.ConnEstablished, math.MaxInt64, math.MaxInt64},
	} {
		sent, received := parseTCPInfo(c.info, c.status)
		equal(t, what, [2]int64{sent, received}, [2]int64{c.sent, c.received})
	}
	tcp4 := socketTableOf(platform.TCP4)
	end := netip.MustParseAddrPort("10.0.0.1:80")
	var s socket
	answer := append(inetDiag(2, 1, end, end, 5), netlinkAttr(2, tcpInfo(248, 7, 100, 30))...)
	equal(t, "answer", tcp4.parseInetDiag(answer, &s) && s.hasBytes && s.sent == 70 && s.received == 7, true)
	answer[1] = 10
	equal(t, "listening", tcp4.parseInetDiag(answer, &s) && !s.hasBytes, true)
}

func FuzzParseTCPInfo(f *testing.F) {
	f.Add(tcpInfo(248, 7, 100, 30), uint8(1))
	f.Fuzz(func(t *testing.T, info []byte, status uint8) {
		if sent, received := parseTCPInfo(info, platform.ConnStatus(status)); sent < na || received < na {
			t.Errorf("%d, %d", sent, received)
		}
	})
}

// sock_diag and /proc have the same sockets.
func TestDiagAndProcAgree(t *testing.T) {
	openSockets(t)
	for _, kinds := range []platform.ConnKind{allKinds, platform.TCP4, platform.TCP6, platform.UDP4, platform.UDP6, platform.Unix} {
		byDiag, byProc := ownConnections(t, liveSystem, kinds, true), ownConnections(t, liveSystem, kinds, false)
		equal(t, fmt.Sprint("kinds ", kinds), formatConns(byDiag), formatConns(byProc))
		if len(byProc) == 0 && kinds&(platform.TCP6|platform.UDP6) == 0 {
			t.Errorf("kinds %d: nothing", kinds)
		}
	}
	list, err := liveSystem.Process(int64(os.Getpid())).NetConnections(allKinds, 0)
	noError(t, "NetConnections", err)
	equal(t, "NetConnections", formatConns(list), formatConns(ownConnections(t, liveSystem, allKinds, false)))
}

// TCP's older request returns the sockets of both families.
func TestQueryTCPDiag(t *testing.T) {
	openSockets(t)
	p := liveSystem.process(int64(os.Getpid()))
	owners, err := p.socketOwners()
	noError(t, "owners", err)
	c := connections{owners: owners, ownedOnly: true}
	if err := queryTCPDiag(&c); err != nil {
		t.Skip("no sock_diag: ", err)
	}
	both := platform.TCP4 | platform.TCP6
	equal(t, "at once", formatConns(c.withOwners()), formatConns(ownConnections(t, liveSystem, both, true)))
	equal(t, "at once", formatConns(c.withOwners()), formatConns(ownConnections(t, liveSystem, both, false)))
	if len(c.list) < 3 {
		t.Errorf("only %d sockets", len(c.list))
	}
	before := len(c.list)
	equal(t, "failed", c.tryCollect(func(c *connections) error {
		noError(t, "ask", socketTableOf(platform.TCP4).queryDiag(c))
		return unix.EBADMSG
	}), false)
	equal(t, "failed", []int{len(c.list), len(c.inodes)}, []int{before, before})
}

func FuzzDiag(f *testing.F) {
	f.Add(netlinkMessage(20, 0, inetDiag(2, 1, netip.MustParseAddrPort("1.2.3.4:5"), netip.MustParseAddrPort("6.7.8.9:10"), 11)))
	f.Add(netlinkMessage(20, 0, unixDiag(1, 7, netlinkAttr(0, []byte("\x00abstract")))))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseNetlinkMessages(b, func(b []byte) error {
			var s socket
			socketTableOf(platform.TCP4).parseInetDiag(b, &s)
			if parseUnixDiag(b, &s) && len(s.name) > len(b) {
				t.Errorf("the name %q is longer than the message", s.name)
			}
			return nil
		})
	})
}

// boundSocket returns a unix_diag_msg of a socket with these attributes.
func boundSocket(socket uint32, name string, file, device uint32) []byte {
	b := make([]byte, unixAnswer)
	b[0], b[1] = unix.AF_UNIX, unix.SOCK_STREAM
	binary.NativeEndian.PutUint32(b[4:], socket)
	attr := func(kind uint16, value []byte) {
		b = binary.NativeEndian.AppendUint16(b, uint16(nlAttrHeaderSize+len(value)))
		b = binary.NativeEndian.AppendUint16(b, kind)
		b = append(b, value...)
		b = append(b, make([]byte, -len(b)&3)...)
	}
	attr(0, []byte(name))
	if file != 0 {
		attr(1, binary.NativeEndian.AppendUint32(binary.NativeEndian.AppendUint32(nil, file), device))
	}
	return b
}

func TestParseBoundSocket(t *testing.T) {
	socket, device, inode, name, ok := parseBoundSocket(boundSocket(7, "/run/x\x00", 42, 0xfe<<20|300))
	equal(t, "ok", ok, true)
	equal(t, "numbers", []uint64{socket, device, inode}, []uint64{7, unix.Mkdev(0xfe, 300), 42})
	equal(t, "name", string(name), "/run/x")
	_, _, _, name, ok = parseBoundSocket(boundSocket(7, "\x00abstract", 0, 0))
	equal(t, "not bound to a file", ok && len(name) == 0, true)
	_, _, _, _, ok = parseBoundSocket(boundSocket(7, "/run/x", 42, 1)[:unixAnswer-1])
	equal(t, "a short answer", ok, false)
}

func FuzzBoundSocket(f *testing.F) {
	f.Add(boundSocket(7, "/run/x\x00", 42, 0xfe<<20|300))
	f.Add(boundSocket(7, "\x00abstract", 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _, inode, name, ok := parseBoundSocket(b)
		if !ok && len(name) > 0 || inode > 1<<32-1 || !bytes.Contains(b, name) {
			t.Errorf("%q: %q %d", b, name, inode)
		}
	})
}
