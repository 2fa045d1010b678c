//go:build linux

package linux

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

// sleeper starts a child that sleeps, with the environment and in the folder given.
func sleeper(t *testing.T, dir string, environ ...string) (*process, platform.Identity) {
	t.Helper()
	cmd := exec.Command("/bin/sleep", "1000")
	cmd.Dir, cmd.Env = dir, append([]string{}, environ...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	p := live.Process(int64(cmd.Process.Pid)).(*process)
	return p, identity(t, p)
}

// TestMemoryOfStatusLive holds what status says of a process that sleeps against statm.
func TestMemoryOfStatusLive(t *testing.T) {
	p, _ := sleeper(t, "/")
	near := func(a, b int64) bool { return max(a, b)-min(a, b) <= 1<<20 }
	for range 100 { // it may still be starting
		s, err := p.status()
		no(t, "status", err)
		m, ok := s.memory()
		if !ok {
			t.Skip("this kernel's status does not say all of it")
		}
		b, err := p.statm(new([256]byte))
		no(t, "statm", err)
		want, err := parseStatmEx(b, int64(unix.Getpagesize()))
		no(t, "statm", err)
		// What is resident may be off by what each CPU has not added yet.
		if m.VMS == want.VMS && m.Text == want.Text && m.Data == want.Data && near(m.RSS, want.RSS) && near(m.Shared, want.Shared) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("status and statm never said the same")
}

func TestOwnAttributes(t *testing.T) {
	p := live.Process(int64(os.Getpid()))
	cwd, err := p.Cwd()
	no(t, "Cwd", err)
	want, _ := os.Getwd()
	same(t, "Cwd", cwd, want)
	gids, err := p.GIDs()
	no(t, "GIDs", err)
	same(t, "GIDs", gids, platform.IDs{Real: int64(os.Getgid()), Effective: int64(os.Getegid()), Saved: int64(os.Getegid())})
	cpu, err := p.CPUNum()
	no(t, "CPUNum", err)
	cpus, err := p.CPUAffinity()
	no(t, "CPUAffinity", err)
	if cpu < 0 || len(cpus) == 0 || !slices.IsSorted(cpus) {
		t.Errorf("runs on CPU %d of %v", cpu, cpus)
	}
	faults, err := p.PageFaults()
	no(t, "PageFaults", err)
	switches, err := p.NumCtxSwitches()
	no(t, "NumCtxSwitches", err)
	if faults.Minor <= 0 || faults.Major < 0 || switches.Voluntary+switches.Involuntary < 0 {
		t.Errorf("%+v, %+v", faults, switches)
	}
	info, err := p.MemoryInfoEx()
	no(t, "MemoryInfoEx", err)
	if info.RSS < 1<<20 || info.VMS < info.RSS || info.Shared < 0 || info.PeakVMS != na && info.PeakVMS < info.RSS {
		t.Errorf("memory: %+v", info)
	}
	threads, err := p.Threads()
	no(t, "Threads", err)
	same(t, "the first thread", threads[0].ID, int64(os.Getpid()))
	n, err := p.NumThreads()
	no(t, "NumThreads", err)
	if d := n - int64(len(threads)); d < -5 || d > 5 {
		t.Errorf("%d threads of %d", len(threads), n)
	}
	limits, err := p.RLimit(7)
	no(t, "RLimit", err)
	var kernel unix.Rlimit
	no(t, "getrlimit", unix.Getrlimit(unix.RLIMIT_NOFILE, &kernel))
	same(t, "RLimit", limits, platform.RLimit{Soft: int64(kernel.Cur), Hard: int64(kernel.Max)})

	if io, err := p.IOCounters(); !isCode(err, platform.NotSupported) {
		no(t, "IOCounters", err)
		b := make([]byte, 100000)
		no(t, "write", os.WriteFile("/dev/null", b, 0o666))
		after, err := p.IOCounters()
		no(t, "IOCounters", err)
		if after.WriteChars < io.WriteChars+100000 || after.WriteCount <= io.WriteCount {
			t.Errorf("100 kB written: %+v, then %+v", io, after)
		}
	}
	footprint, err := p.MemoryFootprint()
	no(t, "MemoryFootprint", err)
	maps, err := p.MemoryMaps()
	no(t, "MemoryMaps", err)
	var pss int64
	for _, m := range maps {
		pss += m.PSS
	}
	if d := pss - footprint.PSS; d < -16<<20 || d > 16<<20 || footprint.USS <= 0 {
		t.Errorf("PSS %d, of all maps %d, USS %d", footprint.PSS, pss, footprint.USS)
	}
}

func TestEnvironAndCwd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a \n\xff")
	no(t, "mkdir", os.Mkdir(dir, 0o755))
	big := "BIG=" + strings.Repeat("x", 120000)
	environ := []string{"A=1", "B=", "C=\xff\n", "D=b=c"}
	for i := range 17 {
		environ = append(environ, fmt.Sprint("N", i, big)) // 2 MB
	}
	p, _ := sleeper(t, dir, environ...)
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
	no(t, "Cwd", err)
	same(t, "Cwd", cwd, dir)
	no(t, "rmdir", os.Remove(dir))
	cwd, err = p.Cwd()
	no(t, "Cwd", err)
	same(t, "a folder that is gone", cwd, dir)

	bare, _ := sleeper(t, "")
	eventually(t, "no environment", func() bool { got, err := bare.Environ(); return err == nil && len(got) == 0 })
}

func TestOpenFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a b\nc")
	no(t, "file", os.WriteFile(path, []byte("0123456789"), 0o600))
	var opened []*os.File
	for _, flags := range []int{os.O_RDONLY, os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND, os.O_RDWR | os.O_APPEND} {
		f, err := os.OpenFile(path, flags, 0)
		no(t, "open", err)
		defer f.Close()
		opened = append(opened, f)
	}
	opened[0].Seek(7, 0)
	deleted, err := os.Create(filepath.Join(dir, "deleted"))
	no(t, "create", err)
	defer deleted.Close()
	no(t, "remove", os.Remove(deleted.Name()))
	p := live.Process(int64(os.Getpid()))
	files, err := p.OpenFiles()
	no(t, "OpenFiles", err)
	modes := []string{"r", "w", "r+", "a", "a+"}
	for i, f := range opened {
		at := slices.IndexFunc(files, func(o platform.OpenFile) bool { return o.FD == int64(f.Fd()) })
		if at < 0 {
			t.Fatalf("descriptor %d is not among %+v", f.Fd(), files)
		}
		same(t, "path", files[at].Path, path)
		same(t, "mode", files[at].Mode, modes[i])
		if i == 0 {
			same(t, "position", files[at].Position, int64(7))
		}
	}
	for _, f := range files {
		if f.FD == int64(deleted.Fd()) || !strings.HasPrefix(f.Path, "/") {
			t.Errorf("a deleted file, or no file: %+v", f)
		}
	}
	n, err := p.NumFDs()
	no(t, "NumFDs", err)
	entries, _ := os.ReadDir("/proc/self/fd")
	same(t, "NumFDs", n, int64(len(entries)))
}

func TestMappedFileNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new\nline  (deleted)")
	no(t, "file", os.WriteFile(path, make([]byte, 8192), 0o600))
	f, err := os.Open(path)
	no(t, "open", err)
	defer f.Close()
	m, err := unix.Mmap(int(f.Fd()), 0, 8192, unix.PROT_READ, unix.MAP_SHARED)
	no(t, "mmap", err)
	defer unix.Munmap(m)
	find := func(want string) {
		t.Helper()
		maps, err := live.Process(int64(os.Getpid())).MemoryMaps()
		no(t, "MemoryMaps", err)
		for _, m := range maps {
			if m.Path == want {
				same(t, "size", m.Size, int64(8192))
				same(t, "perms", m.Perms, "r--s")
				return
			}
		}
		t.Errorf("%q is not mapped", want)
	}
	find(path)
	no(t, "remove", os.Remove(path))
	find(path)
}

func TestTerminal(t *testing.T) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	defer master.Close()
	no(t, "unlock", unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	no(t, "name", err)
	name := fmt.Sprint("/dev/pts/", n)
	slave, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("the terminal has no name here: ", err)
	}
	cmd := exec.Command("/bin/sleep", "1000")
	cmd.Stdin = slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	no(t, "start", cmd.Start())
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	slave.Close()
	p := live.Process(int64(cmd.Process.Pid))
	terminal, err := p.Terminal()
	no(t, "Terminal", err)
	same(t, "Terminal", terminal, name)

	none := exec.Command("/bin/sleep", "1000")
	none.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	no(t, "start", none.Start())
	defer func() {
		none.Process.Kill()
		none.Wait()
	}()
	terminal, err = live.Process(int64(none.Process.Pid)).Terminal()
	no(t, "Terminal", err)
	same(t, "no terminal", terminal, "")
}

