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

// membership is one line of /proc/[pid]/cgroup: the group that a process has in one hierarchy.
type membership struct {
	controllers []string // none in version 2
	path        string
}

// parseMemberships reads /proc/[pid]/cgroup: number:controllers:path, where number 0 without controllers is version 2.
func parseMemberships(b []byte) []membership {
	var all []membership
	for line := range bytes.Lines(b) {
		_, rest, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), ":")
		list, path, also := strings.Cut(rest, ":")
		if !ok || !also || !strings.HasPrefix(path, "/") {
			continue
		}
		m := membership{path: path}
		if list != "" {
			m.controllers = strings.Split(list, ",")
		}
		all = append(all, m)
	}
	return all
}

// cgroupMount is where a hierarchy can be looked at.
type cgroupMount struct {
	version int32
	options []string // version 1: its controllers are among them
	root    string   // the group that is seen at point, with everything below it
	point   string
}

// parseCgroupMounts reads the mounts of control groups in /proc/[pid]/mountinfo: ID, parent, device, root, mount point,
// options, any number of fields up to a "-", type, source, options of the file system.
func parseCgroupMounts(b []byte) []cgroupMount {
	var all []cgroupMount
	for line := range bytes.Lines(b) {
		before, after, found := strings.Cut(strings.TrimSuffix(string(line), "\n"), " - ")
		place, fs := strings.Split(before, " "), strings.Split(after, " ")
		if !found || len(place) < 6 || len(fs) < 3 {
			continue
		}
		m := cgroupMount{root: unescape([]byte(place[3])), point: unescape([]byte(place[4]))}
		switch fs[0] {
		case "cgroup":
			m.version, m.options = 1, strings.Split(fs[2], ",")
		case "cgroup2":
			m.version = 2
		default:
			continue
		}
		all = append(all, m)
	}
	return all
}

// inside gives the way from the group root down to the group path: "" if they are the same. Both may begin with "/..",
// where they lie outside of the caller's cgroup namespace; there nothing has a name that could be compared.
func inside(root, path string) (string, bool) {
	way, ok := strings.CutPrefix(path, strings.TrimSuffix(root, "/"))
	if !ok || way != "" && way[0] != '/' || way == "/.." || strings.HasPrefix(way, "/../") {
		return "", false
	}
	return strings.TrimSuffix(way, "/"), true
}

// group is a control group that can be looked at: dir and, up to top, its ancestors.
type group struct {
	version  int32
	path     string
	dir, top string // "" where no mount shows the group
}

// groupFor finds the group that a process has for a controller: in the version 1 hierarchy that has the controller, or
// else in version 2. Of several mounts it takes the one that shows the most ancestors.
func groupFor(controller string, memberships []membership, mounts []cgroupMount) (group, bool) {
	i := slices.IndexFunc(memberships, func(m membership) bool { return slices.Contains(m.controllers, controller) })
	g := group{version: 1}
	if i < 0 {
		i = slices.IndexFunc(memberships, func(m membership) bool { return m.controllers == nil })
		g.version = 2
	}
	if i < 0 {
		return group{}, false
	}
	g.path = memberships[i].path
	best := -1
	for _, m := range mounts {
		way, ok := inside(m.root, g.path)
		if !ok || m.version != g.version || m.version == 1 && !slices.Contains(m.options, controller) || len(way) <= best {
			continue
		}
		best, g.dir, g.top = len(way), m.point+way, m.point
	}
	return g, true
}

// dirs lists the folders of the group and its visible ancestors, from the group up.
func (g *group) dirs() []string {
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
type limits struct {
	sys *system
	buf *[]byte
}

func (l limits) read(dir, file string) bool {
	return dir != "" && readInto(l.buf, l.sys.root+dir, file) == nil
}

// fields reads a file with a few values in it.
func (l limits) fields(dir, file string) (fields, bool) {
	if !l.read(dir, file) {
		return fields{}, false
	}
	return fields{text: *l.buf}, true
}

// amount reads a file with a number in it; NA for "max" and for the numbers that stand for it in version 1.
func (l limits) amount(dir, file string) int64 {
	f, ok := l.fields(dir, file)
	if !ok {
		return platform.NA
	}
	return amount(f.next())
}

// lots is the least of what version 1 says where there is no limit: the largest number of bytes that is a whole number of
// pages, which may have 64 KB.
const lots = math.MaxInt64 &^ 0xffff

func amount(field []byte) int64 {
	n, ok := parseCount(field)
	// On 32-bit kernels: pages of 4 KB.
	if !ok || n >= lots || strconv.IntSize == 32 && n == math.MaxInt32<<12 {
		return platform.NA
	}
	return n
}

// lower gives the lower of two limits, either of which may be none.
func lower(a, b int64) int64 {
	if a == platform.NA || b != platform.NA && b < a {
		return b
	}
	return a
}

// lowest gives the lowest amount that a file has in the group or an ancestor.
func (l limits) lowest(g *group, file string) int64 {
	limit := int64(platform.NA)
	for _, dir := range g.dirs() {
		limit = lower(limit, l.amount(dir, file))
	}
	return limit
}

// quota reads CPU time per time; NaN where there is no limit.
func (l limits) quota(version int32, dir string) float64 {
	var quota, period int64
	if version == 2 {
		f, ok := l.fields(dir, "cpu.max") // "max 100000"
		if !ok {
			return platform.NaN
		}
		quota, period = amount(f.next()), amount(f.next())
	} else {
		quota, period = l.amount(dir, "cpu.cfs_quota_us"), l.amount(dir, "cpu.cfs_period_us") // -1 is none
	}
	if quota < 0 || period <= 0 {
		return platform.NaN
	}
	return float64(quota) / float64(period)
}

func (s *system) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	buf := borrow()
	defer giveBack(buf)
	memberships, err := s.memberships(pid, buf)
	if err != nil {
		return platform.CgroupLimits{}, err
	}
	mounts, err := s.cgroupMounts(buf)
	if err != nil {
		return platform.CgroupLimits{}, err
	}
	l := limits{s, buf}
	limit := platform.CgroupLimits{
		Version: platform.NA, MemoryLimit: platform.NA, MemoryHigh: platform.NA, MemoryUsage: platform.NA, SwapLimit: platform.NA,
		CPUQuota: platform.NaN, CPUSetCount: platform.NA, PIDsLimit: platform.NA,
	}
	if g, ok := groupFor("memory", memberships, mounts); ok {
		limit.Version, limit.Path = g.version, g.path
		if g.version == 2 {
			l.memory(&g, &limit)
		} else {
			l.memoryOfVersion1(&g, &limit)
		}
	}
	if g, ok := groupFor("cpu", memberships, mounts); ok {
		for _, dir := range g.dirs() {
			if quota := l.quota(g.version, dir); quota < limit.CPUQuota || math.IsNaN(limit.CPUQuota) {
				limit.CPUQuota = quota
			}
		}
	}
	if g, ok := groupFor("cpuset", memberships, mounts); ok {
		l.cpus(&g, &limit)
	}
	if g, ok := groupFor("pids", memberships, mounts); ok {
		limit.PIDsLimit = l.lowest(&g, "pids.max")
	}
	return limit, nil
}

