//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

const allKinds = platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6 | platform.Unix

// told writes a connection as one line: family, type, status, both ends and who has it open.
func told(c platform.Connection) string {
	return fmt.Sprintf("%d %d %d %q %d %q %d pid %d fd %d", c.Family, c.Type, c.Status, c.Local, c.LocalPort, c.Remote, c.RemotePort, c.PID, c.FD)
}

func allTold(list []platform.Connection) []string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = told(c)
	}
	slices.Sort(lines)
	return lines
}

// parseText lets a parser read a whole file, and gives its sockets.
func parseText(t *table, text []byte, order binary.ByteOrder) ([]socket, error) {
	var all []socket
	take := func(s *socket) {
		copied := *s
		copied.name = bytes.Clone(s.name)
		all = append(all, copied)
	}
	parser := lineParser(&inetParser{table: t, order: order, take: take})
	if t.family == platform.FamilyUnix {
		parser = &unixParser{take: take}
	}
	for line := range bytes.Lines(text) {
		if err := parser.line(bytes.TrimSuffix(line, []byte{'\n'})); err != nil {
			return all, err
		}
	}
	parser.end()
	return all, nil
}

func readTable(t *testing.T, tree, file string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + tree + "/proc/net/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestInetTables(t *testing.T) {
	type line struct {
		local, remote string
		status        platform.ConnStatus
		inode         uint64
	}
	for _, c := range []struct {
		tree  string
		kind  platform.ConnKind
		order binary.ByteOrder
		want  []line
	}{
		{"2.6.32-x86_64", platform.TCP4, binary.LittleEndian, []line{
			{"0.0.0.0:22", "0.0.0.0:0", platform.ConnListen, 8008},
			{"10.0.0.5:22", "10.0.2.2:48710", platform.ConnEstablished, 11211},
		}},
		{"2.6.32-x86_64", platform.TCP6, binary.LittleEndian, []line{
			{":::22", ":::0", platform.ConnListen, 8010},
			{"2001:db8::ef00:1:80", "::ffff:10.0.2.2:49153", platform.ConnCloseWait, 12001},
		}},
		{"2.6.32-x86_64", platform.UDP4, binary.LittleEndian, []line{{"0.0.0.0:68", "0.0.0.0:0", platform.ConnNone, 7911}}},
		{"2.6.32-x86_64", platform.UDP6, binary.LittleEndian, nil},
		{"3.10-armv7", platform.TCP4, binary.LittleEndian, []line{
			{"127.0.0.1:631", "0.0.0.0:0", platform.ConnListen, 5150},
			{"127.0.0.1:631", "127.0.0.1:32769", platform.ConnClose, 5151},
			{"127.0.0.1:631", "127.0.0.1:32770", platform.ConnSynRecv, 0},
			{"127.0.0.1:631", "127.0.0.1:32771", platform.ConnNone, 0},
		}},
		{"5.15-s390x", platform.TCP4, binary.BigEndian, []line{
			{"127.0.0.1:3306", "0.0.0.0:0", platform.ConnListen, 23456},
			{"10.0.0.5:22", "10.0.2.2:48710", platform.ConnEstablished, 23457},
		}},
		{"5.15-s390x", platform.TCP6, binary.BigEndian, []line{
			{"2001:db8::ef00:1:80", "::ffff:10.0.2.2:49153", platform.ConnCloseWait, 23458},
		}},
		{"6.18-x86_64", platform.UDP6, binary.LittleEndian, []line{
			{"::1:48410", "::1:5354", platform.ConnNone, 374046},
			{":::5354", ":::0", platform.ConnNone, 374045},
		}},
	} {
		table := tableOf(c.kind)
		sockets, err := parseText(table, readTable(t, c.tree, table.file), c.order)
		no(t, c.tree+" "+table.file, err)
		var got []line
		for _, s := range sockets {
			text := func(e endpoint) string {
				return string(appendIP(nil, table.family, e.ip[:])) + ":" + strconv.Itoa(int(e.port))
			}
			got = append(got, line{text(s.local), text(s.remote), s.status, s.inode})
			same(t, "type", s.carries, table.carries)
		}
		same(t, c.tree+" "+table.file, got, c.want)
	}
}

// All states but CLOSE, as a kernel shows them; CLOSE is in the tree of 3.10.
func TestStatesOfCapture(t *testing.T) {
	for _, kind := range []platform.ConnKind{platform.TCP4, platform.TCP6} {
		table := tableOf(kind)
		sockets, err := parseText(table, readTable(t, "6.18-x86_64", table.file), binary.LittleEndian)
		no(t, table.file, err)
		same(t, table.file, len(sockets), 22+int(kind/platform.TCP6)) // one of IPv6 is an IPv4 connection's
		seen := make(map[platform.ConnStatus]bool)
		for _, s := range sockets {
			seen[s.status] = true
		}
		for status := platform.ConnEstablished; status <= platform.ConnClosing; status++ {
			same(t, fmt.Sprint(table.file, " has ", status), seen[status], status != platform.ConnClose)
		}
	}
}

