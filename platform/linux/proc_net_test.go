//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

const allKinds = platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6 | platform.Unix

// parseText returns the sockets that a parser finds in a file.
func parseText(t *socketTable, text []byte, order binary.ByteOrder) []socket {
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
		line, terminated := bytes.CutSuffix(line, []byte{'\n'})
		parser.line(line, terminated)
	}
	parser.end()
	return all
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
		table := socketTableOf(c.kind)
		sockets := parseText(table, readTable(t, c.tree, table.file), c.order)
		var got []line
		for _, s := range sockets {
			text := func(e endpoint) string {
				return string(platform.AppendIP(nil, table.family, e.ip[:])) + ":" + strconv.Itoa(int(e.port))
			}
			got = append(got, line{text(s.local), text(s.remote), s.status, s.inode})
			equal(t, "type", s.sockType, table.sockType)
		}
		equal(t, c.tree+" "+table.file, got, c.want)
	}
}

// A capture of all states except CLOSE, which is in the tree of 3.10.
func TestStatesOfCapture(t *testing.T) {
	for _, kind := range []platform.ConnKind{platform.TCP4, platform.TCP6} {
		table := socketTableOf(kind)
		sockets := parseText(table, readTable(t, "6.18-x86_64", table.file), binary.LittleEndian)
		equal(t, table.file, len(sockets), 22+int(kind/platform.TCP6)) // one IPv6 socket is of an IPv4 connection
		seen := make(map[platform.ConnStatus]bool)
		for _, s := range sockets {
			seen[s.status] = true
		}
		for status := platform.ConnEstablished; status <= platform.ConnClosing; status++ {
			equal(t, fmt.Sprint(table.file, " has ", status), seen[status], status != platform.ConnClose)
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
		sockets := parseText(socketTableOf(platform.Unix), []byte(c.text), binary.NativeEndian)
		var got []string
		for _, s := range sockets {
			got = append(got, fmt.Sprintf("%d %d %q", s.sockType, s.inode, s.name))
			equal(t, "status", s.status, platform.ConnNone)
		}
		equal(t, c.what, got, c.want)
	}
}

func TestMalformedProcNet(t *testing.T) {
	good := "   1: 0500000A:0016 0202000A:BE46 01 00000000:00000000 02:0009C6E0 00000000     0        0 11211 3"
	count := func(kind platform.ConnKind, text string) int {
		return len(parseText(socketTableOf(kind), []byte(text), binary.LittleEndian))
	}
	equal(t, "good", count(platform.TCP4, good), 1)
	equal(t, "inode of 64 bits", count(platform.TCP4, strings.Replace(good, "11211", "18446744073709551615", 1)), 1)
	equal(t, "UNIX inode of 64 bits", count(platform.Unix, "0: 00000002 00000000 00000000 0001 01 18446744073709551615 /x\n"), 1)
	for what, text := range map[string]string{
		"empty line":       "\n",
		"cut":              good[:40],
		"no inode":         good[:91],
		"no colon":         strings.Replace(good, "1:", "1", 1),
		"IPv6 in IPv4":     strings.Replace(good, "0500000A", "00000000000000000000000001000000", 1),
		"short address":    strings.Replace(good, "0500000A", "500000A", 1),
		"no port":          strings.Replace(good, ":0016", "     ", 1),
		"long port":        strings.Replace(good, ":0016", ":00160", 1),
		"no hexadecimal":   strings.Replace(good, "0500000A", "0500000G", 1),
		"negative inode":   strings.Replace(good, "11211", "-1121", 1),
		"huge inode":       strings.Replace(good, "11211", "99999999999999999999", 1),
		"state of letters": strings.Replace(good, " 01 ", " zz ", 1),
		"NULs":             strings.Repeat("\x00", 200),
		"endless hex":      "0: " + strings.Repeat("F", 4096) + ":0016",
		"a UNIX socket":    "0: 00000002 00000000 00000000 0001 01 7 /x",
	} {
		equal(t, what, count(platform.TCP4, text), 0)
		equal(t, what+" before a good line", count(platform.TCP4, text+"\n"+good+"\n"), 1)
	}
	unix := "0: 00000002 00000000 00000000 0001 01 7 /x\n"
	for what, text := range map[string]string{
		"nothing before":   "text\n",
		"cut":              "0: 00000002 00000000\n",
		"a name too long":  strings.TrimSuffix(unix, "\n") + strings.Repeat("x", 108) + "\n",
		"NULs":             strings.Repeat("\x00", 100) + "\n",
		"no number at all": "0: 00000002 00000000 00000000 0001 01 x\n",
	} {
		equal(t, what, count(platform.Unix, text), 0)
		equal(t, what+" before a good line", count(platform.Unix, text+unix), 1)
	}
	for what, text := range map[string]string{
		"NULs":           unix + strings.Repeat("\x00", 8) + "\n" + unix,
		"zeros":          unix + strings.Repeat("0", 18) + "\n" + unix,
		"short fields":   "0: 3 000 000 01 03 7 /x\n" + unix,
		"not terminated": unix + strings.TrimSuffix(unix, "\n"),
	} {
		for _, s := range parseText(socketTableOf(platform.Unix), []byte(text), binary.LittleEndian) {
			equal(t, what, string(s.name), "/x")
		}
		equal(t, what, count(platform.Unix, text), 2)
	}
	long := parseText(socketTableOf(platform.Unix), []byte(unix+strings.Repeat("y\n", 60)), binary.LittleEndian)
	equal(t, "a name of too many lines", len(long) == 1 && len(long[0].name) <= maxUnixName, true)
}

func FuzzInetTable(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/tcp"), false)
	f.Add(fixtureFile(f, "proc/net/udp6"), true)
	f.Fuzz(func(t *testing.T, b []byte, six bool) {
		kind := platform.TCP4
		if six {
			kind = platform.UDP6
		}
		sockets := parseText(socketTableOf(kind), b, binary.LittleEndian)
		if len(sockets)*20 > len(b) {
			t.Errorf("%d sockets in %d bytes", len(sockets), len(b))
		}
	})
}

func FuzzUnixTable(f *testing.F) {
	f.Add(fixtureFile(f, "proc/net/unix"))
	f.Fuzz(func(t *testing.T, b []byte) {
		sockets := parseText(socketTableOf(platform.Unix), b, binary.LittleEndian)
		for _, s := range sockets {
			if len(s.name) > maxUnixName || !bytes.Contains(b, s.name) {
				t.Errorf("the name %q comes from nowhere", s.name)
			}
		}
	})
}
