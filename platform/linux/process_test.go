//go:build linux

package linux

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestOwnProcess(t *testing.T) {
	pid := int64(os.Getpid())
	p := liveSystem.Process(pid)
	id := identity(t, p)
	equal(t, "identity", identity(t, p), id)
	ppid, err := p.PPID()
	noError(t, "PPID", err)
	equal(t, "PPID", ppid, int64(os.Getppid()))
	exe, err := p.Exe()
	noError(t, "Exe", err)
	want, _ := os.Executable()
	equal(t, "Exe", exe, want)
	cmdline, err := p.Cmdline()
	noError(t, "Cmdline", err)
	equal(t, "Cmdline", cmdline, os.Args)
	uids, err := p.UIDs()
	noError(t, "UIDs", err)
	equal(t, "UIDs", uids.Real, int64(os.Getuid()))
	created, err := p.StartTime(id)
	noError(t, "StartTime", err)
	if age := float64(time.Now().UnixNano())/1e9 - created; age < -1.5 || age > 3600 {
		t.Errorf("started %v seconds ago", age)
	}
	memory, err := p.MemoryInfo()
	noError(t, "MemoryInfo", err)
	if memory.RSS < 1<<20 || memory.VMS < memory.RSS {
		t.Errorf("memory: %+v", memory)
	}
	threads, err := p.NumThreads()
	noError(t, "NumThreads", err)
	if threads < 1 {
		t.Errorf("%d threads", threads)
	}
	noError(t, "Signal 0", p.Signal(id, 0))
	pids, err := liveSystem.PIDs()
	noError(t, "PIDs", err)
	if !slices.Contains(pids, pid) || !slices.IsSorted(pids) {
		t.Errorf("PIDs: %v", pids)
	}
}

