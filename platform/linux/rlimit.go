//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// rlimitResources are the resources in the order of PSUTIL_RLIMIT_*: the number on this architecture, which differs on
// MIPS, and the name in /proc/[pid]/limits.
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
	{}, {}, {}, // of FreeBSD alone
}

func checkResource(resource int32) error {
	if resource >= 0 && int(resource) < len(rlimitResources) {
		if rlimitResources[resource].name == "" {
			return platform.NewError(platform.NotSupported, "resource", strconv.Itoa(int(resource))+": Linux has no such limit")
		}
		return nil
	}
	return platform.NewInvalidArgument("resource", strconv.Itoa(int(resource))+": expected one of PSUTIL_RLIMIT_*")
}

// RLimit reads /proc/[pid]/limits, which is readable for more processes than prlimit. A sandbox may have no such file,
// or only some of its lines, and the system call.
func (p *process) RLimit(resource int32) (platform.RLimit, error) {
	if err := checkResource(resource); err != nil {
		return platform.RLimit{}, err
	}
	var pbuf pathBuf
	path := p.path(&pbuf, "limits")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	if *buf, err = p.readFile(path, *buf, singleRead); err != nil {
		err = p.fileMissing(path, err)
		return p.prlimit(resource, err)
	}
	limits, err := parseRLimits(*buf, rlimitResources[resource].name)
	if err != nil {
		return p.prlimit(resource, p.malformed(err))
	}
	return limits, nil
}

// prlimit returns a limit by the system call or, if that fails, the error of reading it from a file.
func (p *process) prlimit(resource int32, fileErr error) (platform.RLimit, error) {
	code := platform.CodeOf(fileErr)
	if code == platform.NoSuchProcess || isExhausted(fileErr) {
		return platform.RLimit{}, fileErr
	}
	var limits unix.Rlimit
	err := p.query("prlimit", func() error {
		return unix.Prlimit(int(p.pid), rlimitResources[resource].number, nil, &limits)
	})
	if err != nil {
		return platform.RLimit{}, fileErr
	}
	return platform.RLimit{Soft: rlimitOf(limits.Cur), Hard: rlimitOf(limits.Max)}, nil
}

// rlimitOf converts a limit of the kernel, of which the largest number is none. One above int64 is clamped.
func rlimitOf(limit uint64) int64 {
	if limit == math.MaxUint64 {
		return platform.Infinity
	}
	return platform.Saturated(limit)
}

// parseRLimits returns the limit of this name from /proc/[pid]/limits, where each has a line "name soft hard unit".
func parseRLimits(b []byte, name string) (platform.RLimit, error) {
	for line := range bytes.Lines(b) {
		text, found := bytes.CutPrefix(line, []byte(name))
		if !found || len(text) == 0 || text[0] != ' ' {
			continue
		}
		rest := fields{text: text}
		soft, hasSoft := parseRLimitValue(rest.next())
		hard, hasHard := parseRLimitValue(rest.next())
		if !hasSoft || !hasHard {
			return platform.RLimit{}, parseError("limits", name+": expected two numbers")
		}
		return platform.RLimit{Soft: soft, Hard: hard}, nil
	}
	return platform.RLimit{}, platform.NewError(platform.NotSupported, "limits", "no "+name+" in this kernel")
}

// parseRLimitValue parses an unsigned number of 64 bits. A limit above int64 no longer limits anything, and is clamped.
func parseRLimitValue(b []byte) (int64, bool) {
	if string(b) == "unlimited" {
		return platform.Infinity, true
	}
	return parseCounter(b)
}

func (p *process) SetRLimit(id platform.Identity, resource int32, limits platform.RLimit) error {
	if err := checkResource(resource); err != nil {
		return err
	}
	if limits.Soft < platform.Infinity || limits.Hard < platform.Infinity {
		return platform.NewInvalidArgument("limits", formatLimits(limits)+": expected 0 or more, or PSUTIL_RLIM_INFINITY")
	}
	to := unix.Rlimit{Cur: uint64(limits.Soft), Max: uint64(limits.Hard)} // -1 is RLIM64_INFINITY
	if to.Cur > to.Max {
		return platform.NewInvalidArgument("limits", formatLimits(limits)+": expected a soft limit that is not above the hard limit")
	}
	return p.changeVerified(id, "prlimit", func() error {
		return unix.Prlimit(int(p.pid), rlimitResources[resource].number, &to, nil)
	})
}

func formatLimits(limits platform.RLimit) string {
	return strconv.FormatInt(limits.Soft, 10) + " and " + strconv.FormatInt(limits.Hard, 10)
}
