package freebsd

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// fakeKernel has variables with values of their own. A variable without a name has its numbers in place of it, as
// "1.14.1.77".
type fakeKernel struct {
	t      *testing.T
	values map[string]func() ([]byte, error)
	names  []string // of the numbers that nameToMIB has returned
	reads  map[string]int
	set    map[string][]byte // what was written
}

func newFakeKernel(t *testing.T) (*fakeKernel, *system) {
	f := &fakeKernel{t: t, values: map[string]func() ([]byte, error){}, reads: map[string]int{}, set: map[string][]byte{}}
	f.value(bootVariable, timevalRecord(testBoot/1e6, 0))
	return f, &system{kernel: f.sysctl, userName: func(int64) (string, error) { return "user", nil }}
}

const (
	bootVariable      = "1.21"   // kern.boottime
	processesVariable = "1.14.8" // kern.proc.proc
	namedVariable     = 1000     // the first number of a variable that has a name here
)

// variableOf returns the name of a variable of a process.
func variableOf(kind int32, pid int64) string { return fmt.Sprintf("1.14.%d.%d", kind, pid) }

func (f *fakeKernel) value(name string, value []byte) {
	f.values[name] = func() ([]byte, error) { return value, nil }
}

func (f *fakeKernel) fail(name string, errno syscall.Errno) {
	f.values[name] = func() ([]byte, error) { return nil, errno }
}

// process adds a process to kern.proc.pid.
func (f *fakeKernel) process(r layout.Record) {
	f.value(variableOf(kernProcPid, int64(layout.Get(r, kinfoProcPid))), r)
}

func (f *fakeKernel) sysctl(mib []int32, old, new []byte) (int, error) {
	if len(mib) == 2 && mib[0] == 0 && mib[1] == 3 {
		name := string(new)
		if f.values[name] == nil && f.values[name+".0"] == nil {
			return 0, syscall.ENOENT
		}
		f.names = append(f.names, name)
		layout.Put(old, layout.Field[int32](0), namedVariable)
		layout.Put(old, layout.Field[int32](4), int32(len(f.names)-1))
		return 8, nil
	}
	name := strings.Trim(strings.ReplaceAll(fmt.Sprint(mib), " ", "."), "[]")
	if mib[0] == namedVariable {
		name = f.names[mib[1]]
		for _, n := range mib[2:] {
			name += fmt.Sprintf(".%d", n)
		}
	}
	read := f.values[name]
	if read == nil {
		if strings.HasPrefix(name, "1.14.") {
			return 0, syscall.ESRCH
		}
		return 0, syscall.ENOENT
	}
	if new != nil {
		f.set[name] = append([]byte(nil), new...)
	}
	f.reads[name]++
	value, err := read()
	switch {
	case err != nil:
		return 0, err
	case old != nil && len(value) > len(old):
		return 0, syscall.ENOMEM
	}
	copy(old, value)
	return len(value), nil
}

// code checks the code of an error.
func code(t *testing.T, what string, err error, want platform.Code) {
	t.Helper()
	if got := platform.CodeOf(err); got != want {
		t.Errorf("%s: error %v (%v), want code %v", what, got, err, want)
	}
}

func int32Record(n int32) []byte { return record32(n, 4) }

func TestVariableThatChangesWhileItIsRead(t *testing.T) {
	f, s := newFakeKernel(t)
	calls := 0
	f.values["list"] = func() ([]byte, error) { // it grows after its size was returned
		calls++
		return make([]byte, 100*calls), nil
	}
	equal(t, "bytes", len(decoded(s.kernel.readVariable("list", 8))(t)), 400)
	calls = 0
	f.values["busy"] = func() ([]byte, error) {
		if calls++; calls < 4 {
			return nil, syscall.EBUSY
		}
		return make([]byte, 10), nil
	}
	equal(t, "bytes", len(decoded(s.kernel.readVariable("busy", 8))(t)), 10)
	f.fail("always busy", syscall.EBUSY)
	_, err := s.kernel.readVariable("always busy", 8)
	code(t, "always busy", err, platform.OS)
	f.fail("forbidden", syscall.EPERM)
	_, err = s.kernel.readVariable("forbidden", 8)
	code(t, "forbidden", err, platform.AccessDenied)
	equal(t, "reads", f.reads["forbidden"], 1)
	_, err = s.kernel.readVariable("missing", 8)
	equal(t, "missing", isMissing(err), true)
}