// memberships reads /proc/[pid]/cgroup; PID 0 is the caller.
func (s *system) memberships(pid int64, buf *[]byte) ([]membership, error) {
	if pid == 0 {
		if err := s.readOwn(buf, "self/cgroup"); err != nil {
			return nil, noCgroups("self/cgroup")
		}
		return parseMemberships(*buf), nil
	}
	p := &process{sys: s, pid: pid}
	fd, err := p.hold()
	if err != nil {
		return nil, err
	}
	defer release(fd)
	var room, beside space
	path := p.path(&room, "cgroup")
	switch *buf, err = readFile(path, (*buf)[:0], whole); {
	case err == nil:
		return parseMemberships(*buf), nil
	case err == unix.ENOENT && exists(what(p.path(&beside, "stat"))):
		return nil, noCgroups(what(path))
	}
	return nil, p.fail(path, err)
}

func noCgroups(file string) error {
	return platform.NewError(platform.NotSupported, file, "this kernel has no control groups")
}

// cgroupMounts reads the caller's mounts: the calling thread's, which may have a mount namespace of its own, before Linux
// 3.17 the process's.
func (s *system) cgroupMounts(buf *[]byte) ([]cgroupMount, error) {
	if err := s.readOwn(buf, "thread-self/mountinfo", "self/mountinfo"); err != nil {
		return nil, err
	}
	return parseCgroupMounts(*buf), nil
}

// readOwn reads the first of these files that there is in the caller's own procfs or, where that is not mounted, in the
// one that is looked at: a foreign one need not have a place for the caller.
func (s *system) readOwn(buf *[]byte, files ...string) (err error) {
	for _, proc := range []string{s.root + "/proc", s.proc} {
		for _, file := range files {
			if err = readInto(buf, proc, file); err == nil {
				return nil
			}
		}
	}
	return err
}

func (l limits) memory(g *group, limit *platform.CgroupLimits) {
	binds := g.dir
	for _, dir := range g.dirs() {
		if n := l.amount(dir, "memory.max"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, binds = n, dir
		}
	}
	limit.MemoryUsage = l.amount(binds, "memory.current")
	limit.MemoryHigh = l.lowest(g, "memory.high")
	limit.SwapLimit = l.lowest(g, "memory.swap.max")
}

// memoryOfVersion1 reads memory and memory with swap, which version 1 limits together.
func (l limits) memoryOfVersion1(g *group, limit *platform.CgroupLimits) {
	binds, both := g.dir, int64(platform.NA)
	for i, dir := range g.dirs() {
		// Before Linux 5.11, a group need not be counted in the one above it.
		if f, ok := l.fields(dir, "memory.use_hierarchy"); i > 0 && ok && string(f.next()) == "0" {
			break
		}
		if n := l.amount(dir, "memory.limit_in_bytes"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, binds = n, dir
		}
		both = lower(both, l.amount(dir, "memory.memsw.limit_in_bytes"))
	}
	limit.MemoryUsage = l.amount(binds, "memory.usage_in_bytes")
	// The group knows the limits of ancestors that are not to be seen from here, but not what they use.
	if l.read(g.dir, "memory.stat") {
		memory, withSwap := parseHierarchicalLimits(*l.buf)
		if memory != platform.NA && (limit.MemoryLimit == platform.NA || memory < limit.MemoryLimit) {
			limit.MemoryLimit, limit.MemoryUsage = memory, platform.NA
		}
		both = lower(both, withSwap)
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
			memory = amount(rest.next())
		case "hierarchical_memsw_limit":
			withSwap = amount(rest.next())
		}
	}
	return memory, withSwap
}

// cpus finds the CPUs of the nearest group that says any: those of a group are those of the one above it, as long as it
// has none of its own.
func (l limits) cpus(g *group, limit *platform.CgroupLimits) {
	files := []string{"cpuset.cpus.effective"}
	if g.version == 1 {
		files = []string{"cpuset.effective_cpus", "cpuset.cpus"} // the first since Linux 3.17
	}
	for _, dir := range g.dirs() {
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
