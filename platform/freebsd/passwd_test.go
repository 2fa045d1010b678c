package freebsd

import "testing"

func TestParsePasswd(t *testing.T) {
	const passwd = "# comment\nroot:*:0:0:Charlie &:/root:/bin/csh\ntoor:*:0:0:Bourne\n\nbad:line\noperator:*:2:5:System &:/:/usr/sbin/nologin"
	for uid, want := range map[int64]string{0: "root", 2: "operator", 5: "", 1001: "", -1: ""} {
		equal(t, "name", parsePasswd([]byte(passwd), uid), want)
	}
}
