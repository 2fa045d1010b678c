//go:build linux

package linux

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/libpsutil/libpsutil/platform"
)

func pageSize() int { return unix.Getpagesize() }

func TestParseStat(t *testing.T) {
	rest := " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20"
	tail := " 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45"
	for _, c := range []struct {
		what, text, name, wrong string
	}{
		{what: "plain", text: "1 (init)" + rest + tail, name: "init"},
		{what: "no newline at the end, no late fields", text: "1 (init)" + rest, name: "init"},
		{what: "empty name", text: "1 ()" + rest, name: ""},
		{what: "brackets", text: "1 (a) (b) Z 0 )" + rest, name: "a) (b) Z 0 "},
		{what: "newline", text: "1 (a\nb)" + rest, name: "a\nb"},
		{what: "bytes", text: "1 (\xff\xfe\x00)" + rest, name: "\xff\xfe\x00"},
		{what: "unclosed name", text: "1 (init" + rest, wrong: "no name"},
		{what: "closed before opened", text: "1 )init(" + rest, wrong: "no name"},
		{what: "empty", text: "", wrong: "no name"},
		{what: "only a name", text: "1 (init)", wrong: "field 3"},
		{what: "cut off", text: "1 (init) S 1 2 3", wrong: "field 7"},
		{what: "cut off before the start", text: "1 (init)" + strings.TrimSuffix(rest, " 19 20"), wrong: "field 22"},
		{what: "letters", text: "1 (init)" + strings.Replace(rest, " 12 ", " x ", 1), wrong: "field 15"},
		{what: "huge", text: "1 (init)" + strings.Replace(rest, " 19 ", " 99999999999999999999 ", 1), wrong: "field 22"},
		{what: "NULs", text: "1 (init)" + strings.Replace(rest, " 11 ", " \x00 ", 1), wrong: "field 14"},
	} {
		s, err := parseStat([]byte(c.text), toTheEnd)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: error %v, want one about %q", c.what, err, c.wrong)
			}
			continue
		}
		no(t, c.what, err)
		same(t, c.what, string(s.name), c.name)
		want := stat{name: s.name, state: 'S', ppid: 1, tty: 4, flags: 6, minor: 7, childrenMinor: 8, major: 9,
			childrenMajor: 10, user: 11, system: 12, childrenUser: 13, childrenSystem: 14, nice: 16, threads: 17,
			start: 19, vsize: 20, delayTick: na, cpu: na}
		if strings.Contains(c.text, tail) {
			want.exitSignal, want.cpu, want.delayTick = 35, 36, 39
		}
		same(t, c.what, fmt.Sprint(s), fmt.Sprint(want))
	}
}

func TestEnded(t *testing.T) {
	for _, c := range []struct {
		what string
		stat stat
		want bool
	}{
		{"a zombie", stat{state: 'Z'}, true},
		{"dead", stat{state: 'X'}, true},
		{"a process", stat{state: 'S', vsize: 4096}, false},
		{"a kernel thread", stat{state: 'S', flags: flagKernelThread}, false},
		{"ending, not yet a zombie", stat{state: 'R', flags: flagExiting}, true},
		{"ending, memory still there", stat{state: 'R', flags: flagExiting, vsize: 4096}, false},
	} {
		same(t, c.what, c.stat.ended(), c.want)
	}
}

func TestStatusOf(t *testing.T) {
	for letter, want := range map[byte]platform.Status{
		'R': platform.StatusRunning, 'S': platform.StatusSleeping, 'D': platform.StatusDiskSleep,
		'T': platform.StatusStopped, 't': platform.StatusTracingStop, 'Z': platform.StatusZombie,
		'X': platform.StatusDead, 'x': platform.StatusDead, 'K': platform.StatusWakeKill,
		'W': platform.StatusWaking, 'I': platform.StatusIdle, 'P': platform.StatusParked, '?': na, 0: na,
	} {
		same(t, string(letter), statusOf(letter), want)
	}
}