func TestUnixTables(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       []string // type, inode, name
	}{
		{"2.6.32", string(readTable(t, "2.6.32-x86_64", "unix")), []string{
			`1 7021 "@/com/ubuntu/upstart"`, `2 7837 "/dev/log"`, `1 8391 ""`, `1 0 ""`}},
		{"6.18", string(readTable(t, "6.18-x86_64", "unix")), []string{
			`1 374053 ""`, `1 374054 ""`, `1 374050 "/tmp/a b "`, `2 374051 "/tmp/line\nbreak"`, `5 374052 ""`,
			`5 374049 "@nul@inside@"`, `2 374048 "@with\nnewline and \xff\xfe"`, `1 374047 "@plain"`}},
		{"none", "", nil},
		{"only headings", "Num       RefCount Protocol Flags    Type St Inode Path\n", nil},
		{"names of newlines, of blanks, of headings, of halves of lines",
			"0: 00000002 00000000 00000000 0001 01 7 \n\n\n" +
				"0: 00000002 00000000 00000000 0001 01 8  \n" +
				"0: 00000002 00000000 00000000 0001 01 9 a\nNum RefCount\n0: 00000002 00000000\n" +
				"0: 00000002 00000000 00000000 0001 01 10 b\n",
			[]string{`1 7 "\n\n"`, `1 8 " "`, `1 9 "a\nNum RefCount\n0: 00000002 00000000"`, `1 10 "b"`}},
		{"as gVisor writes it", "0: 00000002 00000000 00010000 0001 01       12 /tmp/x\n", []string{`1 12 "/tmp/x"`}},
	} {
		sockets, err := parseText(tableOf(platform.Unix), []byte(c.text), binary.NativeEndian)
		no(t, c.what, err)
		var got []string
		for _, s := range sockets {
			got = append(got, fmt.Sprintf("%d %d %q", s.carries, s.inode, s.name))
			same(t, "status", s.status, platform.ConnNone)
		}
		same(t, c.what, got, c.want)
	}
}

func TestHostileTables(t *testing.T) {
	good := "   1: 0500000A:0016 0202000A:BE46 01 00000000:00000000 02:0009C6E0 00000000     0        0 11211 3"
	if _, err := parseText(tableOf(platform.TCP4), []byte(good), binary.LittleEndian); err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{
		"empty line":         "\n",
		"cut":                good[:40],
		"no inode":           good[:91],
		"no colon":           strings.Replace(good, "1:", "1", 1),
		"IPv6 in IPv4":       strings.Replace(good, "0500000A", "00000000000000000000000001000000", 1),
		"short address":      strings.Replace(good, "0500000A", "500000A", 1),
		"no port":            strings.Replace(good, ":0016", "     ", 1),
		"long port":          strings.Replace(good, ":0016", ":00160", 1),
		"no hexadecimal":     strings.Replace(good, "0500000A", "0500000G", 1),
		"negative inode":     strings.Replace(good, "11211", "-1121", 1),
		"huge inode":         strings.Replace(good, "11211", "99999999999999999999", 1),
		"state of letters":   strings.Replace(good, " 01 ", " zz ", 1),
		"NULs":               strings.Repeat("\x00", 200),
		"endless hex":        "0: " + strings.Repeat("F", 4096) + ":0016",
		"UNIX line in there": "0: 00000002 00000000 00000000 0001 01 7 /x",
	} {
		if s, err := parseText(tableOf(platform.TCP4), []byte(text), binary.LittleEndian); err == nil {
			t.Errorf("%s: %v, want an error", what, s)
		}
	}
	unix := "0: 00000002 00000000 00000000 0001 01 7 /x\n"
	for what, text := range map[string]string{
		"nothing before":   "text\n",
		"cut":              "0: 00000002 00000000\n",
		"a name too long":  strings.TrimSuffix(unix, "\n") + strings.Repeat("x", 108),
		"too many lines":   unix + strings.Repeat("y\n", 60),
		"no number at all": "0: 00000002 00000000 00000000 0001 01 x\n",
	} {
		if s, err := parseText(tableOf(platform.Unix), []byte(text), binary.LittleEndian); err == nil {
			t.Errorf("%s: %v, want an error", what, s)
		}
	}
}

