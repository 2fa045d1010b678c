//go:build linux

package linux

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

// The first thread, whose name and user are those of the process, belongs to TestMain: tests that change theirs run on
// others.
func init() { runtime.LockOSThread() }

// The test binary is its own helper: a child that does what HELPER says.
func TestMain(m *testing.M) {
	args := os.Args[1:]
	switch os.Getenv("HELPER") {
	case "":
		os.Exit(m.Run())
	case "name": // under the name of the first argument
		name := append([]byte(args[0]), 0)
		unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name[0])), 0, 0, 0)
	case "burn":
		// 300 ms of CPU time, however long that takes on a busy machine.
		for used := (unix.Rusage{}); used.Utime.Nano()+used.Stime.Nano() < 300e6; {
			unix.Getrusage(unix.RUSAGE_SELF, &used)
		}
	case "exit":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	case "parent": // of a child that ends at once and is left a zombie; says its PID
		child, err := syscall.ForkExec("/bin/true", []string{"true"}, nil)
		if err != nil {
			os.Exit(1)
		}
		fmt.Println(child)
	}
	fmt.Println("ready")
	io.Copy(io.Discard, os.Stdin) // until the test lets go
	os.Exit(0)
}

// helper starts the test binary as a helper, and waits until it is ready unless it just exits. What it says before is
// the second result.
func helper(t *testing.T, what string, args ...string) (*exec.Cmd, []string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Args[0] = "helper"
	cmd.Env = append(os.Environ(), "HELPER="+what)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		said = append(said, lines.Text())
	}
	return cmd, said
}

var live = New(Options{}).(*system)

func identity(t *testing.T, p platform.Process) platform.Identity {
	t.Helper()
	id, err := p.Identity(platform.Identity{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for start := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatalf("%s: not within 10 seconds", what)
		}
	}
}

func isZombie(p platform.Process) bool {
	status, err := p.Status()
	return err == nil && status == platform.StatusZombie
}

// tree makes a procfs of some files.
func tree(t *testing.T, files map[string]string) *system {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return New(Options{Proc: dir, Sys: dir}).(*system)
}

