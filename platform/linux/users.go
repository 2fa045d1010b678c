//go:build linux

package linux

import (
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Users reads utmp or, where there is none or an empty one (Debian dropped it because of the year 2038), the sessions
// of systemd-logind. Without both there are no users.
func (s *system) Users() ([]platform.User, error) {
	buf := getBuf()
	defer putBuf(buf)
	for i, run := range s.run {
		if i > 0 && isLinkToRun(run) {
			break // it has been read
		}
		switch err := readUserFile(buf, run, "utmp"); {
		case err == nil && len(*buf) > 0:
			return parseUtmp(*buf, wideUtmp), nil
		case err != nil && err.OSError != int(unix.ENOENT) && err.OSError != int(unix.ENOTDIR):
			return nil, err
		}
		switch sessions, err := readDirNames(run, "systemd/sessions"); {
		case err == nil:
			return loginSessions(run, sessions, buf)
		case isExhausted(err):
			return nil, err
		}
	}
	return nil, nil
}

// isLinkToRun reports whether a directory is a link to /run, as /var/run has been since 2011.
func isLinkToRun(dir string) bool {
	var pbuf pathBuf
	var buf [16]byte
	target, err := readLink(unix.AT_FDCWD, append(append(pbuf[:0], dir...), 0), buf[:])
	return err == nil && (string(target) == "/run" || string(target) == "../run")
}

// loginHost returns where a login came from: this system where the record is empty or only has an X display.
func loginHost(recorded string) string {
	switch recorded {
	case "", ":0", ":0.0":
		return "localhost"
	}
	return recorded
}

// loginSessions reads the files of these sessions. A session that has ended, or cannot be read, is skipped.
func loginSessions(run string, sessions []string, buf *[]byte) ([]platform.User, error) {
	var users []platform.User
	for _, id := range sessions {
		if strings.Contains(id, ".") { // beside the file 7 there is 7.ref, a FIFO
			continue
		}
		if err := readUserFile(buf, run, "systemd/sessions/"+id); err != nil {
			if isExhausted(err) {
				return nil, err
			}
			continue
		}
		if u, ok := parseSession(*buf); ok {
			users = append(users, u)
		}
	}
	return users, nil
}
