//go:build linux

package linux

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/libpsutil/libpsutil/platform"
)

// login makes a record of utmp(5) for this machine's byte order.
func login(wide bool, kind uint16, pid int32, line, user, host string, at int64) []byte {
	size := narrowRecord
	if wide {
		size = wideRecord
	}
	b := make([]byte, size)
	binary.NativeEndian.PutUint16(b, kind)
	binary.NativeEndian.PutUint32(b[4:], uint32(pid))
	copy(b[8:40], line)
	copy(b[40:44], "id..")
	copy(b[44:76], user)
	copy(b[76:332], host)
	if wide {
		binary.NativeEndian.PutUint64(b[344:], uint64(at))
	} else {
		binary.NativeEndian.PutUint32(b[340:], uint32(at))
	}
	return b
}

func TestParseUtmp(t *testing.T) {
	long := strings.Repeat("h", 300)
	for _, wide := range []bool{false, true} {
		var b []byte
		b = append(b, login(wide, 2, 0, "~", "reboot", "6.1.0", 5)...)
		b = append(b, login(wide, 7, 100, "tty1", "ann", "", 1700000000)...)
		b = append(b, login(wide, 7, 101, "tty2", "bob", ":0", 1700000001)...)
		b = append(b, login(wide, 8, 102, "pts/0", "gone", "", 1700000002)...)
		b = append(b, login(wide, 7, 103, long, long, long, 1<<32-1)...)
		b = append(b, login(wide, 7, -1, "", "\xff", "2001:db8::1", 0)...)
		b = append(b, login(wide, 7, 104, "pts/9", "cut", "off", 0)[:380]...)
		same(t, "users", parseUtmp(b, wide), []platform.User{
			{Name: "ann", Terminal: "tty1", Host: "localhost", Started: 1700000000, PID: 100},
			{Name: "bob", Terminal: "tty2", Host: "localhost", Started: 1700000001, PID: 101},
			{Name: long[:32], Terminal: long[:32], Host: long[:256], Started: 1<<32 - 1, PID: 103},
			{Name: "\xff", Host: "2001:db8::1", PID: na},
		})
	}
	if got := parseUtmp(nil, false); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

const session = `# This is private data. Do not parse.
UID=1000
USER=ann
ACTIVE=1
IS_DISPLAY=1
STATE=active
REMOTE=1
TYPE=tty
ORIGINAL_TYPE=tty
CLASS=user
SCOPE=session-7.scope
FIFO=/run/systemd/sessions/7.ref
TTY=pts/0
REMOTE_HOST=192.0.2.7
SERVICE=sshd
LEADER=4242
AUDIT=7
REALTIME=1700000000250000
MONOTONIC=1234567
`

func TestParseSession(t *testing.T) {
	ann := platform.User{Name: "ann", Terminal: "pts/0", Host: "192.0.2.7", Started: 1700000000.25, PID: 4242}
	for name, c := range map[string]struct {
		text string
		want *platform.User
	}{
		"over ssh": {session, &ann},
		"on a screen": {"USER=bob\nSTATE=online\nCLASS=user-early\nLEADER=7\nREALTIME=1000000",
			&platform.User{Name: "bob", Host: "localhost", Started: 1, PID: 7}},
		"without times": {"USER=bob\nCLASS=user\nLEADER=-1\nREALTIME=soon\n",
			&platform.User{Name: "bob", Host: "localhost", Started: nan, PID: na}},
		"over":        {strings.Replace(session, "active", "closing", 1), nil},
		"a greeter":   {strings.Replace(session, "CLASS=user", "CLASS=greeter", 1), nil},
		"a manager":   {strings.Replace(session, "CLASS=user", "CLASS=manager", 1), nil},
		"background":  {strings.Replace(session, "CLASS=user", "CLASS=background", 1), nil},
		"nobody":      {"CLASS=user\nUSER=\n", nil},
		"of no class": {"USER=ann\n", nil},
		"nothing":     {"", nil},
		"no lines":    {"\x00\xff====", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := parseSession([]byte(c.text))
			same(t, "is a login", ok, c.want != nil)
			if ok && c.want != nil {
				same(t, "user", got, *c.want)
			}
		})
	}
}

