//go:build linux

package linux

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

const na = platform.NA

var nan = math.NaN()

// fixture is what must come out of one tree under testdata; see the README there.
type fixture struct {
	tree           string
	cpu            platform.CPUTimes
	perCPU         int
	logical, cores int64
	load           platform.LoadAverage
	boot           float64
	memory         platform.VirtualMemory

	// process 42
	name      string
	exe       string
	exeErr    platform.Code
	cmdline   []string
	cmdErr    platform.Code
	status    platform.Status
	ppid      int64
	uids      platform.IDs
	times     platform.ProcessCPUTimes
	processMB platform.MemoryInfo
	threads   int64
	start     int64
}

const kB = 1024

var fixtures = []fixture{
	{
		tree: "2.6.32-x86_64",
		cpu: platform.CPUTimes{User: 50, Nice: 1, System: 20, Idle: 900, IOWait: 3, IRQ: .1, SoftIRQ: .2, Guest: .4,
			GuestNice: nan, DPC: nan},
		perCPU: 4, logical: 4, cores: 2,
		load: platform.LoadAverage{Load1: .08, Load5: .03, Load15: .05}, boot: 1300000000,
		// low watermarks: 7,625 pages, 30,500 kB
		memory: platform.VirtualMemory{Total: 4000000 * kB, Free: 1000000 * kB,
			Available: (1000000 - 30500 + 1100000 - 30500 + 100000 - 30500) * kB,
			Used:      (4000000 - 2108500) * kB,
			Active:    1500000 * kB, Inactive: 900000 * kB, Buffers: 200000 * kB, Cached: 900000 * kB,
			Shared: 30000 * kB, Slab: 150000 * kB, Wired: na},
		name: "kthreadd", status: platform.StatusSleeping,
		times:   platform.ProcessCPUTimes{User: .01, System: .02},
		threads: 1, start: 3,
	},
	{
		tree: "3.10-armv7",
		cpu: platform.CPUTimes{User: 1, Nice: 2, System: 3, Idle: 4, IOWait: .5, IRQ: .06, SoftIRQ: .07, Steal: .08,
			Guest: .09, GuestNice: .1, DPC: nan},
		perCPU: 2, logical: 2, cores: na,
		load: platform.LoadAverage{Load1: 1, Load5: .75, Load15: .5}, boot: 1400000000,
		memory: platform.VirtualMemory{Total: 500000 * kB, Free: 100000 * kB,
			Available: 250000 * kB, Used: 250000 * kB, // without the parts: free and cached
			Active: 120000 * kB, Inactive: 80000 * kB, Buffers: 10000 * kB, Cached: 150000 * kB,
			Shared: na, Slab: na, Wired: na},
		name: "a) b (c", cmdline: []string{"/usr/bin/a", "--of", "", "an empty one before"},
		status: platform.StatusDiskSleep, ppid: 7, uids: platform.IDs{Real: 1000, Effective: 1001, Saved: 1002},
		times:     platform.ProcessCPUTimes{User: 1.5, System: 2.5, ChildrenUser: .11, ChildrenSystem: .12, IOWait: .77},
		processMB: platform.MemoryInfo{RSS: 600 * 4 * kB, VMS: 2441 * 4 * kB}, threads: 3, start: 5000,
	},
	{
		tree:   "4.19-arm64",
		cpu:    platform.CPUTimes{User: 10, Nice: .2, System: 5, Idle: 800, IOWait: 1, SoftIRQ: .3, DPC: nan},
		perCPU: 3, logical: 3, cores: 3,
		load: platform.LoadAverage{Load5: .01, Load15: .05}, boot: 1550000000,
		memory: platform.VirtualMemory{Total: 8000000 * kB, Free: 2000000 * kB, Available: 6000000 * kB,
			Used: 2000000 * kB, Active: 3000000 * kB, Inactive: 1500000 * kB, Buffers: 300000 * kB,
			Cached: 3750000 * kB, Shared: 50000 * kB, Slab: 400000 * kB, Wired: na},
		name: "defunct one", exeErr: platform.ZombieProcess, cmdErr: platform.ZombieProcess,
		status: platform.StatusZombie, ppid: 1, uids: platform.IDs{Real: 65534, Effective: 65534, Saved: 65534},
		times: platform.ProcessCPUTimes{User: .07, System: .08}, threads: 1, start: 123456,
	},
	{
		tree: "5.15-s390x",
		cpu: platform.CPUTimes{User: 20, System: 10, Idle: 500, IRQ: 1, SoftIRQ: 2, Steal: 30,
			DPC: nan},
		perCPU: 2, logical: 2, cores: na,
		load: platform.LoadAverage{Load1: 12.34, Load5: 5.6, Load15: 7.89}, boot: 1650000000,
		memory: platform.VirtualMemory{Total: 2000000 * kB, Free: 500000 * kB,
			Available: 500000 * kB, Used: 1500000 * kB, // said to be more than there is
			Active: na, Inactive: na, Buffers: 10000 * kB, Cached: 790000 * kB, Shared: na, Slab: na, Wired: na},
		name: "systemd-journal", cmdline: []string{"/lib/systemd/systemd-journald"}, ppid: 1,
		status:    platform.StatusRunning,
		times:     platform.ProcessCPUTimes{User: 123.45, System: 67.89, ChildrenUser: .1, ChildrenSystem: .2, IOWait: .05},
		processMB: platform.MemoryInfo{RSS: 12000 * 4 * kB, VMS: 14648 * 4 * kB}, threads: 1, start: 99,
	},
	{
		tree:   "6.1-riscv64",
		cpu:    platform.CPUTimes{User: .1, System: .2, Idle: 30, DPC: nan},
		perCPU: 1, logical: 1, cores: na,
		boot: 1700000000,
		// low watermark: 1,125 pages, 4,500 kB
		memory: platform.VirtualMemory{Total: 1000000 * kB, Free: 400000 * kB,
			Available: (400000 - 4500 + 140000 - 4500 + 20000 - 4500) * kB, Used: (1000000 - 546500) * kB,
			Active: na, Inactive: na, Buffers: 5000 * kB, Cached: 220000 * kB, Shared: na, Slab: na, Wired: na},
		name: "kworker/0:1H-kblockd", status: platform.StatusIdle, ppid: 2,
		times: platform.ProcessCPUTimes{System: .03}, threads: 1, start: 150,
	},
	{
		tree: "6.18-x86_64",
		cpu: platform.CPUTimes{User: 174.35, System: 67.58, Idle: 4414, IOWait: 16.49, SoftIRQ: 1.51, Steal: .34,
			DPC: nan},
		perCPU: 2, logical: 2, cores: 2,
		load: platform.LoadAverage{Load1: .33, Load5: .29, Load15: .14}, boot: 1795452424,
		memory: platform.VirtualMemory{Total: 24684084 * kB, Free: 23843016 * kB, Available: 24202940 * kB,
			Used: (24684084 - 24202940) * kB, Active: 227404 * kB, Inactive: 317172 * kB, Buffers: 152248 * kB,
			Cached: (316988 + 200344) * kB, Shared: 8872 * kB, Slab: 228784 * kB, Wired: na},
		name: "sleep", exe: "/usr/bin/sleep", cmdline: []string{"sleep", "300"},
		status: platform.StatusSleeping, ppid: 17735,
		processMB: platform.MemoryInfo{RSS: 460 * 4 * kB, VMS: 730 * 4 * kB}, threads: 1, start: 234368,
	},
}