func TestParseCmdline(t *testing.T) {
	for text, want := range map[string][]string{
		"":                            nil,
		"\x00":                        {""},
		"ls\x00":                      {"ls"},
		"ls\x00-l\x00":                {"ls", "-l"},
		"ls\x00\x00":                  {"ls", ""},
		"a b\x00c d\x00":              {"a b", "c d"},
		"chrome --type=renderer":      {"chrome", "--type=renderer"},
		"chrome --type=renderer ":     {"chrome", "--type=renderer"},
		"nginx: master process\x00":   {"nginx:", "master", "process"},
		"nginx: master \x00":          {"nginx:", "master", ""},
		"sshd: me\x00\x00\x00":        {"sshd: me", "", ""},
		"one":                         {"one"},
		"a  b":                        {"a", "", "b"},
		"\xff\xfe\x00\xc3\x28\x00":    {"\xff\xfe", "\xc3\x28"},
		"no end\x00in two":            {"no", "end\x00in", "two"},
		strings.Repeat("x\x00", 1000): strings.Split(strings.Repeat("x ", 999)+"x", " "),
	} {
		same(t, fmt.Sprintf("%.40q", text), parseCmdline([]byte(text)), want)
	}
}

func TestParseStatus(t *testing.T) {
	good := "Name:\tUid:\nTgid:\t7\nPid:\t7\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n"
	s, err := parseStatus([]byte(good), false)
	no(t, "good", err)
	want := status{
		tgid: 7, uids: platform.IDs{Real: 1, Effective: 2, Saved: 3}, gids: platform.IDs{Real: 5, Effective: 6, Saved: 7},
		vms: na, rss: na, peakVMS: na, peakRSS: na, anon: na, file: na, shmem: na,
		data: na, stack: na, text: na, lib: na, swap: na, hugeTLB: na, voluntary: na, involuntary: na,
	}
	same(t, "good", s, want)
	s, err = parseStatus([]byte(good+"VmSize:\t11 kB\nVmRSS:\t10 kB\nVmPeak:\t 9 kB\nVmHWM:\t8 kB\nRssAnon:\t7 kB\nRssFile:\t6\tkB\nRssShmem:\t5 kB\n"+
		"VmData:\t14 kB\nVmStk:\t15 kB\nVmExe:\t12 kB\nVmLib:\t13 kB\n"+
		"VmSwap:\t4 kB\nHugetlbPages:\t3 kB\nvoluntary_ctxt_switches:\t2\nnonvoluntary_ctxt_switches:\t1\n"), false)
	no(t, "all", err)
	want.vms, want.rss = 11*kB, 10*kB
	want.peakVMS, want.peakRSS, want.anon, want.file, want.shmem = 9*kB, 8*kB, 7*kB, 6*kB, 5*kB
	want.data, want.stack, want.text, want.lib = 14*kB, 15*kB, 12*kB, 13*kB
	want.swap, want.hugeTLB, want.voluntary, want.involuntary = 4*kB, 3*kB, 2, 1
	same(t, "all", s, want)
	s, err = parseStatus([]byte(good+"VmPeak:\t-9 kB\nVmHWM:\nVmSwap:\t99999999999999999999 kB\nvoluntary_ctxt_switches: x\n"), false)
	no(t, "nonsense", err)
	same(t, "nonsense", []int64{s.peakVMS, s.peakRSS, s.swap, s.voluntary}, []int64{na, na, na, na})
	for _, text := range []string{
		"", "\n\n", "Tgid:\t7\n", "Uid:\t1\t2\t3\n", "Tgid:\tx\nUid:\t1\t2\t3\n", "Tgid:\t7\nUid:\t1\t2\n",
		"Tgid:\t7\nUid:\t-1\t2\t3\n", "Tgid:\t7\nUid:\t1\t2\t3\nGid:\t1\t2\n", "Tgid:\t99999999999999999999\nUid:\t1\t2\t3\n", good[:8], "Tgid:\x00",
	} {
		if s, err := parseStatus([]byte(text), false); err == nil {
			t.Errorf("%q gives %+v, want an error", text, s)
		}
	}
}

