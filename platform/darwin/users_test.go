package darwin

import (
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func utmpxRecord(kind int16, user, line, host string, pid, seconds int32) layout.Record {
	r := make(layout.Record, sizeofUtmpx32)
	layout.Put(r, utmpx32Type, kind)
	layout.Put(r, utmpx32Pid, pid)
	layout.Put(r, utmpx32TvSec, seconds)
	layout.Put(r, utmpx32TvUsec, 250000)
	putText(r, utmpx32User, user)
	putText(r, utmpx32Line, line)
	putText(r, utmpx32Host, host)
	return r
}

func TestDecodeUsers(t *testing.T) {
	long := strings.Repeat("x", 300)
	b := concat(
		utmpxRecord(10, "utmpx-1.00", "", "", 0, 0), // SIGNATURE
		utmpxRecord(2, "", "~", "", 1, 1700000000),  // BOOT_TIME
		utmpxRecord(userProcess, "me", "console", "", 150, 1700000100),
		utmpxRecord(userProcess, "me", "ttys003", "10.0.0.1", 0, 1700000200),
		utmpxRecord(8, "gone", "ttys004", "", 9, 1700000300),  // DEAD_PROCESS
		utmpxRecord(userProcess, "new", "ttys005", "", 10, 0), // being written
		utmpxRecord(userProcess, long, long, long, 11, -1),    // after 2038
	)
	equal(t, "users", decodeUsers(append(b, b[:100]...)), []platform.User{
		{Name: "me", Terminal: "console", Started: 1700000100.25, PID: 150},
		{Name: "me", Terminal: "ttys003", Host: "10.0.0.1", Started: 1700000200.25, PID: na},
		{Name: long[:256], Terminal: long[:32], Host: long[:256], Started: 1<<32 - 1 + 0.25, PID: 11},
	})
	for usec, want := range map[int32]float64{-1: 1700000100, 999999: 1700000100.999999, 1000001: 1700000100.000001} {
		r := utmpxRecord(userProcess, "me", "console", "", 150, 1700000100)
		layout.Put(r, utmpx32TvUsec, usec)
		equal(t, "microseconds", decodeUsers(r)[0].Started, want)
	}
	equal(t, "an empty file", len(decodeUsers(nil)), 0)
}

func FuzzUsers(f *testing.F) {
	f.Add([]byte(utmpxRecord(userProcess, "me", "ttys000", "", 1, 1700000000)))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, u := range decodeUsers(b) {
			if len(u.Name) > 256 || len(u.Terminal) > 32 || u.PID < na || u.PID == 0 {
				t.Errorf("user %+v", u)
			}
		}
	})
}
