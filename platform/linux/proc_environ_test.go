//go:build linux

package linux

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParseEnviron(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "[]",
		"A=1\x00":                          `["A=1"]`,
		"A=1\x00B=\x00=D\x00":              `["A=1" "B=" "=D"]`,
		"A=b=c\x00A=2\x00":                 `["A=b=c" "A=2"]`,
		"A=\xff\n\x00":                     `["A=\xff\n"]`,
		"A=1\x00cut=o":                     `["A=1"]`,
		"a title of its own":               "[]",
		"\x00A=1\x00":                      `["A=1"]`,
		"A=1\x00\x00B=2\x00\x00\x00C=\x00": `["A=1" "B=2" "C="]`,
		"A=1\x00a title\x00old=1\x00":      `["A=1"]`,
		"A=1\x00title\x00\x00old=1\x00":    `["A=1"]`,
		"A=1\x00X\x00C=3\x00":              `["A=1" "C=3"]`,
	} {
		equal(t, fmt.Sprintf("%q", text), fmt.Sprintf("%q", parseEnviron(nil, []byte(text))), want)
	}
	big := strings.Repeat("X="+strings.Repeat("y", 131000)+"\x00", 16)
	list := parseEnviron(nil, []byte(big))
	equal(t, "2 MB", len(list), 16)
	equal(t, "2 MB", string(bytes.Join(list, []byte{0}))+"\x00" == big, true)
}

func TestEnvironAndCwd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a \n\xff")
	noError(t, "mkdir", os.Mkdir(dir, 0o755))
	big := "BIG=" + strings.Repeat("x", 120000)
	environ := []string{"A=1", "B=", "C=\xff\n", "D=b=c"}
	for i := range 17 {
		environ = append(environ, fmt.Sprint("N", i, big)) // 2 MB
	}
	p, _ := startSleeper(t, dir, environ...)
	var got []string
	eventually(t, "exec", func() bool {
		var err error
		got, err = p.Environ()
		return err == nil && len(got) > 0 && got[0] == "A=1"
	})
	if !slices.Equal(got, environ) {
		t.Errorf("%d of %d strings, beginning with %.60q", len(got), len(environ), got[:4])
	}
	cwd, err := p.Cwd()
	noError(t, "Cwd", err)
	equal(t, "Cwd", cwd, dir)
	noError(t, "rmdir", os.Remove(dir))
	cwd, err = p.Cwd()
	noError(t, "Cwd", err)
	equal(t, "a deleted directory", cwd, dir)

	bare, _ := startSleeper(t, "")
	eventually(t, "no environment", func() bool { got, err := bare.Environ(); return err == nil && len(got) == 0 })
}

func FuzzParseEnviron(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/environ"))
	f.Add([]byte("A=1\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, variable := range parseEnviron(nil, b) {
			if bytes.IndexByte(variable, '=') < 0 || bytes.IndexByte(variable, 0) >= 0 || !bytes.Contains(b, append(variable, 0)) {
				t.Errorf("%q contains %q", b, variable)
			}
		}
	})
}