func TestParseStatm(t *testing.T) {
	m, err := parseStatm([]byte("10 3 2 1 0 4 0\n"), 4096)
	no(t, "good", err)
	same(t, "good", m, platform.MemoryInfo{RSS: 3 * 4096, VMS: 10 * 4096})
	for _, text := range []string{"", "10", "10 x", "x 3", "-1 3", "10 9223372036854775807", "\x00 \x00"} {
		if m, err := parseStatm([]byte(text), 4096); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
}

func TestParseCPUTimes(t *testing.T) {
	for _, text := range []string{
		"", "cpu", "cpu \n", "cpu  1 2 3\n", "cpu  1 2 3 4", "cpu0 1 2 3 4\n", "intr 1 2 3 4\n", "cpu  1 2 3 x\n",
		"cpu  1 2 3 4 -5\n", "cpu  1 2 3 99999999999999999999\n", "cpu  1 2 3 4 5 6 7 8 9 x\n",
	} {
		if c, err := parseCPUTimes([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, c)
		}
	}
	c, err := parseCPUTimes([]byte("cpu  1 2 3 4\n"))
	no(t, "2.4", err)
	same(t, "2.4", c, platform.CPUTimes{User: .01, Nice: .02, System: .03, Idle: .04, IOWait: nan, IRQ: nan, SoftIRQ: nan,
		Steal: nan, Guest: nan, GuestNice: nan, DPC: nan})
	c, err = parseCPUTimes([]byte("cpu  1 2 3 4 5 6 7 8 9 10 11 12 more\n"))
	no(t, "to come", err)
	same(t, "to come", c.GuestNice, .1)

	perCPU, err := parseCPUTimesPerCPU([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu7 5 6 7 8\ncpufreq 1\nintr 5\ncpu9 1 1 1 1"))
	no(t, "per CPU", err)
	same(t, "per CPU", len(perCPU), 3)
	same(t, "per CPU", perCPU[1].Idle, .08)
	if _, err := parseCPUTimesPerCPU([]byte("cpu0 1 2\n")); err == nil {
		t.Error("a cut line gives no error")
	}
}

// More CPUs than the kernel is ever built for make a file of several hundred kB.
func TestManyCPUs(t *testing.T) {
	var stat bytes.Buffer
	stat.WriteString("cpu  1 2 3 4 5 6 7 8 9 10\n")
	for n := range 4096 {
		fmt.Fprintf(&stat, "cpu%d %d 2 3 4 5 6 7 8 9 10\n", n, int64(n)*1000000000000)
	}
	stat.WriteString("intr" + strings.Repeat(" 0", 100000) + "\nbtime 1700000000\n")
	s := tree(t, map[string]string{"stat": stat.String()})
	perCPU, err := s.CPUTimesPerCPU()
	no(t, "CPUTimesPerCPU", err)
	same(t, "CPUs", len(perCPU), 4096)
	same(t, "the last", perCPU[4095].User, 4095*1e10)
	boot, err := s.BootTime()
	no(t, "BootTime", err)
	same(t, "BootTime", boot, 1700000000)
	n, err := s.CPUCount(true)
	no(t, "CPUCount", err)
	same(t, "CPUCount", n, 4096)
}

func TestParseBootTime(t *testing.T) {
	for _, text := range []string{"", "btime", "btime \n", "btime x\n", "btime -1\n", "xbtime 1\n"} {
		if boot, err := parseBootTime([]byte(text)); err == nil {
			t.Errorf("%q gives %v, want an error", text, boot)
		}
	}
}

func TestParseLoadAverage(t *testing.T) {
	for _, text := range []string{
		"", "1.0 2.0", "nan 1 1", "inf 1 1", "-1.0 1 1", "1e9 1 1", "0x1p1 1 1", ". . .", "1..2 1 1", "1 2 \x00",
	} {
		if load, err := parseLoadAverage([]byte(text)); err == nil {
			t.Errorf("%q gives %v, want an error", text, load)
		}
	}
}

func TestParseMeminfo(t *testing.T) {
	for _, text := range []string{
		"", "MemTotal: 1 kB\n", "MemFree: 1 kB\n", "MemTotal: x kB\nMemFree: 1 kB\n",
		"MemTotal: 9223372036854775807 kB\nMemFree: 1 kB\n", "MemTotal:\nMemFree:\n",
	} {
		if m, err := parseMeminfo([]byte(text)); err == nil {
			t.Errorf("%q gives %+v, want an error", text, m)
		}
	}
	m, err := parseMeminfo([]byte("MemTotal: 10 kB\nMemFree: 4\nBuffers: -3 kB\nCached: 99999999999999999999 kB\nHugePages_Total: 3"))
	no(t, "odd", err)
	v := m.virtualMemory()
	same(t, "odd", []int64{v.Total, v.Free, v.Buffers, v.Cached}, []int64{10240, 4096, na, na})
}

func TestVirtualMemory(t *testing.T) {
	for _, c := range []struct {
		what      string
		m         meminfo
		low       int64
		available int64
	}{
		{"all known", meminfo{free: 1000, cached: 500, activeFile: 200, inactiveFile: 200, reclaimable: 100}, 50, 1000 - 50 + 400 - 50 + 100 - 50},
		{"small caches give half", meminfo{free: 1000, activeFile: 20, inactiveFile: 20, reclaimable: 10}, 50, 1000 - 50 + 20 + 5},
		{"no zoneinfo", meminfo{free: 1000, cached: 500, activeFile: 1, inactiveFile: 1, reclaimable: 1}, na, 1500},
		{"no parts", meminfo{free: 1000, cached: 500, activeFile: na, inactiveFile: 1, reclaimable: 1}, 50, 1500},
		{"nothing cached", meminfo{free: 1000, cached: na, activeFile: na, inactiveFile: na, reclaimable: na}, 50, 1000},
	} {
		same(t, c.what, c.m.estimate(c.low), c.available)
	}
	v := (&meminfo{total: 1000, free: 10, available: -5}).virtualMemory()
	same(t, "less than nothing", v.Available, 0)
	same(t, "less than nothing", v.Used, 1000)
	v = (&meminfo{total: 1000, free: 2000, available: 5000}).virtualMemory()
	same(t, "more than everything", v.Available, 1000)
	same(t, "more than everything", v.Used, 0)
}

func TestParseLowWatermarks(t *testing.T) {
	for text, want := range map[string]int64{
		"":                            0,
		"low 5\n":                     5,
		"  low  5\n  lowmem 7\nlow x": 5,
		"low 9223372036854775807\nlow 9223372036854775807\n":                                                 math.MaxInt64,
		"Node 0, zone Normal\n  pages free 9\n        low      5\nNode 1, zone Normal\n        low      7\n": 12,
	} {
		same(t, text, parseLowWatermarks([]byte(text), 1), want)
	}
}

func TestParseCPUList(t *testing.T) {
	for text, want := range map[string][]int64{
		"0\n": {0}, "0-3\n": {0, 1, 2, 3}, "0-1,4,6-7": {0, 1, 4, 6, 7},
		"": nil, "\n": nil, "x": nil, "3-1": nil, "-3": nil, "1-": nil, "1,,2": nil, "0-99999999": nil,
		"0-99999999999999999999": nil,
	} {
		same(t, text, parseCPUList([]byte(text)), want)
	}
}

func TestParseCPUInfo(t *testing.T) {
	for text, want := range map[string]cpuInfo{
		"": {},
		"processor\t: 0\nphysical id\t: 0\ncpu cores\t: 2\n\nprocessor\t: 1\nphysical id\t: 0\ncpu cores\t: 2\n\n" +
			"processor\t: 2\nphysical id\t: 1\ncpu cores\t: 2\n": {processors: 3, cores: 4},
		"processor: 0\ncpu cores: 2\n":                        {processors: 1}, // in which package?
		"processor: 0\nphysical id: x\ncpu cores: 2\n":        {processors: 1},
		"processor: 0\nphysical id: 0\ncpu cores: 99999999\n": {processors: 1},
		"Processor: ARMv7\nprocessor: 0\n":                    {processors: 1},
		"processor 0: version = FF\nprocessor 1: version\n":   {processors: 2},
		"processor : ARM926EJ-S rev 5\n":                      {},
	} {
		same(t, text, parseCPUInfo([]byte(text)), want)
	}
}

// entry makes a directory entry as getdents64 gives it.
func entry(name string) []byte {
	length := (19 + len(name) + 1 + 7) &^ 7
	b := make([]byte, length)
	binary.NativeEndian.PutUint16(b[16:], uint16(length))
	copy(b[19:], name)
	return b
}

func TestParseEntries(t *testing.T) {
	var b []byte
	all := []string{".", "..", "1", "self", "22", "", "\xff\n", strings.Repeat("x", 255)}
	for _, name := range all {
		b = append(b, entry(name)...)
	}
	var got []string
	no(t, "good", parseEntries(b, func(name []byte) { got = append(got, string(name)) }))
	same(t, "good", got, all)
	long := entry("1")
	binary.NativeEndian.PutUint16(long[16:], 200)
	for what, b := range map[string][]byte{"cut": entry("1")[:10], "no length": make([]byte, 24), "too long": long} {
		if err := parseEntries(b, func([]byte) {}); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestParseInt(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-0": 0, "007": 7, "9223372036854775807": math.MaxInt64, "-9223372036854775807": -math.MaxInt64,
	} {
		n, ok := parseInt([]byte(text))
		same(t, text, n, want)
		same(t, text, ok, true)
	}
	for _, text := range []string{"", "-", "+1", " 1", "1 ", "1x", "9223372036854775808", "0x1", "1_0", "٣"} {
		if n, ok := parseInt([]byte(text)); ok {
			t.Errorf("%q gives %d", text, n)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("1 (init) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21\n"))
	f.Add([]byte("1 (a) (b) Z 0 )"))
	f.Add(fixtureFile(f, "proc/42/stat"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parseStat(b, toTheEnd)
		if err == nil && !bytes.Contains(b, s.name) {
			t.Errorf("the name %q comes from nowhere", s.name)
		}
		if err == nil {
			less, err := parseStat(b, untilVsize)
			no(t, "read no further than its size", err)
			s.exitSignal, s.cpu, s.delayTick = 0, na, na
			same(t, "read no further than its size", fmt.Sprint(less), fmt.Sprint(s))
		}
	})
}

func FuzzParseStatus(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/status"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := parseStatus(b, false); err == nil && (s.tgid < 0 || s.uids.Real < 0 || s.uids.Saved < 0) {
			t.Errorf("negative: %+v", s)
		}
	})
}

func FuzzParseStatm(f *testing.F) {
	f.Add(fixtureFile(f, "proc/42/statm"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := parseStatm(b, 65536); err == nil && (m.RSS < 0 || m.VMS < 0) {
			t.Errorf("negative: %+v", m)
		}
	})
}

func FuzzParseCmdline(f *testing.F) {
	for _, text := range []string{"ls\x00-l\x00", "nginx: master process\x00", "chrome --x ", "\x00\x00", ""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		items := parseCmdline(b)
		if (len(items) == 0) != (len(b) == 0) {
			t.Errorf("%d arguments from %q", len(items), b)
		}
		if n := len(strings.Join(items, " ")); n > len(b) || n+1 < len(b) {
			t.Errorf("%q has become %q", b, items)
		}
	})
}

func FuzzParseSystemStat(f *testing.F) {
	f.Add(fixtureFile(f, "proc/stat"))
	f.Add([]byte("cpu  1 2 3 4\ncpu0 1 2 3 4\nbtime 5\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := parseCPUTimes(b); err == nil && (c.User < 0 || c.Idle < 0) {
			t.Errorf("negative: %+v", c)
		}
		if times, err := parseCPUTimesPerCPU(b); err == nil && int64(len(times)) != countCPULines(b) {
			t.Errorf("%d CPUs of %d", len(times), countCPULines(b))
		}
		if boot, err := parseBootTime(b); err == nil && boot < 0 {
			t.Errorf("negative: %v", boot)
		}
	})
}

