//go:build linux

package linux

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// inside gives the way from the group root down to the group path: "" if they are the same. Both may begin with "/..",
// where they lie outside of the caller's cgroup namespace; there nothing has a name that could be compared.
func relativeTo(root, path string) (string, bool) {
	way, ok := strings.CutPrefix(path, strings.TrimSuffix(root, "/"))
	if !ok || way != "" && way[0] != '/' || way == "/.." || strings.HasPrefix(way, "/../") {
		return "", false
	}
	return strings.TrimSuffix(way, "/"), true
}

// group is a control group that can be looked at: dir and, up to top, its ancestors.
type cgroup struct {
	version  int32
	path     string
	dir, top string // "" where no mount shows the group
}

// groupFor finds the group that a process has for a controller: in the version 1 hierarchy that has the controller, or
// else in version 2. Of several mounts it takes the one that shows the most ancestors.
func findCgroup(controller string, memberships []membership, mounts []cgroupMount) (cgroup, bool) {
	i := slices.IndexFunc(memberships, func(m membership) bool { return slices.Contains(m.controllers, controller) })
	g := cgroup{version: 1}
	if i < 0 {
		i = slices.IndexFunc(memberships, func(m membership) bool { return m.controllers == nil })
		g.version = 2
	}
	if i < 0 {
		return cgroup{}, false
	}
	g.path = memberships[i].path
	best := -1
	for _, m := range mounts {
		way, ok := relativeTo(m.root, g.path)
		if !ok || m.version != g.version || m.version == 1 && !slices.Contains(m.options, controller) || len(way) <= best {
			continue
		}
		best, g.dir, g.top = len(way), m.point+way, m.point
	}
	return g, true
}

// dirs lists the folders of the group and its visible ancestors, from the group up.
func (g *cgroup) visibleDirs() []string {
	if g.dir == "" {
		return nil
	}
	all := []string{g.dir}
	for dir := g.dir; len(dir) > len(g.top); {
		dir = dir[:max(strings.LastIndexByte(dir, '/'), len(g.top))]
		all = append(all, dir)
	}
	return all
}

// limits reads the files of control groups. What is missing, unreadable or says nothing of use sets no limit.
type cgroupReader struct {
	sys *system
	buf *[]byte
}

func (l cgroupReader) read(dir, file string) bool {
	return dir != "" && readSystemFile(l.buf, l.sys.root+dir, file) == nil
}

// fields reads a file with a few values in it.
func (l cgroupReader) readFields(dir, file string) (fields, bool) {
	if !l.read(dir, file) {
		return fields{}, false
	}
	return fields{text: *l.buf}, true
}

// amount reads a file with a number in it; NA for "max" and for the numbers that stand for it in version 1.
func (l cgroupReader) readLimit(dir, file string) int64 {
	f, ok := l.readFields(dir, file)
	if !ok {
		return platform.NA
	}
	return parseCgroupLimit(f.next())
}

// lots is the least of what version 1 says where there is no limit: the largest number of bytes that is a whole number of
// pages, which may have 64 KB.
const noLimitThreshold = math.MaxInt64 &^ 0xffff

func parseCgroupLimit(field []byte) int64 {
	n, ok := parseCount(field)
	// On 32-bit kernels: pages of 4 KB.
	if !ok || n >= noLimitThreshold || strconv.IntSize == 32 && n == math.MaxInt32<<12 {
		return platform.NA
	}
	return n
}

// lower gives the lower of two limits, either of which may be none.
func minLimit(a, b int64) int64 {
	if a == platform.NA || b != platform.NA && b < a {
		return b
	}
	return a
}

// lowest gives the lowest amount that a file has in the group or an ancestor.
func (l cgroupReader) lowestLimit(g *cgroup, file string) int64 {
	limit := int64(platform.NA)
	for _, dir := range g.visibleDirs() {
		limit = minLimit(limit, l.readLimit(dir, file))
	}
	return limit
}

// quota reads CPU time per time; NaN where there is no limit.
func (l cgroupReader) readCPUQuota(version int32, dir string) float64 {
	var quota, period int64
	if version == 2 {
		f, ok := l.readFields(dir, "cpu.max") // "max 100000"
		if !ok {
			return platform.NaN
		}
		quota, period = parseCgroupLimit(f.next()), parseCgroupLimit(f.next())
	} else {
		quota, period = l.readLimit(dir, "cpu.cfs_quota_us"), l.readLimit(dir, "cpu.cfs_period_us") // -1 is none
	}
	if quota < 0 || period <= 0 {
		return platform.NaN
	}
	return float64(quota) / float64(period)
}

func (s *system) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	buf := getBuf()
	defer putBuf(buf)
	memberships, err := s.readMemberships(pid, buf)
	if err != nil {
		return platform.CgroupLimits{}, err
	}
	mounts, err := s.readCgroupMounts(buf)
	if err != nil {
		return platform.CgroupLimits{}, err
	}
	l := cgroupReader{s, buf}
	limit := platform.CgroupLimits{
		Version: platform.NA, MemoryLimit: platform.NA, MemoryHigh: platform.NA, MemoryUsage: platform.NA, SwapLimit: platform.NA,
		CPUQuota: platform.NaN, CPUSetCount: platform.NA, PIDsLimit: platform.NA,
	}
	if g, ok := findCgroup("memory", memberships, mounts); ok {
		limit.Version, limit.Path = g.version, g.path
		if g.version == 2 {
			l.memoryV2(&g, &limit)
		} else {
			l.memoryV1(&g, &limit)
		}
	}
	if g, ok := findCgroup("cpu", memberships, mounts); ok {
		for _, dir := range g.visibleDirs() {
			if quota := l.readCPUQuota(g.version, dir); quota < limit.CPUQuota || math.IsNaN(limit.CPUQuota) {
				limit.CPUQuota = quota
			}
		}
	}
	if g, ok := findCgroup("cpuset", memberships, mounts); ok {
		l.readCPUSet(&g, &limit)
	}
	if g, ok := findCgroup("pids", memberships, mounts); ok {
		limit.PIDsLimit = l.lowestLimit(&g, "pids.max")
	}
	return limit, nil
}

