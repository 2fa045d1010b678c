//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

// What comes out of process 42 of the fixture trees, beyond fixtures_test.go; see the README in testdata.
func TestAttributesInTrees(t *testing.T) {
	if pageSize() != 4*kB {
		t.Skip("the fixtures count in pages of 4 kB")
	}
	of := func(tree string) platform.Process { return inTree(tree).Process(42) }

	gids, err := of("3.10-armv7").GIDs()
	no(t, "GIDs", err)
	same(t, "GIDs", gids, platform.IDs{Real: 100, Effective: 100, Saved: 100})
	for tree, want := range map[string]int32{"2.6.32-x86_64": -5, "5.15-s390x": -1, "6.1-riscv64": -20, "6.18-x86_64": 0} {
		nice, err := of(tree).Nice()
		no(t, "Nice", err)
		same(t, tree+": Nice", nice, want)
	}
	for tree, want := range map[string]int64{"3.10-armv7": 1, "4.19-arm64": 3, "6.18-x86_64": 0} {
		cpu, err := of(tree).CPUNum()
		no(t, "CPUNum", err)
		same(t, tree+": CPUNum", cpu, want)
	}
	faults, err := of("3.10-armv7").PageFaults()
	no(t, "PageFaults", err)
	same(t, "PageFaults", faults, platform.PageFaults{Minor: 500, Major: 3})

	m, err := of("3.10-armv7").MemoryInfoEx()
	no(t, "MemoryInfoEx", err)
	same(t, "before Linux 4.4", m, platform.MemoryInfoEx{
		MemoryInfo: platform.MemoryInfo{RSS: 600 * 4 * kB, VMS: 2441 * 4 * kB}, Shared: 300 * 4 * kB, Text: 10 * 4 * kB,
		Data: 200 * 4 * kB, PeakVMS: 9900 * kB, PeakRSS: 2500 * kB, RSSAnon: na, RSSFile: na, RSSShmem: na,
		Swap: 12 * kB, HugeTLB: na,
	})
	m, err = of("5.15-s390x").MemoryInfoEx()
	no(t, "MemoryInfoEx", err)
	same(t, "since", []int64{m.PeakVMS, m.PeakRSS, m.RSSAnon, m.RSSFile, m.RSSShmem, m.Swap, m.HugeTLB},
		[]int64{60000 * kB, 50000 * kB, 4000 * kB, 43000 * kB, 1000 * kB, 0, 2048 * kB})
	m, err = of("4.19-arm64").MemoryInfoEx()
	no(t, "MemoryInfoEx", err)
	same(t, "a zombie", []int64{m.RSS, m.Data, m.PeakRSS, m.Swap}, []int64{0, 0, na, na})

	switches, err := of("3.10-armv7").NumCtxSwitches()
	no(t, "NumCtxSwitches", err)
	same(t, "NumCtxSwitches", switches, platform.CtxSwitches{Voluntary: 150, Involuntary: 23})
	_, err = of("2.6.32-x86_64").NumCtxSwitches()
	wantCode(t, "NumCtxSwitches, without the lines", err, platform.NotSupported)

	io, err := of("3.10-armv7").IOCounters()
	no(t, "IOCounters", err)
	same(t, "IOCounters", io, platform.ProcessIOCounters{
		ReadChars: 1, WriteChars: 2, ReadCount: 3, WriteCount: 4, ReadBytes: 5, WriteBytes: 6, OtherCount: na, OtherBytes: na,
	})

	environ, err := of("6.18-x86_64").Environ()
	no(t, "Environ", err)
	same(t, "Environ", environ, []string{"PATH=/usr/bin", "HOME=/root", "LANG=C.UTF-8", "EMPTY="})

	for resource, want := range map[int32]platform.RLimit{
		0: {Soft: -1, Hard: -1}, 3: {Soft: 10485760, Hard: -1}, 4: {Soft: 0, Hard: -1}, 6: {Soft: 30000, Hard: 30000},
		7: {Soft: 1024, Hard: 1024}, 8: {Soft: 65536, Hard: 65536}, 15: {Soft: -1, Hard: -1},
	} {
		limits, err := of("2.6.32-x86_64").RLimit(resource)
		no(t, "RLimit", err)
		same(t, fmt.Sprint("RLimit ", resource), limits, want)
	}

	footprint, err := of("6.18-x86_64").MemoryFootprint()
	no(t, "MemoryFootprint", err)
	if footprint.USS <= 0 || footprint.PSS < footprint.USS || footprint.Swap != 0 {
		t.Errorf("footprint: %+v", footprint)
	}
}

