//go:build linux

package linux

import (
	"strings"
	"testing"
)

func TestPasswd(t *testing.T) {
	s := fixtureTree("6.18-x86_64")
	for uid, want := range map[int64]string{0: "root", 1000: "ann", 1001: "", -1: "", 65534: "nobody"} {
		name, err := s.UserName(uid)
		noError(t, "UserName", err)
		equal(t, "UserName", name, want)
	}
	name, err := New(Options{Passwd: "testdata/none"}).UserName(0)
	noError(t, "UserName without a file", err)
	equal(t, "UserName without a file", name, "")
}

func FuzzParsePasswd(f *testing.F) {
	f.Add([]byte("root:x:0:0:root:/root:/bin/sh\n"), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, uid int64) {
		if name := parsePasswd(b, uid); !strings.Contains(string(b), name) || uid < 0 && name != "" {
			t.Errorf("%d is %q", uid, name)
		}
	})
}
