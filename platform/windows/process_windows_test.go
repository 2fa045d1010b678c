package windows

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

func TestOwnProcess(t *testing.T) {
	pid := int64(os.Getpid())
	equal(t, "Self", must[int64](t)(liveSystem.Self()), pid)
	p := liveSystem.Process(pid)
	id := identity(t, p)
	equal(t, "identity", identity(t, p), id)
	equal(t, "PPID", must[int64](t)(p.PPID()), int64(os.Getppid()))
	want, err := os.Executable()
	noError(t, "Executable", err)
	equal(t, "Exe", must[string](t)(p.Exe()), want)
	equal(t, "Name", must[string](t)(p.Name()), filepath.Base(want))
	equal(t, "Cmdline", must[[]string](t)(p.Cmdline()), os.Args)
	directory, err := os.Getwd()
	noError(t, "Getwd", err)
	equal(t, "Cwd", must[string](t)(p.Cwd()), directory)
	equal(t, "Status", must[platform.Status](t)(p.Status()), platform.StatusRunning)
	created := must[float64](t)(p.StartTime(id))
	if age := float64(time.Now().UnixNano())/1e9 - created; age < -1 || age > 600 {
		t.Errorf("started %v seconds ago", age)
	}
	memory := must[platform.MemoryInfoEx](t)(p.MemoryInfoEx())
	if memory.RSS < 1<<20 || memory.VMS < 1<<20 || memory.PeakRSS < memory.RSS || memory.PeakVMS < memory.VMS/2 {
		t.Errorf("memory: %+v", memory)
	}
	threads := must[[]platform.Thread](t)(p.Threads())
	own := int64(windows.GetCurrentThreadId())
	if !slices.ContainsFunc(threads, func(thread platform.Thread) bool { return thread.ID == own }) {
		t.Errorf("thread %d is not among %v", own, threads)
	}
	equal(t, "exists", must[bool](t)(liveSystem.PIDExists(pid)), true)
	pids := must[[]int64](t)(liveSystem.PIDs())
	if !slices.Contains(pids, pid) || !slices.IsSorted(pids) {
		t.Errorf("PIDs: %v", pids)
	}
}

// What no process is on this system fails everywhere. The lowest two bits of a PID are not ignored, as OpenProcess
// does.
func TestNoSuchProcess(t *testing.T) {
	own := int64(os.Getpid())
	for _, pid := range []int64{own + 1, own + 3, 1<<31 - 4, -4, -1, math.MaxInt64, math.MinInt64, 1<<32 + own} {
		equal(t, "exists", must[bool](t)(liveSystem.PIDExists(pid)), false)
		p := liveSystem.Process(pid)
		for name, get := range getters(p) {
			errorWithCode(t, name, get(), platform.NoSuchProcess)
		}
		for name, set := range setters(p, platform.Identity{PID: pid, Start: na}) {
			errorWithCode(t, name, set(), platform.NoSuchProcess)
		}
	}
}

func TestKernelProcesses(t *testing.T) {
	pids := must[[]int64](t)(liveSystem.PIDs())
	for _, pid := range []int64{idlePID, systemPID} {
		exists := slices.Contains(pids, pid)
		equal(t, "exists", must[bool](t)(liveSystem.PIDExists(pid)), exists)
		if !exists {
			lacksWine(t, "the processes 0 and 4")
			t.Fatalf("no process %d", pid)
		}
		p := liveSystem.Process(pid)
		equal(t, "Name", must[string](t)(p.Name()), map[int64]string{0: "System Idle Process", 4: "System"}[pid])
		equal(t, "Exe", must[string](t)(p.Exe()), "")
		equal(t, "Cmdline", len(must[[]string](t)(p.Cmdline())), 0)
	}
}

