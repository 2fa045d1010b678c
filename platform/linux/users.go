//go:build linux

package linux

import (
	"strings"
	"time"

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
		switch sessions, err := s.sessions(run); {
		case err == nil:
			return loginSessions(run, sessions, buf)
		case isExhausted(err):
			return nil, err
		}
	}
	return nil, nil
}

// dirVersion identifies a directory and its last change.
type dirVersion struct {
	device, inode    uint64
	modified, status unix.Timespec
}

// minUnchanged is how long ago a directory's last change must be for the next one to have another time.
const minUnchanged = 2 * time.Second

// sessions returns the names in logind's directory of sessions. Where it was empty and has not changed since, it is not
// listed again: servers and virtual machines have no session most of the time, and stat(2) takes a quarter of the time.
func (s *system) sessions(run string) ([]string, error) {
	path := run + "/systemd/sessions"
	var st unix.Stat_t
	if err := statAt(unix.AT_FDCWD, path, &st, 0); err != nil {
		return nil, sysError(path, err)
	}
	version := dirVersion{uint64(st.Dev), st.Ino, st.Mtim, st.Ctim}
	if known := s.noSessions.Load(); known != nil && *known == version {
		return nil, nil
	}
	names, err := readDirNames(run, "systemd/sessions")
	if err == nil && len(names) == 0 && time.Since(time.Unix(st.Mtim.Unix())) > minUnchanged {
		s.noSessions.Store(&version)
	}
	return names, err
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
