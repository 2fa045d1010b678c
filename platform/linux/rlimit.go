//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// resources are the limits in the order of PSUTIL_RLIMIT_*: their numbers on this architecture, which differ on MIPS,
// and their names in /proc/[pid]/limits.
var rlimitResources = [...]struct {
	number int
	name   string
}{
	{unix.RLIMIT_CPU, "Max cpu time"},
	{unix.RLIMIT_FSIZE, "Max file size"},
	{unix.RLIMIT_DATA, "Max data size"},
	{unix.RLIMIT_STACK, "Max stack size"},
	{unix.RLIMIT_CORE, "Max core file size"},
	{unix.RLIMIT_RSS, "Max resident set"},
	{unix.RLIMIT_NPROC, "Max processes"},
	{unix.RLIMIT_NOFILE, "Max open files"},
	{unix.RLIMIT_MEMLOCK, "Max locked memory"},
	{unix.RLIMIT_AS, "Max address space"},
	{unix.RLIMIT_LOCKS, "Max file locks"},
	{unix.RLIMIT_SIGPENDING, "Max pending signals"},
	{unix.RLIMIT_MSGQUEUE, "Max msgqueue size"},
	{unix.RLIMIT_NICE, "Max nice priority"},
	{unix.RLIMIT_RTPRIO, "Max realtime priority"},
	{unix.RLIMIT_RTTIME, "Max realtime timeout"},
}

func checkResource(resource int32) error {
	if resource >= 0 && int(resource) < len(rlimitResources) {
		return nil
	}
	return invalidArgument("resource", strconv.Itoa(int(resource))+" is not one of PSUTIL_RLIMIT_*")
}

// RLimit reads what prlimit would say, but of everybody's processes.
func (p *process) RLimit(resource int32) (platform.RLimit, error) {
	if err := checkResource(resource); err != nil {
		return platform.RLimit{}, err
	}
	var pbuf pathBuf
	path := p.path(&pbuf, "limits")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	if *buf, err = readFile(path, *buf, singleRead); err != nil {
		return platform.RLimit{}, p.fileMissing(path, err)
	}
	limits, err := parseRLimits(*buf, rlimitResources[resource].name)
	return limits, p.addPath(err)
}

// parseLimits looks a limit up in /proc/[pid]/limits, where each has a line "name soft hard unit".
func parseRLimits(b []byte, name string) (platform.RLimit, error) {
	for line := range bytes.Lines(b) {
		text, found := bytes.CutPrefix(line, []byte(name))
		if !found || len(text) == 0 || text[0] != ' ' {
			continue
		}
		rest := fields{text: text}
		soft, ok := parseRLimitValue(rest.next())
		hard, also := parseRLimitValue(rest.next())
		if !ok || !also {
			return platform.RLimit{}, parseError("limits", name+" is not two numbers")
		}
		return platform.RLimit{Soft: soft, Hard: hard}, nil
	}
	return platform.RLimit{}, platform.NewError(platform.NotSupported, "limits", "no "+name+" in this kernel")
}

// parseLimit reads a limit, a number of 64 bits without a sign. Above what an int64 holds it limits nothing any more.
func parseRLimitValue(b []byte) (int64, bool) {
	if string(b) == "unlimited" {
		return platform.Infinity, true
	}
	n, err := strconv.ParseUint(string(b), 10, 64)
	return int64(min(n, math.MaxInt64)), err == nil
}

func (p *process) SetRLimit(id platform.Identity, resource int32, limits platform.RLimit) error {
	if err := checkResource(resource); err != nil {
		return err
	}
	if limits.Soft < platform.Infinity || limits.Hard < platform.Infinity {
		return invalidArgument("limits", "negative, and not PSUTIL_RLIM_INFINITY")
	}
	to := unix.Rlimit{Cur: uint64(limits.Soft), Max: uint64(limits.Hard)} // -1 is RLIM64_INFINITY
	if to.Cur > to.Max {
		return invalidArgument("limits", "the soft one is above the hard one")
	}
	return p.changeVerified(id, "prlimit", func() error {
		return unix.Prlimit(int(p.pid), rlimitResources[resource].number, &to, nil)
	})
}