func TestExecutedProcess(t *testing.T) {
	directory := t.TempDir()
	arguments := []string{"", "two words", `quoted "word"`, `back\slash\`, "ä日😀", "*", `C:\dir\ x`}
	cmd := startHelper(t, func(cmd *exec.Cmd) {
		cmd.Dir = directory
		cmd.Env = append(cmd.Env, "PROBE=wért 日=x", "EMPTY=")
	}, "wait", arguments...)
	p := processOf(cmd)
	equal(t, "Cmdline", must[[]string](t)(p.Cmdline())[1:], arguments)
	equal(t, "PPID", must[int64](t)(p.PPID()), int64(os.Getpid()))
	equal(t, "Cwd", must[string](t)(p.Cwd()), directory)
	environ := must[[]string](t)(p.Environ())
	for _, variable := range []string{"PROBE=wért 日=x", "EMPTY=", "HELPER=wait"} {
		if !slices.Contains(environ, variable) {
			t.Errorf("%q is not in %q", variable, environ)
		}
	}
	for _, variable := range environ {
		if strings.HasPrefix(variable, "=") {
			t.Errorf("%q is not a variable", variable)
		}
	}
	user := must[string](t)(p.UserName())
	computer, err := os.Hostname()
	noError(t, "Hostname", err)
	if domain, name, found := strings.Cut(user, `\`); !found || name == "" || !strings.EqualFold(domain, computer) && isWine {
		t.Errorf("user %q on %q", user, computer)
	}
	id := identity(t, p)
	created := must[float64](t)(p.StartTime(id))
	if age := float64(time.Now().UnixNano())/1e9 - created; age < -1 || age > 60 {
		t.Errorf("started %v seconds ago", age)
	}
}

// A large environment needs more than one piece.
func TestLargeEnvironment(t *testing.T) {
	p := processOf(startHelper(t, func(cmd *exec.Cmd) {
		for i := range 20 {
			cmd.Env = append(cmd.Env, "LARGE"+strconv.Itoa(i)+"="+strings.Repeat("x", 1500))
		}
	}, "wait"))
	large := 0
	for _, variable := range must[[]string](t)(p.Environ()) {
		if strings.HasPrefix(variable, "LARGE") {
			large += len(variable)
		}
	}
	if large < 30000 {
		t.Errorf("%d bytes", large)
	}
}

func TestSplitCommandLineAsWindows(t *testing.T) {
	for _, line := range []string{
		`p "a""b" c`, `p """a b""" c`, `p """""a b""" c`, `p a"b c"d e`, `p \\\"a \\\\"b c"`, `"p q"r s`, `p "a\\" b\\ "\\\\"`, `p  `, `p ""`,
		`p """" x`, `p """"" x`, `p "\"" x`, `p a""b c`, `p "a" "" ""b`, `p \ \\ \\\`, "p a\tb", `"p`, `p "a`, `p\"q r`, "p ä日😀 x",
	} {
		units := append(encodeUTF16(line), 0)
		var n int32
		argv, err := windows.CommandLineToArgv(&units[0], &n)
		noError(t, line, err)
		var want []string
		for _, argument := range unsafe.Slice((**uint16)(unsafe.Pointer(argv)), n) {
			want = append(want, windows.UTF16PtrToString(argument))
		}
		windows.LocalFree(windows.Handle(unsafe.Pointer(argv)))
		if got := splitCommandLine(line); !slices.Equal(got, want) {
			t.Errorf("%q gives %q, Windows %q", line, got, want)
		}
	}
}

func TestCPUTimes(t *testing.T) {
	p := processOf(startHelper(t, nil, "burn"))
	listed := must[platform.ProcessCPUTimes](t)(fromInfo(p, (*processInfo).cpuTimes))
	if used := listed.User + listed.System; used < .28 || used > 60 || !math.IsNaN(listed.ChildrenUser) || !math.IsNaN(listed.IOWait) {
		t.Errorf("%+v", listed)
	}
	threads, sum := must[[]platform.Thread](t)(p.Threads()), 0.0
	for _, thread := range threads {
		sum += thread.User + thread.System
	}
	if sum < .25 || !slices.IsSortedFunc(threads, func(a, b platform.Thread) int { return int(a.ID - b.ID) }) {
		t.Errorf("threads: %+v", threads)
	}
	equal(t, "number", must[int64](t)(p.NumThreads()), int64(len(threads)))
	times := must[platform.ProcessCPUTimes](t)(p.CPUTimes())
	lacksWine(t, "the CPU times of one process: it reports the caller's for any other")
	if times.User+times.System < .28 || times.User+times.System > 60 {
		t.Errorf("%+v", times)
	}
}