func TestListThatTheKernelCutsIsReadAgain(t *testing.T) {
	whole := make([]byte, 1000)
	var s system
	sizes := []int{}
	s.kernel = func(_ []int32, old, _ []byte) (int, error) {
		if old == nil {
			return 100, nil // an estimate that is too small
		}
		sizes = append(sizes, len(old))
		return copy(old, whole[:min(len(whole), len(old)/50*50)]), nil // whole records, without an error
	}
	b := decoded(s.kernel.readMIB([]int32{1}, 50))(t)
	equal(t, "bytes", len(b), 1000)
	if len(sizes) < 2 || sizes[len(sizes)-1] < 1050 {
		t.Errorf("sizes of the buffers: %v", sizes)
	}
}

func TestIdentity(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(77, "sshd", sizeofKinfoProc))
	want := platform.Identity{PID: 77, Start: 100_500_000}
	p := s.Process(77)
	equal(t, "identity", decoded(p.Identity(platform.Identity{}))(t), want)
	equal(t, "start", decoded(p.StartTime(want))(t), 1_700_000_100.5)

	// The clock is set an hour ahead while the record is read: the kernel adds another boot to the same start.
	boot, start := int64(testBoot/1e6), int64(1_700_000_100)
	f.values[bootVariable] = func() ([]byte, error) { return timevalRecord(boot, 0), nil }
	f.values[variableOf(kernProcPid, 77)] = func() ([]byte, error) {
		if boot == testBoot/1e6 {
			boot, start = boot+3600, start+3600
		}
		r := builtProcess(77, "sshd", sizeofKinfoProc)
		layout.Put(r, kinfoProcStartSec, start)
		return r, nil
	}
	equal(t, "after the step", decoded(p.Identity(platform.Identity{}))(t), want)

	_, err := s.Process(78).Identity(platform.Identity{})
	code(t, "no process", err, platform.NoSuchProcess)
	f.fail(bootVariable, syscall.EPERM)
	_, err = p.Identity(platform.Identity{})
	code(t, "no boot time", err, platform.AccessDenied)
}

func TestThreadsAreNoProcesses(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value(variableOf(kernProcPid, 100077), builtProcess(77, "sshd", sizeofKinfoProc)) // the kernel takes a thread's ID, too
	f.value(variableOf(kernProcPid, 78), builtProcess(77, "sshd", sizeofKinfoProc))
	for _, pid := range []int64{100077, 78, -1, 1 << 40} {
		equal(t, "exists", decoded(s.PIDExists(pid))(t), false)
		_, err := s.Process(pid).Cmdline()
		code(t, "cmdline", err, platform.NoSuchProcess)
		_, err = s.Process(pid).RLimit(0)
		code(t, "rlimit", err, platform.NoSuchProcess)
	}
	if len(f.reads) != 1 { // only 78 is worth a question
		t.Errorf("read %v", f.reads)
	}
}

func TestPIDs(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value(processesVariable, join(builtProcess(30, "b", 1088), builtProcess(0, "kernel", 1088), builtProcess(2, "a", 1088)))
	equal(t, "PIDs", decoded(s.PIDs())(t), []int64{0, 2, 30})
	f.fail(processesVariable, syscall.ENOMEM)
	_, err := s.PIDs()
	code(t, "PIDs", err, platform.NoMemory)
}

func TestThreadsOfAProcess(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value(variableOf(kernProcPid|kernProcIncThread, 9), join(builtProcess(9, "b", 1088), builtProcess(9, "a", 1088)))
	equal(t, "threads", len(decoded(s.Process(9).Threads())(t)), 2)
	_, err := s.Process(10).Threads()
	code(t, "no process", err, platform.NoSuchProcess)
}

// privates are the calls that read what the kernel has of living processes, and the variable of each.
var privates = []struct {
	name     string
	variable int32
	read     func(platform.Process) (any, error)
	zombie   platform.Code
}{
	{"exe", kernProcPathname, func(p platform.Process) (any, error) { return p.Exe() }, platform.ZombieProcess},
	{"cmdline", kernProcArgs, func(p platform.Process) (any, error) { return p.Cmdline() }, platform.ZombieProcess},
	{"environ", kernProcEnv, func(p platform.Process) (any, error) { return p.Environ() }, platform.ZombieProcess},
	{"cwd", kernProcCwd, func(p platform.Process) (any, error) { return p.Cwd() }, platform.ZombieProcess},
	{"memory maps", kernProcVmmap, func(p platform.Process) (any, error) { return p.MemoryMaps() }, platform.ZombieProcess},
	{"open files", kernProcFiledesc, func(p platform.Process) (any, error) { return p.OpenFiles() }, 0},
	{"descriptors", kernProcFiledesc, func(p platform.Process) (any, error) { return p.NumFDs() }, 0},
	{"connections", kernProcFiledesc, func(p platform.Process) (any, error) { return p.NetConnections(platform.TCP4, 0) }, 0},
}