// What a kernel does not have is not a process that is gone; and what asks the kernel about a PID, or acts on it, does
// neither to the stranger who has that PID here.
func TestMissingInTrees(t *testing.T) {
	s := inTree("5.15-s390x")
	p := s.Process(42)
	for what, call := range map[string]func() error{
		"IOCounters":      func() error { _, err := p.IOCounters(); return err },
		"RLimit":          func() error { _, err := p.RLimit(0); return err },
		"MemoryFootprint": func() error { _, err := p.MemoryFootprint(); return err },
		"MemoryMaps":      func() error { _, err := p.MemoryMaps(); return err },
		"Environ":         func() error { _, err := p.Environ(); return err },
		"NumCtxSwitches":  func() error { _, err := p.NumCtxSwitches(); return err },
		"NumHandles":      func() error { _, err := p.NumHandles(); return err },
		"IONice":          func() error { _, err := p.IONice(); return err },
		"CPUAffinity":     func() error { _, err := p.CPUAffinity(); return err },
	} {
		wantCode(t, what, call(), platform.NotSupported)
	}
	id := identity(t, p)
	for what, call := range setters(p, id) {
		wantCode(t, what, call(), platform.NotSupported)
	}
	none := s.Process(43)
	for what, call := range getters(none) {
		if what != "IONice" && what != "CPUAffinity" && what != "NumHandles" {
			wantCode(t, "nobody's "+what, call(), platform.NoSuchProcess)
		}
	}
}

// getters are all attributes of this file's topic.
func getters(p platform.Process) map[string]func() error {
	return map[string]func() error{
		"Environ":         func() error { _, err := p.Environ(); return err },
		"Cwd":             func() error { _, err := p.Cwd(); return err },
		"GIDs":            func() error { _, err := p.GIDs(); return err },
		"Terminal":        func() error { _, err := p.Terminal(); return err },
		"Nice":            func() error { _, err := p.Nice(); return err },
		"IONice":          func() error { _, err := p.IONice(); return err },
		"RLimit":          func() error { _, err := p.RLimit(7); return err },
		"CPUAffinity":     func() error { _, err := p.CPUAffinity(); return err },
		"CPUNum":          func() error { _, err := p.CPUNum(); return err },
		"MemoryInfoEx":    func() error { _, err := p.MemoryInfoEx(); return err },
		"MemoryFootprint": func() error { _, err := p.MemoryFootprint(); return err },
		"MemoryMaps":      func() error { _, err := p.MemoryMaps(); return err },
		"PageFaults":      func() error { _, err := p.PageFaults(); return err },
		"IOCounters":      func() error { _, err := p.IOCounters(); return err },
		"NumCtxSwitches":  func() error { _, err := p.NumCtxSwitches(); return err },
		"NumFDs":          func() error { _, err := p.NumFDs(); return err },
		"NumHandles":      func() error { _, err := p.NumHandles(); return err },
		"Threads":         func() error { _, err := p.Threads(); return err },
		"OpenFiles":       func() error { _, err := p.OpenFiles(); return err },
	}
}

func setters(p platform.Process, id platform.Identity) map[string]func() error {
	return map[string]func() error{
		"SetNice":        func() error { return p.SetNice(id, 0) },
		"SetIONice":      func() error { return p.SetIONice(id, platform.IONice{}) },
		"SetRLimit":      func() error { return p.SetRLimit(id, 4, platform.RLimit{}) },
		"SetCPUAffinity": func() error { return p.SetCPUAffinity(id, nil) },
		"Suspend":        func() error { return p.Suspend(id) },
		"Resume":         func() error { return p.Resume(id) },
	}
}