func TestSetters(t *testing.T) {
	p, id := sleeper(t, "")
	withoutPidfd := &process{sys: &system{proc: "/proc", sys: "/sys"}, pid: p.pid}

	initial, err := p.Nice()
	no(t, "Nice", err)
	higher := min(initial+1, 19) // there is no way back for an ordinary user
	no(t, "SetNice", p.SetNice(id, higher))
	nice, err := p.Nice()
	no(t, "Nice", err)
	same(t, "Nice", nice, higher)
	no(t, "SetNice", p.SetNice(id, math.MaxInt32))
	nice, err = p.Nice()
	no(t, "Nice", err)
	same(t, "beyond the range", nice, int32(19))

	for _, to := range []platform.IONice{{Class: 2, Value: 7}, {Class: 2, Value: 0}, {Class: 3}, {Class: 0}} {
		if err := p.SetIONice(id, to); isCode(err, platform.NotSupported) {
			t.Log(err)
			break
		} else {
			no(t, "SetIONice", err)
		}
		got, err := p.IONice()
		no(t, "IONice", err)
		if to.Class == 2 {
			same(t, "IONice", got, to)
		} else if got.Class != to.Class && to.Class != 0 { // some kernels say best effort for none
			t.Errorf("IONice = %+v, want %+v", got, to)
		}
	}
	for _, to := range []platform.IONice{{Class: -1}, {Class: 4}, {Class: 2, Value: 8}, {Class: 2, Value: -1}, {Class: 3, Value: 1}, {Class: 0, Value: 1}} {
		wantCode(t, fmt.Sprint(to), p.SetIONice(id, to), platform.InvalidArgument)
	}

	before, err := p.RLimit(4)
	no(t, "RLimit", err)
	no(t, "SetRLimit", p.SetRLimit(id, 4, platform.RLimit{Soft: 0, Hard: before.Hard}))
	limits, err := p.RLimit(4)
	no(t, "RLimit", err)
	same(t, "RLimit", limits, platform.RLimit{Soft: 0, Hard: before.Hard})
	no(t, "SetRLimit", p.SetRLimit(id, 7, platform.RLimit{Soft: 100, Hard: 200}))
	limits, err = p.RLimit(7)
	no(t, "RLimit", err)
	same(t, "RLimit", limits, platform.RLimit{Soft: 100, Hard: 200})
	for _, bad := range []platform.RLimit{{Soft: -2, Hard: -1}, {Soft: 2, Hard: 1}, {Soft: -1, Hard: 1}, {Soft: 1, Hard: math.MinInt64}} {
		wantCode(t, fmt.Sprint(bad), p.SetRLimit(id, 4, bad), platform.InvalidArgument)
	}
	for _, resource := range []int32{-1, 16, math.MaxInt32, math.MinInt32} {
		_, err := p.RLimit(resource)
		wantCode(t, fmt.Sprint(resource), err, platform.InvalidArgument)
		wantCode(t, fmt.Sprint(resource), p.SetRLimit(id, resource, platform.RLimit{}), platform.InvalidArgument)
	}

	// Somebody before or after him is refused, and nothing changes.
	other := platform.Identity{PID: id.PID, Start: id.Start - 1}
	for _, who := range []*process{p, withoutPidfd} {
		for what, call := range setters(who, other) {
			wantCode(t, "another's "+what, call(), platform.NoSuchProcess)
		}
		for what, call := range setters(who, id) {
			if err := call(); what == "SetNice" && os.Getuid() != 0 {
				wantCode(t, "lower niceness", err, platform.AccessDenied)
			} else {
				no(t, what, err)
			}
		}
	}
}