func fixtureFile(f *testing.F, name string) []byte {
	b, err := os.ReadFile("testdata/6.18-x86_64/" + name)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

func TestSelf(t *testing.T) {
	pid := int64(os.Getpid())
	p := live.Process(pid)
	id := identity(t, p)
	same(t, "identity", identity(t, p), id)
	ppid, err := p.PPID()
	no(t, "PPID", err)
	same(t, "PPID", ppid, int64(os.Getppid()))
	exe, err := p.Exe()
	no(t, "Exe", err)
	want, _ := os.Executable()
	same(t, "Exe", exe, want)
	cmdline, err := p.Cmdline()
	no(t, "Cmdline", err)
	same(t, "Cmdline", cmdline, os.Args)
	uids, err := p.UIDs()
	no(t, "UIDs", err)
	same(t, "UIDs", uids.Real, int64(os.Getuid()))
	created, err := p.StartTime(id)
	no(t, "StartTime", err)
	if age := float64(time.Now().UnixNano())/1e9 - created; age < -1.5 || age > 3600 {
		t.Errorf("started %v seconds ago", age)
	}
	memory, err := p.MemoryInfo()
	no(t, "MemoryInfo", err)
	if memory.RSS < 1<<20 || memory.VMS < memory.RSS {
		t.Errorf("memory: %+v", memory)
	}
	threads, err := p.NumThreads()
	no(t, "NumThreads", err)
	if threads < 1 {
		t.Errorf("%d threads", threads)
	}
	no(t, "Signal 0", p.Signal(id, 0))
	pids, err := live.PIDs()
	no(t, "PIDs", err)
	if !slices.Contains(pids, pid) || !slices.IsSorted(pids) {
		t.Errorf("PIDs: %v", pids)
	}
}

func TestSystem(t *testing.T) {
	n, err := live.CPUCount(true)
	no(t, "CPUCount", err)
	if n < 1 {
		t.Errorf("%d CPUs", n)
	}
	perCPU, err := live.CPUTimesPerCPU()
	no(t, "CPUTimesPerCPU", err)
	same(t, "CPUs", int64(len(perCPU)), n)
	total, err := live.CPUTimes()
	no(t, "CPUTimes", err)
	var sum float64
	for _, c := range perCPU {
		sum += c.User
	}
	if math.Abs(sum-total.User) > 1+total.User/100 {
		t.Errorf("user time %v, of all CPUs %v", total.User, sum)
	}
	memory, err := live.VirtualMemory()
	no(t, "VirtualMemory", err)
	if memory.Total <= 0 || memory.Used+memory.Available != memory.Total {
		t.Errorf("memory: %+v", memory)
	}
	_, err = live.LoadAverage()
	no(t, "LoadAverage", err)
	boot, err := live.BootTime()
	no(t, "BootTime", err)
	if boot < 1e9 || boot > float64(time.Now().Unix()) {
		t.Errorf("booted at %v", boot)
	}
	name, err := live.UserName(0)
	no(t, "UserName", err)
	same(t, "UserName", name, "root")
}

func TestNames(t *testing.T) {
	for _, name := range []string{
		"a b", "a) S 1 (b", "a\nb", "\xff\xfe", "(((", ")))", "exactly15 bytes", "longer than 15 bytes",
	} {
		cmd, _ := helper(t, "name", name)
		p := live.Process(int64(cmd.Process.Pid))
		got, err := p.Name()
		no(t, name, err)
		same(t, "name", got, name[:min(len(name), 15)])
		uids, err := p.UIDs()
		no(t, name, err)
		same(t, "uids behind such a name", uids.Real, int64(os.Getuid()))
		same(t, "identity behind such a name", identity(t, p).PID, int64(cmd.Process.Pid))
	}
}

func TestBurn(t *testing.T) {
	cmd, _ := helper(t, "burn")
	times, err := live.Process(int64(cmd.Process.Pid)).CPUTimes()
	no(t, "CPUTimes", err)
	if used := times.User + times.System; used < .2 || used > 5 {
		t.Errorf("300 ms of work took %v seconds", used)
	}
}

func TestLongCmdline(t *testing.T) {
	// What fits is a quarter of the stack that the limit allows, and a bit less than 2 MB if it is the usual one.
	var stack unix.Rlimit
	no(t, "getrlimit", unix.Getrlimit(unix.RLIMIT_STACK, &stack))
	pieces := 16
	if larger := (unix.Rlimit{Cur: 64 << 20, Max: stack.Max}); unix.Setrlimit(unix.RLIMIT_STACK, &larger) == nil {
		t.Cleanup(func() { no(t, "setrlimit", unix.Setrlimit(unix.RLIMIT_STACK, &stack)) })
		pieces = 24
	}
	args := []string{"helper"}
	for range pieces {
		args = append(args, strings.Repeat("x", 100<<10))
	}
	cmd, _ := helper(t, "wait", args[1:]...)
	cmdline, err := live.Process(int64(cmd.Process.Pid)).Cmdline()
	no(t, "Cmdline", err)
	if !slices.Equal(cmdline, args) {
		t.Errorf("%d arguments, want %d", len(cmdline), len(args))
	}
}

func TestDeletedExe(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name  string
		leave string // a file that exists although its name looks deleted
		want  string
	}{
		{name: "sleep", want: "sleep"},
		{name: "odd (deleted)", want: "odd (deleted)"},
		{name: "back", leave: "back (deleted)", want: "back (deleted)"},
	} {
		path := filepath.Join(dir, c.name)
		b, err := os.ReadFile("/bin/sleep")
		no(t, "sleep", err)
		no(t, "copy", os.WriteFile(path, b, 0o755))
		cmd := exec.Command(path, "100")
		no(t, "start", cmd.Start())
		if c.name != "odd (deleted)" {
			no(t, "remove", os.Remove(path))
		}
		if c.leave != "" {
			no(t, "leave", os.WriteFile(filepath.Join(dir, c.leave), nil, 0o644))
		}
		exe, err := live.Process(int64(cmd.Process.Pid)).Exe()
		no(t, "Exe", err)
		same(t, "Exe", exe, filepath.Join(dir, c.want))
		cmd.Process.Kill()
		cmd.Wait()
	}
}

