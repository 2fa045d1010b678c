//go:build linux

package linux

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestDeletedExe(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name  string
		leave string // another file, with the name that the kernel shows for the deleted one
		want  string
	}{
		{name: "sleep", want: "sleep"},
		{name: "odd (deleted)", want: "odd (deleted)"},
		{name: "back", leave: "back (deleted)", want: "back"},
	} {
		path := filepath.Join(dir, c.name)
		b, err := os.ReadFile("/bin/sleep")
		noError(t, "sleep", err)
		noError(t, "copy", os.WriteFile(path, b, 0o755))
		cmd := exec.Command(path, "100")
		noError(t, "start", cmd.Start())
		if c.name != "odd (deleted)" {
			noError(t, "remove", os.Remove(path))
		}
		if c.leave != "" {
			noError(t, "leave", os.WriteFile(filepath.Join(dir, c.leave), nil, 0o644))
		}
		exe, err := liveSystem.Process(int64(cmd.Process.Pid)).Exe()
		noError(t, "Exe", err)
		equal(t, "Exe", exe, filepath.Join(dir, c.want))
		cmd.Process.Kill()
		cmd.Wait()
	}
}