// The attributes of process 42 of the fixture trees that fixtures_test.go does not check; see the README in testdata.
func TestAttributesInTrees(t *testing.T) {
	if int(pageSize) != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	of := func(tree string) platform.Process { return fixtureTree(tree).Process(42) }

	gids, err := of("3.10-armv7").GIDs()
	noError(t, "GIDs", err)
	equal(t, "GIDs", gids, platform.IDs{Real: 100, Effective: 100, Saved: 100})
	for tree, want := range map[string]int32{"2.6.32-x86_64": -5, "5.15-s390x": -1, "6.1-riscv64": -20, "6.18-x86_64": 0} {
		nice, err := of(tree).Nice()
		noError(t, "Nice", err)
		equal(t, tree+": Nice", nice, want)
	}
	for tree, want := range map[string]int64{"3.10-armv7": 1, "4.19-arm64": 3, "6.18-x86_64": 0} {
		cpu, err := of(tree).CPUNum()
		noError(t, "CPUNum", err)
		equal(t, tree+": CPUNum", cpu, want)
	}
	faults, err := of("3.10-armv7").PageFaults()
	noError(t, "PageFaults", err)
	equal(t, "PageFaults", faults, platform.PageFaults{Minor: 500, Major: 3})

	m, err := of("3.10-armv7").MemoryInfoEx()
	noError(t, "MemoryInfoEx", err)
	equal(t, "before Linux 4.4", m, platform.MemoryInfoEx{
		MemoryInfo: platform.MemoryInfo{
			RSS: 600 * 4 * kB, VMS: 2441 * 4 * kB, Shared: 300 * 4 * kB, Text: 10 * 4 * kB, Data: 200 * 4 * kB,
		},
		PeakVMS: 9900 * kB, PeakRSS: 2500 * kB, RSSAnon: na, RSSFile: na, RSSShmem: na,
		Swap: 12 * kB, HugeTLB: na, PagedPool: na, PeakPagedPool: na, NonpagedPool: na, PeakNonpagedPool: na, PrivateUsage: na,
		NumPageFaults: na, Stack: na,
	})
	m, err = of("5.15-s390x").MemoryInfoEx()
	noError(t, "MemoryInfoEx", err)
	equal(t, "since", []int64{m.PeakVMS, m.PeakRSS, m.RSSAnon, m.RSSFile, m.RSSShmem, m.Swap, m.HugeTLB},
		[]int64{60000 * kB, 50000 * kB, 4000 * kB, 43000 * kB, 1000 * kB, 0, 2048 * kB})
	m, err = of("4.19-arm64").MemoryInfoEx()
	noError(t, "MemoryInfoEx", err)
	equal(t, "a zombie", []int64{m.RSS, m.Data, m.PeakRSS, m.Swap}, []int64{0, 0, na, na})

	switches, err := of("3.10-armv7").NumCtxSwitches()
	noError(t, "NumCtxSwitches", err)
	equal(t, "NumCtxSwitches", switches, platform.CtxSwitches{Voluntary: 150, Involuntary: 23})
	_, err = of("2.6.32-x86_64").NumCtxSwitches()
	errorWithCode(t, "NumCtxSwitches, without the lines", err, platform.NotSupported)

	io, err := of("3.10-armv7").IOCounters()
	noError(t, "IOCounters", err)
	equal(t, "IOCounters", io, platform.ProcessIOCounters{
		ReadChars: 1, WriteChars: 2, ReadCount: 3, WriteCount: 4, ReadBytes: 5, WriteBytes: 6, OtherCount: na, OtherBytes: na,
	})

	environ, err := of("6.18-x86_64").Environ()
	noError(t, "Environ", err)
	equal(t, "Environ", environ, []string{"PATH=/usr/bin", "HOME=/root", "LANG=C.UTF-8", "EMPTY="})

	for resource, want := range map[int32]platform.RLimit{
		0: {Soft: -1, Hard: -1}, 3: {Soft: 10485760, Hard: -1}, 4: {Soft: 0, Hard: -1}, 6: {Soft: 30000, Hard: 30000},
		7: {Soft: 1024, Hard: 1024}, 8: {Soft: 65536, Hard: 65536}, 15: {Soft: -1, Hard: -1},
	} {
		limits, err := of("2.6.32-x86_64").RLimit(resource)
		noError(t, "RLimit", err)
		equal(t, fmt.Sprint("RLimit ", resource), limits, want)
	}

	footprint, err := of("6.18-x86_64").MemoryFootprint()
	noError(t, "MemoryFootprint", err)
	if footprint.USS <= 0 || footprint.PSS < footprint.USS || footprint.Swap != 0 {
		t.Errorf("footprint: %+v", footprint)
	}
}

