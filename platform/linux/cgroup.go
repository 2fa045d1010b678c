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

// cgroupMount is where a hierarchy is mounted.
type cgroupMount struct {
	version  int32
	options  []string // version 1: its controllers are among them
	noPrefix bool     // the cpuset controller's files have no prefix "cpuset."
	root     string   // the group that is seen at point, with all groups below it
	point    string
}

// cgroupMounts returns the mounts of control groups that are visible.
func cgroupMounts(mounts []mount) []cgroupMount {
	var all []cgroupMount
	for _, m := range visibleMounts(mounts, "cgroup", "cgroup2", "cpuset") {
		switch m.fsType {
		case "cgroup":
			all = append(all, cgroupMount{1, m.options, slices.Contains(m.options, "noprefix"), m.root, m.point})
		case "cpuset": // the file system of cpusets before cgroups, now cgroup with this controller
			all = append(all, cgroupMount{1, []string{"cpuset"}, true, m.root, m.point})
		case "cgroup2":
			all = append(all, cgroupMount{version: 2, root: m.root, point: m.point})
		}
	}
	return all
}

// relativeTo returns the path from the group or directory root down to path: "" if they are the same. Both may begin
// with "/..", outside of the caller's cgroup namespace, where groups have no names that can be compared.
func relativeTo(root, path string) (string, bool) {
	way, ok := strings.CutPrefix(path, strings.TrimSuffix(root, "/"))
	if !ok || way != "" && way[0] != '/' || way == "/.." || strings.HasPrefix(way, "/../") {
		return "", false
	}
	return strings.TrimSuffix(way, "/"), true
}

// cgroup is a control group and where it can be read: dir and, up to top, its ancestors.
type cgroup struct {
	version  int32
	noPrefix bool
	path     string
	dir, top string // "" if no mount shows the group
}

// noController is in no hierarchy of version 1: findCgroup returns the group of version 2.
const noController = ""

// findCgroup returns a process's group for a controller: in the version 1 hierarchy that has the controller, otherwise
// in version 2. Of several mounts it uses the one that shows the most ancestors.
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
		best, g.dir, g.top, g.noPrefix = len(way), m.point+way, m.point, m.noPrefix
	}
	return g, true
}

// visibleDirs lists the directories of the group and its visible ancestors, from the group up.
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

// cgroupReader reads the files of control groups. A file that is missing, unreadable or malformed sets no limit.
type cgroupReader struct {
	root  string
	files optionalFiles
}

func (r *cgroupReader) read(dir, file string) bool {
	return dir != "" && r.files.read(r.root+dir, file)
}

// readFields reads a file with a few values.
func (r *cgroupReader) readFields(dir, file string) (fields, bool) {
	if !r.read(dir, file) {
		return fields{}, false
	}
	return fields{text: *r.files.buf}, true
}

// readLimit reads a file with a single limit.
func (r *cgroupReader) readLimit(dir, file string) int64 {
	f, ok := r.readFields(dir, file)
	if !ok {
		return platform.NA
	}
	return parseCgroupLimit(f.next())
}

// noLimitThreshold is the smallest number that means no limit in version 1: the largest number of bytes that is a
// multiple of a page, which may have 64 KiB.
const noLimitThreshold = math.MaxInt64 &^ 0xffff

// parseCgroupLimit parses a limit; NA for "max" and for the numbers that mean it in version 1.
func parseCgroupLimit(field []byte) int64 {
	n, ok := parseCount(field)
	// On 32-bit kernels the number counts pages of 4 KiB.
	if !ok || n >= noLimitThreshold || strconv.IntSize == 32 && n == math.MaxInt32<<12 {
		return platform.NA
	}
	return n
}

// minLimit returns the lower of two limits, either of which may be NA.
func minLimit(a, b int64) int64 {
	if a == platform.NA || b != platform.NA && b < a {
		return b
	}
	return a
}