func TestProcessesThatDoNotAnswer(t *testing.T) {
	zombie := builtProcess(5, "dead", sizeofKinfoProc)
	layout.Put(zombie, kinfoProcStat, szomb)
	system := builtProcess(5, "idle", sizeofKinfoProc)
	layout.Put(system, kinfoProcFlag, 0x200|pKproc) // P_SYSTEM
	first := builtProcess(5, "init", sizeofKinfoProc)
	layout.Put(first, kinfoProcFlag, 0x200)
	alive := builtProcess(5, "sh", sizeofKinfoProc)
	for _, c := range privates {
		for what, test := range map[string]struct {
			process layout.Record
			errno   syscall.Errno
			want    platform.Code
		}{
			"of another user": {alive, syscall.EPERM, platform.AccessDenied}, "gone": {nil, syscall.ESRCH, platform.NoSuchProcess},
			"a zombie": {zombie, syscall.ESRCH, c.zombie}, "a zombie that cannot be debugged": {zombie, syscall.EPERM, c.zombie},
			"of the kernel": {system, syscall.EPERM, 0}, "init": {first, syscall.EPERM, platform.AccessDenied}, "in execve": {alive, syscall.EBUSY, platform.AccessDenied},
			"in execve, on other versions": {alive, syscall.ESRCH, platform.AccessDenied},
			"swapped out":                  {alive, syscall.ENOMEM, platform.AccessDenied}, "odd": {alive, syscall.EIO, platform.OS},
		} {
			f, s := newFakeKernel(t)
			if test.process != nil {
				f.process(test.process)
			}
			f.fail(variableOf(c.variable, 5), test.errno)
			_, err := c.read(s.Process(5))
			code(t, c.name+" "+what, err, test.want)
			if e, ok := err.(*platform.Error); ok && e.Code == platform.ZombieProcess && e.PPID != 1 {
				t.Errorf("%s: the zombie's parent is %d", c.name, e.PPID)
			}
		}
	}
}

func TestProcessThatFinishesExecve(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(5, "sh", sizeofKinfoProc))
	calls := 0
	f.values[variableOf(kernProcEnv, 5)] = func() ([]byte, error) {
		if calls++; calls < maxAttempts+2 {
			return nil, syscall.EBUSY
		}
		return []byte("A=1\x00B=\x00"), nil
	}
	equal(t, "environ", decoded(s.Process(5).Environ())(t), []string{"A=1", "B="})
}

func TestAttributes(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(5, "sh", sizeofKinfoProc))
	f.value(variableOf(kernProcPathname, 5), []byte("/bin/sh\x00"))
	f.value(variableOf(kernProcArgs, 5), []byte("sh\x00-c\x00sleep 5\x00"))
	f.value(variableOf(kernProcCwd, 5), builtFile(kfFdTypeCwd, kfTypeVnode, directory, "/root", true))
	f.value(variableOf(kernProcFiledesc, 5), builtFiles())
	f.values["kern.devname"] = func() ([]byte, error) { return []byte("pts/0\x00"), nil }
	p := s.Process(5)
	equal(t, "exe", decoded(p.Exe())(t), "/bin/sh")
	equal(t, "cmdline", decoded(p.Cmdline())(t), []string{"sh", "-c", "sleep 5"})
	equal(t, "cwd", decoded(p.Cwd())(t), "/root")
	equal(t, "descriptors", decoded(p.NumFDs())(t), 6)
	equal(t, "terminal", decoded(p.Terminal())(t), "/dev/pts/0")
	equal(t, "device", layout.Get(layout.Record(f.set["kern.devname"]), layout.Field[uint64](0)), 0x1_0000_007b)
	f.fail("kern.devname", syscall.ENOENT)
	equal(t, "terminal without a name", decoded(p.Terminal())(t), "")
	f.fail(variableOf(kernProcPathname, 5), syscall.ENOENT)
	equal(t, "a forgotten path", decoded(p.Exe())(t), "")
}

