//go:build linux

package linux

import (
	"math"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// A file that the kernel does not have does not mean that the process has exited. System calls are not made on the
// process that has the same PID here.
func TestMissingInTrees(t *testing.T) {
	s := fixtureTree("5.15-s390x")
	p := s.Process(42)
	for what, call := range map[string]func() error{
		"IOCounters":      func() error { _, err := p.IOCounters(); return err },
		"RLimit":          func() error { _, err := p.RLimit(0); return err },
		"MemoryFootprint": func() error { _, err := p.MemoryFootprint(); return err },
		"MemoryMaps":      func() error { _, err := p.MemoryMaps(); return err },
		"Environ":         func() error { _, err := p.Environ(); return err },
		"NumCtxSwitches":  func() error { _, err := p.NumCtxSwitches(); return err },
		"NumHandles":      func() error { _, err := p.NumHandles(); return err },
		"IONice":          func() error { _, err := p.IONice(); return err },
		"CPUAffinity":     func() error { _, err := p.CPUAffinity(); return err },
	} {
		errorWithCode(t, what, call(), platform.NotSupported)
	}
	id := identity(t, p)
	for what, call := range setters(p, id) {
		errorWithCode(t, what, call(), platform.NotSupported)
	}
	none := s.Process(43)
	for what, call := range getters(none) {
		if what != "IONice" && what != "CPUAffinity" && what != "NumHandles" {
			errorWithCode(t, "an invalid PID: "+what, call(), platform.NoSuchProcess)
		}
	}
}

func TestAbsentInTree(t *testing.T) {
	s := fixtureTree("6.18-x86_64")
	for pid, want := range map[int64]bool{42: true, 0: false, -1: false, -42: false, 43: false, 42 + 1<<32: false, 1 << 62: false, math.MinInt64: false} {
		exists, err := s.PIDExists(pid)
		noError(t, "PIDExists", err)
		equal(t, "PIDExists", exists, want)
		if !want {
			_, err = s.Process(pid).Identity(platform.Identity{})
			errorWithCode(t, "Identity", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Name()
			errorWithCode(t, "Name", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Exe()
			errorWithCode(t, "Exe", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Cmdline()
			errorWithCode(t, "Cmdline", err, platform.NoSuchProcess)
		}
	}
}

func TestMissingFiles(t *testing.T) {
	s := New(Options{Proc: t.TempDir(), Sys: t.TempDir()})
	_, err := s.CPUTimes()
	errorWithCode(t, "CPUTimes", err, platform.OS)
	_, err = s.CPUTimesPerCPU()
	errorWithCode(t, "CPUTimesPerCPU", err, platform.OS)
	_, err = s.VirtualMemory()
	errorWithCode(t, "VirtualMemory", err, platform.OS)
	_, err = s.LoadAverage()
	errorWithCode(t, "LoadAverage", err, platform.OS)
	_, err = s.BootTime()
	errorWithCode(t, "BootTime", err, platform.OS)
	for _, logical := range []bool{true, false} {
		n, err := s.CPUCount(logical)
		noError(t, "CPUCount", err)
		equal(t, "CPUCount", n, na)
	}
	_, err = New(Options{Proc: "/nowhere"}).PIDs()
	errorWithCode(t, "PIDs", err, platform.OS)
	if err == nil || !strings.Contains(err.Error(), "/nowhere") {
		t.Errorf("the error does not say where: %v", err)
	}
}

func TestEmptyTrees(t *testing.T) {
	s := newTree(t, nil)
	_, err := s.CPUStats()
	errorWithCode(t, "CPUStats", err, platform.OS)
	_, err = s.CPUFreqPerCPU()
	errorWithCode(t, "CPUFreqPerCPU", err, platform.NotSupported)
	_, err = s.SwapMemory()
	errorWithCode(t, "SwapMemory", err, platform.OS)
	for _, all := range []bool{true, false} {
		_, err = s.Partitions(all)
		errorWithCode(t, "Partitions", err, platform.OS)
	}
	_, err = s.DiskIO()
	errorWithCode(t, "DiskIO", err, platform.NotSupported)
	if err == nil || !strings.Contains(err.Error(), "diskstats") {
		t.Errorf("the error does not say what is missing: %v", err)
	}

	// An empty file means no disks, as in containers; /sys/block is then not read.
	s = newTree(t, map[string]string{"diskstats": "", "block/sda/stat": "1 2 3 4 5 6 7 8 9 10 11"})
	disks, err := s.DiskIO()
	noError(t, "no disks", err)
	equal(t, "no disks", len(disks), 0)

	// A file without anything valid is an error that names it and has an errno; a list of which nothing is valid is
	// empty.
	hostile := "\x00\xff 1 2 3\n"
	s = newTree(t, map[string]string{
		"diskstats": hostile, "stat": hostile, "meminfo": hostile, "self/mounts": "a b\n", "filesystems": hostile, "block/sda/stat": "1 2 3",
	})
	for what, err := range map[string]error{
		"stat": errorOf(s.CPUStats()), "meminfo": errorOf(s.VirtualMemory()), "": errorOf(s.CPUTimes()),
	} {
		errorWithErrno(t, err, s.proc, unix.EBADMSG)
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("the error does not say where: %v", err)
		}
	}
	disks, err = s.DiskIO()
	noError(t, "diskstats", err)
	equal(t, "diskstats", len(disks), 0)
	partitions, err := s.Partitions(true)
	noError(t, "mounts", err)
	equal(t, "mounts", len(partitions), 0)
	disks, err = newTree(t, map[string]string{"block/sda/stat": "1 2 3"}).DiskIO()
	noError(t, "stat in sysfs", err)
	equal(t, "stat in sysfs", len(disks), 0)
}
