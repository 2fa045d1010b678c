package freebsd

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeUsers decodes /var/run/utx.active: records of fixed size, whose numbers are big-endian. A truncated record,
// which is being written, is skipped.
func decodeUsers(b []byte) []platform.User {
	var users []platform.User
	for ; len(b) >= sizeofFutx; b = b[sizeofFutx:] {
		r := layout.Record(b[:sizeofFutx])
		if layout.Get(r, futxType) != utUserProcess {
			continue
		}
		u := platform.User{
			Name: layout.Text(r, futxUser), Terminal: layout.Text(r, futxLine), Host: layout.Text(r, futxHost),
			Started: layout.Seconds(platform.Saturated(binary.BigEndian.Uint64(layout.Bytes(r, futxTv)))),
			PID:     int64(int32(binary.BigEndian.Uint32(layout.Bytes(r, futxPid)))),
		}
		if u.PID <= 0 {
			u.PID = platform.NA
		}
		users = append(users, u)
	}
	slices.SortStableFunc(users, func(a, b platform.User) int { return cmp.Compare(a.Started, b.Started) })
	return users
}