func TestOwnAttributes(t *testing.T) {
	p := liveSystem.Process(int64(os.Getpid()))
	cwd, err := p.Cwd()
	noError(t, "Cwd", err)
	want, _ := os.Getwd()
	equal(t, "Cwd", cwd, want)
	gids, err := p.GIDs()
	noError(t, "GIDs", err)
	equal(t, "GIDs", gids, platform.IDs{Real: int64(os.Getgid()), Effective: int64(os.Getegid()), Saved: int64(os.Getegid())})
	cpu, err := p.CPUNum()
	noError(t, "CPUNum", err)
	cpus, err := p.CPUAffinity()
	noError(t, "CPUAffinity", err)
	if cpu < 0 || len(cpus) == 0 || !slices.IsSorted(cpus) {
		t.Errorf("runs on CPU %d of %v", cpu, cpus)
	}
	faults, err := p.PageFaults()
	noError(t, "PageFaults", err)
	switches, err := p.NumCtxSwitches()
	noError(t, "NumCtxSwitches", err)
	if faults.Minor <= 0 || faults.Major < 0 || switches.Voluntary+switches.Involuntary < 0 {
		t.Errorf("%+v, %+v", faults, switches)
	}
	info, err := p.MemoryInfoEx()
	noError(t, "MemoryInfoEx", err)
	if info.RSS < 1<<20 || info.VMS < info.RSS || info.Shared < 0 || info.PeakVMS != na && info.PeakVMS < info.RSS {
		t.Errorf("memory: %+v", info)
	}
	threads, err := p.Threads()
	noError(t, "Threads", err)
	isFirst := func(thread platform.Thread) bool { return thread.ID == int64(os.Getpid()) }
	equal(t, "has the first thread", slices.ContainsFunc(threads, isFirst), true) // others may have lower IDs
	n, err := p.NumThreads()
	noError(t, "NumThreads", err)
	if d := n - int64(len(threads)); d < -5 || d > 5 {
		t.Errorf("%d threads of %d", len(threads), n)
	}
	limits, err := p.RLimit(7)
	noError(t, "RLimit", err)
	var kernel unix.Rlimit
	noError(t, "getrlimit", unix.Getrlimit(unix.RLIMIT_NOFILE, &kernel))
	equal(t, "RLimit", limits, platform.RLimit{Soft: int64(kernel.Cur), Hard: int64(kernel.Max)})

	if io, err := p.IOCounters(); platform.CodeOf(err) != platform.NotSupported {
		noError(t, "IOCounters", err)
		b := make([]byte, 100000)
		noError(t, "write", os.WriteFile("/dev/null", b, 0o666))
		after, err := p.IOCounters()
		noError(t, "IOCounters", err)
		if after.WriteChars < io.WriteChars+100000 || after.WriteCount <= io.WriteCount {
			t.Errorf("100 kB written: %+v, then %+v", io, after)
		}
	}
	footprint, err := p.MemoryFootprint()
	noError(t, "MemoryFootprint", err)
	maps, err := p.MemoryMaps()
	noError(t, "MemoryMaps", err)
	var pss int64
	for _, m := range maps {
		pss += m.PSS
	}
	if d := pss - footprint.PSS; d < -16<<20 || d > 16<<20 || footprint.USS <= 0 {
		t.Errorf("PSS %d, of all maps %d, USS %d", footprint.PSS, pss, footprint.USS)
	}
}

func TestKernelThread(t *testing.T) {
	p := liveSystem.Process(2)
	if name, err := p.Name(); err != nil || name != "kthreadd" {
		t.Skip("no kernel threads to be seen from here")
	}
	exe, err := p.Exe()
	noError(t, "Exe", err)
	equal(t, "Exe", exe, "")
	cmdline, err := p.Cmdline()
	noError(t, "Cmdline", err)
	equal(t, "Cmdline", len(cmdline), 0)
}

func TestInvalidPIDs(t *testing.T) {
	for _, pid := range []int64{0, -1, math.MinInt64, math.MaxInt64, 1 << 31, 1<<32 + int64(os.Getpid()), 1<<31 - 1} {
		exists, err := liveSystem.PIDExists(pid)
		noError(t, "PIDExists", err)
		equal(t, "PIDExists", exists, false)
		p := liveSystem.Process(pid)
		_, err = p.Identity(platform.Identity{})
		errorWithCode(t, "Identity", err, platform.NoSuchProcess)
		_, err = p.Name()
		errorWithCode(t, "Name", err, platform.NoSuchProcess)
		_, err = p.Exe()
		errorWithCode(t, "Exe", err, platform.NoSuchProcess)
		_, err = p.UIDs()
		errorWithCode(t, "UIDs", err, platform.NoSuchProcess)
		errorWithCode(t, "Signal", p.Signal(platform.Identity{PID: pid, Start: na}, 0), platform.NoSuchProcess)
		w, err := p.WatchExit(platform.Identity{PID: pid, Start: na})
		noError(t, "WatchExit", err)
		ended, status, err := w.Poll(true)
		noError(t, "Poll", err)
		equal(t, "Poll", ended && !status.Known, true)
		w.Close()
	}
}

