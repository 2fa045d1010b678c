//go:build linux

package linux

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// utmpRecord returns a record of utmp(5) in this machine's byte order.
func utmpRecord(wide bool, kind uint16, pid int32, line, user, host string, at int64) []byte {
	size := utmpRecordSize
	if wide {
		size = wideUtmpRecordSize
	}
	b := make([]byte, size)
	binary.NativeEndian.PutUint16(b, kind)
	binary.NativeEndian.PutUint32(b[4:], uint32(pid))
	copy(b[8:40], line)
	copy(b[40:44], "id..")
	copy(b[44:76], user)
	copy(b[76:332], host)
	if wide {
		binary.NativeEndian.PutUint64(b[344:], uint64(at))
	} else {
		binary.NativeEndian.PutUint32(b[340:], uint32(at))
	}
	return b
}

func TestParseUtmp(t *testing.T) {
	long := strings.Repeat("h", 300)
	for _, wide := range []bool{false, true} {
		var b []byte
		b = append(b, utmpRecord(wide, 2, 0, "~", "reboot", "6.1.0", 5)...)
		b = append(b, utmpRecord(wide, 7, 100, "tty1", "ann", "", 1700000000)...)
		b = append(b, utmpRecord(wide, 7, 101, "tty2", "bob", ":0", 1700000001)...)
		b = append(b, utmpRecord(wide, 8, 102, "pts/0", "gone", "", 1700000002)...)
		b = append(b, utmpRecord(wide, 7, 103, long, long, long, 1<<32-1)...)
		b = append(b, utmpRecord(wide, 7, -1, "", "\xff", "2001:db8::1", 0)...)
		b = append(b, utmpRecord(wide, 7, 104, "pts/9", "cut", "off", 0)[:380]...)
		equal(t, "users", parseUtmp(b, wide), []platform.User{
			{Name: "ann", Terminal: "tty1", Host: "localhost", Started: 1700000000, PID: 100},
			{Name: "bob", Terminal: "tty2", Host: "localhost", Started: 1700000001, PID: 101},
			{Name: long[:32], Terminal: long[:32], Host: long[:256], Started: 1<<32 - 1, PID: 103},
			{Name: "\xff", Host: "2001:db8::1", PID: na},
		})
	}
	if got := parseUtmp(nil, false); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

func FuzzParseUtmp(f *testing.F) {
	f.Add(utmpRecord(false, 7, 1, "tty1", "ann", ":0", 1), false)
	f.Add(utmpRecord(true, 7, 1, "tty1", "ann", ":0", 1), true)
	f.Fuzz(func(t *testing.T, b []byte, wide bool) {
		for _, u := range parseUtmp(b, wide) {
			if strings.Contains(u.Name+u.Terminal+u.Host, "\x00") || u.Host == "" || u.PID == 0 || u.PID < na {
				t.Errorf("%+v", u)
			}
		}
	})
}
