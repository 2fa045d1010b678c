package impl

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

// fake is a system whose processes the test defines.
type fake struct {
	platform.Unsupported
	mu        sync.Mutex
	processes map[int64]*fakeProcess
	cpu       []platform.CPUTimes // the results of the next calls; the last one repeats
	perCPU    [][]platform.CPUTimes
	memory    platform.VirtualMemory
	memoryErr error
	users     map[int64]string

	self        int64
	selfErr     error
	afterScan   func()
	killable    bool // signals have effects
	descriptors int  // how many watches may be open at once; 0: any number; negative: none
	swap        platform.SwapMemory
	usage       platform.DiskUsage
	freq        []platform.CPUFreq
	disks       [][]platform.DiskIO // the results of the next calls; the last one repeats
	lookups     atomic.Int64        // calls of Identity
	broken      bool                // its scans fail

	keepsWatches bool        // its watches may be kept between calls
	source       *fakeSource // of table readers
}

// fakeProcess is the process that has a PID now.
type fakeProcess struct {
	start    int64
	inode    uint64
	ppid     int64
	name     string
	cmdline  []string
	times    []platform.ProcessCPUTimes // the results of the next calls; the last one repeats
	boot     float64
	uid      int64
	rss, tty int64
	signals  []int
	denied   bool
	zombie   bool
	ended    bool
	status   platform.ExitStatus
	noHandle bool
	reaped   bool
	later    platform.ExitStatus // what a watch returns after another process has reaped it
	open     int                 // watches
	oneshots []bool

	ignoresTERM, protected bool // in a killable system: exits on SIGKILL only; may not be signalled
	slow                   bool // in a killable system: does not exit at once on SIGKILL
	odd                    bool // its stat is malformed: every attempt to identify or signal it fails
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

func (f *fake) CPUTimes() (platform.CPUTimes, error) { return take(&f.cpu), nil }

// CPUTimesPerCPU numbers CPUs without a number by their place.
func (f *fake) CPUTimesPerCPU() ([]platform.CPUTimes, error) {
	all := slices.Clone(take(&f.perCPU))
	for i := range all {
		if all[i].CPU == 0 {
			all[i].CPU = int64(i)
		}
	}
	return all, nil
}

func (f *fake) VirtualMemory() (platform.VirtualMemory, error) { return f.memory, f.memoryErr }
func (f *fake) TotalMemory() (int64, error)                    { return f.memory.Total, f.memoryErr }

func (f *fake) SwapMemory() (platform.SwapMemory, error) { return f.swap, nil }

func (f *fake) DiskUsage(string) (platform.DiskUsage, error) { return f.usage, nil }

func (f *fake) CPUFreqPerCPU() ([]platform.CPUFreq, error) { return f.freq, nil }

func (f *fake) DiskIO() ([]platform.DiskIO, error) { return slices.Clone(take(&f.disks)), nil }

func (f *fake) UserName(uid int64) (string, error) { return f.users[uid], nil }

func (f *fake) Process(pid int64) platform.Process { return &fakeHandle{f: f, pid: pid} }

func exited(pid int64) error { return errorWithCode(platform.NoSuchProcess) }

func errorWithCode(code platform.Code) error { return platform.NewError(code, "fake", "test error") }

func (h *fakeHandle) StartTime(platform.Identity) (float64, error) {
	return get(h, func(p *fakeProcess) float64 { return p.boot })
}

func (h *fakeHandle) PPID() (int64, error) {
	h.f.mu.Lock()
	p := h.f.processes[h.pid]
	h.f.mu.Unlock()
	if p != nil && p.denied {
		return 0, errorWithCode(platform.AccessDenied)
	}
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
		return none, exited(h.pid)
	}
	return field(p), nil
}

func (h *fakeHandle) Identity(platform.Identity) (platform.Identity, error) {
	p, err := get(h, func(p *fakeProcess) *fakeProcess { return p })
	if err != nil {
		return platform.Identity{}, err
	}
	if p.odd {
		return platform.Identity{}, errorWithCode(platform.OS)
	}
	h.f.lookups.Add(1)
	return platform.Identity{PID: h.pid, Start: p.start, Inode: p.inode}, nil
}

func (h *fakeHandle) Cmdline() ([]string, error) {
	p, err := get(h, func(p *fakeProcess) *fakeProcess { return p })
	switch {
	case err != nil:
		return nil, err
	case p.zombie:
		e := platform.NewError(platform.ZombieProcess, "fake", "test error")
		e.PPID = p.ppid
		return nil, e
	case p.denied:
		return nil, errorWithCode(platform.AccessDenied)
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
	now, err := h.Identity(platform.Identity{})
	if err != nil {
		return err
	}
	if !id.Same(now) {
		return exited(h.pid)
	}
	if h.f.killable && p.protected {
		return errorWithCode(platform.AccessDenied)
	}
	p.signals = append(p.signals, signal)
	if h.f.killable && (signal == sigkill && !p.slow || signal != sigkill && signal != 19 && !p.ignoresTERM) {
		p.ended = true
	}
	return nil
}

type fakeWatch struct {
	f *fake
	p *fakeProcess // nil: exited before
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
			return nil, errorWithCode(platform.OS)
		}
	}
	p.open++
	return &fakeWatch{h.f, p}, nil
}

