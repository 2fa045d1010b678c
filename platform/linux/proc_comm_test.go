//go:build linux

package linux

import (
	"os"
	"path/filepath"
	"testing"
)

func TestParseComm(t *testing.T) {
	for text, want := range map[string]string{"sh\n": "sh", "a\nb\n": "a\nb", "ends\n\n": "ends\n", "\n": "", "kworker/0:1-events\n": "kworker/0:1-events"} {
		name, ok := parseComm([]byte(text))
		equal(t, text, ok, true)
		equal(t, text, string(name), want)
	}
	for _, text := range []string{"", "sh", "sh\nx"} {
		_, ok := parseComm([]byte(text))
		equal(t, text, ok, false)
	}
}

// Sandboxes and copied trees may lack comm.
func TestNameWithoutComm(t *testing.T) {
	s := newTree(t, map[string]string{"5/stat": statText(5, "in stat", 1, 10, 1), "5/comm": "in comm\n"})
	p := s.Process(5)
	name := func(want string) {
		t.Helper()
		got, err := p.Name()
		noError(t, "Name", err)
		equal(t, "Name", got, want)
	}
	name("in comm")
	p.SetCaching(true)
	name("in stat") // which other attributes read as well
	p.SetCaching(false)
	comm := filepath.Join(s.proc, "5", "comm")
	noError(t, "truncate", os.WriteFile(comm, nil, 0o644))
	name("in stat")
	noError(t, "remove", os.Remove(comm))
	name("in stat")
}

func FuzzParseComm(f *testing.F) {
	f.Add([]byte("a\nb\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if name, ok := parseComm(b); ok && len(name) != len(b)-1 || !ok && len(b) > 0 && b[len(b)-1] == '\n' {
			t.Errorf("%q: %q", b, name)
		}
	})
}