// memberships reads /proc/[pid]/cgroup; PID 0 is the caller.
func (s *system) readMemberships(pid int64, buf *[]byte) ([]membership, error) {
	if pid == 0 {
		if err := s.readOwnFile(buf, "self/cgroup"); err != nil {
			return nil, errNoCgroups("self/cgroup")
		}
		return parseMemberships(*buf), nil
	}
	p := &process{sys: s, pid: pid}
	fd, err := p.openPidfd()
	if err != nil {
		return nil, err
	}
	defer closePidfd(fd)
	var pbuf, beside pathBuf
	path := p.path(&pbuf, "cgroup")
	switch *buf, err = readFile(path, (*buf)[:0], untilEOF); {
	case err == nil:
		return parseMemberships(*buf), nil
	case err == unix.ENOENT && exists(pathString(p.path(&beside, "stat"))):
		return nil, errNoCgroups(pathString(path))
	}
	return nil, p.procError(path, err)
}

func errNoCgroups(file string) error {
	return platform.NewError(platform.NotSupported, file, "this kernel has no control groups")
}

// cgroupMounts reads the caller's mounts: the calling thread's, which may have a mount namespace of its own, before Linux
// 3.17 the process's.
func (s *system) readCgroupMounts(buf *[]byte) ([]cgroupMount, error) {
	if err := s.readOwnFile(buf, "thread-self/mountinfo", "self/mountinfo"); err != nil {
		return nil, err
	}
	return parseCgroupMounts(*buf), nil
}

// readOwn reads the first of these files that there is in the caller's own procfs or, where that is not mounted, in the
// one that is looked at: a foreign one need not have a place for the caller.
func (s *system) readOwnFile(buf *[]byte, files ...string) (err error) {
	for _, proc := range []string{s.root + "/proc", s.proc} {
		for _, file := range files {
			if err = readSystemFile(buf, proc, file); err == nil {
				return nil
			}
		}
	}
	return err
}

func (l cgroupReader) memoryV2(g *cgroup, limit *platform.CgroupLimits) {
	binds := g.dir
	for _, dir := range g.visibleDirs() {
		if n := l.readLimit(dir, "memory.max"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, binds = n, dir
		}
	}
	limit.MemoryUsage = l.readLimit(binds, "memory.current")
	limit.MemoryHigh = l.lowestLimit(g, "memory.high")
	limit.SwapLimit = l.lowestLimit(g, "memory.swap.max")
}

// memoryOfVersion1 reads memory and memory with swap, which version 1 limits together.
func (l cgroupReader) memoryV1(g *cgroup, limit *platform.CgroupLimits) {
	binds, both := g.dir, int64(platform.NA)
	for i, dir := range g.visibleDirs() {
		// Before Linux 5.11, a group need not be counted in the one above it.
		if f, ok := l.readFields(dir, "memory.use_hierarchy"); i > 0 && ok && string(f.next()) == "0" {
			break
		}
		if n := l.readLimit(dir, "memory.limit_in_bytes"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, binds = n, dir
		}
		both = minLimit(both, l.readLimit(dir, "memory.memsw.limit_in_bytes"))
	}
	limit.MemoryUsage = l.readLimit(binds, "memory.usage_in_bytes")
	// The group knows the limits of ancestors that are not to be seen from here, but not what they use.
	if l.read(g.dir, "memory.stat") {
		memory, withSwap := parseHierarchicalLimits(*l.buf)
		if memory != platform.NA && (limit.MemoryLimit == platform.NA || memory < limit.MemoryLimit) {
			limit.MemoryLimit, limit.MemoryUsage = memory, platform.NA
		}
		both = minLimit(both, withSwap)
	}
	if both != platform.NA && limit.MemoryLimit != platform.NA {
		limit.SwapLimit = max(both-limit.MemoryLimit, 0)
	}
}

// parseHierarchicalLimits reads the lowest limits, of memory and of memory with swap, in version 1's memory.stat.
func parseHierarchicalLimits(b []byte) (memory, withSwap int64) {
	memory, withSwap = platform.NA, platform.NA
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		switch string(rest.next()) {
		case "hierarchical_memory_limit":
			memory = parseCgroupLimit(rest.next())
		case "hierarchical_memsw_limit":
			withSwap = parseCgroupLimit(rest.next())
		}
	}
	return memory, withSwap
}

// cpus finds the CPUs of the nearest group that says any: those of a group are those of the one above it, as long as it
// has none of its own.
func (l cgroupReader) readCPUSet(g *cgroup, limit *platform.CgroupLimits) {
	files := []string{"cpuset.cpus.effective"}
	if g.version == 1 {
		files = []string{"cpuset.effective_cpus", "cpuset.cpus"} // the first since Linux 3.17
	}
	for _, dir := range g.visibleDirs() {
		for _, file := range files {
			if !l.read(dir, file) {
				continue
			}
			if n := len(parseCPUList(*l.buf)); n > 0 {
				limit.CPUSet, limit.CPUSetCount = string(bytes.TrimSpace(*l.buf)), int32(n)
				return
			}
		}
	}
}
