//go:build linux

package linux

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

// systemFixture is what CPUs, swap and disks must come out of one tree under testdata.
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
			{Device: "rootfs", MountPoint: "/", FSType: "rootfs", Opts: "rw"}, // the tree does not say what that is
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
		swap:  platform.SwapMemory{In: na, Out: na}, // less than nothing is free
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

// ioNames gives names, and which of them are whole disks.
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
	if pageSize() != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	for _, f := range systemFixtures {
		t.Run(f.tree, func(t *testing.T) {
			s := inTree(f.tree)
			stats, err := s.CPUStats()
			no(t, "CPUStats", err)
			same(t, "CPUStats", stats, f.stats)
			freq, err := s.CPUFreqPerCPU()
			wantCode(t, "CPUFreqPerCPU", err, f.freqErr)
			same(t, "CPUFreqPerCPU", freq, f.freq)
			swap, err := s.SwapMemory()
			wantCode(t, "SwapMemory", err, f.swapErr)
			same(t, "SwapMemory", swap, f.swap)
			disks, err := s.DiskIO()
			no(t, "DiskIO", err)
			same(t, "DiskIO", ioNames(disks), f.io)
			for _, d := range disks {
				if d.Name == f.disk.Name {
					same(t, "DiskIO", d, f.disk)
				}
			}
			everything, err := s.Partitions(true)
			no(t, "Partitions", err)
			if f.everything != nil {
				same(t, "Partitions", everything, f.everything)
			}
			partitions, err := s.Partitions(false)
			no(t, "Partitions", err)
			var points []string
			for _, p := range partitions {
				points = append(points, p.MountPoint)
			}
			same(t, "Partitions", strings.Join(points, " "), f.onDevices)
		})
	}
}

func TestNothingThere(t *testing.T) {
	s := tree(t, nil)
	_, err := s.CPUStats()
	wantCode(t, "CPUStats", err, platform.OS)
	_, err = s.CPUFreqPerCPU()
	wantCode(t, "CPUFreqPerCPU", err, platform.NotSupported)
	_, err = s.SwapMemory()
	wantCode(t, "SwapMemory", err, platform.OS)
	for _, all := range []bool{true, false} {
		_, err = s.Partitions(all)
		wantCode(t, "Partitions", err, platform.OS)
	}
	_, err = s.DiskIO()
	wantCode(t, "DiskIO", err, platform.NotSupported)
	if err == nil || !strings.Contains(err.Error(), "diskstats") {
		t.Errorf("the error does not say what is missing: %v", err)
	}

	// No disks are no error: containers have an empty file, and /sys/block is then of no interest.
	s = tree(t, map[string]string{"diskstats": "", "block/sda/stat": "1 2 3 4 5 6 7 8 9 10 11"})
	disks, err := s.DiskIO()
	no(t, "no disks", err)
	same(t, "no disks", len(disks), 0)

	// What cannot be parsed is an error, and says where.
	hostile := "\x00\xff 1 2 3\n"
	s = tree(t, map[string]string{"diskstats": hostile, "stat": hostile, "meminfo": hostile, "self/mounts": "a b\n", "filesystems": hostile})
	for what, err := range map[string]error{
		"diskstats": second(s.DiskIO()), "stat": second(s.CPUStats()), "meminfo": second(s.SwapMemory()),
		"mounts": second(s.Partitions(true)),
	} {
		wantCode(t, what, err, platform.OS)
		if err == nil || !strings.Contains(err.Error(), s.proc) || !strings.Contains(err.Error(), what) {
			t.Errorf("the error does not say where: %v", err)
		}
	}
	s = tree(t, map[string]string{"block/sda/stat": "1 2 3"})
	wantCode(t, "stat in sysfs", second(s.DiskIO()), platform.OS)
}

func second[T any](_ T, err error) error { return err }