func TestParseEnviron(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         nil,
		"A=1\x00":                  {"A=1"},
		"A=1\x00B=\x00C\x00=D\x00": {"A=1", "B=", "C", "=D"},
		"A=b=c\x00A=2\x00":         {"A=b=c", "A=2"},
		"A=\xff\n\x00":             {"A=\xff\n"},
		"A=1\x00cut o":             {"A=1"},
		"a title of its own":       nil,
		"\x00A=1\x00":              nil,
		"A=1\x00\x00\x00old=1\x00": {"A=1"},
	} {
		same(t, fmt.Sprintf("%q", text), parseEnviron([]byte(text)), want)
	}
	big := strings.Repeat("X="+strings.Repeat("y", 131000)+"\x00", 16)
	list := parseEnviron([]byte(big))
	same(t, "2 MB", len(list), 16)
	same(t, "2 MB", strings.Join(list, "\x00")+"\x00" == big, true)
}

func TestParseIO(t *testing.T) {
	for _, text := range []string{"", "\n\n", "rchar 1\n", "rchar: x\nsyscr: -1\n", "rchar: 99999999999999999999\n"} {
		if c, err := parseIO([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, c)
		}
	}
	c, err := parseIO([]byte("\nrchar: 5\n\nwchar: x\nsyscr: 7"))
	no(t, "a part", err)
	same(t, "a part", []int64{c.ReadChars, c.WriteChars, c.ReadCount, c.ReadBytes}, []int64{5, na, 7, na})
}

func TestParseLimits(t *testing.T) {
	const name = "Max open files"
	for text, want := range map[string]platform.RLimit{
		"Max open files            1024                 4096                 files     \n": {Soft: 1024, Hard: 4096},
		"Max open files unlimited unlimited\n":                                             {Soft: -1, Hard: -1},
		"Max open filesystems 1 2\nMax open files 3 4\n":                                   {Soft: 3, Hard: 4},
		"Max open files 9223372036854775808 18446744073709551614\n":                        {Soft: math.MaxInt64, Hard: math.MaxInt64},
	} {
		limits, err := parseLimits([]byte(text), name)
		no(t, text, err)
		same(t, text, limits, want)
	}
	for _, text := range []string{
		"Max open files 1\n", "Max open files -1 2\n", "Max open files 1 18446744073709551616\n", "Max open files\n",
		"Max open files x y\n", "", "Max open files", "Limit\n",
	} {
		if limits, err := parseLimits([]byte(text), name); err == nil {
			t.Errorf("%q gives %+v, want an error", text, limits)
		}
	}
}

func TestMemoryOfStatus(t *testing.T) {
	all := "Tgid:\t7\nUid:\t1\t2\t3\t4\nVmSize:\t100 kB\nVmRSS:\t60 kB\nRssFile:\t30 kB\nRssShmem:\t4 kB\nVmData:\t50 kB\n" +
		"VmStk:\t8 kB\nVmExe:\t20 kB\nVmLib:\t16 kB\n"
	s, err := parseStatus([]byte(all), false)
	no(t, "all lines", err)
	m, ok := s.memory()
	same(t, "all lines", ok, true)
	same(t, "all lines", m, platform.MemoryInfoEx{
		MemoryInfo: platform.MemoryInfo{RSS: 60 * kB, VMS: 100 * kB}, Shared: 34 * kB, Text: 20 * kB, Data: 58 * kB,
	})
	for _, line := range strings.SplitAfter(all, "\n")[2:10] {
		s, err := parseStatus([]byte(strings.Replace(all, line, "", 1)), false)
		no(t, "without a line", err)
		if m, ok := s.memory(); ok {
			t.Errorf("without %q it is %+v", line, m)
		}
	}
	s, err = parseStatus([]byte(strings.Replace(all, "16 kB", "0 kB", 1)), false)
	no(t, "VmExe may be cut", err)
	if m, ok := s.memory(); ok {
		t.Errorf("where VmExe may be cut it is %+v", m)
	}
}

