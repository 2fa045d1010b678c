//go:build linux

package linux

import (
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// fixture is the expected values for one tree in testdata; see the README there.
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

var fixtures = []fixture{
	{
		tree: "2.6.32-x86_64",
		cpu: platform.CPUTimes{CPU: na, User: 50, Nice: 1, System: 20, Idle: 900, IOWait: 3, IRQ: .1, SoftIRQ: .2, Guest: .4,
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
		cpu: platform.CPUTimes{CPU: na, User: 1, Nice: 2, System: 3, Idle: 4, IOWait: .5, IRQ: .06, SoftIRQ: .07, Steal: .08,
			Guest: .09, GuestNice: .1, DPC: nan},
		perCPU: 2, logical: 2, cores: na,
		load: platform.LoadAverage{Load1: 1, Load5: .75, Load15: .5}, boot: 1400000000,
		memory: platform.VirtualMemory{Total: 500000 * kB, Free: 100000 * kB,
			Available: 250000 * kB, Used: 250000 * kB, // free and cached
			Active: 120000 * kB, Inactive: 80000 * kB, Buffers: 10000 * kB, Cached: 150000 * kB,
			Shared: na, Slab: na, Wired: na},
		name: "a) b (c", cmdline: []string{"/usr/bin/a", "--of", "", "an empty one before"},
		status: platform.StatusDiskSleep, ppid: 7, uids: platform.IDs{Real: 1000, Effective: 1001, Saved: 1002},
		times:     platform.ProcessCPUTimes{User: 1.5, System: 2.5, ChildrenUser: .11, ChildrenSystem: .12, IOWait: .77},
		processMB: platform.MemoryInfo{RSS: 600 * 4 * kB, VMS: 2441 * 4 * kB, Shared: 300 * 4 * kB, Text: 10 * 4 * kB, Data: 200 * 4 * kB},
		threads:   3, start: 5000,
	},
	{
		tree:   "4.19-arm64",
		cpu:    platform.CPUTimes{CPU: na, User: 10, Nice: .2, System: 5, Idle: 800, IOWait: 1, SoftIRQ: .3, DPC: nan},
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
		cpu: platform.CPUTimes{CPU: na, User: 20, System: 10, Idle: 500, IRQ: 1, SoftIRQ: 2, Steal: 30,
			DPC: nan},
		perCPU: 2, logical: 2, cores: na,
		load: platform.LoadAverage{Load1: 12.34, Load5: 5.6, Load15: 7.89}, boot: 1650000000,
		memory: platform.VirtualMemory{Total: 2000000 * kB, Free: 500000 * kB,
			Available: 500000 * kB, Used: 1500000 * kB, // MemAvailable is more than MemTotal
			Active: na, Inactive: na, Buffers: 10000 * kB, Cached: 790000 * kB, Shared: na, Slab: na, Wired: na},
		name: "systemd-journal", cmdline: []string{"/lib/systemd/systemd-journald"}, ppid: 1,
		status:    platform.StatusRunning,
		times:     platform.ProcessCPUTimes{User: 123.45, System: 67.89, ChildrenUser: .1, ChildrenSystem: .2, IOWait: .05},
		processMB: platform.MemoryInfo{RSS: 12000 * 4 * kB, VMS: 14648 * 4 * kB, Shared: 11000 * 4 * kB, Text: 40 * 4 * kB, Data: 9000 * 4 * kB},
		threads:   1, start: 99,
	},
	{
		tree:   "6.1-riscv64",
		cpu:    platform.CPUTimes{CPU: na, User: .1, System: .2, Idle: 30, DPC: nan},
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
		cpu: platform.CPUTimes{CPU: na, User: 174.35, System: 67.58, Idle: 4414, IOWait: 16.49, SoftIRQ: 1.51, Steal: .34,
			DPC: nan},
		perCPU: 2, logical: 2, cores: 2,
		load: platform.LoadAverage{Load1: .33, Load5: .29, Load15: .14}, boot: 1795452424,
		memory: platform.VirtualMemory{Total: 24684084 * kB, Free: 23843016 * kB, Available: 24202940 * kB,
			Used: (24684084 - 24202940) * kB, Active: 227404 * kB, Inactive: 317172 * kB, Buffers: 152248 * kB,
			Cached: (316988 + 200344) * kB, Shared: 8872 * kB, Slab: 228784 * kB, Wired: na},
		name: "sleep", exe: "/usr/bin/sleep", cmdline: []string{"sleep", "300"},
		status: platform.StatusSleeping, ppid: 17735,
		processMB: platform.MemoryInfo{RSS: 460 * 4 * kB, VMS: 730 * 4 * kB, Shared: 433 * 4 * kB, Text: 5 * 4 * kB, Data: 89 * 4 * kB},
		threads:   1, start: 234368,
	},
}

func TestFixtures(t *testing.T) {
	if int(pageSize) != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	for _, f := range fixtures {
		t.Run(f.tree, func(t *testing.T) {
			s := fixtureTree(f.tree)
			cpu, err := s.CPUTimes()
			noError(t, "CPUTimes", err)
			equal(t, "CPUTimes", cpu, f.cpu)
			perCPU, err := s.CPUTimesPerCPU()
			noError(t, "CPUTimesPerCPU", err)
			equal(t, "CPUs", len(perCPU), f.perCPU)
			n, err := s.CPUCount(true)
			noError(t, "CPUCount(true)", err)
			equal(t, "CPUCount(true)", n, f.logical)
			n, err = s.CPUCount(false)
			noError(t, "CPUCount(false)", err)
			equal(t, "CPUCount(false)", n, f.cores)
			load, err := s.LoadAverage()
			noError(t, "LoadAverage", err)
			equal(t, "LoadAverage", load, f.load)
			boot, err := s.BootTime()
			noError(t, "BootTime", err)
			equal(t, "BootTime", boot, f.boot)
			memory, err := s.VirtualMemory()
			noError(t, "VirtualMemory", err)
			equal(t, "VirtualMemory", memory, f.memory)
			pids, err := s.PIDs()
			noError(t, "PIDs", err)
			equal(t, "PIDs", pids, []int64{42})

			p := s.Process(42)
			id, err := p.Identity(platform.Identity{})
			noError(t, "Identity", err)
			equal(t, "Identity", id, platform.Identity{PID: 42, Start: f.start})
			created, err := p.StartTime(id)
			noError(t, "StartTime", err)
			equal(t, "StartTime", created, f.boot+float64(f.start)/100)
			name, err := p.Name()
			noError(t, "Name", err)
			equal(t, "Name", name, f.name)
			exe, err := p.Exe()
			errorWithCode(t, "Exe", err, f.exeErr)
			equal(t, "Exe", exe, f.exe)
			cmdline, err := p.Cmdline()
			errorWithCode(t, "Cmdline", err, f.cmdErr)
			equal(t, "Cmdline", cmdline, f.cmdline)
			status, err := p.Status()
			noError(t, "Status", err)
			equal(t, "Status", status, f.status)
			ppid, err := p.PPID()
			noError(t, "PPID", err)
			equal(t, "PPID", ppid, f.ppid)
			uids, err := p.UIDs()
			noError(t, "UIDs", err)
			equal(t, "UIDs", uids, f.uids)
			times, err := p.CPUTimes()
			noError(t, "CPUTimes", err)
			equal(t, "CPUTimes", times, f.times)
			info, err := p.MemoryInfo()
			noError(t, "MemoryInfo", err)
			equal(t, "MemoryInfo", info, f.processMB)
			threads, err := p.NumThreads()
			noError(t, "NumThreads", err)
			equal(t, "NumThreads", threads, f.threads)

			// A system call would act on another process.
			errorWithCode(t, "Signal", p.Signal(id, 0), platform.NotSupported)
			_, err = p.WatchExit(id)
			errorWithCode(t, "WatchExit", err, platform.NotSupported)
		})
	}
}

// systemFixture is the expected CPUs, swap and disks of one tree in testdata.
type systemFixture struct {
	tree       string
	stats      platform.CPUStats
	freq       []platform.CPUFreq
	freqErr    platform.Code
	swap       platform.SwapMemory
	swapErr    platform.Code
	io         string // the names, whole disks with a star
	disk       platform.DiskIO
	onDevices  string // mount points
	everything []platform.Partition
}

var systemFixtures = []systemFixture{
	{
		tree:    "2.6.32-x86_64",
		stats:   platform.CPUStats{CtxSwitches: 7654321, Interrupts: 1234567, SoftInterrupts: 345678, Syscalls: na},
		freqErr: platform.NotSupported,
		swap:    platform.SwapMemory{Total: 2000000 * kB, Used: 500000 * kB, Free: 1500000 * kB, In: 10 * 4096, Out: 20 * 4096},
		io:      "*ram0 *loop0 *sda sda1 sda2 *cciss/c0d0 cciss/c0d0p1 *dm-0 *md0",
		disk: platform.DiskIO{Name: "sda", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 1000, WriteCount: 400, ReadBytes: 20000 * 512, WriteBytes: 8000 * 512, ReadTime: 3000, WriteTime: 900,
			ReadMergedCount: 50, WriteMergedCount: 60, BusyTime: 2500}},
		onDevices: "/ /boot",
		everything: []platform.Partition{
			{Device: "rootfs", MountPoint: "/", FSType: "rootfs", Opts: "rw"}, // the tree does not contain its name
			{Device: "/proc", MountPoint: "/proc", FSType: "proc", Opts: "rw,relatime"},
			{Device: "", MountPoint: "/dev/shm", FSType: "tmpfs", Opts: "rw,relatime"},
			{Device: "/dev/mapper/vg-root", MountPoint: "/", FSType: "ext4", Opts: "rw,relatime,barrier=1,data=ordered"},
			{Device: "/dev/sda1", MountPoint: "/boot", FSType: "ext3", Opts: "rw"},
			{Device: "server:/export", MountPoint: "/mnt/nfs", FSType: "nfs", Opts: "rw,vers=3,addr=10.0.0.1"},
		},
	},
	{
		tree:    "3.10-armv7",
		stats:   platform.CPUStats{CtxSwitches: 12345, Interrupts: 99, SoftInterrupts: 10, Syscalls: na},
		freqErr: platform.NotSupported,
		swap:    platform.SwapMemory{In: na, Out: na}, // no swap, no vmstat
		io:      "*mmcblk0 mmcblk0p1 mmcblk0p2 *mmcblk0boot0 *mtdblock0",
		disk: platform.DiskIO{Name: "mmcblk0", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 100, WriteCount: 40, ReadBytes: 5000 * 512, WriteBytes: 600 * 512, ReadTime: 300, WriteTime: 70,
			ReadMergedCount: 20, WriteMergedCount: 5, BusyTime: 250}},
		onDevices: "/ /boot",
		everything: []platform.Partition{
			{Device: "/dev/mmcblk0p2", MountPoint: "/", FSType: "ext4", Opts: "rw,noatime"},
			{Device: "/dev/mmcblk0p1", MountPoint: "/boot", FSType: "vfat", Opts: "rw,fmask=0022"},
		},
	},
	{
		tree:  "4.19-arm64",
		stats: platform.CPUStats{CtxSwitches: 5, Interrupts: 5, SoftInterrupts: na, Syscalls: na},
		// CPU 2 is offline: the third is CPU 3.
		freq: []platform.CPUFreq{{Current: 408, Min: 408, Max: 1416}, {Current: 1416, Min: 408, Max: 1416},
			{Current: 1800, Min: 600, Max: 2016}},
		swap: platform.SwapMemory{Total: 1000000 * kB, Used: 333334 * kB, Free: 666666 * kB, In: 0, Out: 123456 * 4096},
		io:   "*nvme0n1 nvme0n1p1 nvme0n1p2 *zram0",
		disk: platform.DiskIO{Name: "nvme0n1", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 255999, WriteCount: 996852, ReadBytes: 12369153 * 512, WriteBytes: 36123024 * 512,
			ReadTime: 47919, WriteTime: 425995, ReadMergedCount: 814, WriteMergedCount: 81, BusyTime: 301795}},
		onDevices: "/ /media/two words /media/tab\tnewline\nback\\slash# /home",
		everything: []platform.Partition{
			{Device: "/dev/nvme0n1p2", MountPoint: "/", FSType: "ext4", Opts: "rw,relatime"},
			{Device: "/dev/nvme0n1p1", MountPoint: "/media/two words", FSType: "vfat", Opts: "rw"},
			{Device: "/dev/sdb1", MountPoint: "/media/tab\tnewline\nback\\slash#", FSType: "fuseblk", Opts: "rw,user_id=0"},
			{Device: "tank/home", MountPoint: "/home", FSType: "zfs", Opts: "rw,xattr,noacl"},
			{Device: "overlay", MountPoint: "/var/lib/x", FSType: "overlay", Opts: "rw,lowerdir=/a b:/c,upperdir=/d"},
			{Device: "", MountPoint: "/no/device", FSType: "tmpfs", Opts: "rw"},
			{Device: "", MountPoint: "/sys/kernel/none", FSType: "sysfs", Opts: "rw"},
		},
	},
	{
		tree:  "5.15-s390x",
		stats: platform.CPUStats{CtxSwitches: 1, Interrupts: 7, SoftInterrupts: na, Syscalls: na},
		freq:  []platform.CPUFreq{{Current: 5208, Min: nan, Max: nan}, {Current: 5208, Min: nan, Max: nan}},
		swap:  platform.SwapMemory{In: na, Out: na}, // SwapFree is negative
		io:    "*dasda dasda1",
		disk: platform.DiskIO{Name: "dasda", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 4000, WriteCount: 500, ReadBytes: 64000 * 512, WriteBytes: 24000 * 512, ReadTime: 1200, WriteTime: 800,
			ReadMergedCount: 30, WriteMergedCount: 700, BusyTime: 900}},
		onDevices:  "/",
		everything: []platform.Partition{{Device: "/dev/dasda1", MountPoint: "/", FSType: "ext4", Opts: "rw,relatime"}},
	},
	{
		tree:    "6.1-riscv64",
		stats:   platform.CPUStats{CtxSwitches: 1, Interrupts: 7, SoftInterrupts: na, Syscalls: na},
		freqErr: platform.NotSupported,
		swap:    platform.SwapMemory{Total: 500000 * kB, Used: 500000 * kB, In: na, Out: na},
		io:      "*cciss/c0d0 cciss/c0d0p1 *vda vda1", // from /sys/block
		disk: platform.DiskIO{Name: "vda", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 100, WriteCount: 200, ReadBytes: 800 * 512, WriteBytes: 1600 * 512, ReadTime: 10, WriteTime: 20,
			BusyTime: 30}},
		everything: []platform.Partition{},
	},
	{
		tree:  "6.18-x86_64",
		stats: platform.CPUStats{CtxSwitches: 1633970, Interrupts: 827868, SoftInterrupts: 416464, Syscalls: na},
		freq:  []platform.CPUFreq{{Current: 2600, Min: nan, Max: nan}, {Current: 2600, Min: nan, Max: nan}},
		io:    "*loop0 *loop1 *loop2 *loop3 *loop4 *loop5 *loop6 *loop7 *vda *zram0",
		disk: platform.DiskIO{Name: "vda", Whole: true, Counters: platform.DiskIOCounters{
			ReadCount: 777596, WriteCount: 76467, ReadBytes: 40829354 * 512, WriteBytes: 21036440 * 512,
			ReadTime: 847913, WriteTime: 106882, ReadMergedCount: 110857, WriteMergedCount: 207110, BusyTime: 69212}},
		onDevices: "/",
	},
}