func TestParseDiskstats(t *testing.T) {
	const na = platform.NA
	for _, c := range []struct {
		what, text string
		want       []platform.DiskIO
		wrong      string
	}{
		{what: "nothing"},
		{what: "empty lines", text: "\n \n"},
		{what: "no newline at the end", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10 11", want: []platform.DiskIO{
			{Name: "sda", Counters: platform.DiskIOCounters{ReadCount: 1, ReadMergedCount: 2, ReadBytes: 3 * 512, ReadTime: 4,
				WriteCount: 5, WriteMergedCount: 6, WriteBytes: 7 * 512, WriteTime: 8, BusyTime: 10}}}},
		{what: "a partition before 2.6.25", text: "8 1 sda1 1 2 3 4\n", want: []platform.DiskIO{
			{Name: "sda1", Counters: platform.DiskIOCounters{ReadCount: 1, ReadBytes: 2 * 512, WriteCount: 3, WriteBytes: 4 * 512,
				ReadTime: na, WriteTime: na, ReadMergedCount: na, WriteMergedCount: na, BusyTime: na}}}},
		{what: "fields to come", text: "8 0 sda 1 0 0 0 0 0 0 0 0 0 0 12 13 14 15 16 17 more\n", want: []platform.DiskIO{
			{Name: "sda", Counters: platform.DiskIOCounters{ReadCount: 1}}}},
		{what: "bytes", text: "8 0 \xff\xfe 0 0 0 0 0 0 0 0 0 0 0\n", want: []platform.DiskIO{{Name: "\xff\xfe"}}},
		{what: "no name", text: "8 0\n", wrong: "cut off"},
		{what: "only a name", text: "8 0 sda\n", wrong: "sda"},
		{what: "cut off", text: "8 0 sda 1 2 3 4 5 6 7 8 9 10\n", wrong: "sda"},
		{what: "letters", text: "8 0 sda 1 2 3 4 5 6 7 8 9 x 11\n", wrong: "sda"},
		{what: "negative", text: "8 0 sda 1 2 3 4 5 6 7 8 -9 10 11\n", wrong: "sda"},
		{what: "huge", text: "8 0 sda 1 2 9223372036854775807 4 5 6 7 8 9 10 11\n", wrong: "sda"},
	} {
		disks, err := parseDiskstats([]byte(c.text))
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: error %v, want one about %q", c.what, err, c.wrong)
			}
			continue
		}
		no(t, c.what, err)
		same(t, c.what, fmt.Sprint(disks), fmt.Sprint(c.want))
	}
}

// What sysfs says counts; without it, names do.
func TestWholeDisks(t *testing.T) {
	const names = "sda sda1 sda15 sdp sdp1 nvme0n1 nvme0n1p1 nvme10n12 nvme10n12p3 mmcblk0 mmcblk0p1 mmcblk0boot0 dm-1 dm-12 " +
		"md1 md12 md127 md127p1 md_home loop0 loop0p1 ram1 ram10 zram0 xvda1 xvdb xvdb1 vda sr0 nbd1 nbd1p1 rbd0 zd0 zd0p1 " +
		"mtdblock0 p1 1 etherd/e1.1 etherd/e1.1p1"
	const want = "*sda sda1 sda15 *sdp sdp1 *nvme0n1 nvme0n1p1 *nvme10n12 nvme10n12p3 *mmcblk0 mmcblk0p1 *mmcblk0boot0 *dm-1 *dm-12 " +
		"*md1 *md12 *md127 md127p1 *md_home *loop0 loop0p1 *ram1 *ram10 *zram0 *xvda1 *xvdb xvdb1 *vda *sr0 *nbd1 nbd1p1 *rbd0 *zd0 zd0p1 " +
		"*mtdblock0 *p1 *1 *etherd/e1.1 etherd/e1.1p1"
	var stats strings.Builder
	for _, name := range strings.Fields(names) {
		fmt.Fprintf(&stats, "1 2 %s 0 0 0 0 0 0 0 0 0 0 0\n", name)
	}
	files := map[string]string{"diskstats": stats.String()}
	disks, err := tree(t, files).DiskIO()
	no(t, "by name", err)
	same(t, "by name", ioNames(disks), want)

	// Names lie: an array may be called md_home1, beside one called md_home.
	files["block/md_home/ro"], files["block/md_home1/ro"], files["block/etherd!e1.1/ro"] = "", "", ""
	files["diskstats"] = strings.ReplaceAll("1 2 md_home @1 2 md_home1 @1 2 etherd/e1.1 @1 2 sda @", "@", "0 0 0 0 0 0 0 0 0 0 0\n")
	disks, err = tree(t, files).DiskIO()
	no(t, "by sysfs", err)
	same(t, "by sysfs", ioNames(disks), "*md_home *md_home1 *etherd/e1.1 sda")
}

