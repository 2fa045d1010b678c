package freebsd

import (
	"slices"
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func TestSystemCPU(t *testing.T) {
	f, s := newFakeKernel(t)
	clock := make(layout.Record, sizeofClockinfo)
	layout.Put(clock, clockinfoStathz, 128)
	f.value("kern.clockrate", clock)
	f.value("kern.cp_time", builtTicks(128, 0, 0, 0, 256))
	f.value("kern.cp_times", join(builtTicks(128, 0, 0, 0, 128), builtTicks(0, 0, 0, 0, 128)))
	f.value("hw.ncpu", int32Record(2))
	equal(t, "times", decoded(s.CPUTimes())(t), cpuTimes(na, 1, 0, 0, 0, 2))
	equal(t, "CPUs", len(decoded(s.CPUTimesPerCPU())(t)), 2)
	equal(t, "count", decoded(s.CPUCount(true))(t), 2)
	equal(t, "cores", decoded(s.CPUCount(false))(t), na) // a kernel without the variable
	f.value("kern.smp.cores", int32Record(1))
	equal(t, "cores", decoded(s.CPUCount(false))(t), 1)

	_, err := s.CPUFreqPerCPU()
	code(t, "frequency", err, platform.NotSupported)
	f.value("dev.cpu.0.freq", int32Record(1800))
	f.value("dev.cpu.0.freq_levels", []byte("2400/1 800/1\x00"))
	freq := platform.CPUFreq{Current: 1800, Min: 800, Max: 2400}
	equal(t, "frequency", decoded(s.CPUFreqPerCPU())(t), []platform.CPUFreq{freq, freq})

	f.value("vm.stats.sys.v_swtch", builtTicks(1<<40)) // FreeBSD 12 and later have 64 bits
	for i, name := range []string{"v_intr", "v_soft", "v_syscall"} {
		f.value("vm.stats.sys."+name, int32Record(int32(-1-i)))
	}
	equal(t, "statistics", decoded(s.CPUStats())(t), platform.CPUStats{
		CtxSwitches: 1 << 40, Interrupts: 1<<32 - 1, SoftInterrupts: 1<<32 - 2, Syscalls: 1<<32 - 3,
	})
	f.value("kern.cp_time", builtTicks(1, 2))
	_, err = s.CPUTimes()
	code(t, "short times", err, platform.OS)
	equal(t, "boot", decoded(s.BootTime())(t), 1_700_000_000)
}

func TestSystemMemory(t *testing.T) {
	f, s := newFakeKernel(t)
	_, err := s.VirtualMemory()
	code(t, "no variables", err, platform.OS)
	for i, name := range []string{"v_free_count", "v_active_count", "v_inactive_count", "v_wire_count"} {
		f.value("vm.stats.vm."+name, int32Record(int32(i+1)))
	}
	f.value("hw.physmem", builtTicks(1<<30))
	f.value("vfs.bufspace", builtTicks(4096))
	shared := make(layout.Record, sizeofVmtotal)
	layout.Put(shared, vmtotalRmshr, 9)
	f.value("vm.vmtotal", shared)
	memory := decoded(s.VirtualMemory())(t)
	equal(t, "memory", [4]int64{memory.Total, memory.Cached, memory.Shared, memory.Available}, [4]int64{1 << 30, 0, 9 * pageSize, 4 * pageSize})

	f.value("vm.stats.vm.v_swappgsin", builtTicks(3))
	f.value("vm.stats.vm.v_swappgsout", builtTicks(4))
	f.value("vm.swap_info.0", builtSwapDevice(xswVersion, 100, 30))
	f.value("vm.swap_info.1", builtSwapDevice(xswVersion, 200, 0))
	equal(t, "swap", decoded(s.SwapMemory())(t), platform.SwapMemory{
		Total: 300 * pageSize, Used: 30 * pageSize, Free: 270 * pageSize, In: 3 * pageSize, Out: 4 * pageSize,
	})
	f.fail("vm.swap_info.1", syscall.EPERM)
	_, err = s.SwapMemory()
	code(t, "swap", err, platform.AccessDenied)
}

func TestSystemSensors(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value("kern.clockrate", make(layout.Record, sizeofClockinfo))
	f.value("kern.cp_times", join(builtTicks(1, 0, 0, 0, 1), builtTicks(1, 0, 0, 0, 1)))
	equal(t, "temperatures", decoded(s.Temperatures())(t), []platform.Temperature{})
	equal(t, "battery", decoded(s.Battery())(t).Present, false)
	f.value("dev.cpu.1.temperature", int32Record(3182))
	f.value("dev.cpu.1.coretemp.tjmax", int32Record(3732))
	f.value("hw.acpi.thermal.tz0.temperature", int32Record(3012))
	f.value("hw.acpi.thermal.tz0._HOT", int32Record(-1))
	f.value("hw.acpi.thermal.tz0._CRT", int32Record(3782))
	equal(t, "temperatures", decoded(s.Temperatures())(t), []platform.Temperature{
		{Name: "coretemp", Label: "Core 1", Current: 45.05, High: 100.05, Critical: 100.05},
		{Name: "acpi_thermal", Label: "tz0", Current: 28.05, High: nan, Critical: 105.05},
	})
	f.fail("dev.cpu.0.temperature", syscall.ENXIO) // the driver has no sensor
	equal(t, "number", len(decoded(s.Temperatures())(t)), 2)
	f.value("hw.acpi.battery.life", int32Record(50))
	f.value("hw.acpi.battery.time", int32Record(60))
	f.value("hw.acpi.acline", int32Record(0))
	equal(t, "battery", decoded(s.Battery())(t), platform.Battery{Present: true, Plugged: 0, Percent: 50, SecondsLeft: 3600})
}

func TestSystemConnections(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value("net.inet.tcp.pcblist", builtTCPList())
	f.value("net.local.stream.pcblist", builtUnixList()) // a kernel without seqpacket
	f.value("kern.file", builtOwners())
	const all = platform.TCP4 | platform.TCP6 | platform.UDP4 | platform.UDP6 | platform.Unix
	equal(t, "without owners", decoded(s.NetConnections(platform.TCP6, 0))(t), []platform.Connection{connected6, mapped})
	equal(t, "reads of the owners", f.reads["kern.file"], 0)
	equal(t, "with owners", decoded(s.NetConnections(platform.TCP4, platform.ConnPIDs))(t), []platform.Connection{owned(listening, 20, 7), waiting})
	equal(t, "all", len(decoded(s.NetConnections(all, platform.ConnPIDs))(t)), 7)
	f.fail("kern.file", syscall.EPERM)
	_, err := s.NetConnections(all, platform.ConnPIDs)
	code(t, "owners", err, platform.AccessDenied)

	f.process(builtProcess(50, "x", sizeofKinfoProc))
	f.value(variableOf(kernProcFiledesc, 50), builtSocketFiles())
	equal(t, "of a process", len(decoded(s.Process(50).NetConnections(all, 0))(t)), 6)
	delete(f.reads, "net.inet.tcp.pcblist")
	equal(t, "UDP", len(decoded(s.Process(50).NetConnections(platform.UDP4, 0))(t)), 1)
	equal(t, "reads of TCP", f.reads["net.inet.tcp.pcblist"], 0)
}

// scanned returns the rows of a scan with these columns.
func scanned(t *testing.T, s *system, pids []int64, columns ...platform.Column) (pidsSeen []int64, cells *platform.Cells, names []string) {
	t.Helper()
	var set platform.ColumnSet
	for _, c := range columns {
		set[c] = true
	}
	scan, err := s.Scan(set, pids)
	if err != nil {
		t.Fatal(err)
	}
	defer scan.Close()
	cells = platform.NewCells(set, scan.Len())
	var row platform.Row
	for i := range scan.Len() {
		row.Use(cells, i)
		present, err := scan.ReadRow(i, &row)
		if err != nil {
			t.Fatal(err)
		}
		if present {
			pidsSeen = append(pidsSeen, row.PID)
			names = append(names, string(row.Name))
			if len(row.Cmdline) > 0 {
				names[len(names)-1] += "=" + string(row.Cmdline[0])
			}
		}
	}
	return pidsSeen, cells, names
}

func TestScan(t *testing.T) {
	f, s := newFakeKernel(t)
	one, two := builtProcess(1, "init", 1088), builtProcess(2, "a name of 19 bytes.", 1088)
	f.value(processesVariable, join(two, one))
	f.process(one)
	f.process(two)
	f.value(variableOf(kernProcArgs, 2), []byte("/bin/a name of 19 bytes. and more\x00"))
	pids, cells, names := scanned(t, s, nil, platform.ColumnPID, platform.ColumnName, platform.ColumnRSS)
	equal(t, "PIDs", pids, []int64{1, 2})
	equal(t, "names", names, []string{"init", "a name of 19 bytes.=/bin/a name of 19 bytes. and more"})
	equal(t, "rss", cells.Ints[platform.ColumnRSS], []int64{10 * pageSize, 10 * pageSize})
	equal(t, "reads of processes", f.reads[variableOf(kernProcPid, 1)], 0) // the list has it all

	pids, _, _ = scanned(t, s, []int64{7, 2, 100002}, platform.ColumnPPID)
	equal(t, "chosen PIDs", pids, []int64{2})

	// One process exits, and the PID of the other goes to another, while their working directories are read.
	for _, pid := range []int64{1, 2} {
		f.value(variableOf(kernProcCwd, pid), builtFile(kfFdTypeCwd, kfTypeVnode, directory, "/", true))
	}
	delete(f.values, variableOf(kernProcPid, 1))
	later := slices.Clone(two)
	layout.Put(later, kinfoProcStartSec, 1_700_000_999)
	f.process(later)
	pids, _, _ = scanned(t, s, nil, platform.ColumnCwd)
	equal(t, "PIDs that still are the same", len(pids), 0)
	f.process(one)
	f.fail(variableOf(kernProcCwd, 1), syscall.EPERM)
	pids, cells, _ = scanned(t, s, nil, platform.ColumnCwd)
	equal(t, "PIDs", pids, []int64{1})
	equal(t, "error", platform.Code(cells.Errors[platform.ColumnCwd][0]), platform.AccessDenied)
}

func TestTerminalsOfAScan(t *testing.T) {
	f, s := newFakeKernel(t)
	f.value(processesVariable, builtProcess(1, "init", 1088))
	f.value("kern.devname", []byte("ttyv0\x00"))
	scan, err := s.Scan(platform.ColumnSet{}, nil)
	code(t, "scan", err, 0)
	equal(t, "terminal", scan.Terminal(123), "/dev/ttyv0")
	f.fail(processesVariable, syscall.EPERM)
	_, err = s.Scan(platform.ColumnSet{}, nil)
	code(t, "scan", err, platform.AccessDenied)
}