func TestKernelThread(t *testing.T) {
	p := live.Process(2)
	if name, err := p.Name(); err != nil || name != "kthreadd" {
		t.Skip("no kernel threads to be seen from here")
	}
	exe, err := p.Exe()
	no(t, "Exe", err)
	same(t, "Exe", exe, "")
	cmdline, err := p.Cmdline()
	no(t, "Cmdline", err)
	same(t, "Cmdline", len(cmdline), 0)
}

func TestThread(t *testing.T) {
	tid := make(chan int)
	done := make(chan bool)
	defer close(done)
	go func() {
		runtime.LockOSThread()
		tid <- unix.Gettid()
		<-done
	}()
	id := int64(<-tid)
	// With a pidfd, and without one as on old kernels.
	withoutPidfd := &system{proc: "/proc", sys: "/sys", foreign: true}
	for _, s := range []*system{live, withoutPidfd} {
		exists, err := s.PIDExists(id)
		no(t, "PIDExists", err)
		same(t, "PIDExists", exists, false)
		p := s.Process(id)
		of, err := p.Identity(platform.Identity{})
		no(t, "Identity", err)
		name, err := p.Name()
		no(t, "Name", err)
		same(t, "Name", name != "", true)
		if !s.foreign {
			no(t, "Signal", p.Signal(of, 0))
			of.Start++
			wantCode(t, "Signal", p.Signal(of, 0), platform.NoSuchProcess)
		}
		exists, err = s.PIDExists(int64(os.Getpid()))
		no(t, "PIDExists", err)
		same(t, "PIDExists", exists, true)
	}
}

func TestNobody(t *testing.T) {
	for _, pid := range []int64{0, -1, math.MinInt64, math.MaxInt64, 1 << 31, 1<<32 + int64(os.Getpid()), 1<<31 - 1} {
		exists, err := live.PIDExists(pid)
		no(t, "PIDExists", err)
		same(t, "PIDExists", exists, false)
		p := live.Process(pid)
		_, err = p.Identity(platform.Identity{})
		wantCode(t, "Identity", err, platform.NoSuchProcess)
		_, err = p.Name()
		wantCode(t, "Name", err, platform.NoSuchProcess)
		_, err = p.Exe()
		wantCode(t, "Exe", err, platform.NoSuchProcess)
		_, err = p.UIDs()
		wantCode(t, "UIDs", err, platform.NoSuchProcess)
		wantCode(t, "Signal", p.Signal(platform.Identity{PID: pid, Start: na}, 0), platform.NoSuchProcess)
		w, err := p.WatchExit(platform.Identity{PID: pid, Start: na})
		no(t, "WatchExit", err)
		ended, status, err := w.Poll(true)
		no(t, "Poll", err)
		same(t, "Poll", ended && !status.Known, true)
		w.Close()
	}
}

func TestZombie(t *testing.T) {
	cmd := exec.Command("/bin/true")
	no(t, "start", cmd.Start())
	defer cmd.Wait()
	pid := int64(cmd.Process.Pid)
	p := live.Process(pid)
	eventually(t, "a zombie", func() bool { return isZombie(p) })
	name, err := p.Name()
	no(t, "Name", err)
	same(t, "Name", name, "true")
	ppid, err := p.PPID()
	no(t, "PPID", err)
	same(t, "PPID", ppid, int64(os.Getpid()))
	_, err = p.UIDs()
	no(t, "UIDs", err)
	_, err = p.CPUTimes()
	no(t, "CPUTimes", err)
	_, err = p.NumThreads()
	no(t, "NumThreads", err)
	memory, err := p.MemoryInfo()
	no(t, "MemoryInfo", err)
	same(t, "MemoryInfo", memory, platform.MemoryInfo{})
	id := identity(t, p)
	_, err = p.StartTime(id)
	no(t, "StartTime", err)
	no(t, "Signal", p.Signal(id, 15))
	exists, err := live.PIDExists(pid)
	no(t, "PIDExists", err)
	same(t, "PIDExists", exists, true)
	for what, call := range map[string]func() error{
		"Exe":     func() error { _, err := p.Exe(); return err },
		"Cmdline": func() error { _, err := p.Cmdline(); return err },
	} {
		err := call()
		wantCode(t, what, err, platform.ZombieProcess)
		var e *platform.Error
		if errors.As(err, &e) {
			same(t, what+"'s parent", e.PPID, int64(os.Getpid()))
		}
	}
}

