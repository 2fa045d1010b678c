//go:build linux

package linux

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// The trees below follow cgroups(7), the kernel's documentation of both versions, and proc(5) for mountinfo. The mounts
// of "a mixed system" are those of a virtual machine with Linux 6.18.

const (
	unified  = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
	stat42   = "42 (x) S 1 42 42 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0\n"
	status42 = "Name:\tx\nTgid:\t42\nUid:\t0\t0\t0\t0\n"
	noLimit  = "9223372036854771712\n"
)

var noLimits = platform.CgroupLimits{Version: na, MemoryLimit: na, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
	CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}

func cgroupTree(t *testing.T, groups, mounts string, files map[string]string) *system {
	t.Helper()
	all := map[string]string{
		"proc/42/cgroup": groups, "proc/42/stat": stat42, "proc/42/status": status42,
		"proc/self/mountinfo": "23 1 0:22 / / rw - ext4 /dev/vda rw\n" + mounts, "proc/self/cgroup": groups,
	}
	for name, text := range files {
		all[name] = text
	}
	dir := newTree(t, all).proc
	return New(Options{Proc: dir + "/proc", Sys: dir + "/sys", Root: dir}).(*system)
}

func TestCgroupLimits(t *testing.T) {
	for name, c := range map[string]struct {
		groups, mounts string
		files          map[string]string
		want           platform.CgroupLimits
	}{
		"version 2, limits at different heights": {"0::/a.slice/b.service/c\n", unified, map[string]string{
			"sys/fs/cgroup/cpuset.cpus.effective":                      "0-7\n",
			"sys/fs/cgroup/a.slice/memory.max":                         "1000000\n",
			"sys/fs/cgroup/a.slice/memory.current":                     "700000\n",
			"sys/fs/cgroup/a.slice/cpu.max":                            "150000 100000\n",
			"sys/fs/cgroup/a.slice/pids.max":                           "50\n",
			"sys/fs/cgroup/a.slice/memory.swap.max":                    "0\n",
			"sys/fs/cgroup/a.slice/b.service/memory.max":               "max\n",
			"sys/fs/cgroup/a.slice/b.service/memory.high":              "900000\n",
			"sys/fs/cgroup/a.slice/b.service/cpu.max":                  "max 100000\n",
			"sys/fs/cgroup/a.slice/b.service/cpuset.cpus.effective":    "0-1,4\n",
			"sys/fs/cgroup/a.slice/b.service/pids.max":                 "max\n",
			"sys/fs/cgroup/a.slice/b.service/c/memory.max":             "2000000\n",
			"sys/fs/cgroup/a.slice/b.service/c/memory.current":         "1\n",
			"sys/fs/cgroup/a.slice/b.service/c/memory.high":            "max\n",
			"sys/fs/cgroup/a.slice/b.service/c/cpu.max":                "200000 100000\n",
			"sys/fs/cgroup/a.slice/b.service/c/pids.max":               "60\n",
			"sys/fs/cgroup/a.slice/b.service/c/memory.swap.max":        "max\n",
			"sys/fs/cgroup/a.slice/another.service/memory.max":         "1\n",
			"sys/fs/cgroup/a.slice/b.service/c/d/memory.max":           "1\n",
			"sys/fs/cgroup/a.slice/b.service/c/d/cpuset.cpus.effecive": "7\n",
		}, platform.CgroupLimits{Version: 2, Path: "/a.slice/b.service/c", MemoryLimit: 1000000, MemoryHigh: 900000,
			MemoryUsage: 700000, SwapLimit: 0, CPUQuota: 1.5, CPUSet: "0-1,4", CPUSetCount: 3, PIDsLimit: 50}},
		"version 2, nothing limited": {"0::/a\n", unified, map[string]string{
			"sys/fs/cgroup/a/memory.max": "max\n", "sys/fs/cgroup/a/memory.current": "4096\n", "sys/fs/cgroup/a/cpu.max": "max 100000\n",
		}, platform.CgroupLimits{Version: 2, Path: "/a", MemoryLimit: na, MemoryHigh: na, MemoryUsage: 4096, SwapLimit: na,
			CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"version 1": {
			"12:cpuset:/docker/x\n5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n3:pids:/docker/x\n1:name=systemd:/elsewhere\n",
			"32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n" +
				"33 31 0:30 / /sys/fs/cgroup/memory rw shared:9 master:1 - cgroup cgroup rw,memory\n" +
				"34 31 0:31 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n" +
				"35 31 0:32 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n",
			map[string]string{
				"sys/fs/cgroup/memory/memory.limit_in_bytes":                noLimit,
				"sys/fs/cgroup/memory/docker/memory.limit_in_bytes":         "500000\n",
				"sys/fs/cgroup/memory/docker/memory.usage_in_bytes":         "400000\n",
				"sys/fs/cgroup/memory/docker/memory.use_hierarchy":          "1\n",
				"sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes":       noLimit,
				"sys/fs/cgroup/memory/docker/x/memory.memsw.limit_in_bytes": "700000\n",
				"sys/fs/cgroup/memory/docker/x/memory.stat":                 "cache 0\nhierarchical_memory_limit 500000\nhierarchical_memsw_limit 700000\n",
				"sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us":       "50000\n",
				"sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us":      "100000\n",
				"sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us":         "-1\n",
				"sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_period_us":        "100000\n",
				"sys/fs/cgroup/cpuset/docker/x/cpuset.cpus":                 "0-3\n",
				"sys/fs/cgroup/cpuset/docker/x/cpuset.effective_cpus":       "1-2\n",
				"sys/fs/cgroup/pids/docker/x/pids.max":                      "max\n",
				"sys/fs/cgroup/pids/docker/pids.max":                        "100\n",
			}, platform.CgroupLimits{Version: 1, Path: "/docker/x", MemoryLimit: 500000, MemoryHigh: na, MemoryUsage: 400000,
				SwapLimit: 200000, CPUQuota: .5, CPUSet: "1-2", CPUSetCount: 2, PIDsLimit: 100}},
		"version 1, not counted in the group above": {"4:memory:/a/b\n", "33 31 0:30 / /cg rw - cgroup cgroup rw,memory\n",
			map[string]string{
				"cg/a/memory.limit_in_bytes": "1000\n", "cg/a/memory.use_hierarchy": "0\n", "cg/a/b/memory.use_hierarchy": "0\n",
				"cg/a/b/memory.limit_in_bytes": "2000\n", "cg/a/b/memory.usage_in_bytes": "3\n",
			}, platform.CgroupLimits{Version: 1, Path: "/a/b", MemoryLimit: 2000, MemoryHigh: na, MemoryUsage: 3, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a container that sees only its own group, and a lower limit of its host": {"4:memory:/docker/x\n0::/docker/x\n",
			"33 31 0:30 /docker/x /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n", map[string]string{
				"sys/fs/cgroup/memory/memory.limit_in_bytes": "9000\n", "sys/fs/cgroup/memory/memory.usage_in_bytes": "5\n",
				"sys/fs/cgroup/memory/memory.stat": "hierarchical_memory_limit 8000\n",
			}, platform.CgroupLimits{Version: 1, Path: "/docker/x", MemoryLimit: 8000, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a container in a container, which sees its host's groups too": {"0::/outer/inner\n",
			"30 23 0:26 /outer/inner /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n31 23 0:26 / /host/sys/fs/cgroup ro - cgroup2 cgroup2 rw\n",
			map[string]string{
				"sys/fs/cgroup/memory.max": "7000\n", "host/sys/fs/cgroup/outer/inner/memory.max": "7000\n",
				"host/sys/fs/cgroup/outer/memory.max": "6000\n", "host/sys/fs/cgroup/outer/memory.current": "1\n",
			}, platform.CgroupLimits{Version: 2, Path: "/outer/inner", MemoryLimit: 6000, MemoryHigh: na, MemoryUsage: 1, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a cgroup namespace": {"0::/\n", unified, map[string]string{"sys/fs/cgroup/memory.max": "7000\n", "sys/fs/cgroup/memory.current": "2\n"},
			platform.CgroupLimits{Version: 2, Path: "/", MemoryLimit: 7000, MemoryHigh: na, MemoryUsage: 2, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a cgroup namespace, mounted from outside": {"0::/../b\n", "30 23 0:26 /.. /cg rw - cgroup2 cgroup2 rw\n",
			map[string]string{"cg/b/memory.max": "7000\n", "cg/memory.max": "8000\n"},
			platform.CgroupLimits{Version: 2, Path: "/../b", MemoryLimit: 7000, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a group outside of what is mounted": {"0::/../b\n", unified, map[string]string{"sys/fs/cgroup/memory.max": "1\n", "sys/fs/b/memory.max": "1\n"},
			platform.CgroupLimits{Version: 2, Path: "/../b", MemoryLimit: na, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a mixed system": {"9:name=systemd:/\n8:pids:/\n4:memory:/api/x\n3:cpuset:/\n2:cpuacct:/\n1:cpu:/\n0::/\n",
			"31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n" +
				"32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n" +
				"34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n" +
				"35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n" +
				"39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n" +
				"41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n",
			map[string]string{
				"sys/fs/cgroup/memory/api/x/memory.limit_in_bytes": noLimit, "sys/fs/cgroup/memory/api/x/memory.usage_in_bytes": "77\n",
				"sys/fs/cgroup/cpu/cpu.shares": "1024\n", "sys/fs/cgroup/cpuset/cpuset.cpus": "0-1\n",
				"sys/fs/cgroup/unified/memory.max": "1\n", "sys/fs/cgroup/unified/cgroup.procs": "1\n",
			}, platform.CgroupLimits{Version: 1, Path: "/api/x", MemoryLimit: na, MemoryHigh: na, MemoryUsage: 77, SwapLimit: na,
				CPUQuota: nan, CPUSet: "0-1", CPUSetCount: 2, PIDsLimit: na}},
		"version 1 for some, version 2 for others": {"4:memory:/m\n0::/u\n", unified + "35 31 0:32 / /m rw - cgroup cgroup rw,memory\n",
			map[string]string{"m/m/memory.limit_in_bytes": "4096\n", "sys/fs/cgroup/u/pids.max": "9\n", "sys/fs/cgroup/u/memory.max": "1\n"},
			platform.CgroupLimits{Version: 1, Path: "/m", MemoryLimit: 4096, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: 9}},
		"blanks and backslashes": {"0::/a b\\c:d\n", "30 23 0:26 / /odd\\040place\\134\\011 rw - cgroup2 none rw\n",
			map[string]string{"odd place\\\t/a b\\c:d/memory.max": "7000\n"},
			platform.CgroupLimits{Version: 2, Path: "/a b\\c:d", MemoryLimit: 7000, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"files that say nothing of use": {"0::/\n", unified, map[string]string{
			"sys/fs/cgroup/memory.max": "\n", "sys/fs/cgroup/cpu.max": "1000\n", "sys/fs/cgroup/pids.max": "-5\n",
			"sys/fs/cgroup/cpuset.cpus.effective": "9-1\n", "sys/fs/cgroup/memory.high": "99999999999999999999\n", "sys/fs/cgroup/memory.current/is": "a directory\n",
		}, platform.CgroupLimits{Version: 2, Path: "/", MemoryLimit: na, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
			CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"a period of nothing": {"0::/\n", unified, map[string]string{"sys/fs/cgroup/cpu.max": "1000 0\n"},
			platform.CgroupLimits{Version: 2, Path: "/", MemoryLimit: na, MemoryHigh: na, MemoryUsage: na, SwapLimit: na,
				CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"nothing mounted":     {"4:memory:/a\n", "", nil, platform.CgroupLimits{Version: 1, Path: "/a", MemoryLimit: na, MemoryHigh: na, MemoryUsage: na, SwapLimit: na, CPUQuota: nan, CPUSetCount: na, PIDsLimit: na}},
		"in no group":         {"", unified, nil, noLimits},
		"lines that are none": {"\n:\n0::relative\n0\n", "x\n - cgroup2 x rw\n1 2 3 4 5 6\n", nil, noLimits},
	} {
		t.Run(name, func(t *testing.T) {
			s := cgroupTree(t, c.groups, c.mounts, c.files)
			for _, pid := range []int64{42, 0} {
				got, err := s.CgroupLimits(pid)
				noError(t, "CgroupLimits", err)
				equal(t, "CgroupLimits", got, c.want)
			}
		})
	}
}

// The cpuset controller's files have no prefix with the mount option noprefix and in the file system of cpusets before
// cgroups.
func TestCPUSetWithoutPrefix(t *testing.T) {
	for what, mount := range map[string]string{
		"noprefix": "30 23 0:30 / /dev/cpuset rw,relatime - cgroup cpuset rw,cpuset,noprefix\n",
		"cpuset":   "30 23 0:30 / /dev/cpuset rw,relatime - cpuset none rw\n",
	} {
		s := cgroupTree(t, "5:cpuset:/a\n", mount, map[string]string{"dev/cpuset/cpus": "0-15\n", "dev/cpuset/a/cpus": "0-3\n"})
		limits, err := s.CgroupLimits(42)
		noError(t, what, err)
		equal(t, what, fmt.Sprint(limits.CPUSet, " ", limits.CPUSetCount), "0-3 4")
	}
}

// A hierarchy that another mount covers cannot be read at its point.
func TestCoveredHierarchy(t *testing.T) {
	mounts := "30 23 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n31 23 0:31 / /cg rw - cgroup2 cgroup2 rw\n32 30 0:32 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
	s := cgroupTree(t, "0::/a\n", mounts, map[string]string{"sys/fs/cgroup/a/pids.max": "1\n", "cg/a/pids.max": "2\n"})
	limits, err := s.CgroupLimits(42)
	noError(t, "CgroupLimits", err)
	equal(t, "PIDsLimit", limits.PIDsLimit, int64(2))
}

func TestCgroupLimitsOfInvalidPIDs(t *testing.T) {
	s := cgroupTree(t, "0::/\n", unified, nil)
	for _, pid := range []int64{43, -1, 1 << 40} {
		_, err := s.CgroupLimits(pid)
		errorWithCode(t, "CgroupLimits of an invalid PID", err, platform.NoSuchProcess)
	}
	if err := os.Remove(filepath.Join(s.proc, "42/cgroup")); err != nil {
		t.Fatal(err)
	}
	_, err := s.CgroupLimits(42)
	errorWithCode(t, "CgroupLimits without control groups", err, platform.NotSupported)
	os.Remove(filepath.Join(s.proc, "self/cgroup"))
	_, err = s.CgroupLimits(0)
	errorWithCode(t, "CgroupLimits without control groups", err, platform.NotSupported)
	os.Remove(filepath.Join(s.proc, "self/mountinfo"))
	os.WriteFile(filepath.Join(s.proc, "42/cgroup"), []byte("0::/\n"), 0o644)
	_, err = s.CgroupLimits(42)
	errorWithCode(t, "CgroupLimits without mounts", err, platform.OS)
}

func TestCgroupRelativePath(t *testing.T) {
	for _, c := range []struct {
		root, path, way string
		ok              bool
	}{
		{"/", "/", "", true},
		{"/", "/a/b", "/a/b", true},
		{"/a", "/a", "", true},
		{"/a", "/a/b", "/b", true},
		{"/a", "/ab", "", false},
		{"/a", "/", "", false},
		{"/", "/..", "", false},
		{"/", "/../a", "", false},
		{"/..", "/../a", "/a", true},
		{"/..", "/../..", "", false},
		{"/..", "/", "", false},
		{"/..", "/..a", "", false},
	} {
		way, ok := relativeTo(c.root, c.path)
		equal(t, c.root+" to "+c.path, way, c.way)
		equal(t, c.root+" to "+c.path, ok, c.ok)
	}
}

func TestParseCgroupLimit(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "4096": 4096, "max": na, "": na, "-1": na, "9223372036854771712": na, "9223372036854775807": na,
		"9223372036854710272": na, "1099511627776": 1 << 40, "18446744073709551615": na,
	} {
		equal(t, text, parseCgroupLimit([]byte(text)), want)
	}
}

// Limits that are set for a child are read back, in the version that has the controllers here.
func TestCgroupLive(t *testing.T) {
	child, _ := startHelper(t, "idle")
	pid := int64(child.Process.Pid)
	before, err := liveSystem.CgroupLimits(pid)
	noError(t, "CgroupLimits", err)
	own, err := liveSystem.CgroupLimits(0)
	noError(t, "CgroupLimits of the caller", err)
	equal(t, "the path of parent and child", before.Path, own.Path)

	buf := getBuf()
	defer putBuf(buf)
	memberships, err := liveSystem.readMemberships(0, buf)
	noError(t, "memberships", err)
	noError(t, "mountinfo", liveSystem.readOwnFile(buf, "thread-self/mountinfo", "self/mountinfo"))
	mounts := cgroupMounts(parseMountinfo(*buf))
	set := map[string]map[string]string{
		"memory": {"memory.limit_in_bytes": "67108864", "memory.max": "67108864", "memory.high": "33554432"},
		"cpu":    {"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "30000", "cpu.max": "30000 100000"},
		"pids":   {"pids.max": "77"},
	}
	limited := 0
	for controller, files := range set {
		g, ok := findCgroup(controller, memberships, mounts)
		if !ok || g.dir == "" {
			t.Logf("%s: no group to be seen", controller)
			continue
		}
		name := fmt.Sprintf("psutil-test-%d", os.Getpid())
		outer, inner := filepath.Join(g.dir, name), filepath.Join(g.dir, name, "inner")
		if err := os.MkdirAll(inner, 0o755); err != nil {
			t.Logf("%s: %v", controller, err)
			continue
		}
		t.Cleanup(func() {
			child.Process.Kill()
			child.Wait()
			eventually(t, "the groups can be removed", func() bool {
				os.Remove(inner)
				return os.Remove(outer) == nil
			})
		})
		wrote := false
		for file, value := range files {
			path := filepath.Join(outer, file)
			if unix.Access(path, unix.W_OK) != nil {
				continue // a file of the other version, or a controller that is not delegated here
			}
			if err := os.WriteFile(path, []byte(value), 0); err != nil {
				t.Logf("%s: %v", path, err)
				continue
			}
			wrote = true
		}
		if err := os.WriteFile(filepath.Join(inner, "cgroup.procs"), []byte(strconv.FormatInt(pid, 10)), 0); err != nil {
			t.Logf("%s: %v", controller, err)
			continue
		}
		if !wrote {
			continue
		}
		limited++
		after, err := liveSystem.CgroupLimits(pid)
		noError(t, "CgroupLimits", err)
		switch controller {
		case "memory":
			equal(t, "version", after.Version, g.version)
			equal(t, "path", after.Path, strings.TrimSuffix(g.path, "/")+"/"+name+"/inner")
			equal(t, "memory limit", after.MemoryLimit, minLimit(before.MemoryLimit, 67108864))
			if after.MemoryUsage < 0 {
				t.Errorf("no usage: %+v", after)
			}
			if g.version == 2 {
				equal(t, "memory high", after.MemoryHigh, minLimit(before.MemoryHigh, 33554432))
			}
		case "cpu":
			want := .3
			if before.CPUQuota < want {
				want = before.CPUQuota
			}
			equal(t, "quota", after.CPUQuota, want)
		case "pids":
			equal(t, "pids limit", after.PIDsLimit, minLimit(before.PIDsLimit, 77))
		}
	}
	if limited == 0 {
		t.Skip("no control group can be made here: see the log")
	}
	t.Logf("%d controllers", limited)
}

func FuzzParseHierarchicalLimits(f *testing.F) {
	f.Add([]byte("cache 1\nhierarchical_memory_limit 4096\nhierarchical_memsw_limit 9223372036854771712\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if memory, withSwap := parseHierarchicalLimits(b); memory < na || withSwap < na {
			t.Errorf("%d, %d", memory, withSwap)
		}
	})
}