func (w *fakeWatch) WaitHandle() int {
	if w.p == nil || w.p.noHandle {
		return -1
	}
	return 77
}

// Poll returns the status only once, like waitpid.
func (w *fakeWatch) Poll(reap bool) (bool, platform.ExitStatus, error) {
	w.f.mu.Lock()
	defer w.f.mu.Unlock()
	if w.p == nil {
		return true, platform.ExitStatus{}, nil
	}
	if w.p.reaped {
		return true, w.p.later, nil
	}
	if w.p.denied {
		return false, platform.ExitStatus{}, errorWithCode(platform.OS)
	}
	if w.p.ended && reap {
		w.p.reaped = true
	}
	return w.p.ended, w.p.status, nil
}

func (w *fakeWatch) StillOpen() bool { return w.p != nil && w.f.keepsWatches }

func (w *fakeWatch) Close() {
	if w.p != nil {
		w.p.open--
	}
}

// wantError fails unless err has this code, and returns it.
func wantError(t *testing.T, what string, err error, code platform.Code) *platform.Error {
	t.Helper()
	var e *platform.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("%s: error %#v, want code %d", what, err, code)
	}
	return e
}

func noError(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

var nan = math.NaN()

// runToEnd calls Next, waiting as requested, until there is a result.
func runToEnd[T any](w Waiting[T], err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	defer w.Close()
	for {
		result, request, done, err := w.Next()
		if done || err != nil {
			return result, err
		}
		if !(request.Seconds > 0) {
			panic("a request to wait for no time")
		}
		time.Sleep(time.Duration(min(request.Seconds, 1) * 1e9))
	}
}

func (f *fake) PIDs() ([]int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Sorted(maps.Keys(f.processes)), nil
}

func (f *fake) MaxNameLen() int { return 15 }

func (f *fake) Self() (int64, error) { return f.self, f.selfErr }

func (h *fakeHandle) Suspend(id platform.Identity) error {
	return h.Signal(id, 19)
}

func (h *fakeHandle) SetCaching(on bool) {
	_, _ = get(h, func(p *fakeProcess) bool { p.oneshots = append(p.oneshots, on); return on })
}

func pidsOf(list []*Process) []int64 {
	var pids []int64
	for _, p := range list {
		pids = append(pids, p.id.PID)
	}
	return pids
}

func equalSlices[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func wantPIDs(t *testing.T, what string, list []*Process, pids ...int64) {
	t.Helper()
	equalSlices(t, what, pidsOf(list), pids)
}

// equal compares values as they print, so that NaN is equal to NaN.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("%s = %+v, want %+v", what, got, want)
	}
}

// fakeScan reads through the methods of fake processes.
type fakeScan struct {
	f      *fake
	wanted platform.ColumnSet
	pids   []int64
}

func (f *fake) Scan(wanted platform.ColumnSet, pids []int64) (platform.ProcessScan, error) {
	if pids == nil {
		pids, _ = f.PIDs()
	}
	return &fakeScan{f: f, wanted: wanted, pids: pids}, nil
}

func (v *fakeScan) Len() int { return len(v.pids) }

func (v *fakeScan) RowsPerWorker() int { return 16 }

func (v *fakeScan) Terminal(number int64) string { return map[int64]string{5: "/dev/tty5"}[number] }

func (v *fakeScan) Close() {
	if v.f.afterScan != nil {
		v.f.afterScan()
	}
}

func (v *fakeScan) ReadRow(i int, row *platform.Row) (bool, error) {
	h := &fakeHandle{f: v.f, pid: v.pids[i]}
	id, err := h.Identity(platform.Identity{})
	if err != nil {
		return false, nil
	}
	row.Identity = platform.Identity{PID: id.PID, Start: id.Start}
	row.SetInt(platform.ColumnPID, id.PID)
	ppid, _ := h.PPID()
	row.SetInt(platform.ColumnPPID, ppid)
	if v.f.broken {
		return false, errorWithCode(platform.OS)
	}
	p, _ := get(h, func(p *fakeProcess) fakeProcess { return *p })
	row.Name = []byte(p.name)
	row.SetInt(platform.ColumnUIDsReal, p.uid)
	row.SetInt(platform.ColumnRSS, p.rss)
	row.SetInt(platform.ColumnTerminal, p.tty)
	row.SetFloat(platform.ColumnCreateTime, p.boot)
	if v.wanted[platform.ColumnCPUTimesUser] {
		times, _ := h.CPUTimes()
		row.SetFloat(platform.ColumnCPUTimesUser, times.User)
		row.SetFloat(platform.ColumnCPUTimesSystem, times.System)
	}
	cmdline, err := h.Cmdline()
	row.SetErr(platform.ColumnCmdline, platform.CodeOf(err))
	for _, argument := range cmdline {
		row.Cmdline = append(row.Cmdline, []byte(argument))
	}
	return true, nil
}