func TestGone(t *testing.T) {
	cmd := exec.Command("/bin/true")
	no(t, "start", cmd.Start())
	p := live.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	cmd.Wait()
	for what, call := range map[string]func() error{
		"Identity":   func() error { _, err := p.Identity(platform.Identity{}); return err },
		"PPID":       func() error { _, err := p.PPID(); return err },
		"Name":       func() error { _, err := p.Name(); return err },
		"Exe":        func() error { _, err := p.Exe(); return err },
		"Cmdline":    func() error { _, err := p.Cmdline(); return err },
		"Status":     func() error { _, err := p.Status(); return err },
		"UIDs":       func() error { _, err := p.UIDs(); return err },
		"CPUTimes":   func() error { _, err := p.CPUTimes(); return err },
		"MemoryInfo": func() error { _, err := p.MemoryInfo(); return err },
		"NumThreads": func() error { _, err := p.NumThreads(); return err },
		"Signal":     func() error { return p.Signal(id, 0) },
	} {
		wantCode(t, what, call(), platform.NoSuchProcess)
	}
}

// lookers are the ways to watch: by pidfd, and as before Linux 5.3.
var lookers = map[string]func(p *process, id platform.Identity) platform.ExitWatch{
	"pidfd": func(p *process, id platform.Identity) platform.ExitWatch {
		w, err := p.WatchExit(id)
		if err != nil {
			panic(err)
		}
		return w
	},
	"no pidfd": func(p *process, id platform.Identity) platform.ExitWatch {
		return &watch{p, id, noPidfd}
	},
}

func TestWatchOwnChild(t *testing.T) {
	for how, begin := range lookers {
		for _, c := range []struct {
			code   string
			signal syscall.Signal
			want   int32
		}{{"0", 0, 0}, {"3", 0, 3}, {"255", 0, 255}, {"", syscall.SIGKILL, -9}, {"", syscall.SIGTERM, -15}} {
			var cmd *exec.Cmd
			if c.signal != 0 {
				cmd, _ = helper(t, "wait")
			} else {
				cmd, _ = helper(t, "exit", c.code)
			}
			p := live.Process(int64(cmd.Process.Pid)).(*process)
			w := begin(p, identity(t, p))
			if c.signal != 0 {
				ended, _, err := w.Poll(true)
				no(t, how, err)
				same(t, how+": ended before its time", ended, false)
				no(t, how, cmd.Process.Signal(c.signal))
			}
			if w.WaitHandle() >= 0 {
				fds := []unix.PollFd{{Fd: int32(w.WaitHandle()), Events: unix.POLLIN}}
				no(t, "poll", retry(func() error { _, err := unix.Poll(fds, 10000); return err }))
				same(t, "ready", fds[0].Revents&unix.POLLIN != 0, true)
			}
			for _, reap := range []bool{false, true} {
				eventually(t, how, func() bool {
					ended, status, err := w.Poll(reap)
					no(t, how, err)
					if ended {
						same(t, how, status, platform.ExitStatus{Known: true, Code: c.want})
					}
					return ended
				})
				same(t, how+": still a zombie", isZombie(p), !reap)
			}
			ended, status, err := w.Poll(true)
			no(t, how, err)
			same(t, how+": after that", ended && !status.Known, true)
			w.Close()
			cmd.Process.Release() // the pidfd that package os would keep until a collection, since it is not the one to reap
		}
	}
}