func TestMemoryMaps(t *testing.T) {
	cmd := startHelper(t, nil, "wait")
	p := processOf(cmd)
	maps := must[[]platform.MemoryMap](t)(p.MemoryMaps())
	executable := false
	for i, m := range maps {
		executable = executable || m.Path == cmd.Path && m.Perms == "r-xp" && m.RSS > 0
		if m.RSS < 0 || m.RSS > m.Size || m.Path == "" || m.Path[0] == '\\' && !strings.HasPrefix(m.Path, `\\`) || len(m.Perms) != 4 {
			t.Errorf("%+v", m)
		}
		if i > 0 && m.Addr == maps[i-1].Addr {
			t.Errorf("%s twice", m.Addr)
		}
	}
	if !executable {
		t.Errorf("%s is not mapped: %+v", cmd.Path, maps)
	}
}

func TestMemoryFootprint(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	footprint, err := p.MemoryFootprint()
	if platform.CodeOf(err) == platform.NotSupported {
		lacksWine(t, "the working set of another process")
	}
	noError(t, "MemoryFootprint", err)
	memory := must[platform.MemoryInfo](t)(p.MemoryInfo())
	if footprint.USS <= 0 || footprint.USS > memory.RSS+1<<20 || footprint.PSS != na || footprint.Swap != na {
		t.Errorf("%+v of %+v", footprint, memory)
	}
}

// These are 0 under Wine, which counts none of them.
func TestCounters(t *testing.T) {
	p := processOf(startHelper(t, nil, "burn"))
	io := must[platform.ProcessIOCounters](t)(p.IOCounters())
	switches := must[platform.CtxSwitches](t)(p.NumCtxSwitches())
	faults := must[platform.PageFaults](t)(p.PageFaults())
	handles := must[int64](t)(p.NumHandles())
	if min(io.ReadCount, io.WriteCount, io.OtherCount, io.ReadBytes, io.WriteBytes, io.OtherBytes, switches.Voluntary, faults.Minor, faults.Major, handles) < 0 {
		t.Errorf("%+v %+v %+v %d", io, switches, faults, handles)
	}
	equal(t, "not reported", []int64{io.ReadChars, io.WriteChars, switches.Involuntary, faults.ChildrenMinor, faults.ChildrenMajor}, []int64{na, na, na, na, na})
	lacksWine(t, "counters of I/O, context switches, page faults and handles")
	if io.WriteCount == 0 || io.WriteBytes == 0 || switches.Voluntary == 0 || faults.Minor == 0 || handles == 0 {
		t.Errorf("%+v %+v %+v %d", io, switches, faults, handles)
	}
}

func TestOpenFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file ä日.txt")
	p := processOf(startHelper(t, nil, "open", path))
	files := must[[]platform.OpenFile](t)(p.OpenFiles())
	files = slices.DeleteFunc(files, func(f platform.OpenFile) bool {
		return !strings.HasPrefix(f.Path, filepath.Dir(path)) || isWine && f.Path == path+".deleted" // Wine does not report that it is deleted
	})
	equal(t, "files", files, []platform.OpenFile{{Path: path, FD: na, Position: na, Flags: na}})
}

// psutil reports such a process in the same way, after as many attempts.
func TestUnreadableMemoryIsDenied(t *testing.T) {
	p := processOf(startHelper(t, nil, "unreadable"))
	_, err := p.Cwd()
	errorWithCode(t, "Cwd", err, platform.AccessDenied)
	_, err = p.Environ()
	errorWithCode(t, "Environ", err, platform.AccessDenied)
	if noCommandLineClass.Load() {
		_, err = p.Cmdline()
		errorWithCode(t, "Cmdline", err, platform.AccessDenied)
	}
	equal(t, "PPID", must[int64](t)(p.PPID()), int64(os.Getpid()))
}