func TestZombie(t *testing.T) {
	cmd := exec.Command("/bin/true")
	noError(t, "start", cmd.Start())
	defer cmd.Wait()
	pid := int64(cmd.Process.Pid)
	p := liveSystem.Process(pid)
	eventually(t, "a zombie", func() bool { return isZombie(p) })
	name, err := p.Name()
	noError(t, "Name", err)
	equal(t, "Name", name, "true")
	ppid, err := p.PPID()
	noError(t, "PPID", err)
	equal(t, "PPID", ppid, int64(os.Getpid()))
	_, err = p.UIDs()
	noError(t, "UIDs", err)
	_, err = p.CPUTimes()
	noError(t, "CPUTimes", err)
	_, err = p.NumThreads()
	noError(t, "NumThreads", err)
	memory, err := p.MemoryInfo()
	noError(t, "MemoryInfo", err)
	equal(t, "MemoryInfo", memory, platform.MemoryInfo{})
	id := identity(t, p)
	_, err = p.StartTime(id)
	noError(t, "StartTime", err)
	noError(t, "Signal", p.Signal(id, 15))
	exists, err := liveSystem.PIDExists(pid)
	noError(t, "PIDExists", err)
	equal(t, "PIDExists", exists, true)
	for what, call := range map[string]func() error{
		"Exe":     func() error { _, err := p.Exe(); return err },
		"Cmdline": func() error { _, err := p.Cmdline(); return err },
	} {
		err := call()
		errorWithCode(t, what, err, platform.ZombieProcess)
		var e *platform.Error
		if errors.As(err, &e) {
			equal(t, what+"'s parent", e.PPID, int64(os.Getpid()))
		}
	}
}

func TestExited(t *testing.T) {
	cmd := exec.Command("/bin/true")
	noError(t, "start", cmd.Start())
	p := liveSystem.Process(int64(cmd.Process.Pid))
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
		errorWithCode(t, what, call(), platform.NoSuchProcess)
	}
}

func TestAttributesOfExited(t *testing.T) {
	cmd := exec.Command("/bin/true")
	noError(t, "start", cmd.Start())
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	eventually(t, "a zombie", func() bool { return isZombie(p) })
	ended := func(unprivileged bool) {
		for what, call := range getters(p) {
			want := platform.Code(0)
			switch what {
			case "Environ", "Cwd", "MemoryMaps":
				want = platform.ZombieProcess
			case "NumHandles":
				want = platform.NotSupported
			case "IOCounters":
				if unprivileged || platform.CodeOf(call()) == platform.NotSupported {
					continue
				}
			}
			errorWithCode(t, "a zombie's "+what, call(), want)
		}
		n, _ := p.NumFDs()
		equal(t, "a zombie's NumFDs", n, int64(0))
		footprint, _ := p.MemoryFootprint()
		equal(t, "a zombie's MemoryFootprint", footprint, platform.MemoryFootprint{})
		threads, _ := p.Threads()
		equal(t, "a zombie's threads", len(threads), 1)
	}
	ended(os.Getuid() != 0)
	if os.Getuid() == 0 {
		asOtherUser(t, func() { ended(true) })
	}
	cmd.Wait()
	for what, call := range getters(p) {
		if what != "NumHandles" {
			errorWithCode(t, "an invalid PID: "+what, call(), platform.NoSuchProcess)
		}
	}
	for what, call := range setters(p, id) {
		errorWithCode(t, "an invalid PID: "+what, call(), platform.NoSuchProcess)
	}
	for _, pid := range []int64{0, -1, math.MinInt64, 1 << 32, 1<<32 + int64(os.Getpid())} {
		invalid := liveSystem.Process(pid)
		for what, call := range getters(invalid) {
			if what != "NumHandles" {
				errorWithCode(t, fmt.Sprint(what, " of ", pid), call(), platform.NoSuchProcess)
			}
		}
		for what, call := range setters(invalid, platform.Identity{PID: pid, Start: na}) {
			errorWithCode(t, fmt.Sprint(what, " of ", pid), call(), platform.NoSuchProcess)
		}
	}
}