func TestParseStatmEx(t *testing.T) {
	m, err := parseStatmEx([]byte("10 3 2 1 0 4 0\n"), 4096)
	no(t, "good", err)
	same(t, "good", m, platform.MemoryInfoEx{MemoryInfo: platform.MemoryInfo{RSS: 3 * 4096, VMS: 10 * 4096},
		Shared: 2 * 4096, Text: 4096, Data: 4 * 4096})
	for _, text := range []string{"", "10 3 2", "10 3 2 1 0 4", "10 3 2 1 0 4 x", "-1 3 2 1 0 4 0"} {
		if m, err := parseStatmEx([]byte(text), 4096); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
}

func smapsFile(t testing.TB, kernel string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/smaps/" + kernel)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParseSmaps(t *testing.T) {
	for _, c := range []struct {
		kernel    string
		paths     []string // of the first maps
		maps      int
		last      platform.MemoryMapSizes
		addr      string // of the first
		perms     string
		footprint platform.MemoryFootprint
	}{
		{"2.6.32-x86_64", []string{"/bin/bash", "[heap]", "[vdso]", "[vsyscall]"}, 4,
			platform.MemoryMapSizes{Size: 4 * kB, Anonymous: na}, "00400000-004be000", "r-xp",
			platform.MemoryFootprint{USS: 16 * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"3.10-armv7", []string{"/tmp/a\nb  c (deleted)", "[anon]", "[vectors]"}, 3,
			platform.MemoryMapSizes{Size: 4 * kB}, "00010000-000ce000", "r-xp",
			platform.MemoryFootprint{USS: 16 * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"4.19-arm64", []string{"/usr/bin/bash", "/anon_hugepage (deleted)", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "aaaad4c00000-aaaad4cbe000", "r-xp",
			platform.MemoryFootprint{USS: (16 + 2048) * kB, PSS: 21 * kB, Swap: 20 * kB}},
		{"5.15-s390x", []string{"/usr/bin/bash", "[anon]", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "2aa1c000000-2aa1c0be000", "r-xp",
			platform.MemoryFootprint{USS: 28 * kB, PSS: 33 * kB, Swap: 40 * kB}},
		{"6.1-riscv64", []string{"/usr/bin/bash", "[anon:glibc: malloc arena]", "[stack]"}, 3,
			platform.MemoryMapSizes{Size: 132 * kB, RSS: 12 * kB, PSS: 12 * kB, PrivateDirty: 12 * kB, Referenced: 8 * kB,
				Anonymous: 12 * kB, Swap: 20 * kB}, "2ac2000000-2ac20be000", "r-xp",
			platform.MemoryFootprint{USS: 28 * kB, PSS: 33 * kB, Swap: 40 * kB}},
	} {
		b := smapsFile(t, c.kernel)
		maps, err := parseSmaps(b)
		no(t, c.kernel, err)
		var paths []string
		for _, m := range maps {
			paths = append(paths, m.Path)
		}
		same(t, c.kernel, paths, c.paths)
		same(t, c.kernel, len(maps), c.maps)
		same(t, c.kernel, maps[len(maps)-1].MemoryMapSizes, c.last)
		same(t, c.kernel, []string{maps[0].Addr, maps[0].Perms}, []string{c.addr, c.perms})
		same(t, c.kernel, parseFootprint(b), c.footprint)
	}
	maps, err := parseSmaps(smapsFile(t, "6.18-x86_64"))
	no(t, "6.18", err)
	same(t, "6.18", []string{maps[0].Path, maps[len(maps)-1].Path}, []string{"/usr/bin/sleep", "[vsyscall]"})

	for _, text := range []string{
		"Size: 4 kB\n", "\n", "1-2\n", "1-2 r--p 0 0:0\n", "nothing r--p 0 0:0 1\n", "1-2 r--p 0 0:0 1\nRss: 1 kB\nRss 2 kB\n", "\x00",
	} {
		if maps, err := parseSmaps([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, maps)
		}
	}
	maps, err = parseSmaps([]byte("1-2 r--p 0 0:0 1 /a: b \nRss: x kB\nPss:\nSize: -1 kB\nSwap: 9223372036854775807 kB\n"))
	no(t, "nonsense", err)
	same(t, "nonsense", maps[0].Path, "/a: b ")
	same(t, "nonsense", []int64{maps[0].RSS, maps[0].PSS, maps[0].Size, maps[0].Swap}, []int64{na, na, na, na})
}

func TestParseFootprint(t *testing.T) {
	same(t, "empty", parseFootprint(nil), platform.MemoryFootprint{})
	same(t, "says nothing", parseFootprint([]byte("1-2 ---p 0 0:0 0 [rollup]\n")), platform.MemoryFootprint{USS: na, PSS: na, Swap: na})
	largest := fmt.Sprint(int64(math.MaxInt64/1024)) + " kB\n"
	same(t, "too much", parseFootprint([]byte("Pss: "+largest+"Pss: "+largest)).PSS, int64(math.MaxInt64))
}

// Without smaps_rollup, as before Linux 4.14, smaps is added up; nothing else reads either.
func TestFootprintFromSmaps(t *testing.T) {
	stat := "42 (x) S 1 2 3 0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n"
	s := tree(t, map[string]string{"42/stat": stat, "42/smaps": string(smapsFile(t, "4.19-arm64"))})
	m, err := s.Process(42).MemoryFootprint()
	no(t, "MemoryFootprint", err)
	same(t, "MemoryFootprint", m, platform.MemoryFootprint{USS: (16 + 2048) * kB, PSS: 21 * kB, Swap: 20 * kB})
	maps, err := s.Process(42).MemoryMaps()
	no(t, "MemoryMaps", err)
	same(t, "a deleted file", maps[1].Path, "/anon_hugepage")
}

func TestParseFDInfo(t *testing.T) {
	position, flags, err := parseFDInfo([]byte("pos:\t17\nflags:\t0102002\nmnt_id:\t24\nlock:\t1: POSIX\n"))
	no(t, "good", err)
	same(t, "good", []int64{position, flags}, []int64{17, 0o102002})
	for _, text := range []string{"", "pos:\t1\n", "flags:\t02\n", "pos:\tx\nflags:\t02\n", "pos:\t1\nflags:\t9\n", "pos:\t-1\nflags:\t0\n",
		"pos:\t1\nflags:\t7777777777777777777777777\n"} {
		if position, flags, err := parseFDInfo([]byte(text)); err == nil {
			t.Errorf("%q gives %d and %d, want an error", text, position, flags)
		}
	}
}

func TestModeOf(t *testing.T) {
	for flags, want := range map[int64]string{
		unix.O_RDONLY: "r", unix.O_WRONLY: "w", unix.O_RDWR: "r+", unix.O_WRONLY | unix.O_APPEND: "a",
		unix.O_RDWR | unix.O_APPEND: "a+", unix.O_RDONLY | unix.O_APPEND: "r", unix.O_WRONLY | unix.O_CLOEXEC: "w",
		unix.O_WRONLY | unix.O_CREAT | unix.O_TRUNC | unix.O_EXCL: "w", math.MaxInt64: "a+",
	} {
		same(t, fmt.Sprintf("%#o", flags), modeOf(flags), want)
	}
}

func TestDeviceOf(t *testing.T) {
	for number, want := range map[int64][2]uint32{
		0x0401: {4, 1}, 0x0440: {4, 64}, 0x8800: {136, 0}, 34816 + 5: {136, 5}, 0x8800 | 0x300000 | 0x07: {136, 0x307},
		-0x100000 | 0x8800: {136, 0xfff00}, // a large minor makes the kernel's int negative
	} {
		major, minor := deviceOf(number)
		same(t, fmt.Sprintf("%#x", number), [2]uint32{major, minor}, want)
	}
}

func TestTerminalNames(t *testing.T) {
	dev := t.TempDir()
	no(t, "mkdir", os.Mkdir(filepath.Join(dev, "pts"), 0o755))
	for _, name := range []string{"pts/5", "tty1", "tty\xff\n"} { // names of terminals on what are none
		no(t, name, os.WriteFile(filepath.Join(dev, name), nil, 0o644))
	}
	no(t, "loop", os.Symlink("tty7", filepath.Join(dev, "tty7")))
	s := New(Options{Dev: dev}).(*system)
	for _, device := range [][2]uint32{{136, 5}, {4, 1}, {0, 0}, {143, 0xfffff}, {4, 7}} {
		same(t, fmt.Sprint(device), s.terminal(device[0], device[1]), "")
	}
	same(t, "no folder", New(Options{Dev: dev + "/none"}).(*system).terminal(4, 1), "")
	var st unix.Stat_t
	if unix.Stat("/dev/tty", &st) == nil {
		same(t, "/dev/tty", live.terminal(unix.Major(uint64(st.Rdev)), unix.Minor(uint64(st.Rdev))), "/dev/tty")
	}
}

func TestCPUMask(t *testing.T) {
	for text, cpus := range map[string][]int64{
		"0": {0}, "0-3": {0, 1, 2, 3}, "0-1,5,63-65": {0, 1, 5, 63, 64, 65}, "1023-1025,4095": {1023, 1024, 1025, 4095},
	} {
		mask := maskOf(cpus)
		same(t, text, mask.String(), text)
		same(t, text, mask.cpus(), cpus)
		reversed := slices.Clone(cpus)
		slices.Reverse(reversed)
		same(t, text, maskOf(append(reversed, cpus[0])), mask)
		for _, other := range []int64{-1, 7, math.MinInt64, math.MaxInt64} {
			same(t, text, mask.has(other), false)
		}
	}
	same(t, "none", maskOf(nil).cpus(), []int64{})
	same(t, "none", maskOf(nil).String(), "")
}

func TestOnlineCPUs(t *testing.T) {
	same(t, "/sys", inTree("2.6.32-x86_64").onlineCPUs(), []int64{0, 1, 2, 3})
	same(t, "one offline", inTree("4.19-arm64").onlineCPUs(), []int64{0, 1, 3})
	same(t, "no /sys", inTree("3.10-armv7").onlineCPUs(), []int64{0, 1})
	same(t, "nothing", len(New(Options{Proc: "/nowhere", Sys: "/nowhere"}).(*system).onlineCPUs()), 0)
	same(t, "odd lines", parseCPUNumbers([]byte("cpu 1\ncpu0 1\ncpu-1 2\ncpufreq 3\ncpu99999999 4\n0 5\ncpu4095 1")), []int64{0, 4095})
}

// A tree with descriptors: what is a regular file and has a name.
func TestOpenFilesInTree(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a\nb \xff")
	no(t, "file", os.WriteFile(file, nil, 0o644))
	info := "pos:\t5\nflags:\t0100001\n"
	s := tree(t, map[string]string{
		"42/stat": "42 (x) S 1 2 3 0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n", "42/fd/not a number": "", "42/fd/7": "no link",
		"42/fdinfo/0": info, "42/fdinfo/10": info, "42/fdinfo/3": info, "42/fdinfo/4": info, "42/fdinfo/5": info,
		"42/fdinfo/6": info, "42/fdinfo/8": "pos:\tx\n",
	})
	for fd, to := range map[string]string{
		"0": file, "10": file, "3": "/nowhere/at/all", "4": "socket:[4711]", "5": "/dev/null", "6": file + " (deleted)",
		"9": file, // closed before its fdinfo was read
	} {
		no(t, fd, os.Symlink(to, filepath.Join(s.proc, "42/fd", fd)))
	}
	p := s.Process(42)
	n, err := p.NumFDs()
	no(t, "NumFDs", err)
	same(t, "NumFDs", n, 8)
	files, err := p.OpenFiles()
	no(t, "OpenFiles", err)
	same(t, "OpenFiles", files, []platform.OpenFile{
		{Path: file, FD: 0, Position: 5, Mode: "w", Flags: 0o100001}, {Path: file, FD: 10, Position: 5, Mode: "w", Flags: 0o100001},
	})
	no(t, "remove", os.Remove(filepath.Join(s.proc, "42/stat")))
	_, err = p.OpenFiles()
	wantCode(t, "gone meanwhile", err, platform.NoSuchProcess)
}

func TestThreadsInTree(t *testing.T) {
	line := "(a) b) S 1 2 3 0 5 6 7 8 9 10 150 250 13 14 15 16 17 18 19 20\n"
	s := tree(t, map[string]string{
		"42/stat": "42 " + line, "42/task/42/stat": "42 " + line, "42/task/100/stat": "100 " + line, "42/task/9/none": "",
		"43/stat": "43 " + line, "43/task/43/stat": "43 (cut",
	})
	threads, err := s.Process(42).Threads()
	no(t, "Threads", err)
	same(t, "without the one that ended meanwhile", threads, []platform.Thread{{ID: 42, User: 1.5, System: 2.5}, {ID: 100, User: 1.5, System: 2.5}})
	_, err = s.Process(43).Threads()
	wantCode(t, "cut off", err, platform.OS)
	no(t, "remove", os.Remove(filepath.Join(s.proc, "42/stat")))
	_, err = s.Process(42).Threads()
	wantCode(t, "gone meanwhile", err, platform.NoSuchProcess)
}

func FuzzParseEnviron(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/environ"))
	f.Add([]byte("A=1\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all := strings.Join(append(parseEnviron(b), ""), "\x00")
		if !bytes.HasPrefix(b, []byte(all)) {
			t.Errorf("%q has become %q", b, all)
		}
	})
}

func FuzzParseIO(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/io"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := parseIO(b); err == nil && min(c.ReadChars, c.WriteChars, c.ReadCount, c.WriteCount, c.ReadBytes, c.WriteBytes) < na {
			t.Errorf("negative: %+v", c)
		}
	})
}

func FuzzParseLimits(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/limits"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, resource := range resources {
			if limits, err := parseLimits(b, resource.name); err == nil && (limits.Soft < platform.Infinity || limits.Hard < platform.Infinity) {
				t.Errorf("negative: %+v", limits)
			}
		}
	})
}

