package freebsd

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func builtUser(kind uint8, started uint64, pid uint32, name, line, host string) layout.Record {
	r := make(layout.Record, sizeofFutx)
	layout.Put(r, futxType, kind)
	binary.BigEndian.PutUint64(r[futxTv:], started)
	binary.BigEndian.PutUint32(r[futxPid:], pid)
	putText(r[:futxLine], int(futxUser), name)
	putText(r[:futxHost], int(futxLine), line)
	putText(r, int(futxHost), host)
	return r
}

func builtUsers() []byte {
	const boot, dead = 1, 7
	return join(
		builtUser(boot, 1_700_000_000_000_000, 0, "", "", ""),
		builtUser(utUserProcess, 1_700_000_200_500_000, 801, "root", "pts/0", "192.0.2.7"),
		builtUser(dead, 1_700_000_300_000_000, 900, "gone", "pts/1", ""),
		builtUser(utUserProcess, 1_700_000_100_000_000, 0, strings.Repeat("u", 40), "ttyv0", strings.Repeat("h", 128)),
	)
}

func TestDecodeUsers(t *testing.T) {
	want := []platform.User{
		{Name: strings.Repeat("u", 32), Terminal: "ttyv0", Host: strings.Repeat("h", 128), Started: 1_700_000_100, PID: na},
		{Name: "root", Terminal: "pts/0", Host: "192.0.2.7", Started: 1_700_000_200.5, PID: 801},
	}
	equal(t, "users", decodeUsers(builtUsers()), want)
	equal(t, "a record that is being written", decodeUsers(append(builtUsers(), builtUser(utUserProcess, 1, 1, "new", "", "")[:100]...)), want)
	equal(t, "nobody", len(decodeUsers(nil)), 0)
}

func FuzzUsers(f *testing.F) {
	f.Add(builtUsers(), int64(0))
	f.Add([]byte("root:*:0:0:::\n"), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, uid int64) {
		for _, u := range decodeUsers(b) {
			if len(u.Name) > 32 || u.Started < 0 || u.PID == 0 || u.PID < na {
				t.Errorf("%#v", u)
			}
		}
		if name := parsePasswd(b, uid); strings.Contains(name, ":") {
			t.Errorf("name %q", name)
		}
	})
}