func runTree(t *testing.T, files map[string]string) *system {
	t.Helper()
	s := tree(t, files)
	return New(Options{Run: s.proc}).(*system)
}

func TestUsersFromUtmp(t *testing.T) {
	s := runTree(t, map[string]string{
		"utmp":               string(login(wideUtmp, 7, 9, "tty1", "ann", "far.example", 1)),
		"systemd/sessions/7": session, // which utmp tells of already
	})
	users, err := s.Users()
	no(t, "Users", err)
	same(t, "Users", users, []platform.User{{Name: "ann", Terminal: "tty1", Host: "far.example", Started: 1, PID: 9}})
}

func TestUsersFromSessions(t *testing.T) {
	s := runTree(t, map[string]string{
		"systemd/sessions/7":  session,
		"systemd/sessions/c2": strings.Replace(session, "CLASS=user", "CLASS=greeter", 1),
		"systemd/sessions/9":  strings.Replace(session, "USER=ann", "USER=bob", 1),
	})
	// Who opened one of these to read it would wait for a writer.
	for _, name := range []string{"7.ref", "8"} {
		if err := syscall.Mkfifo(filepath.Join(s.run[0], "systemd/sessions", name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	users, err := s.Users()
	no(t, "Users", err)
	var found []string
	for _, u := range users {
		found = append(found, u.Name)
	}
	if len(found) != 2 || !strings.Contains(strings.Join(found, " "), "ann") || !strings.Contains(strings.Join(found, " "), "bob") {
		t.Errorf("users: %v", users)
	}
}

func TestUsersOfNothing(t *testing.T) {
	users, err := runTree(t, nil).Users()
	no(t, "Users", err)
	same(t, "Users", len(users), 0)
	users, err = New(Options{Run: "/nowhere"}).Users()
	no(t, "Users", err)
	same(t, "Users", len(users), 0)
}

func TestUsersOfBadFiles(t *testing.T) {
	huge := runTree(t, map[string]string{"utmp": ""})
	if err := os.Truncate(filepath.Join(huge.run[0], "utmp"), 1<<40); err != nil {
		t.Fatal(err)
	}
	_, err := huge.Users()
	wantCode(t, "a utmp of a terabyte", err, platform.OS)
	_, err = runTree(t, map[string]string{"utmp/is": "a directory"}).Users()
	wantCode(t, "a utmp that is a directory", err, platform.OS)
	if os.Getuid() != 0 {
		closed := runTree(t, map[string]string{"utmp": ""})
		os.Chmod(filepath.Join(closed.run[0], "utmp"), 0)
		_, err = closed.Users()
		wantCode(t, "a utmp that is closed to us", err, platform.AccessDenied)
	}
	fifo := runTree(t, nil)
	if err := syscall.Mkfifo(filepath.Join(fifo.run[0], "utmp"), 0o600); err != nil {
		t.Fatal(err)
	}
	users, err := fifo.Users() // must not wait
	no(t, "a utmp that is a FIFO", err)
	same(t, "a utmp that is a FIFO", len(users), 0)
}

func FuzzParseUtmp(f *testing.F) {
	f.Add(login(false, 7, 1, "tty1", "ann", ":0", 1), false)
	f.Add(login(true, 7, 1, "tty1", "ann", ":0", 1), true)
	f.Fuzz(func(t *testing.T, b []byte, wide bool) {
		for _, u := range parseUtmp(b, wide) {
			if strings.Contains(u.Name+u.Terminal+u.Host, "\x00") || u.Host == "" || u.PID == 0 || u.PID < na {
				t.Errorf("%+v", u)
			}
		}
	})
}

func FuzzParseSession(f *testing.F) {
	f.Add([]byte(session))
	f.Fuzz(func(t *testing.T, b []byte) {
		u, ok := parseSession(b)
		if ok && (u.Name == "" || u.Host == "" || u.PID == 0 || strings.Contains(u.Name, "\n")) {
			t.Errorf("%+v", u)
		}
		if utf8.Valid(b) && !utf8.ValidString(u.Name+u.Terminal+u.Host) {
			t.Errorf("%q has become %+v", b, u)
		}
	})
}