// ioNames lists the names of devices, whole disks with a star.
func ioNames(disks []platform.DiskIO) string {
	var names []string
	for _, d := range disks {
		if d.Whole {
			d.Name = "*" + d.Name
		}
		names = append(names, d.Name)
	}
	return strings.Join(names, " ")
}

func TestSystemFixtures(t *testing.T) {
	if int(pageSize) != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	for _, f := range systemFixtures {
		t.Run(f.tree, func(t *testing.T) {
			s := fixtureTree(f.tree)
			stats, err := s.CPUStats()
			noError(t, "CPUStats", err)
			equal(t, "CPUStats", stats, f.stats)
			freq, err := s.CPUFreqPerCPU()
			errorWithCode(t, "CPUFreqPerCPU", err, f.freqErr)
			equal(t, "CPUFreqPerCPU", freq, f.freq)
			swap, err := s.SwapMemory()
			errorWithCode(t, "SwapMemory", err, f.swapErr)
			equal(t, "SwapMemory", swap, f.swap)
			disks, err := s.DiskIO()
			noError(t, "DiskIO", err)
			equal(t, "DiskIO", ioNames(disks), f.io)
			for _, d := range disks {
				if d.Name == f.disk.Name {
					equal(t, "DiskIO", d, f.disk)
				}
			}
			everything, err := s.Partitions(true)
			noError(t, "Partitions", err)
			if f.everything != nil {
				equal(t, "Partitions", everything, f.everything)
			}
			partitions, err := s.Partitions(false)
			noError(t, "Partitions", err)
			var points []string
			for _, p := range partitions {
				points = append(points, p.MountPoint)
			}
			equal(t, "Partitions", strings.Join(points, " "), f.onDevices)
		})
	}
}