func TestAccessDenied(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to change the user")
	}
	pid := int64(os.Getpid())
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		becomeOtherUser(t)
		p := liveSystem.Process(1)
		_, err := p.Exe()
		errorWithCode(t, "Exe", err, platform.AccessDenied)
		if name, err := liveSystem.Process(2).Name(); err == nil && name == "kthreadd" {
			exe, err := liveSystem.Process(2).Exe()
			noError(t, "a kernel thread's Exe", err)
			equal(t, "a kernel thread's Exe", exe, "")
		}
		id := identity(t, p)
		if id.Start == na {
			t.Error("the start of process 1 is not to be read")
		}
		errorWithCode(t, "Signal", p.Signal(id, 0), platform.AccessDenied)
		for _, known := range []int64{1, pid} {
			exists, err := liveSystem.PIDExists(known)
			noError(t, "PIDExists", err)
			equal(t, "PIDExists", exists, true)
		}
	}()
	<-done
}

// A procfs that hides processes of other users, mounted for one thread only: files are opened on the calling thread.
func TestHiddenProcesses(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to mount and to change the user")
	}
	for _, option := range []string{"hidepid=1", "hidepid=2"} {
		done := make(chan bool)
		go func() {
			defer close(done)
			runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
			if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
				t.Log("no mount namespace: ", err)
				return
			}
			noError(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
			if err := unix.Mount("proc", "/proc", "proc", 0, option); err != nil {
				t.Log("no mount: ", err)
				return
			}
			becomeOtherUser(t)
			withoutPidfd := &system{proc: "/proc", sys: "/sys", treatAsForeign: true}
			for _, s := range []*system{liveSystem, withoutPidfd} {
				exists, err := s.PIDExists(1)
				noError(t, "PIDExists", err)
				// Without pidfds a hidden process does not exist.
				equal(t, option+": PIDExists", exists, s == liveSystem || option == "hidepid=1")
			}
			p := liveSystem.Process(1)
			known := identity(t, p)
			equal(t, option+": the start", known.Start, na)
			if known.Inode != 0 { // which identifies the process although its start cannot be read
				known.Start = 42
				now, err := p.Identity(known)
				noError(t, "Identity", err)
				equal(t, option+": what was known", now, known)
				known.Inode++
				now, err = p.Identity(known)
				noError(t, "Identity", err)
				equal(t, option+": the start, of another", now.Start, na)
			}
			for what, call := range map[string]func() error{
				"Name":    func() error { _, err := p.Name(); return err },
				"Exe":     func() error { _, err := p.Exe(); return err },
				"Cmdline": func() error { _, err := p.Cmdline(); return err },
				"UIDs":    func() error { _, err := p.UIDs(); return err },
				"PPID":    func() error { _, err := p.PPID(); return err },
				"Threads": func() error { _, err := p.NumThreads(); return err },
				"Start":   func() error { _, err := p.StartTime(identity(t, p)); return err },
			} {
				errorWithCode(t, option+": "+what, call(), platform.AccessDenied)
			}
			for what, call := range getters(p) {
				switch what {
				case "Nice", "IONice", "CPUAffinity", "NumHandles": // not from procfs
				default:
					errorWithCode(t, option+": "+what, call(), platform.AccessDenied)
				}
			}
		}()
		<-done
	}
}

func TestAttributesOfOtherUsers(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to change the user")
	}
	p, id := startSleeper(t, "")
	asOtherUser(t, func() {
		for what, call := range getters(p) {
			want := platform.Code(0)
			switch what {
			case "Environ", "Cwd", "MemoryFootprint", "MemoryMaps", "NumFDs", "OpenFiles", "IOCounters":
				want = platform.AccessDenied
			case "NumHandles":
				want = platform.NotSupported
			}
			if err := call(); platform.CodeOf(err) != platform.NotSupported {
				errorWithCode(t, "another user's "+what, err, want)
			}
		}
		for what, call := range setters(p, id) {
			if what != "Resume" { // which the kernel allows within a session
				errorWithCode(t, "another user's "+what, call(), platform.AccessDenied)
			}
		}
	})
	for what, call := range setters(p, id) {
		noError(t, what, call())
	}
}