// inFixture says what the process of the captured tree has open.
var inFixture = map[platform.ConnKind][]string{
	platform.TCP4: {
		`2 1 1 "127.0.0.1" 53372 "127.0.0.1" 58225 pid 42 fd 4`, // and 44
		`2 1 10 "127.0.0.1" 58225 "" -1 pid 42 fd 3`,
		`2 1 4 "127.0.0.1" 53382 "127.0.0.1" 58225 pid 42 fd 13`,
	},
	platform.TCP6: {`10 1 1 "::ffff:127.0.0.1" 49151 "::ffff:127.0.0.1" 59096 pid 42 fd 42`},
	platform.UDP6: {`10 2 12 "::" 5354 "" -1 pid 42 fd 45`},
	platform.Unix: {
		`1 2 12 "/tmp/line\nbreak" -1 "" -1 pid 42 fd 52`,
		`1 2 12 "@with\nnewline and \xff\xfe" -1 "" -1 pid 42 fd 50`,
		`1 2 12 "@with\nnewline and \xff\xfe" -1 "" -1 pid 42 fd 51`,
	},
}

func TestConnectionsOfFixture(t *testing.T) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		t.Skip("the fixture is of a little-endian machine")
	}
	s := inTree("6.18-x86_64")
	for kinds := platform.ConnKind(0); kinds <= allKinds; kinds++ {
		var want []string
		for kind, lines := range inFixture {
			if kinds&kind != 0 {
				want = append(want, lines...)
			}
		}
		slices.Sort(want)
		list, err := s.Process(42).NetConnections(kinds)
		no(t, "NetConnections", err)
		same(t, fmt.Sprint("kinds ", kinds), allTold(list), append([]string{}, want...))
	}
	counts := map[bool]int{false: 22 + 23 + 2 + 2 + 8, true: 22 + 23 + 2 + 2 + 8 + 1} // with PIDs, one is there twice
	for pids, count := range counts {
		list, err := s.NetConnections(allKinds, pids)
		no(t, "NetConnections", err)
		same(t, "sockets", len(list), count)
		held := slices.DeleteFunc(list, func(c platform.Connection) bool { return c.PID == na })
		if !pids {
			same(t, "PIDs unasked for", len(held), 0)
			continue
		}
		want := slices.Concat(inFixture[platform.TCP4], inFixture[platform.TCP6], inFixture[platform.UDP6], inFixture[platform.Unix])
		slices.Sort(want)
		same(t, "held", allTold(held), want)
	}
	_, err := s.Process(43).NetConnections(allKinds)
	wantCode(t, "nobody", err, platform.NoSuchProcess)
	_, err = s.Process(42 + 1<<32).NetConnections(allKinds)
	wantCode(t, "no PID", err, platform.NoSuchProcess)
}

func TestWithoutTables(t *testing.T) {
	old := inTree("3.10-armv7")
	list, err := old.NetConnections(platform.TCP6|platform.UDP6|platform.Unix, false)
	no(t, "without IPv6", err)
	same(t, "without IPv6", allTold(list), []string{`1 5 12 "/run/udev/control" -1 "" -1 pid -1 fd -1`})
	_, err = tree(t, map[string]string{"1/stat": ""}).NetConnections(allKinds, true)
	wantCode(t, "without any network", err, platform.OS)
	_, err = tree(t, map[string]string{"net/tcp": "sl\n   1: 0500000A:0016 0202000A:BE46 01 0:0 0:0 0 0 0 1121"}).NetConnections(platform.TCP4, false)
	wantCode(t, "the last line cut off", err, platform.OS)
	_, err = tree(t, map[string]string{"net/tcp": strings.Repeat("x", 2<<20)}).NetConnections(platform.TCP4, false)
	wantCode(t, "an endless line", err, platform.OS)
	// The host's tables, where a tree has them.
	s := tree(t, map[string]string{"1/net/tcp": string(readTable(t, "2.6.32-x86_64", "tcp")), "net/tcp": "nonsense\n"})
	list, err = s.NetConnections(platform.TCP4, false)
	no(t, "the first process's", err)
	same(t, "the first process's", len(list), 2)
}

func TestManySockets(t *testing.T) {
	var b strings.Builder
	b.WriteString("  sl  local_address rem_address   st ...\n")
	const many = 100_000
	for i := range many {
		fmt.Fprintf(&b, "%4d: 0100007F:%04X 0A%06X:01BB 01 00000000:00000000 00:00000000 00000000     0        0 %d 1 0000000000000000 20 4 30 10 -1\n",
			i, 1+i%65535, i, i+1)
	}
	list, err := tree(t, map[string]string{"net/tcp": b.String()}).NetConnections(platform.TCP4, false)
	no(t, "NetConnections", err)
	same(t, "sockets", len(list), many)
	ends := make(map[string]bool)
	for _, c := range list {
		ends[c.Remote] = true
	}
	same(t, "addresses", len(ends), many)
}

