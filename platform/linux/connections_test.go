//go:build linux

package linux

import (
	"encoding/binary"
	"fmt"
	"net"
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

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// formatConn formats a connection as one line: family, type, status, both ends and the owner.
func formatConn(c platform.Connection) string {
	return fmt.Sprintf("%d %d %d %q %d %q %d pid %d fd %d", c.Family, c.Type, c.Status, c.Local, c.LocalPort, c.Remote, c.RemotePort, c.PID, c.FD)
}

func formatConns(list []platform.Connection) []string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = formatConn(c)
	}
	slices.Sort(lines)
	return lines
}

// inFixture is the sockets of the process in the captured tree.
var inFixture = map[platform.ConnKind][]string{
	platform.TCP4: {
		`2 1 1 "127.0.0.1" 53372 "127.0.0.1" 58225 pid 42 fd 4`, // as process 44 does
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
	s := fixtureTree("6.18-x86_64")
	for kinds := platform.ConnKind(0); kinds <= allKinds; kinds++ {
		var want []string
		for kind, lines := range inFixture {
			if kinds&kind != 0 {
				want = append(want, lines...)
			}
		}
		slices.Sort(want)
		list, err := s.Process(42).NetConnections(kinds, 0)
		noError(t, "NetConnections", err)
		equal(t, fmt.Sprint("kinds ", kinds), formatConns(list), append([]string{}, want...))
	}
	counts := map[platform.ConnFlags]int{0: 22 + 23 + 2 + 2 + 8, platform.ConnPIDs: 22 + 23 + 2 + 2 + 8 + 1} // with PIDs, one is listed twice
	for flags, count := range counts {
		list, err := s.NetConnections(allKinds, flags)
		noError(t, "NetConnections", err)
		equal(t, "sockets", len(list), count)
		held := slices.DeleteFunc(list, func(c platform.Connection) bool { return c.PID == na })
		if flags == 0 {
			equal(t, "PIDs unasked for", len(held), 0)
			continue
		}
		want := slices.Concat(inFixture[platform.TCP4], inFixture[platform.TCP6], inFixture[platform.UDP6], inFixture[platform.Unix])
		slices.Sort(want)
		equal(t, "held", formatConns(held), want)
	}
	_, err := s.Process(43).NetConnections(allKinds, 0)
	errorWithCode(t, "no such process", err, platform.NoSuchProcess)
	_, err = s.Process(42+1<<32).NetConnections(allKinds, 0)
	errorWithCode(t, "no PID", err, platform.NoSuchProcess)
}

func TestWithoutTables(t *testing.T) {
	old := fixtureTree("3.10-armv7")
	list, err := old.NetConnections(platform.TCP6|platform.UDP6|platform.Unix, 0)
	noError(t, "without IPv6", err)
	equal(t, "without IPv6", formatConns(list), []string{`1 5 12 "/run/udev/control" -1 "" -1 pid -1 fd -1`})
	_, err = newTree(t, map[string]string{"1/stat": ""}).NetConnections(allKinds, platform.ConnPIDs)
	errorWithCode(t, "without any network", err, platform.OS)
	_, err = newTree(t, map[string]string{"net/tcp": "sl\n   1: 0500000A:0016 0202000A:BE46 01 0:0 0:0 0 0 0 1121"}).NetConnections(platform.TCP4, 0)
	noError(t, "the last line cut off", err)
	_, err = newTree(t, map[string]string{"net/tcp": strings.Repeat("x", 2<<20)}).NetConnections(platform.TCP4, 0)
	noError(t, "an endless line", err)
	// The host's tables, where a tree has them
	s := newTree(t, map[string]string{"1/net/tcp": string(readTable(t, "2.6.32-x86_64", "tcp")), "net/tcp": "nonsense\n"})
	list, err = s.NetConnections(platform.TCP4, 0)
	noError(t, "the first process's", err)
	equal(t, "the first process's", len(list), 2)
}

func TestManySockets(t *testing.T) {
	var b strings.Builder
	b.WriteString("  sl  local_address rem_address   st ...\n")
	const many = 100_000
	for i := range many {
		fmt.Fprintf(&b, "%4d: 0100007F:%04X 0A%06X:01BB 01 00000000:00000000 00:00000000 00000000     0        0 %d 1 0000000000000000 20 4 30 10 -1\n",
			i, 1+i%65535, i, i+1)
	}
	list, err := newTree(t, map[string]string{"net/tcp": b.String()}).NetConnections(platform.TCP4, 0)
	noError(t, "NetConnections", err)
	equal(t, "sockets", len(list), many)
	ends := make(map[string]bool)
	for _, c := range list {
		ends[c.Remote] = true
	}
	equal(t, "addresses", len(ends), many)
}

// ownConnections returns the sockets of the test process, either from sock_diag or from /proc.
func ownConnections(t *testing.T, s *system, kinds platform.ConnKind, diag bool) []platform.Connection {
	t.Helper()
	p := s.process(int64(os.Getpid()))
	owners, err := p.socketOwners()
	noError(t, "owners", err)
	c := connections{owners: owners, ownedOnly: true}
	if !diag {
		noError(t, "/proc", s.readTables(&c, kinds, must[string](t)(s.netDir()), false))
		return c.withOwners()
	}
	for i := range socketTables {
		if kinds&socketTables[i].kind == 0 {
			continue
		}
		if err := socketTables[i].queryDiag(&c); err != nil {
			t.Skip("no sock_diag: ", err)
		}
	}
	return c.withOwners()
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
	if l, err := net.Listen("tcp", "[::]:0"); err == nil { // also accepts IPv4
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
			noError(t, "bind", unix.Bind(fd, &unix.SockaddrUnix{Name: name}))
		}
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	noError(t, "socketpair", err)
	t.Cleanup(func() { unix.Close(pair[0]); unix.Close(pair[1]) })
}

// unixNames are names that a program may choose; "@" stands for NUL.
func unixNames(t *testing.T) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s")
	noError(t, "directory", err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	unique := strconv.Itoa(os.Getpid()) + strconv.FormatInt(time.Now().UnixNano(), 36)
	return []string{
		"", filepath.Join(dir, "plain"), filepath.Join(dir, "with blanks "), filepath.Join(dir, "line\nbreak"),
		filepath.Join(dir, "\xff\xfe"), "@" + unique, "@" + unique + " and\nmore \n", "@" + unique + "\x00nul\x00",
		"@" + unique + "\nNum       RefCount Protocol", "@" + unique + "\xc3\x28", "@" + unique + " @",
	}
}

func TestOwnConnections(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	noError(t, "listen", err)
	defer l.Close()
	c, err := net.Dial("tcp4", l.Addr().String())
	noError(t, "dial", err)
	defer c.Close()
	port := func(a net.Addr) int32 { return int32(a.(*net.TCPAddr).Port) }
	raw, err := c.(*net.TCPConn).SyscallConn()
	noError(t, "descriptor", err)
	var fd int64
	raw.Control(func(n uintptr) { fd = int64(n) })
	dup, err := unix.Dup(int(fd)) // a higher descriptor, which is not reported
	noError(t, "dup", err)
	defer unix.Close(dup)
	pid := int64(os.Getpid())
	want := platform.Connection{
		FD: fd, PID: pid, Family: platform.FamilyInet, Type: platform.SocketStream, Status: platform.ConnEstablished,
		Local: "127.0.0.1", LocalPort: port(c.LocalAddr()), Remote: "127.0.0.1", RemotePort: port(l.Addr()),
		BytesSent: na, BytesRecv: na,
	}
	for what, get := range map[string]func() ([]platform.Connection, error){
		"of the process": func() ([]platform.Connection, error) { return liveSystem.Process(pid).NetConnections(platform.TCP4, 0) },
		"with PIDs": func() ([]platform.Connection, error) {
			return liveSystem.NetConnections(platform.TCP4, platform.ConnPIDs)
		},
	} {
		list, err := get()
		noError(t, what, err)
		if n := len(slices.DeleteFunc(slices.Clone(list), func(c platform.Connection) bool { return c != want })); n != 1 {
			t.Errorf("%s: %d times %s among\n%s", what, n, formatConn(want), strings.Join(formatConns(list), "\n"))
		}
	}
	want.FD, want.PID = na, na
	list, err := liveSystem.NetConnections(platform.TCP4, 0)
	noError(t, "without PIDs", err)
	equal(t, "without PIDs", slices.Contains(list, want), true)
}

// init is the helper "listen", which has its own network namespace.
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

// inNamespace starts a helper in its own network namespace.
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
	noError(t, "pipe", err)
	out, err := cmd.StdoutPipe()
	noError(t, "pipe", err)
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
	noError(t, "what the helper says", err)
	port, _, _ := strings.Cut(string(said[:n]), "\n")
	return int64(cmd.Process.Pid), port
}