func FuzzParseStatmEx(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/statm"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := parseStatmEx(b, 65536); err == nil && min(m.RSS, m.VMS, m.Shared, m.Text, m.Lib, m.Data, m.Dirty) < 0 {
			t.Errorf("negative: %+v", m)
		}
	})
}

func FuzzParseSmaps(f *testing.F) {
	for _, kernel := range []string{"2.6.32-x86_64", "3.10-armv7", "4.19-arm64", "5.15-s390x", "6.1-riscv64"} {
		f.Add(smapsFile(f, kernel))
	}
	f.Add(fixtureFile(f, "proc/42/smaps_rollup"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m := parseFootprint(b); min(m.USS, m.PSS, m.Swap) < na {
			t.Errorf("negative: %+v", m)
		}
		maps, err := parseSmaps(b)
		for _, m := range maps {
			if m.Path == "" || !strings.Contains(m.Addr, "-") || min(m.RSS, m.Size, m.Swap) < na {
				t.Errorf("%+v", m)
			}
		}
		if err == nil && len(maps) > bytes.Count(b, []byte{'\n'})+1 {
			t.Errorf("%d maps", len(maps))
		}
	})
}

func FuzzParseFDInfo(f *testing.F) {
	f.Add([]byte("pos:\t17\nflags:\t0102002\nmnt_id:\t24\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if position, flags, err := parseFDInfo(b); err == nil && (position < 0 || flags < 0) {
			t.Errorf("negative: %d, %d", position, flags)
		}
	})
}

func FuzzCPUMask(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0x80})
	f.Fuzz(func(t *testing.T, b []byte) {
		var mask cpuMask
		for ; len(b) >= 8; b = b[8:] {
			mask = append(mask, uintptr(binary.LittleEndian.Uint64(b)))
		}
		cpus := mask.cpus()
		if got := maskOf(cpus).cpus(); !slices.Equal(got, cpus) {
			t.Errorf("%v has become %v", cpus, got)
		}
		if len(cpus) > 0 && len(mask) < 1000 {
			same(t, "as text", parseCPUList([]byte(mask.String())), cpus)
		}
	})
}

func FuzzParseCPUNumbers(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, cpu := range parseCPUNumbers(b) {
			if cpu < 0 || cpu >= mostCPUs {
				t.Errorf("CPU %d", cpu)
			}
		}
	})
}
