package impl

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// fake is a system whose processes are what the test says.
type fake struct {
	platform.Unsupported
	mu        sync.Mutex
	processes map[int64]*fakeProcess
	cpu       []platform.CPUTimes // what the next calls give; the last one stays
	perCPU    [][]platform.CPUTimes
	memory    platform.VirtualMemory
	users     map[int64]string

	self        int64
	afterScan func()
	mortal      bool // signals have effects
	descriptors int  // how many watches can be open at a time; 0: any number, less: none
	swap        platform.SwapMemory
	usage       platform.DiskUsage
	freq        []platform.CPUFreq
	disks       [][]platform.DiskIO // what the next calls give; the last one stays
	asked       int                 // how often it was asked for an identity
	broken      bool                // its surveys fail
}

// fakeProcess is who has a PID now.
type fakeProcess struct {
	start    int64
	inode    uint64
	ppid     int64
	name     string
	cmdline  []string
	times    []platform.ProcessCPUTimes // what the next calls give; the last one stays
	boot     float64
	uid      int64
	rss, tty int64
	signals  []int
	denied   bool
	zombie   bool
	ended    bool
	status   platform.ExitStatus
	noObject bool
	reaped   bool
	open     int // watches
	oneshots []bool

	stubborn, untouchable bool // in a mortal system: ends on SIGKILL only; may not be signalled
}

type fakeHandle struct {
	platform.UnsupportedProcess
	f   *fake
	pid int64
}

func newFake(processes map[int64]*fakeProcess) (*fake, *Library) {
	f := &fake{processes: processes}
	return f, New(f)
}

func take[T any](from *[]T) T {
	first := (*from)[0]
	if len(*from) > 1 {
		*from = (*from)[1:]
	}
	return first
}

func (f *fake) CPUTimes() (platform.CPUTimes, error)           { return take(&f.cpu), nil }
func (f *fake) CPUTimesPerCPU() ([]platform.CPUTimes, error)   { return take(&f.perCPU), nil }
func (f *fake) VirtualMemory() (platform.VirtualMemory, error) { return f.memory, nil }
func (f *fake) SwapMemory() (platform.SwapMemory, error)       { return f.swap, nil }
func (f *fake) DiskUsage(string) (platform.DiskUsage, error)   { return f.usage, nil }
func (f *fake) CPUFreqPerCPU() ([]platform.CPUFreq, error)     { return f.freq, nil }
func (f *fake) DiskIO() ([]platform.DiskIO, error)             { return slices.Clone(take(&f.disks)), nil }
func (f *fake) UserName(uid int64) (string, error)             { return f.users[uid], nil }
func (f *fake) Process(pid int64) platform.Process             { return &fakeHandle{f: f, pid: pid} }
func gone(pid int64) error                                     { return coded(platform.NoSuchProcess) }
func coded(code platform.Code) error                           { return platform.NewError(code, "fake", "so it is") }
func (h *fakeHandle) StartTime(platform.Identity) (float64, error) {
	return get(h, func(p *fakeProcess) float64 { return p.boot })
}
func (h *fakeHandle) PPID() (int64, error) {
	return get(h, func(p *fakeProcess) int64 { return p.ppid })
}
func (h *fakeHandle) Name() (string, error) {
	return get(h, func(p *fakeProcess) string { return p.name })
}

func get[T any](h *fakeHandle, field func(*fakeProcess) T) (T, error) {
	h.f.mu.Lock()
	defer h.f.mu.Unlock()
	var none T
	p := h.f.processes[h.pid]
	if p == nil {
		return none, gone(h.pid)
	}
	return field(p), nil
}

func (h *fakeHandle) Identity(platform.Identity) (platform.Identity, error) {
	return get(h, func(p *fakeProcess) platform.Identity {
		h.f.asked++
		return platform.Identity{PID: h.pid, Start: p.start, Inode: p.inode}
	})
}

func (h *fakeHandle) Cmdline() ([]string, error) {
	p, err := get(h, func(p *fakeProcess) *fakeProcess { return p })
	switch {
	case err != nil:
		return nil, err
	case p.zombie:
		e := platform.NewError(platform.ZombieProcess, "fake", "so it is")
		e.PPID = p.ppid
		return nil, e
	case p.denied:
		return nil, coded(platform.AccessDenied)
	}
	return p.cmdline, nil
}

func (h *fakeHandle) CPUTimes() (platform.ProcessCPUTimes, error) {
	return get(h, func(p *fakeProcess) platform.ProcessCPUTimes { return take(&p.times) })
}

func (h *fakeHandle) UIDs() (platform.IDs, error) {
	return get(h, func(p *fakeProcess) platform.IDs { return platform.IDs{Real: p.uid} })
}

func (h *fakeHandle) Signal(id platform.Identity, signal int) error {
	p, err := get(h, func(p *fakeProcess) *fakeProcess { return p })
	if err != nil {
		return err
	}
	if now, _ := h.Identity(platform.Identity{}); !id.Same(now) {
		return gone(h.pid)
	}
	if h.f.mortal && p.untouchable {
		return coded(platform.AccessDenied)
	}
	p.signals = append(p.signals, signal)
	if h.f.mortal && (signal == sigkill || signal != 19 && !p.stubborn) {
		p.ended = true
	}
	return nil
}

type fakeWatch struct {
	f *fake
	p *fakeProcess // nil: gone before
}

func (h *fakeHandle) WatchExit(id platform.Identity) (platform.ExitWatch, error) {
	p, err := get(h, func(p *fakeProcess) *fakeProcess { return p })
	if err != nil {
		return &fakeWatch{h.f, nil}, nil
	}
	if h.f.descriptors != 0 {
		open := 0
		for _, other := range h.f.processes {
			open += other.open
		}
		if open >= h.f.descriptors {
			return nil, coded(platform.OS)
		}
	}
	p.open++
	return &fakeWatch{h.f, p}, nil
}

func (w *fakeWatch) WaitHandle() int {
	if w.p == nil || w.p.noObject {
		return -1
	}
	return 77
}

// Look tells how a process ended once only, like waitpid.
func (w *fakeWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	w.f.mu.Lock()
	defer w.f.mu.Unlock()
	if w.p == nil || w.p.reaped {
		return true, platform.ExitStatus{}, nil
	}
	if w.p.denied {
		return false, platform.ExitStatus{}, coded(platform.OS)
	}
	if w.p.ended && reap {
		w.p.reaped = true
	}
	return w.p.ended, w.p.status, nil
}

func (w *fakeWatch) Close() {
	if w.p != nil {
		w.p.open--
	}
}

// wantError wants an error with this code, and gives it.
func wantError(t *testing.T, what string, err error, code platform.Code) *platform.Error {
	t.Helper()
	var e *platform.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("%s: error %#v, want code %d", what, err, code)
	}
	return e
}

func no(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// Package os opens descriptors in the host when it is loaded, and the others load it.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".", "../platform/...").Output()
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