func TestKernelThreadAttributes(t *testing.T) {
	p := liveSystem.Process(2)
	if name, err := p.Name(); err != nil || name != "kthreadd" {
		t.Skip("no kernel threads to be seen from here")
	}
	readAll := func() {
		for what, call := range getters(p) {
			if err := call(); what == "IOCounters" && os.Getuid() != 0 || platform.CodeOf(err) == platform.NotSupported {
				continue
			} else if what == "IOCounters" && platform.CodeOf(err) == platform.AccessDenied {
				continue // as for an invalid PID
			} else {
				noError(t, "a kernel thread's "+what, err)
			}
		}
		environ, _ := p.Environ()
		maps, _ := p.MemoryMaps()
		fds, _ := p.NumFDs()
		equal(t, "a kernel thread's environment, maps, descriptors", []int{len(environ), len(maps), int(fds)}, []int{0, 0, 0})
	}
	readAll()
	if os.Getuid() == 0 {
		asOtherUser(t, readAll)
	}
}

// Files and threads come and go while they are listed.
func TestProcessesExitDuringScan(t *testing.T) {
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
	p := liveSystem.Process(int64(os.Getpid()))
	for range 200 {
		_, err := p.OpenFiles()
		noError(t, "OpenFiles", err)
		_, err = p.Threads()
		noError(t, "Threads", err)
		_, err = p.NumFDs()
		noError(t, "NumFDs", err)
	}
	close(stop)
	<-done
}

// No call may leave a descriptor open.
func TestDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		noError(t, "fd", err)
		return len(entries)
	}
	cmd, _ := startHelper(t, "wait")
	before := open()
	for _, pid := range []int64{int64(os.Getpid()), int64(cmd.Process.Pid), 1, 2, 0, 1<<31 - 1} {
		liveSystem.PIDs()
		liveSystem.PIDExists(pid)
		liveSystem.CPUCount(true)
		liveSystem.CPUCount(false)
		liveSystem.CPUTimes()
		liveSystem.CPUTimesPerCPU()
		liveSystem.LoadAverage()
		liveSystem.VirtualMemory()
		liveSystem.BootTime()
		liveSystem.UserName(0)
		p := liveSystem.Process(pid)
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
	equal(t, "open descriptors", open(), before)
}

// No call may leave a descriptor open.
func TestAttributeDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		noError(t, "fd", err)
		return len(entries)
	}
	child, id := startSleeper(t, "")
	before := open()
	for _, p := range []platform.Process{child, liveSystem.Process(int64(os.Getpid())), liveSystem.Process(1), liveSystem.Process(2), liveSystem.Process(0), liveSystem.Process(1<<31 - 1)} {
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
	equal(t, "open descriptors", open(), before)
}

func BenchmarkIdentity(b *testing.B) {
	benchmark(b, func(p platform.Process) { p.Identity(platform.Identity{}) })
}

func BenchmarkName(b *testing.B) { benchmark(b, func(p platform.Process) { p.Name() }) }

func BenchmarkCmdline(b *testing.B) { benchmark(b, func(p platform.Process) { p.Cmdline() }) }

func BenchmarkUIDs(b *testing.B) { benchmark(b, func(p platform.Process) { p.UIDs() }) }

func BenchmarkCPUTimes(b *testing.B) { benchmark(b, func(p platform.Process) { p.CPUTimes() }) }

func BenchmarkExe(b *testing.B) { benchmark(b, func(p platform.Process) { p.Exe() }) }

func BenchmarkPIDExists(b *testing.B) {
	benchmark(b, func(platform.Process) { liveSystem.PIDExists(1) })
}

func BenchmarkPIDs(b *testing.B) { benchmark(b, func(platform.Process) { liveSystem.PIDs() }) }

func BenchmarkMemory(b *testing.B) {
	benchmark(b, func(platform.Process) { liveSystem.VirtualMemory() })
}

func BenchmarkTimes(b *testing.B) { benchmark(b, func(platform.Process) { liveSystem.CPUTimes() }) }

func benchmark(b *testing.B, call func(platform.Process)) {
	p := liveSystem.Process(int64(os.Getpid()))
	b.ReportAllocs()
	for b.Loop() {
		call(p)
	}
}