func TestZombieHasNoArguments(t *testing.T) {
	f, s := newFakeKernel(t)
	zombie := builtProcess(5, "dead", sizeofKinfoProc)
	layout.Put(zombie, kinfoProcStat, szomb)
	f.process(zombie)
	f.value(variableOf(kernProcArgs, 5), nil) // the kernel reports that without an error
	f.value(variableOf(kernProcPathname, 5), []byte{0})
	_, err := s.Process(5).Cmdline()
	code(t, "cmdline", err, platform.ZombieProcess)
	_, err = s.Process(5).Exe()
	code(t, "exe", err, platform.ZombieProcess)
	equal(t, "status", decoded(s.Process(5).Status())(t), platform.StatusZombie)
}

func TestCachingReadsOnce(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(5, "sh", sizeofKinfoProc))
	p := s.Process(5)
	p.SetCaching(true)
	decoded(p.Name())(t)
	before := f.reads[variableOf(kernProcPid, 5)]
	decoded(p.CPUTimes())(t)
	decoded(p.UIDs())(t)
	equal(t, "reads", f.reads[variableOf(kernProcPid, 5)], before)
	p.SetCaching(false)
	decoded(p.UIDs())(t)
	if f.reads[variableOf(kernProcPid, 5)] == before {
		t.Error("it was not read again")
	}
}

func TestGuardedCalls(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(5, "sh", sizeofKinfoProc))
	f.process(builtProcess(0, "kernel", sizeofKinfoProc))
	id := platform.Identity{PID: 5, Start: 100_500_000}
	p := &process{sys: s, pid: 5}
	calls := 0
	call := func(results ...error) func() error {
		calls = 0
		return func() error {
			calls++
			return results[min(calls, len(results))-1]
		}
	}
	code(t, "the process", p.guard(id, "kill", call(nil)), 0)
	equal(t, "calls", calls, 1)
	code(t, "interrupted", p.change(id, "kill", call(syscall.EINTR, nil)), 0)
	equal(t, "calls", calls, 2)
	code(t, "a later process", p.guard(platform.Identity{PID: 5, Start: 7}, "kill", call(nil)), platform.NoSuchProcess)
	equal(t, "calls", calls, 0)
	code(t, "no process", (&process{sys: s, pid: 6}).guard(platform.Identity{PID: 6, Start: na}, "kill", call(nil)), platform.NoSuchProcess)
	equal(t, "calls", calls, 0)
	code(t, "PID 0", (&process{sys: s}).guard(platform.Identity{Start: 100_500_000}, "kill", call(nil)), platform.AccessDenied)
	equal(t, "calls", calls, 0)
	code(t, "forbidden", p.guard(id, "kill", call(syscall.EPERM)), platform.AccessDenied)
	code(t, "invalid", p.guard(id, "kill", call(syscall.EINVAL)), platform.InvalidArgument)
	code(t, "exits during the call", p.change(id, "kill", func() error {
		delete(f.values, variableOf(kernProcPid, 5))
		return nil
	}), platform.NoSuchProcess)
	zombie := builtProcess(5, "sh", sizeofKinfoProc)
	layout.Put(zombie, kinfoProcStat, szomb)
	f.process(zombie)
	code(t, "a zombie", p.change(id, "setpriority", call(syscall.ESRCH)), platform.ZombieProcess)
}

func TestLimitsOfAProcess(t *testing.T) {
	f, s := newFakeKernel(t)
	f.process(builtProcess(5, "sh", sizeofKinfoProc))
	const nofile = 7 // PSUTIL_RLIMIT_NOFILE
	variable := fmt.Sprintf("%s.%d", variableOf(kernProcRlimit, 5), rlimitNofile)
	f.value(variable, decoded(encodeRLimit(platform.RLimit{Soft: 100, Hard: -1}))(t))
	p := s.Process(5)
	equal(t, "limits", decoded(p.RLimit(nofile))(t), platform.RLimit{Soft: 100, Hard: -1})
	want := platform.RLimit{Soft: 50, Hard: 200}
	code(t, "set", p.SetRLimit(platform.Identity{PID: 5, Start: 100_500_000}, nofile, want), 0)
	equal(t, "written", decoded(decodeRLimit("answer", f.set[variable]))(t), want)
	delete(f.set, variable)
	code(t, "of a later process", p.SetRLimit(platform.Identity{PID: 5, Start: 7}, nofile, want), platform.NoSuchProcess)
	equal(t, "writes", len(f.set), 0)
	f.fail(variable, syscall.EPERM)
	_, err := p.RLimit(nofile)
	code(t, "forbidden", err, platform.AccessDenied)
}