func TestOtherNamespace(t *testing.T) {
	name := "psutil" + strconv.Itoa(os.Getpid())
	pid, port := inNamespace(t, name)
	p := liveSystem.Process(pid).(*process)
	if os.Getuid() == 0 {
		equal(t, "sharesNet", p.sharesNetNamespace(), false)
	}
	equal(t, "sharesNet with itself", liveSystem.Process(int64(os.Getpid())).(*process).sharesNetNamespace(), true)
	list, err := p.NetConnections(platform.TCP4|platform.Unix, 0)
	if platform.CodeOf(err) == platform.AccessDenied {
		t.Skip("its namespace of users hides its descriptors")
	}
	noError(t, "NetConnections", err)
	var got []string
	for _, c := range list {
		if c.Status == platform.ConnListen || c.Local == "@"+name {
			got = append(got, c.Local+":"+strconv.Itoa(int(c.LocalPort)))
		}
	}
	slices.Sort(got)
	equal(t, "its own", got, []string{"0.0.0.0:" + port, "@" + name + ":-1"})
	list, err = liveSystem.NetConnections(platform.Unix, platform.ConnPIDs)
	noError(t, "NetConnections", err)
	for _, c := range list {
		if c.Local == "@"+name {
			t.Errorf("seen from another namespace: %s", formatConn(c))
		}
	}
}

