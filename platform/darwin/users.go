package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeUsers decodes /var/run/utmpx: records of fixed size, whose text ends in NUL or fills its field. The first is a
// signature. An incomplete record, which is being written, is ignored.
func decodeUsers(b []byte) []platform.User {
	var users []platform.User
	for ; len(b) >= sizeofUtmpx32; b = b[sizeofUtmpx32:] {
		r := layout.Record(b)
		started := layout.Get(r, utmpx32TvSec)
		if layout.Get(r, utmpx32Type) != userProcess || started == 0 {
			continue
		}
		u := platform.User{
			Name: layout.Text(r, utmpx32User), Terminal: layout.Text(r, utmpx32Line), Host: layout.Text(r, utmpx32Host),
			Started: layout.Seconds(layout.Microseconds(int64(uint32(started)), max(int64(layout.Get(r, utmpx32TvUsec))%1e6, 0))),
			PID:     int64(layout.Get(r, utmpx32Pid)),
		}
		if u.PID <= 0 {
			u.PID = platform.NA
		}
		users = append(users, u)
	}
	return users
}
