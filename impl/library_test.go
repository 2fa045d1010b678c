package impl

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestPlatformErrorsPropagate(t *testing.T) {
	l := New(platform.Unsupported{})
	for what, call := range map[string]func() error{
		"PIDs":                  func() error { _, err := l.PIDs(); return err },
		"PIDExists":             func() error { _, err := l.PIDExists(1); return err },
		"CPUCount":              func() error { _, err := l.CPUCount(true); return err },
		"CPUTimes":              func() error { _, err := l.CPUTimes(); return err },
		"CPUTimesPerCPU":        func() error { _, err := l.CPUTimesPerCPU(); return err },
		"LoadAverage":           func() error { _, err := l.LoadAverage(); return err },
		"BootTime":              func() error { _, err := l.BootTime(); return err },
		"NewProcess":            func() error { _, err := l.NewProcess(1); return err },
		"CPUPercent":            func() error { _, err := l.CPUPercent(1, 1); return err },
		"CPUPercentPerCPU":      func() error { _, err := l.CPUPercentPerCPU(1, 1); return err },
		"CPUStats":              func() error { _, err := l.CPUStats(); return err },
		"CPUFreqPerCPU":         func() error { _, err := l.CPUFreqPerCPU(); return err },
		"CPUTimesPercent":       func() error { _, err := l.CPUTimesPercent(1, 1); return err },
		"CPUTimesPercentPerCPU": func() error { _, err := l.CPUTimesPercentPerCPU(1, 1); return err },
		"Partitions":            func() error { _, err := l.Partitions(true); return err },
		"DiskIO":                func() error { _, _, err := l.DiskIO(NowrapOff); return err },
	} {
		wantError(t, what, call(), platform.NotSupported)
	}
}

// Package os opens descriptors in the host when it is loaded, and the other packages import it.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".", "../platform", "../platform/linux").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	for _, name := range strings.Fields(string(out)) {
		switch name {
		case "os", "fmt", "net", "log", "os/user", "os/exec", "os/signal", "runtime/debug", "runtime/cgo":
			t.Errorf("%s is imported", name)
		}
	}
}