func TestParseMounts(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "[]",
		"a b c d 0 0":                    "[{a b c d}]",
		"a b c d\n":                      "[{a b c d}]",
		"a b c d 0 0\ne f g h 0 0\n":     "[{a b c d} {e f g h}]",
		" b c d 0 0\n":                   "[{ b c d}]",
		"\xff\r\v b\t c\f d 0 0\n":       "[{\xff\r\v b\t c\f d}]",
		`\040\011\134\043 \12 \ \8a1 0`:  `[{` + " \t\\# " + `\12 \ \8a1}]`,
		`\\040 \777 \1234 \000 0` + "\n": `[{\` + "  " + `\777 S4 ` + "\x00}]",
	} {
		mounted, err := parseMounts([]byte(text))
		no(t, text, err)
		same(t, text, fmt.Sprint(mounted), want)
	}
	for _, text := range []string{"a", "a b c", "\n", "a b c d\nx\n"} {
		if mounted, err := parseMounts([]byte(text)); err == nil {
			t.Errorf("%q gives %q, want an error", text, mounted)
		}
	}
}

func TestParseFilesystems(t *testing.T) {
	same(t, "types", parseFilesystems([]byte("nodev\tproc\n\text4\nnodev\tzfs\n\n\tnodev\nnodev\t\nxfs")),
		map[string]bool{"ext4": true, "zfs": true, "nodev": true, "xfs": true})
}

func TestRootDevice(t *testing.T) {
	for _, c := range []struct {
		what, want string
		files      map[string]string
	}{
		{"in sysfs", "/dev/null", map[string]string{"dev/block/8:1/uevent": "MAJOR=8\nMINOR=1\nDEVNAME=null\nDEVTYPE=partition\n"}},
		{"in partitions", "/dev/null", map[string]string{"partitions": "major minor  #blocks  name\n\n   8   1  1048576 null\n   8   2  1 sda2\n"}},
		{"another number", "", map[string]string{"partitions": "   8   2  1048576 null\n 18 1 1 null\n"}},
		{"not in /dev", "", map[string]string{"dev/block/8:1/uevent": "DEVNAME=no such device"}},
		{"nowhere", "", nil},
		{"hostile", "", map[string]string{"dev/block/8:1/uevent": "DEVNAME=\n", "partitions": "8 1\n8\n\xff\x00"}},
	} {
		s := tree(t, c.files)
		buf := borrow()
		same(t, c.what, s.deviceName(buf, 8, 1), c.want)
		giveBack(buf)
	}
	// The real one: whatever the root of this machine is, its tree can call it.
	var stat unix.Stat_t
	no(t, "stat", unix.Stat("/", &stat))
	number := fmt.Sprintf("%d:%d", unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev)))
	s := tree(t, map[string]string{"self/mounts": "/dev/root / ext4 rw 0 0\nrootfs / rootfs rw 0 0\n", "filesystems": "\text4\n",
		"dev/block/" + number + "/uevent": "DEVNAME=null\n"})
	partitions, err := s.Partitions(true)
	no(t, "Partitions", err)
	same(t, "Partitions", fmt.Sprint(partitions), "[{/dev/null / ext4 rw} {/dev/null / rootfs rw}]")
}

func TestDiskUsage(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		what                        string
		block, all, free, available uint64
		want                        platform.DiskUsage
	}{
		{"some for root", 4096, 1000, 300, 250, platform.DiskUsage{Total: 1000 * 4096, Used: 700 * 4096, Free: 250 * 4096}},
		{"nothing, as proc says", 4096, 0, 0, 0, platform.DiskUsage{}},
		{"no block size", 0, 1, 1, 1, platform.DiskUsage{}},
		{"more free than there is", 1, 10, 20, 30, platform.DiskUsage{Total: 10, Free: 10}},
		{"less than nothing for others", 1, 100, 3, math.MaxUint64 - 1, platform.DiskUsage{Total: 100, Used: 97, Free: 3}},
		{"huge", 4096, math.MaxUint64, 0, 0, platform.DiskUsage{Total: most, Used: most}},
	} {
		same(t, c.what, diskUsage(c.block, c.all, c.free, c.available), c.want)
	}
	for path, errno := range map[string]int{
		"/nowhere/at/all": int(unix.ENOENT), "": int(unix.ENOENT), "/proc/self/stat/x": int(unix.ENOTDIR),
		strings.Repeat("x", 5000): int(unix.ENAMETOOLONG), "a\x00b": int(unix.EINVAL),
	} {
		_, err := live.DiskUsage(path)
		wantCode(t, path, err, platform.OS)
		if e, ok := err.(*platform.Error); !ok || e.OSError != errno {
			t.Errorf("%.20s: %v, want error %d", path, err, errno)
		}
	}
}

func TestParseCPUStats(t *testing.T) {
	for _, text := range []string{"", "ctxt 5\n", "intr 5\n", "ctxt\nintr 5\n", "ctxt x\nintr 5\n", "ctxt 5\nintr -5 3\n",
		"ctxt 99999999999999999999\nintr 5\n", "ctxt 5\nintr 5\nsoftirq\n"} {
		if stats, err := parseCPUStats([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, stats)
		}
	}
}

func TestParseCPUMHz(t *testing.T) {
	for text, want := range map[string]map[int64]float64{
		"": {},
		"processor\t: 0\ncpu MHz\t\t: 2600.000\n\nprocessor\t: 1\ncpu MHz\t\t: 800.123\n":            {0: 2600, 1: 800.123},
		"processor\t: 8\ncpu\t\t: POWER9\nclock\t\t: 3425.000000MHz\nrevision\t: 2.2\n":              {8: 3425},
		"processor 0: version = FF\ncpu number : 0\ncpu MHz dynamic : 5208\ncpu MHz static : 4000\n": {0: 5208},
		"processor\t\t: 3\nCPU MHz\t\t\t: 2500.00\n":                                                 {3: 2500},
		"Processor\t: ARMv7\nprocessor\t: 0\nBogoMIPS : 38.4\n":                                      {},
		"cpu MHz : 1000\n": {}, // whose?
		"processor : 0\ncpu MHz : unknown\nprocessor : 1\ncpu MHz : 0.000\nprocessor : 2\ncpu MHz : 1e9\n":     {},
		"processor : 99999999\ncpu MHz : 1\nprocessor : -1\ncpu MHz : 1\nprocessor : x\ncpu MHz : 1\nclock:\n": {},
	} {
		same(t, text, fmt.Sprint(parseCPUMHz([]byte(text))), fmt.Sprint(want))
	}
}

// The kernel's and the file's ways to say that they do not know.
func TestCPUFreqUnknown(t *testing.T) {
	const cpu0, cpu1 = "devices/system/cpu/cpu0/cpufreq/", "devices/system/cpu/cpu1/cpufreq/"
	s := tree(t, map[string]string{
		"devices/system/cpu/online": "0-1\n", cpu0 + "scaling_cur_freq": "<unknown>\n", cpu0 + "cpuinfo_min_freq": "800000\n",
		cpu0 + "scaling_max_freq": "3000000\n", cpu1 + "scaling_cur_freq": "0\n", cpu1 + "cpuinfo_cur_freq": "1200000\n",
	})
	freq, err := s.CPUFreqPerCPU()
	no(t, "CPUFreqPerCPU", err)
	same(t, "CPUFreqPerCPU", freq, []platform.CPUFreq{{Current: nan, Min: 800, Max: 3000}, {Current: 1200, Min: nan, Max: nan}})
}

// More CPUs than the kernel is ever built for, a hole among them, on several nodes; no list of those that are online.
func TestManyCPUsFreq(t *testing.T) {
	var stat, info strings.Builder
	stat.WriteString("cpu  1 2 3 4\n")
	n := 0
	for cpu := range 4096 {
		if cpu%7 == 3 {
			continue // offline
		}
		n++
		fmt.Fprintf(&stat, "cpu%d 1 2 3 4\n", cpu)
		fmt.Fprintf(&info, "processor\t: %d\nphysical id\t: %d\ncpu cores\t: 64\ncpu MHz\t\t: %d.5\n\n", cpu, cpu/64, 1000+cpu)
	}
	s := tree(t, map[string]string{"stat": stat.String(), "cpuinfo": info.String()})
	freq, err := s.CPUFreqPerCPU()
	no(t, "CPUFreqPerCPU", err)
	same(t, "CPUs", len(freq), n)
	same(t, "the last but one", freq[n-2].Current, 5094.5) // 4095 % 7 is 0, 4094 % 7 is 6
	cores, err := s.CPUCount(false)
	no(t, "CPUCount", err)
	same(t, "cores", cores, 64*64)
}

func TestParseSwapped(t *testing.T) {
	for text, want := range map[string][2]int64{
		"": {na, na}, "pswpin 1\npswpout 2\n": {4096, 8192}, "pswpout 2": {na, 8192}, "pswpin\npswpout x\n": {na, na},
		"pswpin -1\npswpout 9223372036854775807\n": {na, na}, "xpswpin 1\npswpin_x 2\n": {na, na},
	} {
		in, out := parseSwapped([]byte(text), 4096)
		same(t, text, [2]int64{in, out}, want)
	}
}

// A cpuset or an affinity mask does not change how many CPUs there are.
func TestRestrictedToOneCPU(t *testing.T) {
	before, err := live.CPUCount(true)
	no(t, "CPUCount", err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its mask
		var one unix.CPUSet
		var all unix.CPUSet
		no(t, "sched_getaffinity", unix.SchedGetaffinity(0, &all))
		for cpu := range 1024 {
			if all.IsSet(cpu) {
				one.Set(cpu)
				break
			}
		}
		no(t, "sched_setaffinity", unix.SchedSetaffinity(0, &one))
		now, err := live.CPUCount(true)
		no(t, "CPUCount", err)
		same(t, "CPUs", now, before)
	}()
	<-done
}

func TestSystemLive(t *testing.T) {
	stats, err := live.CPUStats()
	no(t, "CPUStats", err)
	later, err := live.CPUStats()
	no(t, "CPUStats", err)
	if stats.CtxSwitches <= 0 || later.CtxSwitches < stats.CtxSwitches || later.Interrupts < stats.Interrupts {
		t.Errorf("%+v and then %+v", stats, later)
	}
	if freq, err := live.CPUFreqPerCPU(); !isCode(err, platform.NotSupported) {
		no(t, "CPUFreqPerCPU", err)
		perCPU, err := live.CPUTimesPerCPU()
		no(t, "CPUTimesPerCPU", err)
		same(t, "CPUs", len(freq), len(perCPU))
	}
	swap, err := live.SwapMemory()
	no(t, "SwapMemory", err)
	if swap.Used+swap.Free != swap.Total || swap.Used < 0 {
		t.Errorf("swap: %+v", swap)
	}
	usage, err := live.DiskUsage("/")
	no(t, "DiskUsage", err)
	if usage.Total < usage.Used+usage.Free || usage.Used < 0 || usage.Free < 0 {
		t.Errorf("usage: %+v", usage)
	}
	if disks, err := live.DiskIO(); !isCode(err, platform.NotSupported) {
		no(t, "DiskIO", err)
		for _, d := range disks {
			for _, counter := range d.Counters.All() {
				if *counter < 0 {
					t.Errorf("%+v", d)
				}
			}
		}
	}
}

// A file that is written through to a disk is counted, once, in whole disks.
func TestWritesAreCounted(t *testing.T) {
	written := func() (whole int64) {
		disks, err := live.DiskIO()
		no(t, "DiskIO", err)
		for _, d := range disks {
			if d.Whole {
				whole += d.Counters.WriteBytes
			}
		}
		return whole
	}
	path := filepath.Join(t.TempDir(), "file")
	if where, err := live.Partitions(false); err != nil || len(where) == 0 {
		t.Skip("nothing here is on a disk")
	}
	const size = 8 << 20
	before := written()
	f, err := os.Create(path)
	no(t, "create", err)
	defer f.Close()
	if _, err := f.Write(make([]byte, size)); err != nil {
		t.Skip(err)
	}
	no(t, "fsync", f.Sync())
	var stat unix.Stat_t
	no(t, "stat", unix.Stat(path, &stat))
	if _, err := os.Stat(fmt.Sprintf("/sys/dev/block/%d:%d", unix.Major(uint64(stat.Dev)), unix.Minor(uint64(stat.Dev)))); err != nil {
		t.Skip("this folder is not on a disk")
	}
	if moved := written() - before; moved < size {
		t.Errorf("%d bytes were written, %d counted", size, moved)
	}
}

// A mount in the calling thread's own namespace, at an inconvenient place, is seen by that thread and by no other.
func TestMountOfOneThread(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "two words,\ttab,\nnewline, back\\slash, #, \xff")
	no(t, "mkdir", os.Mkdir(folder, 0o755))
	seen := func() (found []platform.Partition) {
		partitions, err := live.Partitions(true)
		no(t, "Partitions", err)
		for _, p := range partitions {
			if p.MountPoint == folder {
				found = append(found, p)
			}
		}
		return found
	}
	page := int64(pageSize())
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with its namespace
		if err := unix.Unshare(unix.CLONE_NEWNS | unix.CLONE_FS); err != nil {
			t.Logf("not tested: unshare: %v", err) // an ordinary user
			return
		}
		no(t, "private", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
		no(t, "mount", unix.Mount("a device", folder, "tmpfs", unix.MS_NOSUID, fmt.Sprintf("size=%d,mode=700", 16*page)))
		mine := seen()
		if len(mine) != 1 || mine[0].Device != "a device" || mine[0].FSType != "tmpfs" || !strings.HasPrefix(mine[0].Opts, "rw,nosuid") {
			t.Errorf("the thread sees %q", mine)
		}
		usage, err := live.DiskUsage(folder)
		no(t, "DiskUsage", err)
		same(t, "DiskUsage", usage, platform.DiskUsage{Total: 16 * page, Used: 0, Free: 16 * page})
		no(t, "write", os.WriteFile(filepath.Join(folder, "x"), make([]byte, 4*page), 0o600))
		usage, err = live.DiskUsage(folder)
		no(t, "DiskUsage", err)
		same(t, "DiskUsage", usage, platform.DiskUsage{Total: 16 * page, Used: 4 * page, Free: 12 * page})
		partitions, err := live.Partitions(false)
		no(t, "Partitions", err)
		for _, p := range partitions {
			if p.MountPoint == folder {
				t.Error("tmpfs is not on a device")
			}
		}
	}()
	<-done
	same(t, "others see", len(seen()), 0)
}

func TestSystemDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		no(t, "fd", err)
		return len(entries)
	}
	before := open()
	for _, s := range []*system{live, inTree("6.1-riscv64"), inTree("4.19-arm64"), tree(t, nil)} {
		s.CPUStats()
		s.CPUFreqPerCPU()
		s.SwapMemory()
		s.Partitions(true)
		s.Partitions(false)
		s.DiskUsage("/")
		s.DiskUsage("/nowhere")
		s.DiskIO()
	}
	same(t, "open descriptors", open(), before)
}

func FuzzParseDiskstats(f *testing.F) {
	f.Add(fixtureFile(f, "proc/diskstats"))
	f.Add([]byte("8 1 sda1 1 2 3 4\n8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"))
	f.Fuzz(func(t *testing.T, b []byte) {
		disks, err := parseDiskstats(b)
		if err != nil {
			return
		}
		tellWhole(disks)
		for i := range disks {
			for _, counter := range disks[i].Counters.All() {
				if *counter < platform.NA {
					t.Errorf("negative: %+v", disks[i])
				}
			}
		}
	})
}

func FuzzParseMounts(f *testing.F) {
	f.Add(fixtureFile(f, "proc/thread-self/mounts"))
	f.Add([]byte("\\040\\8 \\12\\ b c d 0 0\n a b c\\777 0 0"))
	f.Fuzz(func(t *testing.T, b []byte) {
		mounted, err := parseMounts(b)
		for _, p := range mounted {
			if n := len(p.Device) + len(p.MountPoint) + len(p.FSType) + len(p.Opts); err == nil && n+3 > len(b) {
				t.Errorf("%q comes from nowhere", p)
			}
		}
	})
}

func FuzzParseFilesystems(f *testing.F) {
	f.Add(fixtureFile(f, "proc/filesystems"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for name := range parseFilesystems(b) {
			if name == "" || !strings.Contains(string(b), name) {
				t.Errorf("%q comes from nowhere", name)
			}
		}
	})
}

func FuzzParseDeviceName(f *testing.F) {
	f.Add(fixtureFile(f, "proc/partitions"), uint32(254), uint32(0))
	f.Add([]byte("DEVNAME=sda1\n"), uint32(8), uint32(1))
	f.Fuzz(func(t *testing.T, b []byte, major, minor uint32) {
		for _, name := range []string{parseDeviceName(b), parsePartitionName(b, major, minor)} {
			if !strings.Contains(string(b), name) || strings.Contains(name, "\n") {
				t.Errorf("%q comes from nowhere", name)
			}
		}
	})
}

func FuzzParseCPUStats(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if stats, err := parseCPUStats(b); err == nil && (stats.CtxSwitches < 0 || stats.Interrupts < 0 || stats.SoftInterrupts < na) {
			t.Errorf("negative: %+v", stats)
		}
		parseCPUNumbers(b)
	})
}

func FuzzParseCPUMHz(f *testing.F) {
	f.Add(fixtureFile(f, "proc/cpuinfo"))
	f.Add([]byte("cpu number : 0\ncpu MHz dynamic : 5208\nprocessor : 1\nclock : 3425.000000MHz\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for cpu, mHz := range parseCPUMHz(b) {
			if cpu < 0 || cpu >= mostCPUs || !(mHz > 0) || math.IsInf(mHz, 0) {
				t.Errorf("CPU %d: %v", cpu, mHz)
			}
		}
	})
}

func FuzzParseSwapped(f *testing.F) {
	f.Add(fixtureFile(f, "proc/vmstat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if in, out := parseSwapped(b, 65536); in < na || out < na {
			t.Errorf("negative: %d, %d", in, out)
		}
	})
}
