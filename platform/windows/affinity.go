package windows

import (
	"slices"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// affinity is the CPUs of a process: bits of one group of up to 64 CPUs. A process with threads in several groups has
// no mask.
type affinity struct {
	mask, system uint64
	groups       []uint16
}

// firstOf returns the number of a group's first CPU. CPUs are numbered through the groups, which have these sizes.
func firstOf(group uint16, sizes []int) (first int64) {
	for _, size := range sizes[:group] {
		first += int64(size)
	}
	return first
}

// cpus returns the numbers of the CPUs, ascending.
func (a *affinity) cpus(sizes []int) []int64 {
	cpus := []int64{}
	for _, group := range a.groups {
		first := firstOf(group, sizes)
		for i := range 64 {
			if len(a.groups) > 1 && i < sizes[group] || len(a.groups) == 1 && a.mask>>i&1 != 0 {
				cpus = append(cpus, first+int64(i))
			}
		}
	}
	slices.Sort(cpus)
	return cpus
}

// maskOf returns the mask of CPUs; that of all CPUs for none. Errors: InvalidArgument for a CPU that the process cannot
// use.
func (a *affinity) maskOf(cpus []int64, sizes []int) (mask uint64, err error) {
	if len(a.groups) != 1 {
		return 0, platform.NewError(platform.NotSupported, "cpus", "the process has threads in several groups of processors")
	}
	if len(cpus) == 0 {
		return a.system, nil
	}
	first := firstOf(a.groups[0], sizes)
	for _, cpu := range cpus {
		bit := cpu - first
		if bit < 0 || bit >= 64 || a.system>>bit&1 == 0 {
			usable := affinity{mask: a.system, groups: a.groups}
			return 0, platform.NewInvalidArgument("cpus",
				"CPU "+strconv.FormatInt(cpu, 10)+" is not one that the process can use: "+formatCPUs(usable.cpus(sizes)))
		}
		mask |= 1 << bit
	}
	return mask, nil
}

func formatCPUs(cpus []int64) (text string) {
	for i, cpu := range cpus {
		if i > 0 {
			text += ", "
		}
		text += strconv.FormatInt(cpu, 10)
	}
	return text
}