func TestSocketInode(t *testing.T) {
	for link, want := range map[string]uint64{
		"socket:[1]": 1, "socket:[4294967295]": 1<<32 - 1, "socket:[9223372036854775807]": 1<<63 - 1,
		"socket:[]": 0, "socket:[1": 0, "socket:[x]": 0, "socket:[-1]": 0, "socket:[18446744073709551616]": 0,
		"pipe:[1]": 0, "/socket:[1]": 0, "": 0, "socket:[1]x": 0, "socket:[1] (deleted)": 0,
	} {
		same(t, link, socketInode([]byte(link)), want)
	}
}

// Of several that have a socket open, the latest process is named, and of its descriptors the lowest.
func TestHolders(t *testing.T) {
	c := connections{holders: []holder{{7, 10, 5}, {7, 20, 9}, {7, 20, 3}, {8, 10, 1}, {9, 10, 2}}}
	slices.SortFunc(c.holders, byInode)
	c.add(tableOf(platform.TCP4), &socket{inode: 7, carries: 1})
	c.add(tableOf(platform.Unix), &socket{inode: 7, carries: 1})
	c.add(tableOf(platform.Unix), &socket{inode: 6, carries: 1})
	c.add(tableOf(platform.Unix), &socket{inode: 0, carries: 1})
	c.only = true
	c.add(tableOf(platform.UDP4), &socket{inode: 6, carries: 2})
	c.add(tableOf(platform.UDP4), &socket{inode: 9, carries: 2})
	var got [][3]int64
	for _, conn := range c.told() {
		got = append(got, [3]int64{int64(conn.Family), conn.PID, conn.FD})
	}
	same(t, "holders", got, [][3]int64{{2, 20, 3}, {1, 20, 3}, {1, 20, 9}, {1, -1, -1}, {1, -1, -1}, {2, 10, 2}})
}

func TestAppendIP(t *testing.T) {
	for text, want := range map[string]string{
		"::": "::", "::1": "::1", "1::": "1::", "::ffff:1.2.3.4": "::ffff:1.2.3.4", "::1.2.3.4": "::1.2.3.4",
		"::2:0": "::0.2.0.0", "::ffff:0:0": "::ffff:0.0.0.0", "0:0:0:0:0:fffe:1:2": "::fffe:1:2",
		"1:0:0:2:0:0:0:3": "1:0:0:2::3", "1:0:0:2:3:0:0:4": "1::2:3:0:0:4", "1:0:2:3:4:5:6:7": "1:0:2:3:4:5:6:7",
		"0:1:2:3:4:5:6:7": "0:1:2:3:4:5:6:7", "fe80:0:0:0:1:0:0:0": "fe80::1:0:0:0", "2001:DB8::1": "2001:db8::1",
		"::ffff:1:2:3": "::ffff:1:2:3",
	} {
		ip := netip.MustParseAddr(text).As16()
		same(t, text, string(appendIP(nil, platform.FamilyInet6, ip[:])), want)
	}
	same(t, "IPv4", string(appendIP(nil, platform.FamilyInet, []byte{255, 0, 10, 1})), "255.0.10.1")
}

// ---- sock_diag

// inetDiag is an answer of sock_diag about an IP socket.
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

func attribute(kind uint16, value []byte) []byte {
	b := binary.NativeEndian.AppendUint16(nil, uint16(attributeHead+len(value)))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = append(b, value...)
	return append(b, make([]byte, aligned(len(b))-len(b))...)
}

