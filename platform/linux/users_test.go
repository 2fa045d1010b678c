//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

func TestUsersFromUtmp(t *testing.T) {
	s := runTree(t, map[string]string{
		"utmp":               string(utmpRecord(wideUtmp, 7, 9, "tty1", "ann", "far.example", 1)),
		"systemd/sessions/7": logindSession, // which utmp contains already
	})
	users, err := s.Users()
	noError(t, "Users", err)
	equal(t, "Users", users, []platform.User{{Name: "ann", Terminal: "tty1", Host: "far.example", Started: 1, PID: 9}})
}

// An image may have an empty utmp, although nothing writes it.
func TestUsersOfEmptyUtmp(t *testing.T) {
	users, err := runTree(t, map[string]string{"utmp": "", "systemd/sessions/7": logindSession}).Users()
	noError(t, "Users", err)
	equal(t, "number of users", len(users), 1)
	users, err = runTree(t, map[string]string{"utmp": ""}).Users()
	noError(t, "Users", err)
	equal(t, "number of users", len(users), 0)
}

func TestUsersFromSessions(t *testing.T) {
	s := runTree(t, map[string]string{
		"systemd/sessions/7":  logindSession,
		"systemd/sessions/c2": strings.Replace(logindSession, "CLASS=user", "CLASS=greeter", 1),
		"systemd/sessions/9":  strings.Replace(logindSession, "USER=ann", "USER=bob", 1),
	})
	// Opening a FIFO for reading waits for a writer.
	for _, name := range []string{"7.ref", "8"} {
		if err := syscall.Mkfifo(filepath.Join(s.run[0], "systemd/sessions", name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	users, err := s.Users()
	noError(t, "Users", err)
	var found []string
	for _, u := range users {
		found = append(found, u.Name)
	}
	if len(found) != 2 || !strings.Contains(strings.Join(found, " "), "ann") || !strings.Contains(strings.Join(found, " "), "bob") {
		t.Errorf("users: %v", users)
	}
}

// A directory of sessions that was empty is listed again as soon as it has changed.
func TestSessionsThatBegin(t *testing.T) {
	s := runTree(t, map[string]string{"systemd/sessions/7": logindSession})
	dir := filepath.Join(s.run[0], "systemd/sessions")
	session := filepath.Join(dir, "7")
	count := func() int {
		users, err := s.Users()
		noError(t, "Users", err)
		return len(users)
	}
	setModified := func(when time.Time) { noError(t, "utimes", os.Chtimes(dir, when, when)) }
	longAgo, future := time.Unix(1e9, 0), time.Now().Add(time.Hour)
	setModified(longAgo)
	equal(t, "number of users", count(), 1)
	equal(t, "is known to be empty", s.noSessions.Load() != nil, false)
	noError(t, "rename", os.Rename(session, filepath.Join(s.run[0], "7")))
	setModified(future) // as right after a change: the next one may leave the same time
	equal(t, "number of users", count(), 0)
	equal(t, "is known to be empty", s.noSessions.Load() != nil, false)
	setModified(longAgo)
	for range 2 {
		equal(t, "number of users", count(), 0)
		equal(t, "is known to be empty", s.noSessions.Load() != nil, true)
	}
	noError(t, "rename", os.Rename(filepath.Join(s.run[0], "7"), session))
	equal(t, "number of users", count(), 1)
}

// /var/run counts only where /run has neither utmp nor sessions.
func TestUsersOfOlderDirectory(t *testing.T) {
	utmp := map[string]string{"utmp": string(utmpRecord(wideUtmp, 7, 9, "tty1", "bob", "", 1))}
	for _, c := range []struct {
		run  map[string]string
		want string
	}{{nil, "bob"}, {map[string]string{"systemd/sessions/7": logindSession}, "ann"}} {
		s := runTree(t, c.run)
		s.run = append(s.run, runTree(t, utmp).run...)
		users, err := s.Users()
		noError(t, "Users", err)
		equal(t, "number of users", len(users), 1)
		equal(t, "user", users[0].Name, c.want)
	}
}

func TestIsLinkToRun(t *testing.T) {
	dir := t.TempDir()
	for target, want := range map[string]bool{"/run": true, "../run": true, "/running": false, "/run/elsewhere": false, "": false} {
		link := filepath.Join(dir, "run")
		if target != "" {
			noError(t, "symlink", os.Symlink(target, link))
		}
		equal(t, target, isLinkToRun(link), want)
		os.Remove(link)
	}
	equal(t, "a directory", isLinkToRun(dir), false)
}

func TestUsersWithoutSources(t *testing.T) {
	users, err := runTree(t, nil).Users()
	noError(t, "Users", err)
	equal(t, "Users", len(users), 0)
	users, err = New(Options{Run: "/nowhere"}).Users()
	noError(t, "Users", err)
	equal(t, "Users", len(users), 0)
}

func TestUsersOfBadFiles(t *testing.T) {
	huge := runTree(t, map[string]string{"utmp": ""})
	if err := os.Truncate(filepath.Join(huge.run[0], "utmp"), 1<<40); err != nil {
		t.Fatal(err)
	}
	_, err := huge.Users()
	errorWithCode(t, "a utmp of a terabyte", err, platform.OS)
	_, err = runTree(t, map[string]string{"utmp/is": "a directory"}).Users()
	errorWithCode(t, "a utmp that is a directory", err, platform.OS)
	if os.Getuid() != 0 {
		closed := runTree(t, map[string]string{"utmp": ""})
		os.Chmod(filepath.Join(closed.run[0], "utmp"), 0)
		_, err = closed.Users()
		errorWithCode(t, "a utmp that is closed to us", err, platform.AccessDenied)
	}
	fifo := runTree(t, nil)
	if err := syscall.Mkfifo(filepath.Join(fifo.run[0], "utmp"), 0o600); err != nil {
		t.Fatal(err)
	}
	users, err := fifo.Users() // must not block
	noError(t, "a utmp that is a FIFO", err)
	equal(t, "a utmp that is a FIFO", len(users), 0)
}