func FuzzParseLoadAverage(f *testing.F) {
	f.Add(fixtureFile(f, "proc/loadavg"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, err := parseLoadAverage(b); err == nil && !(l.Load1 >= 0 && l.Load5 >= 0 && l.Load15 >= 0) {
			t.Errorf("negative, or no number: %+v", l)
		}
	})
}

func FuzzParseMeminfo(f *testing.F) {
	f.Add(fixtureFile(f, "proc/meminfo"), fixtureFile(f, "proc/zoneinfo"))
	f.Fuzz(func(t *testing.T, b, zones []byte) {
		m, err := parseMeminfo(b)
		if err != nil {
			return
		}
		m.available = m.estimate(parseLowWatermarks(zones, 4096))
		v := m.virtualMemory()
		if v.Available < 0 || v.Available > v.Total || v.Used+v.Available != v.Total {
			t.Errorf("does not add up: %+v", v)
		}
	})
}

func FuzzParseCPUInfo(f *testing.F) {
	f.Add(fixtureFile(f, "proc/cpuinfo"))
	f.Add([]byte("processor 0: x\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if info := parseCPUInfo(b); info.processors < 0 || info.cores < 0 {
			t.Errorf("negative: %+v", info)
		}
	})
}

func FuzzParseCPUList(f *testing.F) {
	f.Add([]byte("0-1,4,6-7\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, cpu := range parseCPUList(b) {
			if cpu < 0 || cpu >= mostCPUs {
				t.Errorf("CPU %d", cpu)
			}
		}
	})
}

func FuzzParseEntries(f *testing.F) {
	f.Add(append(entry("1"), entry("self")...))
	f.Fuzz(func(t *testing.T, b []byte) {
		parseEntries(b, func(name []byte) {
			if bytes.IndexByte(name, 0) >= 0 || !bytes.Contains(b, name) {
				t.Errorf("the name %q comes from nowhere", name)
			}
		})
	})
}

func FuzzParsePasswd(f *testing.F) {
	f.Add([]byte("root:x:0:0:root:/root:/bin/sh\n"), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, uid int64) {
		if name := parsePasswd(b, uid); !strings.Contains(string(b), name) || uid < 0 && name != "" {
			t.Errorf("%d is %q", uid, name)
		}
	})
}