func TestParseDiag(t *testing.T) {
	var s socket
	tcp6 := tableOf(platform.TCP6)
	local, remote := netip.MustParseAddrPort("[2001:db8::1]:443"), netip.MustParseAddrPort("[::ffff:10.0.0.1]:50000")
	answer := inetDiag(10, 8, local, remote, 99)
	same(t, "good", tcp6.parseInetDiag(answer, &s), true)
	same(t, "good", s, socket{inode: 99, carries: 1, status: platform.ConnCloseWait,
		local: endpoint{local.Addr().As16(), 443}, remote: endpoint{remote.Addr().As16(), 50000}})
	same(t, "longer", tcp6.parseInetDiag(append(answer, make([]byte, 100)...), &s), true)
	same(t, "cut", tcp6.parseInetDiag(answer[:inetAnswer-1], &s), false)
	same(t, "another family", tableOf(platform.TCP4).parseInetDiag(answer, &s), false)
	same(t, "empty", tcp6.parseInetDiag(nil, &s), false)

	for what, c := range map[string]struct {
		attrs [][]byte
		want  string
	}{
		"unnamed":           {nil, ""},
		"path":              {[][]byte{attribute(0, []byte("/a b\n \x00"))}, "/a b\n "},
		"path to the end":   {[][]byte{attribute(0, []byte("/a"))}, "/a"},
		"abstract":          {[][]byte{attribute(0, []byte("\x00a\x00b\xff\n"))}, "@a@b\xff\n"},
		"one NUL":           {[][]byte{attribute(0, []byte("\x00"))}, "@"},
		"empty":             {[][]byte{attribute(0, nil)}, ""},
		"others":            {[][]byte{attribute(1, []byte("vfs!")), attribute(0, []byte("/x\x00")), attribute(7, []byte("?"))}, "/x"},
		"a broken one last": {[][]byte{attribute(0, []byte("/x\x00")), {200, 0, 0, 0}}, "/x"},
	} {
		same(t, what, parseUnixDiag(unixDiag(5, 7, c.attrs...), &s), true)
		same(t, what, fmt.Sprintf("%d %d %q", s.carries, s.inode, s.name), fmt.Sprintf("5 7 %q", c.want))
	}
	same(t, "cut", parseUnixDiag(unixDiag(1, 1)[:15], &s), false)
	same(t, "another family", parseUnixDiag(answer, &s), false)
}

func message(kind, flags uint16, text []byte) []byte {
	b := binary.NativeEndian.AppendUint32(nil, uint32(messageHead+len(text)))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = binary.NativeEndian.AppendUint16(b, flags)
	b = append(append(b, make([]byte, 8)...), text...)
	return append(b, make([]byte, aligned(len(b))-len(b))...)
}

func TestParseMessages(t *testing.T) {
	number := func(n int32) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(n)) }
	long := message(20, 0, nil)
	binary.NativeEndian.PutUint32(long, 1<<31)
	for _, c := range []struct {
		what              string
		text              []byte
		want              string
		done, interrupted bool
		err               error
	}{
		{what: "nothing"},
		{what: "two", text: slices.Concat(message(20, 0, []byte("a")), message(20, 0, []byte("bc"))), want: "a bc "},
		{what: "the end", text: slices.Concat(message(20, 0, []byte("a")), message(unix.NLMSG_DONE, 0, number(0)), message(20, 0, []byte("b"))), want: "a ", done: true},
		{what: "a short end", text: message(unix.NLMSG_DONE, 0, nil), done: true},
		{what: "no such thing", text: message(unix.NLMSG_ERROR, 0, number(-2)), done: true, err: unix.ENOENT},
		{what: "an end that failed", text: message(unix.NLMSG_DONE, 0, number(-1)), done: true, err: unix.EPERM},
		{what: "changed meanwhile", text: slices.Concat(message(unix.NLMSG_NOOP, 0, nil), message(16, unix.NLM_F_DUMP_INTR, []byte("a"))), want: "a ", interrupted: true},
		{what: "cut head", text: message(20, 0, nil)[:15], err: unix.EBADMSG},
		{what: "cut text", text: message(20, 0, []byte("abcd"))[:19], err: unix.EBADMSG},
		{what: "no length", text: make([]byte, 16), err: unix.EBADMSG},
		{what: "too long", text: long, err: unix.EBADMSG},
		{what: "no filling at the end", text: message(20, 0, []byte("a"))[:17], want: "a "},
		{what: "not taken", text: message(20, 0, []byte("x")), want: "x ", done: true, err: unix.EDOM},
	} {
		got := ""
		done, interrupted, err := parseMessages(c.text, func(b []byte) error {
			got += string(b) + " "
			if string(b) == "x" {
				return unix.EDOM
			}
			return nil
		})
		same(t, c.what, fmt.Sprint(got, done, interrupted, err), fmt.Sprint(c.want, c.done, c.interrupted, c.err))
	}
}

// ---- live

// own collects the test's own sockets, either by sock_diag or from /proc.
func own(t *testing.T, s *system, kinds platform.ConnKind, diag bool) []platform.Connection {
	t.Helper()
	p := process{sys: s, pid: int64(os.Getpid())}
	holders, err := p.holders()
	no(t, "holders", err)
	c := connections{holders: holders, only: true}
	if !diag {
		no(t, "/proc", s.readTables(&c, kinds, s.net(), false))
		return c.told()
	}
	for i := range tables {
		if kinds&tables[i].kind == 0 {
			continue
		}
		if err := tables[i].ask(&c); err != nil {
			t.Skip("no sock_diag: ", err)
		}
	}
	return c.told()
}

