//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"runtime"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// Users reads utmp and, where there is none (Debian has dropped it for the year 2038), what systemd-logind notes of its
// sessions. Where there is neither, nobody has logged in.
func (s *system) Users() ([]platform.User, error) {
	buf := borrow()
	defer giveBack(buf)
	for _, run := range s.run {
		switch err := readSmall(buf, run, "utmp"); {
		case err == nil:
			return parseUtmp(*buf, wideUtmp), nil
		case err.OSError != int(unix.ENOENT) && err.OSError != int(unix.ENOTDIR):
			return nil, err
		}
	}
	for _, run := range s.run {
		if sessions, err := names(run, "systemd/sessions"); err == nil {
			return loginSessions(run, sessions, buf), nil
		}
	}
	return nil, nil
}

// The size of glibc's struct utmp, where the machine's 32-bit programs share the file with 64-bit ones, and where they
// do not: session and time have 64 bits there.
const (
	narrowRecord = 384
	wideRecord   = 400
)

// wideUtmp says which of the two this machine has.
const wideUtmp = runtime.GOARCH == "arm64" || runtime.GOARCH == "riscv64" || runtime.GOARCH == "loong64" ||
	runtime.GOARCH == "s390x"

// parseUtmp reads utmp(5): records of fixed size, in which text that fills its field does not end in NUL. A record that
// is cut off is not read: somebody is writing it.
func parseUtmp(b []byte, wide bool) []platform.User {
	const userProcess = 7
	order, size := binary.NativeEndian, narrowRecord
	if wide {
		size = wideRecord
	}
	var users []platform.User
	for ; len(b) >= size; b = b[size:] {
		if order.Uint16(b) != userProcess {
			continue
		}
		u := platform.User{
			Name:     untilNUL(b[44:76]),
			Terminal: untilNUL(b[8:40]),
			Host:     host(untilNUL(b[76:332])),
			PID:      int64(int32(order.Uint32(b[4:]))),
		}
		if wide {
			u.Started = float64(int64(order.Uint64(b[344:])))
		} else {
			u.Started = float64(order.Uint32(b[340:])) // unsigned since glibc 2.40, and no login is of before 1970
		}
		if !possible(u.PID) {
			u.PID = platform.NA
		}
		users = append(users, u)
	}
	return users
}

func untilNUL(b []byte) string {
	text, _, _ := bytes.Cut(b, []byte{0})
	return string(text)
}

// host says where a login came from: the machine itself where nothing is said, or only which X display it is.
func host(recorded string) string {
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
		if bytes.IndexByte([]byte(id), '.') >= 0 || readSmall(buf, run, "systemd/sessions/"+id) != nil {
			continue
		}
		if u, ok := parseSession(*buf); ok {
			users = append(users, u)
		}
	}
	return users
}

// parseSession reads KEY=value lines. It is false for what is no user's login (a greeter, the manager of a user's
// services) and for one that is over.
func parseSession(b []byte) (platform.User, bool) {
	u := platform.User{PID: platform.NA, Started: platform.NaN}
	var class, state []byte
	for line := range bytes.Lines(b) {
		key, value, _ := bytes.Cut(bytes.TrimRight(line, "\n"), []byte{'='})
		switch string(key) {
		case "USER":
			u.Name = string(value)
		case "TTY":
			u.Terminal = string(value)
		case "REMOTE_HOST":
			u.Host = string(value)
		case "CLASS":
			class = value
		case "STATE":
			state = value
		case "LEADER":
			if pid, ok := parseCount(value); ok && possible(pid) {
				u.PID = pid
			}
		case "REALTIME": // microseconds
			if n, ok := parseCount(value); ok {
				u.Started = float64(n) / 1e6
			}
		}
	}
	u.Host = host(u.Host)
	return u, u.Name != "" && bytes.HasPrefix(class, []byte("user")) && string(state) != "closing"
}

// readSmall is readInto for a file that programs other than the kernel write. It neither waits for one that is no file
// nor fills the memory with one that is too large to be what it should be.
func readSmall(buf *[]byte, root, name string) *platform.Error {
	const most = 16 << 20
	var room space
	path := cPath(&room, root, name)
	fd, err := open(path, unix.O_NONBLOCK|unix.O_NOCTTY)
	if err != nil {
		return failure(what(path), err)
	}
	defer unix.Close(fd)
	*buf, err = readAll(fd, (*buf)[:0], whole, most)
	if err != nil {
		return failure(what(path), err)
	}
	return nil
}