func inTree(tree string) *system {
	root := "testdata/" + tree
	return New(Options{Proc: root + "/proc", Sys: root + "/sys", Passwd: "testdata/passwd"}).(*system)
}

// same compares values as they print, so that NaN is equal to NaN.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s = %#v, want %#v", what, got, want)
	}
}

func no(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// wantCode wants an error with this code, or none for 0.
func wantCode(t *testing.T, what string, err error, code platform.Code) {
	t.Helper()
	if code == 0 && err != nil || code != 0 && !isCode(err, code) {
		t.Errorf("%s: error %#v, want code %d", what, err, code)
	}
}

func TestFixtures(t *testing.T) {
	if pageSize() != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	for _, f := range fixtures {
		t.Run(f.tree, func(t *testing.T) {
			s := inTree(f.tree)
			cpu, err := s.CPUTimes()
			no(t, "CPUTimes", err)
			same(t, "CPUTimes", cpu, f.cpu)
			perCPU, err := s.CPUTimesPerCPU()
			no(t, "CPUTimesPerCPU", err)
			same(t, "CPUs", len(perCPU), f.perCPU)
			n, err := s.CPUCount(true)
			no(t, "CPUCount(true)", err)
			same(t, "CPUCount(true)", n, f.logical)
			n, err = s.CPUCount(false)
			no(t, "CPUCount(false)", err)
			same(t, "CPUCount(false)", n, f.cores)
			load, err := s.LoadAverage()
			no(t, "LoadAverage", err)
			same(t, "LoadAverage", load, f.load)
			boot, err := s.BootTime()
			no(t, "BootTime", err)
			same(t, "BootTime", boot, f.boot)
			memory, err := s.VirtualMemory()
			no(t, "VirtualMemory", err)
			same(t, "VirtualMemory", memory, f.memory)
			pids, err := s.PIDs()
			no(t, "PIDs", err)
			same(t, "PIDs", pids, []int64{42})

			p := s.Process(42)
			id, err := p.Identity(platform.Identity{})
			no(t, "Identity", err)
			same(t, "Identity", id, platform.Identity{PID: 42, Start: f.start})
			created, err := p.StartTime(id)
			no(t, "StartTime", err)
			same(t, "StartTime", created, f.boot+float64(f.start)/100)
			name, err := p.Name()
			no(t, "Name", err)
			same(t, "Name", name, f.name)
			exe, err := p.Exe()
			wantCode(t, "Exe", err, f.exeErr)
			same(t, "Exe", exe, f.exe)
			cmdline, err := p.Cmdline()
			wantCode(t, "Cmdline", err, f.cmdErr)
			same(t, "Cmdline", cmdline, f.cmdline)
			status, err := p.Status()
			no(t, "Status", err)
			same(t, "Status", status, f.status)
			ppid, err := p.PPID()
			no(t, "PPID", err)
			same(t, "PPID", ppid, f.ppid)
			uids, err := p.UIDs()
			no(t, "UIDs", err)
			same(t, "UIDs", uids, f.uids)
			times, err := p.CPUTimes()
			no(t, "CPUTimes", err)
			same(t, "CPUTimes", times, f.times)
			info, err := p.MemoryInfo()
			no(t, "MemoryInfo", err)
			same(t, "MemoryInfo", info, f.processMB)
			threads, err := p.NumThreads()
			no(t, "NumThreads", err)
			same(t, "NumThreads", threads, f.threads)

			// What acts on a PID would hit a stranger.
			wantCode(t, "Signal", p.Signal(id, 0), platform.NotSupported)
			_, err = p.WatchExit(id)
			wantCode(t, "WatchExit", err, platform.NotSupported)
		})
	}
}

func TestPasswd(t *testing.T) {
	s := inTree("6.18-x86_64")
	for uid, want := range map[int64]string{0: "root", 1000: "ann", 1001: "", -1: "", 65534: "nobody"} {
		name, err := s.UserName(uid)
		no(t, "UserName", err)
		same(t, "UserName", name, want)
	}
	name, err := New(Options{Passwd: "testdata/none"}).UserName(0)
	no(t, "UserName without a file", err)
	same(t, "UserName without a file", name, "")
}

func TestAbsentInTree(t *testing.T) {
	s := inTree("6.18-x86_64")
	for pid, want := range map[int64]bool{42: true, 0: false, -1: false, -42: false, 43: false, 42 + 1<<32: false, 1 << 62: false, math.MinInt64: false} {
		exists, err := s.PIDExists(pid)
		no(t, "PIDExists", err)
		same(t, "PIDExists", exists, want)
		if !want {
			_, err = s.Process(pid).Identity(platform.Identity{})
			wantCode(t, "Identity", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Name()
			wantCode(t, "Name", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Exe()
			wantCode(t, "Exe", err, platform.NoSuchProcess)
			_, err = s.Process(pid).Cmdline()
			wantCode(t, "Cmdline", err, platform.NoSuchProcess)
		}
	}
}

func TestMissingFiles(t *testing.T) {
	s := New(Options{Proc: t.TempDir(), Sys: t.TempDir()})
	_, err := s.CPUTimes()
	wantCode(t, "CPUTimes", err, platform.OS)
	_, err = s.CPUTimesPerCPU()
	wantCode(t, "CPUTimesPerCPU", err, platform.OS)
	_, err = s.VirtualMemory()
	wantCode(t, "VirtualMemory", err, platform.OS)
	_, err = s.LoadAverage()
	wantCode(t, "LoadAverage", err, platform.OS)
	_, err = s.BootTime()
	wantCode(t, "BootTime", err, platform.OS)
	for _, logical := range []bool{true, false} {
		n, err := s.CPUCount(logical)
		no(t, "CPUCount", err)
		same(t, "CPUCount", n, na)
	}
	_, err = New(Options{Proc: "/nowhere"}).PIDs()
	wantCode(t, "PIDs", err, platform.OS)
	if err == nil || !strings.Contains(err.Error(), "/nowhere") {
		t.Errorf("the error does not say where: %v", err)
	}
}