func TestNice(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	equal(t, "priority class", must[int32](t)(p.Nice()), 32)
	for _, class := range []int32{64, 16384, 32768, 128, 32} {
		noError(t, "SetNice", p.SetNice(id, class))
		equal(t, "priority class", must[int32](t)(p.Nice()), class)
	}
	noError(t, "SetNice", p.SetNice(id, 256))
	if class := must[int32](t)(p.Nice()); class != 256 && class != 128 { // a user who may not have REALTIME gets HIGH
		t.Errorf("priority class %d", class)
	}
	for _, class := range []int32{0, 1, 8, 33, -1, 512, math.MinInt32} {
		errorWithCode(t, "SetNice", p.SetNice(id, class), platform.InvalidArgument)
	}
}

func TestIONice(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	for _, nice := range []platform.IONice{{Class: 4}, {Class: -1}, {Class: 1, Value: 1}} {
		errorWithCode(t, "SetIONice", p.SetIONice(id, nice), platform.InvalidArgument)
	}
	_, err := p.IONice()
	if platform.CodeOf(err) == platform.NotSupported {
		errorWithCode(t, "SetIONice", p.SetIONice(id, platform.IONice{Class: 1}), platform.NotSupported)
		lacksWine(t, "the I/O priority of a process")
	}
	noError(t, "IONice", err)
	for _, class := range []int32{0, 1, 2} {
		noError(t, "SetIONice", p.SetIONice(id, platform.IONice{Class: class}))
		equal(t, "I/O priority", must[platform.IONice](t)(p.IONice()), platform.IONice{Class: class})
	}
}

func TestCPUAffinity(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	all := must[[]int64](t)(p.CPUAffinity())
	for _, cpu := range all {
		noError(t, "SetCPUAffinity", p.SetCPUAffinity(id, []int64{cpu}))
		equal(t, "CPUAffinity", must[[]int64](t)(p.CPUAffinity()), []int64{cpu})
	}
	for _, cpus := range [][]int64{{-1}, {63}, {64}, {1 << 40}, {all[0], 63}} {
		if slices.Contains(all, cpus[0]) && len(cpus) == 1 {
			continue
		}
		errorWithCode(t, "SetCPUAffinity", p.SetCPUAffinity(id, cpus), platform.InvalidArgument)
	}
	noError(t, "SetCPUAffinity", p.SetCPUAffinity(id, nil))
	equal(t, "CPUAffinity", must[[]int64](t)(p.CPUAffinity()), all)
}

func TestSuspendAndResume(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	isStopped := func() bool { return must[platform.Status](t)(p.Status()) == platform.StatusStopped }
	for range 3 {
		noError(t, "Suspend", p.Suspend(id))
		eventually(t, "stopped", isStopped)
		noError(t, "Resume", p.Resume(id))
		eventually(t, "running", func() bool { return !isStopped() })
	}
	noError(t, "Suspend", p.Suspend(id))
	noError(t, "Signal", p.Signal(id, sigterm)) // a stopped process ends, too
}

// exitOf waits for the exit of a watched process and returns its status.
func exitOf(t *testing.T, watch platform.ExitWatch) (status platform.ExitStatus) {
	t.Helper()
	handle := windows.Handle(watch.WaitHandle())
	event, err := windows.WaitForSingleObject(handle, 10000)
	if event != windows.WAIT_OBJECT_0 {
		t.Fatalf("event %d, %v", event, err)
	}
	exited, status, err := watch.Poll(true)
	noError(t, "Poll", err)
	equal(t, "exited", exited, true)
	return status
}