// openSockets opens sockets of all kinds.
func openSockets(t *testing.T) {
	t.Helper()
	keep := func(c interface{ Close() error }, err error) {
		t.Helper()
		if err != nil {
			t.Log(err) // no IPv6, for example
			return
		}
		t.Cleanup(func() { c.Close() })
	}
	for _, host := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := net.Listen("tcp", host)
		keep(l, err)
		if err == nil {
			c, err := net.Dial("tcp", l.Addr().String())
			keep(c, err)
			c, err = l.Accept()
			keep(c, err)
		}
		u, err := net.ListenPacket("udp", host)
		keep(u, err)
		if err == nil {
			c, err := net.Dial("udp", u.LocalAddr().String())
			keep(c, err)
		}
	}
	if l, err := net.Listen("tcp", "[::]:0"); err == nil { // takes IPv4, too
		keep(l, err)
		_, port, _ := net.SplitHostPort(l.Addr().String())
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		keep(c, err)
		c, err = l.Accept()
		keep(c, err)
	}
	for i, name := range unixNames(t) {
		fd, err := unix.Socket(unix.AF_UNIX, []int{unix.SOCK_STREAM, unix.SOCK_DGRAM, unix.SOCK_SEQPACKET}[i%3], 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { unix.Close(fd) })
		if name != "" {
			no(t, "bind", unix.Bind(fd, &unix.SockaddrUnix{Name: name}))
		}
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	no(t, "socketpair", err)
	t.Cleanup(func() { unix.Close(pair[0]); unix.Close(pair[1]) })
}

// unixNames are names that a program may choose; "@" stands for NUL.
func unixNames(t *testing.T) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s")
	no(t, "folder", err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	unique := strconv.Itoa(os.Getpid()) + strconv.FormatInt(time.Now().UnixNano(), 36)
	return []string{
		"", filepath.Join(dir, "plain"), filepath.Join(dir, "with blanks "), filepath.Join(dir, "line\nbreak"),
		filepath.Join(dir, "\xff\xfe"), "@" + unique, "@" + unique + " and\nmore \n", "@" + unique + "\x00nul\x00",
		"@" + unique + "\nNum       RefCount Protocol", "@" + unique + "\xc3\x28", "@" + unique + " @",
	}
}

// Both ways give the same answer.
func TestDiagAndProcAgree(t *testing.T) {
	openSockets(t)
	for _, kinds := range []platform.ConnKind{allKinds, platform.TCP4, platform.TCP6, platform.UDP4, platform.UDP6, platform.Unix} {
		byDiag, byProc := own(t, live, kinds, true), own(t, live, kinds, false)
		same(t, fmt.Sprint("kinds ", kinds), allTold(byDiag), allTold(byProc))
		if len(byProc) == 0 && kinds&(platform.TCP6|platform.UDP6) == 0 {
			t.Errorf("kinds %d: nothing", kinds)
		}
	}
	list, err := live.Process(int64(os.Getpid())).NetConnections(allKinds)
	no(t, "NetConnections", err)
	same(t, "NetConnections", allTold(list), allTold(own(t, live, allKinds, false)))
}

// What TCP's older request gives at once is what sock_diag gives of each family.
func TestAskTCP(t *testing.T) {
	openSockets(t)
	p := process{sys: live, pid: int64(os.Getpid())}
	holders, err := p.holders()
	no(t, "holders", err)
	c := connections{holders: holders, only: true}
	if err := askTCP(&c); err != nil {
		t.Skip("no sock_diag: ", err)
	}
	both := platform.TCP4 | platform.TCP6
	same(t, "at once", allTold(c.told()), allTold(own(t, live, both, true)))
	same(t, "at once", allTold(c.told()), allTold(own(t, live, both, false)))
	if len(c.list) < 3 {
		t.Errorf("only %d sockets", len(c.list))
	}
	before := len(c.list)
	same(t, "failed", c.try(func(c *connections) error {
		no(t, "ask", tableOf(platform.TCP4).ask(c))
		return unix.EBADMSG
	}), false)
	same(t, "failed", []int{len(c.list), len(c.inodes)}, []int{before, before})
}