// A thread with its own network namespace sees the sockets of that one, by sock_diag and from /proc.
func TestThreadsNamespace(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, for a network namespace")
	}
	openSockets(t)
	before := liveSystem.NetNamespace()
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			t.Log("no network namespace: ", err)
			return
		}
		if liveSystem.NetNamespace() == before {
			t.Error("the namespace is the same")
		}
		for _, diag := range []bool{true, false} {
			var c connections
			noError(t, "tables", liveSystem.readTables(&c, allKinds, must[string](t)(liveSystem.netDir()), diag))
			equal(t, fmt.Sprint("sockets, diag ", diag), len(c.withOwners()), 0)
		}
		io, err := liveSystem.NetIO()
		noError(t, "NetIO", err)
		stats, err := liveSystem.NetIfStats()
		noError(t, "NetIfStats", err)
		addrs, err := liveSystem.NetIfAddrs()
		noError(t, "NetIfAddrs", err)
		if len(io) == 0 || len(io) != len(stats) {
			t.Errorf("%d interfaces have counters, %d a state", len(io), len(stats))
		}
		for _, a := range addrs {
			if a.Family != platform.FamilyLink {
				t.Errorf("an address in a new namespace: %v", a)
			}
		}
		// The sockets of a process are those in the namespace of its first thread.
		list, err := liveSystem.Process(int64(os.Getpid())).NetConnections(platform.Unix, 0)
		noError(t, "NetConnections", err)
		if len(list) == 0 {
			t.Error("the process's own sockets are not seen")
		}
	}()
	<-done
}

func TestNoConnections(t *testing.T) {
	cmd, said := startHelper(t, "parent")
	child, err := strconv.ParseInt(said[0], 10, 64)
	noError(t, "child", err)
	zombie := liveSystem.Process(child)
	eventually(t, "zombie", func() bool { return isZombie(zombie) })
	list, err := zombie.NetConnections(allKinds, 0)
	noError(t, "a zombie's", err)
	equal(t, "a zombie's", len(list), 0)
	list, err = liveSystem.Process(int64(cmd.Process.Pid)).NetConnections(allKinds, 0)
	noError(t, "of one without sockets", err)
	equal(t, "of one without sockets", len(list), 0)
	for _, pid := range []int64{0, -1, 1 << 30, 1 << 40} {
		_, err = liveSystem.Process(pid).NetConnections(allKinds, 0)
		errorWithCode(t, "an invalid PID", err, platform.NoSuchProcess)
	}
}

func TestConnectionsOfOthers(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to change the user")
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	noError(t, "listen", err)
	defer l.Close()
	cmd, _ := startHelper(t, "wait")
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		becomeOtherUser(t)
		_, err := liveSystem.Process(int64(cmd.Process.Pid)).NetConnections(allKinds, 0)
		errorWithCode(t, "another user's", err, platform.AccessDenied)
		list, err := liveSystem.NetConnections(platform.TCP4, platform.ConnPIDs)
		noError(t, "with PIDs", err)
		if len(list) == 0 {
			t.Error("no sockets of other users")
		}
	}()
	<-done
}

func TestDescriptorsOfNetwork(t *testing.T) {
	before, err := os.ReadDir("/proc/self/fd")
	noError(t, "fd", err)
	hostile := newTree(t, map[string]string{"net/tcp": "x\n", "net/dev": "a\nb\nc\n", "7/fd/0": "", "7/net/tcp": "x"})
	for _, s := range []*system{liveSystem, hostile, fixtureTree("6.18-x86_64")} {
		for _, flags := range []platform.ConnFlags{0, platform.ConnPIDs, platform.ConnBytes} {
			s.NetConnections(allKinds, flags)
		}
		for _, pid := range []int64{int64(os.Getpid()), 1, 7, 42, 0} {
			s.Process(pid).NetConnections(allKinds, 0)
		}
		s.NetIO()
		s.NetIfAddrs()
		s.NetIfStats()
		s.NetNamespace()
	}
	after, err := os.ReadDir("/proc/self/fd")
	noError(t, "fd", err)
	equal(t, "open descriptors", len(after), len(before))
}