func TestSetAffinity(t *testing.T) {
	p, id := sleeper(t, "")
	all, err := p.CPUAffinity()
	no(t, "CPUAffinity", err)
	for _, cpus := range [][]int64{all[:1], all[len(all)-1:], {all[0], all[0]}, all} {
		no(t, "SetCPUAffinity", p.SetCPUAffinity(id, cpus))
		got, err := p.CPUAffinity()
		no(t, "CPUAffinity", err)
		same(t, "CPUAffinity", got, slices.Compact(slices.Clone(cpus)))
	}
	no(t, "one", p.SetCPUAffinity(id, all[:1]))
	for _, bad := range []int64{-1, math.MinInt64, math.MaxInt64, mostCPUs, mostCPUs - 1} {
		err := p.SetCPUAffinity(id, []int64{all[0], bad})
		wantCode(t, fmt.Sprint("CPU ", bad), err, platform.InvalidArgument)
		online := maskOf(live.onlineCPUs()).String()
		if err == nil || !strings.Contains(err.Error(), fmt.Sprint("CPU ", bad)) || !strings.Contains(err.Error(), online) {
			t.Errorf("%v: does not name CPU %d and the ones to choose from, %s", err, bad, online)
		}
	}
	got, err := p.CPUAffinity()
	no(t, "CPUAffinity", err)
	same(t, "nothing changed", got, all[:1])
	no(t, "all", p.SetCPUAffinity(id, nil))
	got, err = p.CPUAffinity()
	no(t, "CPUAffinity", err)
	same(t, "all", got, all)
}

// A bound kernel thread is refused by the kernel, and the answer says what it has.
func TestAffinityRefused(t *testing.T) {
	online := live.onlineCPUs()
	p := live.Process(0)
	for pid := range int64(100) {
		if name, err := live.Process(pid).Name(); err == nil && name == "migration/0" {
			p = live.Process(pid)
		}
	}
	if name, err := p.Name(); err != nil || name == "" || os.Getuid() != 0 || len(online) < 2 {
		t.Skip("needs root, two CPUs, and a kernel thread to be seen")
	}
	err := p.SetCPUAffinity(identity(t, p), []int64{1})
	wantCode(t, "SetCPUAffinity", err, platform.InvalidArgument)
	if err == nil || !strings.Contains(err.Error(), "none of 1") || !strings.Contains(err.Error(), "it has 0") {
		t.Errorf("%v: does not name both", err)
	}
}

// OK is only for who is there from before until after a change.
func TestEndsDuringChange(t *testing.T) {
	for _, reaped := range []bool{true, false} {
		cmd, _ := helper(t, "wait")
		p := live.Process(int64(cmd.Process.Pid)).(*process)
		id := identity(t, p)
		err := p.change(id, "test", func() error {
			cmd.Process.Kill()
			if reaped { // a zombie keeps its PID
				cmd.Wait()
			}
			return nil
		})
		if reaped {
			wantCode(t, "waited for meanwhile", err, platform.NoSuchProcess)
		} else {
			no(t, "a zombie meanwhile", err)
		}
	}
}

func TestSuspend(t *testing.T) {
	p, id := sleeper(t, "")
	no(t, "Suspend", p.Suspend(id))
	is := func(want platform.Status) func() bool {
		return func() bool { status, err := p.Status(); return err == nil && status == want }
	}
	eventually(t, "stopped", is(platform.StatusStopped))
	no(t, "Resume", p.Resume(id))
	eventually(t, "asleep", is(platform.StatusSleeping))
}

func TestTraced(t *testing.T) {
	runtime.LockOSThread() // the tracer is a thread
	defer runtime.UnlockOSThread()
	p, id := sleeper(t, "")
	pid := int(id.PID)
	if err := unix.PtraceAttach(pid); err != nil {
		t.Skip("may not be traced: ", err)
	}
	_, err := unix.Wait4(pid, nil, 0, nil)
	no(t, "wait", err)
	status, err := p.Status()
	no(t, "Status", err)
	same(t, "Status", status, platform.StatusTracingStop)
	no(t, "detach", unix.PtraceDetach(pid))
}