func TestWatchOthersChild(t *testing.T) {
	for how, begin := range lookers {
		parent, said := helper(t, "parent")
		pid, err := strconv.ParseInt(said[0], 10, 64)
		no(t, "PID", err)
		p := live.Process(pid).(*process)
		eventually(t, "a zombie", func() bool { return isZombie(p) })
		w := begin(p, identity(t, p))
		ended, status, err := w.Poll(true)
		no(t, how, err)
		same(t, how+": a zombie has ended", ended && !status.Known, true)
		same(t, how+": and is not ours to reap", isZombie(p), true)
		w.Close()

		p = live.Process(1).(*process)
		w = begin(p, identity(t, p))
		ended, _, err = w.Poll(true)
		no(t, how, err)
		same(t, how+": init goes on", ended, false)
		w.Close()
		parent.Process.Kill()
	}
}

func TestSignal(t *testing.T) {
	cmd, _ := helper(t, "wait")
	p := live.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	for _, signal := range []int{-1, 65, 129, 9999, math.MaxInt, math.MinInt} {
		wantCode(t, fmt.Sprint(signal), p.Signal(id, signal), platform.InvalidArgument)
	}
	other := id
	if id.Inode != 0 {
		other.Inode++
		wantCode(t, "another inode", p.Signal(other, 9), platform.NoSuchProcess)
	}
	other = platform.Identity{PID: id.PID, Start: id.Start - 1}
	wantCode(t, "another start", p.Signal(other, 9), platform.NoSuchProcess)
	w, err := p.WatchExit(other)
	no(t, "WatchExit", err)
	ended, status, err := w.Poll(true)
	no(t, "Poll", err)
	same(t, "a watch of somebody before", ended && !status.Known, true)
	w.Close()
	no(t, "alive", p.Signal(id, 0))
	no(t, "unknown is not another", p.Signal(platform.Identity{PID: id.PID, Start: na}, 0))
	no(t, "kill", p.Signal(id, 9))
	eventually(t, "dead", func() bool { return isZombie(p) })
}

// becomeNobody takes all rights from the calling thread, and only from it.
func becomeNobody(t *testing.T) {
	t.Helper()
	for _, call := range [][4]uintptr{
		{unix.SYS_SETGROUPS, 0, 0, 0},
		{unix.SYS_SETRESGID, 65534, 65534, 65534},
		{unix.SYS_SETRESUID, 65534, 65534, 65534},
	} {
		if _, _, errno := unix.RawSyscall(call[0], call[1], call[2], call[3]); errno != 0 {
			t.Error(errno)
		}
	}
}

func TestAccessDenied(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to be somebody else")
	}
	pid := int64(os.Getpid())
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		becomeNobody(t)
		p := live.Process(1)
		_, err := p.Exe()
		wantCode(t, "Exe", err, platform.AccessDenied)
		if name, err := live.Process(2).Name(); err == nil && name == "kthreadd" {
			exe, err := live.Process(2).Exe()
			no(t, "a kernel thread's Exe", err)
			same(t, "a kernel thread's Exe", exe, "")
		}
		id := identity(t, p)
		if id.Start == na {
			t.Error("the start of process 1 is not to be read")
		}
		wantCode(t, "Signal", p.Signal(id, 0), platform.AccessDenied)
		for _, known := range []int64{1, pid} {
			exists, err := live.PIDExists(known)
			no(t, "PIDExists", err)
			same(t, "PIDExists", exists, true)
		}
	}()
	<-done
}

