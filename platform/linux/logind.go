//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// parseSession parses KEY=value lines. ok is false for a session that is not a user's login (a greeter, the manager of
// a user's services) and for one that is closing.
func parseSession(b []byte) (u platform.User, ok bool) {
	u = platform.User{PID: platform.NA, Started: platform.NaN}
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
			if pid, ok := parseCount(value); ok && validPID(pid) {
				u.PID = pid
			}
		case "REALTIME": // microseconds
			if n, ok := parseCount(value); ok {
				u.Started = float64(n) / 1e6
			}
		}
	}
	u.Host = loginHost(u.Host)
	return u, u.Name != "" && bytes.HasPrefix(class, []byte("user")) && string(state) != "closing"
}
