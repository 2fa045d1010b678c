//go:build linux

package linux

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/libpsutil/libpsutil/platform"
)

const logindSession = `# This is private data. Do not parse.
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
		"over ssh": {logindSession, &ann},
		"on a screen": {"USER=bob\nSTATE=online\nCLASS=user-early\nLEADER=7\nREALTIME=1000000",
			&platform.User{Name: "bob", Host: "localhost", Started: 1, PID: 7}},
		"without times": {"USER=bob\nCLASS=user\nLEADER=-1\nREALTIME=soon\n",
			&platform.User{Name: "bob", Host: "localhost", Started: nan, PID: na}},
		"over":        {strings.Replace(logindSession, "active", "closing", 1), nil},
		"a greeter":   {strings.Replace(logindSession, "CLASS=user", "CLASS=greeter", 1), nil},
		"a manager":   {strings.Replace(logindSession, "CLASS=user", "CLASS=manager", 1), nil},
		"background":  {strings.Replace(logindSession, "CLASS=user", "CLASS=background", 1), nil},
		"nobody":      {"CLASS=user\nUSER=\n", nil},
		"of no class": {"USER=ann\n", nil},
		"nothing":     {"", nil},
		"no lines":    {"\x00\xff====", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := parseSession([]byte(c.text))
			equal(t, "is a login", ok, c.want != nil)
			if ok && c.want != nil {
				equal(t, "user", got, *c.want)
			}
		})
	}
}

func FuzzParseSession(f *testing.F) {
	f.Add([]byte(logindSession))
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