func TestOwnConnections(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	no(t, "listen", err)
	defer l.Close()
	c, err := net.Dial("tcp4", l.Addr().String())
	no(t, "dial", err)
	defer c.Close()
	port := func(a net.Addr) int32 { return int32(a.(*net.TCPAddr).Port) }
	raw, err := c.(*net.TCPConn).SyscallConn()
	no(t, "descriptor", err)
	var fd int64
	raw.Control(func(n uintptr) { fd = int64(n) })
	dup, err := unix.Dup(int(fd)) // higher, and so not named
	no(t, "dup", err)
	defer unix.Close(dup)
	pid := int64(os.Getpid())
	want := platform.Connection{
		FD: fd, PID: pid, Family: platform.FamilyInet, Type: platform.SocketStream, Status: platform.ConnEstablished,
		Local: "127.0.0.1", LocalPort: port(c.LocalAddr()), Remote: "127.0.0.1", RemotePort: port(l.Addr()),
	}
	for what, get := range map[string]func() ([]platform.Connection, error){
		"of the process": func() ([]platform.Connection, error) { return live.Process(pid).NetConnections(platform.TCP4) },
		"with PIDs":      func() ([]platform.Connection, error) { return live.NetConnections(platform.TCP4, true) },
	} {
		list, err := get()
		no(t, what, err)
		if n := len(slices.DeleteFunc(slices.Clone(list), func(c platform.Connection) bool { return c != want })); n != 1 {
			t.Errorf("%s: %d times %s among\n%s", what, n, told(want), strings.Join(allTold(list), "\n"))
		}
	}
	want.FD, want.PID = na, na
	list, err := live.NetConnections(platform.TCP4, false)
	no(t, "without PIDs", err)
	same(t, "without PIDs", slices.Contains(list, want), true)
}

// TestMain waits for the test to let go of helpers; this one needs another network namespace than the test's.
func init() {
	if os.Getenv("HELPER") != "listen" {
		return
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		err = unix.Listen(fd, 1)
	}
	if err == nil {
		_, err = net.Listen("unix", "@"+os.Args[1])
	}
	if err != nil {
		os.Exit(1)
	}
	address, _ := unix.Getsockname(fd)
	fmt.Println(address.(*unix.SockaddrInet4).Port)
	os.Setenv("HELPER", "wait")
}

// inNamespace starts a helper in a network namespace of its own.
func inNamespace(t *testing.T, args ...string) (int64, string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "helper"
	cmd.Env = append(os.Environ(), "HELPER=listen")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
	}
	in, err := cmd.StdinPipe()
	no(t, "pipe", err)
	out, err := cmd.StdoutPipe()
	no(t, "pipe", err)
	if err := cmd.Start(); err != nil {
		t.Skip("no network namespace: ", err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	var said [64]byte
	n, err := out.Read(said[:])
	no(t, "what the helper says", err)
	port, _, _ := strings.Cut(string(said[:n]), "\n")
	return int64(cmd.Process.Pid), port
}

func TestOtherNamespace(t *testing.T) {
	name := "psutil" + strconv.Itoa(os.Getpid())
	pid, port := inNamespace(t, name)
	p := live.Process(pid).(*process)
	if os.Getuid() == 0 {
		same(t, "sharesNet", p.sharesNet(), false)
	}
	same(t, "sharesNet with itself", live.Process(int64(os.Getpid())).(*process).sharesNet(), true)
	list, err := p.NetConnections(platform.TCP4 | platform.Unix)
	if isCode(err, platform.AccessDenied) {
		t.Skip("its namespace of users hides its descriptors")
	}
	no(t, "NetConnections", err)
	var got []string
	for _, c := range list {
		if c.Status == platform.ConnListen || c.Local == "@"+name {
			got = append(got, c.Local+":"+strconv.Itoa(int(c.LocalPort)))
		}
	}
	slices.Sort(got)
	same(t, "its own", got, []string{"0.0.0.0:" + port, "@" + name + ":-1"})
	list, err = live.NetConnections(platform.Unix, true)
	no(t, "NetConnections", err)
	for _, c := range list {
		if c.Local == "@"+name {
			t.Errorf("seen from another namespace: %s", told(c))
		}
	}
}

// A thread with a network namespace of its own sees that one's, on both ways.
func TestThreadsNamespace(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, for a network namespace")
	}
	openSockets(t)
	before := live.NetNamespace()
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			t.Log("no network namespace: ", err)
			return
		}
		if live.NetNamespace() == before {
			t.Error("the namespace is the same")
		}
		for _, diag := range []bool{true, false} {
			var c connections
			no(t, "tables", live.readTables(&c, allKinds, live.net(), diag))
			same(t, fmt.Sprint("sockets, diag ", diag), len(c.told()), 0)
		}
		io, err := live.NetIO()
		no(t, "NetIO", err)
		stats, err := live.NetIfStats()
		no(t, "NetIfStats", err)
		addrs, err := live.NetIfAddrs()
		no(t, "NetIfAddrs", err)
		if len(io) == 0 || len(io) != len(stats) {
			t.Errorf("%d interfaces have counters, %d a state", len(io), len(stats))
		}
		for _, a := range addrs {
			if a.Family != platform.FamilyLink {
				t.Errorf("an address in a new namespace: %v", a)
			}
		}
		// What the process has open is of the namespace of its first thread.
		list, err := live.Process(int64(os.Getpid())).NetConnections(platform.Unix)
		no(t, "NetConnections", err)
		if len(list) == 0 {
			t.Error("the process's own sockets are not seen")
		}
	}()
	<-done
}