// lowestLimit returns the lowest limit that a file has in the group or an ancestor.
func (r *cgroupReader) lowestLimit(g *cgroup, file string) int64 {
	limit := int64(platform.NA)
	for _, dir := range g.visibleDirs() {
		limit = minLimit(limit, r.readLimit(dir, file))
	}
	return limit
}

// readCPUQuota returns CPU time per time; NaN where there is no limit.
func (r *cgroupReader) readCPUQuota(version int32, dir string) float64 {
	var quota, period int64
	if version == 2 {
		f, ok := r.readFields(dir, "cpu.max") // "max 100000"
		if !ok {
			return platform.NaN
		}
		quota, period = parseCgroupLimit(f.next()), parseCgroupLimit(f.next())
	} else {
		quota, period = r.readLimit(dir, "cpu.cfs_quota_us"), r.readLimit(dir, "cpu.cfs_period_us") // -1 is no limit
	}
	if quota < 0 || period <= 0 {
		return platform.NaN
	}
	return float64(quota) / float64(period)
}

func (s *system) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	buf := getBuf()
	defer putBuf(buf)
	memberships, mounts, err := s.readGroups(pid, buf)
	if err != nil {
		return platform.CgroupLimits{}, err
	}
	r := cgroupReader{s.root, optionalFiles{buf: buf}}
	limit := platform.CgroupLimits{
		Version: platform.NA, MemoryLimit: platform.NA, MemoryHigh: platform.NA, MemoryUsage: platform.NA, SwapLimit: platform.NA,
		CPUQuota: platform.NaN, CPUSetCount: platform.NA, PIDsLimit: platform.NA,
	}
	if g, ok := findCgroup("memory", memberships, mounts); ok {
		limit.Version, limit.Path = g.version, g.path
		if g.version == 2 {
			r.memoryV2(&g, &limit)
		} else {
			r.memoryV1(&g, &limit)
		}
	}
	if g, ok := findCgroup("cpu", memberships, mounts); ok {
		for _, dir := range g.visibleDirs() {
			if quota := r.readCPUQuota(g.version, dir); quota < limit.CPUQuota || math.IsNaN(limit.CPUQuota) {
				limit.CPUQuota = quota
			}
		}
	}
	if g, ok := findCgroup("cpuset", memberships, mounts); ok {
		r.readCPUSet(&g, &limit)
	}
	if g, ok := findCgroup("pids", memberships, mounts); ok {
		limit.PIDsLimit = r.lowestLimit(&g, "pids.max")
	}
	return limit, r.files.err
}

// readGroups reads the groups of a process and where they are mounted.
func (s *system) readGroups(pid int64, buf *[]byte) ([]membership, []cgroupMount, error) {
	memberships, err := s.readMemberships(pid, buf)
	if err != nil {
		return nil, nil, err
	}
	// The mounts of the calling thread, which may have its own mount namespace; before Linux 3.17 those of its process.
	if err := s.readOwnFile(buf, "thread-self/mountinfo", "self/mountinfo"); err != nil {
		return nil, nil, err
	}
	return memberships, cgroupMounts(parseMountinfo(*buf)), nil
}

// readMemberships reads /proc/[pid]/cgroup; PID 0 is the caller.
func (s *system) readMemberships(pid int64, buf *[]byte) ([]membership, error) {
	if pid == 0 {
		switch err := s.readOwnFile(buf, "self/cgroup"); {
		case isExhausted(err):
			return nil, err
		case err != nil:
			return nil, errNoCgroups("self/cgroup")
		}
		return parseMemberships(*buf), nil
	}
	p := s.process(pid)
	fd, err := p.openPidfd()
	if err != nil {
		return nil, err
	}
	defer closePidfd(fd)
	var pbuf, statPath pathBuf
	path := p.path(&pbuf, "cgroup")
	switch *buf, err = readFile(path, (*buf)[:0], untilEOF); {
	case err == nil:
		return parseMemberships(*buf), nil
	case err == unix.ENOENT && exists(pathString(p.path(&statPath, "stat"))):
		return nil, errNoCgroups(pathString(path))
	}
	return nil, p.procError(path, err)
}