func watchOf(t *testing.T, p *process, id platform.Identity) platform.ExitWatch {
	t.Helper()
	watch, err := p.WatchExit(id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(watch.Close)
	return watch
}

func TestWatchExit(t *testing.T) {
	for _, code := range []int{0, 1, 42, 259, -1, math.MinInt32} { // 259 is STILL_ACTIVE
		cmd := startHelper(t, nil, "exit-at-end", strconv.Itoa(code))
		p := processOf(cmd)
		id := identity(t, p)
		watch := watchOf(t, p, id)
		exited, _, err := watch.Poll(true)
		noError(t, "Poll", err)
		equal(t, "exited", exited, false)
		cmd.stdin.Close()
		want := platform.ExitStatus{Known: true, Code: int32(code), IsChild: true}
		equal(t, "status", exitOf(t, watch), want)
		// The process object exists as long as cmd has it open, also for a watch that begins after the exit.
		equal(t, "status", exitOf(t, watchOf(t, p, id)), want)
		errorWithCode(t, "Identity", func() error { _, err := p.Identity(id); return err }(), platform.NoSuchProcess)
		exited, status, err := watchOf(t, p, platform.Identity{PID: id.PID, Start: id.Start + 1}).Poll(true)
		noError(t, "Poll", err)
		equal(t, "another process's exit", []any{exited, status.Known}, []any{true, false})
	}
}

// The exit code of any process is known.
func TestWatchExitOfGrandchild(t *testing.T) {
	cmd := startHelper(t, nil, "parent", "7")
	pid, err := strconv.ParseInt(cmd.said[0], 10, 64)
	noError(t, "PID", err)
	p := liveSystem.Process(pid).(*process)
	equal(t, "PPID", must[int64](t)(p.PPID()), int64(cmd.Process.Pid))
	watch := watchOf(t, p, identity(t, p))
	cmd.stdin.Close()
	equal(t, "status", exitOf(t, watch), platform.ExitStatus{Known: true, Code: 7})
}

func TestSignal(t *testing.T) {
	for _, signal := range []int{sigterm, sigkill} {
		p := processOf(startHelper(t, nil, "wait"))
		id := identity(t, p)
		for _, other := range []int{2, 3, 16, -1, 1 << 20} {
			errorWithCode(t, "Signal", p.Signal(id, other), platform.InvalidArgument)
		}
		watch := watchOf(t, p, id)
		noError(t, "Signal", p.Signal(id, signal))
		equal(t, "status", exitOf(t, watch), platform.ExitStatus{Known: true, Code: 15, IsChild: true})
		errorWithCode(t, "Signal to an exited process", p.Signal(id, signal), platform.NoSuchProcess)
	}
}

func TestConsoleEvents(t *testing.T) {
	p := processOf(startHelper(t, func(cmd *exec.Cmd) {
		cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
	}, "break"))
	id := identity(t, p)
	lacksWine(t, "a console without a terminal, and Ctrl-Break for one process group")
	watch := watchOf(t, p, id)
	noError(t, "CTRL_C_EVENT", p.Signal(id, ctrlCEvent)) // which a new process group ignores
	noError(t, "CTRL_BREAK_EVENT", p.Signal(id, ctrlBreakEvent))
	equal(t, "status", exitOf(t, watch), platform.ExitStatus{Known: true, Code: 3, IsChild: true})
	errorWithCode(t, "to an exited process", p.Signal(id, ctrlBreakEvent), platform.NoSuchProcess)
}

// Another process keeps the object of an exited one: its counters are there, but the process is not.
func TestExitedProcess(t *testing.T) {
	cmd := startHelper(t, nil, "exit", "0")
	p := processOf(cmd)
	h, err := openProcess(p.pid, limited)
	noError(t, "openProcess", err)
	defer h.close()
	eventually(t, "exit", h.hasExited)
	for name, get := range getters(p) {
		errorWithCode(t, name, get(), platform.NoSuchProcess)
	}
	for name, set := range setters(p, platform.Identity{PID: p.pid, Start: na}) {
		errorWithCode(t, name, set(), platform.NoSuchProcess)
	}
	equal(t, "exists", must[bool](t)(liveSystem.PIDExists(p.pid)), false)
	if pids := must[[]int64](t)(liveSystem.PIDs()); slices.Contains(pids, p.pid) {
		t.Errorf("%d is in %v", p.pid, pids)
	}
}

// A process that started at another time is not the one that was meant.
func TestReusedPID(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	id.Start--
	for name, set := range setters(p, id) {
		errorWithCode(t, name, set(), platform.NoSuchProcess)
	}
	equal(t, "status", must[platform.Status](t)(p.Status()), platform.StatusRunning)
	equal(t, "priority class", must[int32](t)(p.Nice()), 32)
}

func TestCaching(t *testing.T) {
	p := processOf(startHelper(t, nil, "wait"))
	id := identity(t, p)
	p.SetCaching(true)
	equal(t, "priority class", must[int32](t)(p.Nice()), 32)
	noError(t, "SetNice", p.SetNice(id, 64))
	equal(t, "cached priority class", must[int32](t)(p.Nice()), 32)
	noError(t, "Status", func() error { _, err := p.Status(); return err }())
	watch := watchOf(t, p, id)
	noError(t, "Signal", p.Signal(id, sigkill))
	exitOf(t, watch)
	if threads := must[int64](t)(p.NumThreads()); threads < 1 {
		t.Errorf("%d threads are cached", threads)
	}
	errorWithCode(t, "identity", func() error { _, err := p.Identity(id); return err }(), platform.NoSuchProcess)
	p.SetCaching(false)
	errorWithCode(t, "without the cache", func() error { _, err := p.NumThreads(); return err }(), platform.NoSuchProcess)
}

// getters are the methods that read an attribute.
func getters(p platform.Process) map[string]func() error {
	return map[string]func() error{
		"Identity":        func() error { _, err := p.Identity(platform.Identity{}); return err },
		"PPID":            func() error { _, err := p.PPID(); return err },
		"Name":            func() error { _, err := p.Name(); return err },
		"Exe":             func() error { _, err := p.Exe(); return err },
		"Cmdline":         func() error { _, err := p.Cmdline(); return err },
		"Environ":         func() error { _, err := p.Environ(); return err },
		"Cwd":             func() error { _, err := p.Cwd(); return err },
		"UserName":        func() error { _, err := p.UserName(); return err },
		"Status":          func() error { _, err := p.Status(); return err },
		"CPUTimes":        func() error { _, err := p.CPUTimes(); return err },
		"Nice":            func() error { _, err := p.Nice(); return err },
		"IONice":          func() error { _, err := p.IONice(); return err },
		"CPUAffinity":     func() error { _, err := p.CPUAffinity(); return err },
		"MemoryInfo":      func() error { _, err := p.MemoryInfo(); return err },
		"MemoryInfoEx":    func() error { _, err := p.MemoryInfoEx(); return err },
		"MemoryFootprint": func() error { _, err := p.MemoryFootprint(); return err },
		"MemoryMaps":      func() error { _, err := p.MemoryMaps(); return err },
		"PageFaults":      func() error { _, err := p.PageFaults(); return err },
		"IOCounters":      func() error { _, err := p.IOCounters(); return err },
		"NumCtxSwitches":  func() error { _, err := p.NumCtxSwitches(); return err },
		"NumHandles":      func() error { _, err := p.NumHandles(); return err },
		"NumThreads":      func() error { _, err := p.NumThreads(); return err },
		"Threads":         func() error { _, err := p.Threads(); return err },
		"OpenFiles":       func() error { _, err := p.OpenFiles(); return err },
	}
}

func setters(p platform.Process, id platform.Identity) map[string]func() error {
	return map[string]func() error{
		"SetNice":          func() error { return p.SetNice(id, 64) },
		"SetIONice":        func() error { return p.SetIONice(id, platform.IONice{Class: 1}) },
		"SetCPUAffinity":   func() error { return p.SetCPUAffinity(id, nil) },
		"Suspend":          func() error { return p.Suspend(id) },
		"Resume":           func() error { return p.Resume(id) },
		"SIGTERM":          func() error { return p.Signal(id, sigterm) },
		"CTRL_BREAK_EVENT": func() error { return p.Signal(id, ctrlBreakEvent) },
	}
}