func TestNoConnections(t *testing.T) {
	cmd, said := helper(t, "parent")
	child, err := strconv.ParseInt(said[0], 10, 64)
	no(t, "child", err)
	zombie := live.Process(child)
	eventually(t, "zombie", func() bool { return isZombie(zombie) })
	list, err := zombie.NetConnections(allKinds)
	no(t, "a zombie's", err)
	same(t, "a zombie's", len(list), 0)
	list, err = live.Process(int64(cmd.Process.Pid)).NetConnections(allKinds)
	no(t, "of one without sockets", err)
	same(t, "of one without sockets", len(list), 0)
	for _, pid := range []int64{0, -1, 1 << 30, 1 << 40} {
		_, err = live.Process(pid).NetConnections(allKinds)
		wantCode(t, "nobody's", err, platform.NoSuchProcess)
	}
}

func TestConnectionsOfOthers(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to be somebody else")
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	no(t, "listen", err)
	defer l.Close()
	cmd, _ := helper(t, "wait")
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		becomeNobody(t)
		_, err := live.Process(int64(cmd.Process.Pid)).NetConnections(allKinds)
		wantCode(t, "another user's", err, platform.AccessDenied)
		list, err := live.NetConnections(platform.TCP4, true)
		no(t, "with PIDs", err)
		if len(list) == 0 {
			t.Error("others' sockets are not there")
		}
	}()
	<-done
}

func TestDescriptorsOfNetwork(t *testing.T) {
	before, err := os.ReadDir("/proc/self/fd")
	no(t, "fd", err)
	hostile := tree(t, map[string]string{"net/tcp": "x\n", "net/dev": "a\nb\nc\n", "7/fd/0": "", "7/net/tcp": "x"})
	for _, s := range []*system{live, hostile, inTree("6.18-x86_64")} {
		for _, pids := range []bool{false, true} {
			s.NetConnections(allKinds, pids)
		}
		for _, pid := range []int64{int64(os.Getpid()), 1, 7, 42, 0} {
			s.Process(pid).NetConnections(allKinds)
		}
		s.NetIO()
		s.NetIfAddrs()
		s.NetIfStats()
		s.NetNamespace()
	}
	after, err := os.ReadDir("/proc/self/fd")
	no(t, "fd", err)
	same(t, "open descriptors", len(after), len(before))
}

// ---- fuzz

func FuzzInetTable(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/tcp"), false)
	f.Add(fixtureFile(f, "proc/net/udp6"), true)
	f.Fuzz(func(t *testing.T, b []byte, six bool) {
		kind := platform.TCP4
		if six {
			kind = platform.UDP6
		}
		sockets, _ := parseText(tableOf(kind), b, binary.LittleEndian)
		if len(sockets)*20 > len(b) {
			t.Errorf("%d sockets in %d bytes", len(sockets), len(b))
		}
	})
}

func FuzzUnixTable(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/unix"))
	f.Fuzz(func(t *testing.T, b []byte) {
		sockets, _ := parseText(tableOf(platform.Unix), b, binary.LittleEndian)
		for _, s := range sockets {
			if len(s.name) > longestName || !bytes.Contains(b, s.name) {
				t.Errorf("the name %q comes from nowhere", s.name)
			}
		}
	})
}

func FuzzDiag(f *testing.F) {
	f.Add(message(20, 0, inetDiag(2, 1, netip.MustParseAddrPort("1.2.3.4:5"), netip.MustParseAddrPort("6.7.8.9:10"), 11)))
	f.Add(message(20, 0, unixDiag(1, 7, attribute(0, []byte("\x00abstract")))))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseMessages(b, func(b []byte) error {
			var s socket
			tableOf(platform.TCP4).parseInetDiag(b, &s)
			if parseUnixDiag(b, &s) && len(s.name) > len(b) {
				t.Errorf("the name %q is longer than the message", s.name)
			}
			return nil
		})
	})
}

func FuzzSocketInode(f *testing.F) {
	f.Add([]byte("socket:[12345]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := socketInode(b); n != 0 && !bytes.HasSuffix(b, []byte(strconv.FormatUint(n, 10)+"]")) {
			t.Errorf("%q is %d", b, n)
		}
	})
}

func FuzzAppendIP(f *testing.F) {
	f.Add(make([]byte, 16))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 16 {
			return
		}
		text := string(appendIP(nil, platform.FamilyInet6, b))
		if ip, err := netip.ParseAddr(text); err != nil || ip.As16() != [16]byte(b) {
			t.Errorf("%v is written %q", b, text)
		}
	})
}
