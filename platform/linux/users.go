//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Users reads utmp and, where there is none (Debian has dropped it for the year 2038), what systemd-logind notes of its
// sessions. Where there is neither, nobody has logged in.
func (s *system) Users() ([]platform.User, error) {
	buf := getBuf()
	defer putBuf(buf)
	for _, run := range s.run {
		switch err := readUserFile(buf, run, "utmp"); {
		case err == nil:
			return parseUtmp(*buf, wideUtmp), nil
		case err.OSError != int(unix.ENOENT) && err.OSError != int(unix.ENOTDIR):
			return nil, err
		}
	}
	for _, run := range s.run {
		if sessions, err := readDirNames(run, "systemd/sessions"); err == nil {
			return loginSessions(run, sessions, buf), nil
		}
	}
	return nil, nil
}

// host says where a login came from: the machine itself where nothing is said, or only which X display it is.
func loginHost(recorded string) string {
	switch recorded {
	case "", ":0", ":0.0":
		return "localhost"
	}
	return recorded
}

// loginSessions reads the notes of these sessions. One that is gone by now, or cannot be read, has no user.
func loginSessions(run string, sessions []string, buf *[]byte) []platform.User {
	var users []platform.User
	for _, id := range sessions {
		// Beside the notes of session 7 there is 7.ref, a FIFO.
		if bytes.IndexByte([]byte(id), '.') >= 0 || readUserFile(buf, run, "systemd/sessions/"+id) != nil {
			continue
		}
		if u, ok := parseSession(*buf); ok {
			users = append(users, u)
		}
	}
	return users
}
