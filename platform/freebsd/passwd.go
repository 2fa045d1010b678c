package freebsd

import (
	"bytes"
	"strconv"
)

// parsePasswd returns the name of the first user with this ID in name:password:uid:..., "" if there is none.
func parsePasswd(b []byte, uid int64) string {
	id := []byte(strconv.FormatInt(uid, 10))
	for line := range bytes.Lines(b) {
		fields := bytes.SplitN(line, []byte{':'}, 4)
		if len(fields) == 4 && bytes.Equal(fields[2], id) {
			return string(fields[0])
		}
	}
	return ""
}