func errNoCgroups(file string) error {
	return platform.NewError(platform.NotSupported, file, "this kernel has no control groups")
}

// readOwnFile reads the first of these files that exists in the caller's own procfs or, where that is not mounted, in
// the one that was requested: another procfs may not show the caller.
func (s *system) readOwnFile(buf *[]byte, files ...string) (err error) {
	for _, proc := range []string{s.root + defaultProc, s.proc} {
		for _, file := range files {
			if err = readSystemFile(buf, proc, file); err == nil || isExhausted(err) {
				return err
			}
		}
	}
	return err
}

func (r *cgroupReader) memoryV2(g *cgroup, limit *platform.CgroupLimits) {
	limiting := g.dir
	for _, dir := range g.visibleDirs() {
		if n := r.readLimit(dir, "memory.max"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, limiting = n, dir
		}
	}
	limit.MemoryUsage = r.readLimit(limiting, "memory.current")
	limit.MemoryHigh = r.lowestLimit(g, "memory.high")
	limit.SwapLimit = r.lowestLimit(g, "memory.swap.max")
}

// memoryV1 reads the limits of memory and of memory with swap; version 1 has none of swap alone.
func (r *cgroupReader) memoryV1(g *cgroup, limit *platform.CgroupLimits) {
	limiting, withSwap := g.dir, int64(platform.NA)
	for i, dir := range g.visibleDirs() {
		// Before Linux 5.11, a group may not be counted in its parent.
		if f, ok := r.readFields(dir, "memory.use_hierarchy"); i > 0 && ok && string(f.next()) == "0" {
			break
		}
		if n := r.readLimit(dir, "memory.limit_in_bytes"); n != platform.NA && (limit.MemoryLimit == platform.NA || n < limit.MemoryLimit) {
			limit.MemoryLimit, limiting = n, dir
		}
		withSwap = minLimit(withSwap, r.readLimit(dir, "memory.memsw.limit_in_bytes"))
	}
	limit.MemoryUsage = r.readLimit(limiting, "memory.usage_in_bytes")
	// The group has the limits of ancestors that are not visible here, but not their usage.
	if r.read(g.dir, "memory.stat") {
		memory, both := parseHierarchicalLimits(*r.files.buf)
		if memory != platform.NA && (limit.MemoryLimit == platform.NA || memory < limit.MemoryLimit) {
			limit.MemoryLimit, limit.MemoryUsage = memory, platform.NA
		}
		withSwap = minLimit(withSwap, both)
	}
	if withSwap != platform.NA && limit.MemoryLimit != platform.NA {
		limit.SwapLimit = max(withSwap-limit.MemoryLimit, 0)
	}
}

// parseHierarchicalLimits returns the lowest limits of memory, and of memory with swap, from version 1's memory.stat.
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

// readCPUSet reads the CPUs of the nearest group that lists any: a group without its own has those of its parent.
func (r *cgroupReader) readCPUSet(g *cgroup, limit *platform.CgroupLimits) {
	files := []string{"cpuset.cpus.effective"}
	switch {
	case g.version == 1 && g.noPrefix:
		files = []string{"effective_cpus", "cpus"}
	case g.version == 1:
		files = []string{"cpuset.effective_cpus", "cpuset.cpus"} // the first since Linux 3.17
	}
	for _, dir := range g.visibleDirs() {
		for _, file := range files {
			if !r.read(dir, file) {
				continue
			}
			if n := len(parseCPUList(*r.files.buf)); n > 0 {
				limit.CPUSet, limit.CPUSetCount = string(bytes.TrimSpace(*r.files.buf)), int32(n)
				return
			}
		}
	}
}