// A procfs that hides the processes of others, seen by one thread only: what is asked on a thread is opened there.
func TestHiddenProcesses(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to mount and to be somebody else")
	}
	for _, option := range []string{"hidepid=1", "hidepid=2"} {
		done := make(chan bool)
		go func() {
			defer close(done)
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
				t.Log("no mount namespace: ", err)
				return
			}
			no(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
			if err := unix.Mount("proc", "/proc", "proc", 0, option); err != nil {
				t.Log("no mount: ", err)
				return
			}
			becomeNobody(t)
			withoutPidfd := &system{proc: "/proc", sys: "/sys", foreign: true}
			for _, s := range []*system{live, withoutPidfd} {
				exists, err := s.PIDExists(1)
				no(t, "PIDExists", err)
				// Without any help by the kernel, what is hidden well does not exist.
				same(t, option+": PIDExists", exists, s == live || option == "hidepid=1")
			}
			p := live.Process(1)
			known := identity(t, p)
			same(t, option+": the start", known.Start, na)
			if known.Inode != 0 { // which says that it is the same, though its start cannot be read any more
				known.Start = 42
				now, err := p.Identity(known)
				no(t, "Identity", err)
				same(t, option+": what was known", now, known)
				known.Inode++
				now, err = p.Identity(known)
				no(t, "Identity", err)
				same(t, option+": the start, of another", now.Start, na)
			}
			for what, call := range map[string]func() error{
				"Name":    func() error { _, err := p.Name(); return err },
				"Exe":     func() error { _, err := p.Exe(); return err },
				"Cmdline": func() error { _, err := p.Cmdline(); return err },
				"UIDs":    func() error { _, err := p.UIDs(); return err },
				"Start":   func() error { _, err := p.StartTime(identity(t, p)); return err },
			} {
				wantCode(t, option+": "+what, call(), platform.AccessDenied)
			}
			for what, call := range getters(p) {
				switch what {
				case "Nice", "IONice", "CPUAffinity", "NumHandles": // not from procfs
				default:
					wantCode(t, option+": "+what, call(), platform.AccessDenied)
				}
			}
		}()
		<-done
	}
}

// No call may leave a descriptor open.
func TestDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		no(t, "fd", err)
		return len(entries)
	}
	cmd, _ := helper(t, "wait")
	before := open()
	for _, pid := range []int64{int64(os.Getpid()), int64(cmd.Process.Pid), 1, 2, 0, 1<<31 - 1} {
		live.PIDs()
		live.PIDExists(pid)
		live.CPUCount(true)
		live.CPUCount(false)
		live.CPUTimes()
		live.CPUTimesPerCPU()
		live.LoadAverage()
		live.VirtualMemory()
		live.BootTime()
		live.UserName(0)
		p := live.Process(pid)
		id, _ := p.Identity(platform.Identity{})
		p.PPID()
		p.Name()
		p.Exe()
		p.Cmdline()
		p.Status()
		p.UIDs()
		p.CPUTimes()
		p.MemoryInfo()
		p.NumThreads()
		p.StartTime(id)
		p.Signal(id, 0)
		p.Signal(platform.Identity{PID: pid, Start: 1, Inode: 1}, 0)
		if w, err := p.WatchExit(id); err == nil {
			w.Poll(false)
			w.Close()
			w.Close()
		}
	}
	same(t, "open descriptors", open(), before)
}

func BenchmarkIdentity(b *testing.B) {
	benchmark(b, func(p platform.Process) { p.Identity(platform.Identity{}) })
}
func BenchmarkName(b *testing.B)      { benchmark(b, func(p platform.Process) { p.Name() }) }
func BenchmarkCmdline(b *testing.B)   { benchmark(b, func(p platform.Process) { p.Cmdline() }) }
func BenchmarkUIDs(b *testing.B)      { benchmark(b, func(p platform.Process) { p.UIDs() }) }
func BenchmarkCPUTimes(b *testing.B)  { benchmark(b, func(p platform.Process) { p.CPUTimes() }) }
func BenchmarkExe(b *testing.B)       { benchmark(b, func(p platform.Process) { p.Exe() }) }
func BenchmarkPIDExists(b *testing.B) { benchmark(b, func(platform.Process) { live.PIDExists(1) }) }
func BenchmarkPIDs(b *testing.B)      { benchmark(b, func(platform.Process) { live.PIDs() }) }
func BenchmarkMemory(b *testing.B)    { benchmark(b, func(platform.Process) { live.VirtualMemory() }) }
func BenchmarkTimes(b *testing.B)     { benchmark(b, func(platform.Process) { live.CPUTimes() }) }

func benchmark(b *testing.B, call func(platform.Process)) {
	p := live.Process(int64(os.Getpid()))
	b.ReportAllocs()
	for b.Loop() {
		call(p)
	}
}