func TestEndedAttributes(t *testing.T) {
	cmd := exec.Command("/bin/true")
	no(t, "start", cmd.Start())
	p := live.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	eventually(t, "a zombie", func() bool { return isZombie(p) })
	ended := func(nobody bool) {
		for what, call := range getters(p) {
			want := platform.Code(0)
			switch what {
			case "Environ", "Cwd", "MemoryMaps":
				want = platform.ZombieProcess
			case "NumHandles":
				want = platform.NotSupported
			case "IOCounters":
				if nobody || isCode(call(), platform.NotSupported) {
					continue
				}
			}
			wantCode(t, "a zombie's "+what, call(), want)
		}
		n, _ := p.NumFDs()
		same(t, "a zombie's NumFDs", n, int64(0))
		footprint, _ := p.MemoryFootprint()
		same(t, "a zombie's MemoryFootprint", footprint, platform.MemoryFootprint{})
		threads, _ := p.Threads()
		same(t, "a zombie's threads", len(threads), 1)
	}
	ended(os.Getuid() != 0)
	if os.Getuid() == 0 {
		asNobody(t, func() { ended(true) })
	}
	cmd.Wait()
	for what, call := range getters(p) {
		if what != "NumHandles" {
			wantCode(t, "nobody's "+what, call(), platform.NoSuchProcess)
		}
	}
	for what, call := range setters(p, id) {
		wantCode(t, "nobody's "+what, call(), platform.NoSuchProcess)
	}
	for _, pid := range []int64{0, -1, math.MinInt64, 1 << 32, 1<<32 + int64(os.Getpid())} {
		nobody := live.Process(pid)
		for what, call := range getters(nobody) {
			if what != "NumHandles" {
				wantCode(t, fmt.Sprint(what, " of ", pid), call(), platform.NoSuchProcess)
			}
		}
		for what, call := range setters(nobody, platform.Identity{PID: pid, Start: na}) {
			wantCode(t, fmt.Sprint(what, " of ", pid), call(), platform.NoSuchProcess)
		}
	}
}

// asNobody runs f on a thread without any rights.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		becomeNobody(t)
		f()
	}()
	<-done
}

func TestOthersAttributes(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to be somebody else")
	}
	p, id := sleeper(t, "")
	asNobody(t, func() {
		for what, call := range getters(p) {
			want := platform.Code(0)
			switch what {
			case "Environ", "Cwd", "MemoryFootprint", "MemoryMaps", "NumFDs", "OpenFiles", "IOCounters":
				want = platform.AccessDenied
			case "NumHandles":
				want = platform.NotSupported
			}
			if err := call(); !isCode(err, platform.NotSupported) {
				wantCode(t, "another user's "+what, err, want)
			}
		}
		for what, call := range setters(p, id) {
			if what != "Resume" { // which the kernel allows within a session
				wantCode(t, "another user's "+what, call(), platform.AccessDenied)
			}
		}
	})
	for what, call := range setters(p, id) {
		no(t, what, call())
	}
}

func TestKernelThreadAttributes(t *testing.T) {
	p := live.Process(2)
	if name, err := p.Name(); err != nil || name != "kthreadd" {
		t.Skip("no kernel threads to be seen from here")
	}
	look := func() {
		for what, call := range getters(p) {
			if err := call(); what == "IOCounters" && os.Getuid() != 0 || isCode(err, platform.NotSupported) {
				continue
			} else if what == "IOCounters" && isCode(err, platform.AccessDenied) {
				continue // as nobody
			} else {
				no(t, "a kernel thread's "+what, err)
			}
		}
		environ, _ := p.Environ()
		maps, _ := p.MemoryMaps()
		fds, _ := p.NumFDs()
		same(t, "a kernel thread's environment, maps, descriptors", []int{len(environ), len(maps), int(fds)}, []int{0, 0, 0})
	}
	look()
	if os.Getuid() == 0 {
		asNobody(t, look)
	}
}

// Files and threads come and go while they are listed.
func TestVanishing(t *testing.T) {
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			if f, err := os.Open("/proc/self/exe"); err == nil {
				f.Close()
			}
			ended := make(chan bool)
			go func() {
				runtime.LockOSThread() // the thread ends with the goroutine
				close(ended)
			}()
			<-ended
		}
	}()
	p := live.Process(int64(os.Getpid()))
	for range 200 {
		_, err := p.OpenFiles()
		no(t, "OpenFiles", err)
		_, err = p.Threads()
		no(t, "Threads", err)
		_, err = p.NumFDs()
		no(t, "NumFDs", err)
	}
	close(stop)
	<-done
}

// No call may leave a descriptor open.
func TestAttributeDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		no(t, "fd", err)
		return len(entries)
	}
	child, id := sleeper(t, "")
	before := open()
	for _, p := range []platform.Process{child, live.Process(int64(os.Getpid())), live.Process(1), live.Process(2), live.Process(0), live.Process(1<<31 - 1)} {
		for _, call := range getters(p) {
			call()
		}
		for _, id := range []platform.Identity{id, {PID: id.PID, Start: 1, Inode: 1}} {
			for what, call := range setters(child, id) {
				if what != "Suspend" {
					call()
				}
			}
		}
	}
	same(t, "open descriptors", open(), before)
}
