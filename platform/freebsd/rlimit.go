package freebsd

import (
	"math"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// rlimitResources are the resources in the order of PSUTIL_RLIMIT_*; -1 for those that Linux alone has.
var rlimitResources = [...]int{
	rlimitCPU, rlimitFsize, rlimitData, rlimitStack, rlimitCore, rlimitRSS, rlimitNproc, rlimitNofile, rlimitMemlock, rlimitAS,
	-1, -1, -1, -1, -1, -1, rlimitSbsize, rlimitSwap, rlimitNpts,
}

// rlimitResource returns FreeBSD's number of a PSUTIL_RLIMIT_*.
func rlimitResource(resource int32) (int, error) {
	if resource < 0 || int(resource) >= len(rlimitResources) {
		return 0, platform.NewInvalidArgument("resource", strconv.Itoa(int(resource))+": expected one of PSUTIL_RLIMIT_*")
	}
	if number := rlimitResources[resource]; number >= 0 {
		return number, nil
	}
	return 0, platform.NewError(platform.NotSupported, "resource", strconv.Itoa(int(resource))+": FreeBSD has no such limit")
}

// decodeRLimit decodes struct rlimit. RLIM_INFINITY is the largest int64.
func decodeRLimit(what string, b []byte) (platform.RLimit, error) {
	if len(b) < sizeofRlimit {
		return platform.RLimit{}, malformed(what)
	}
	limit := func(f layout.Field[int64]) int64 {
		if n := layout.Get(layout.Record(b), f); n >= 0 && n != math.MaxInt64 {
			return n
		}
		return platform.Infinity
	}
	return platform.RLimit{Soft: limit(rlimitCur), Hard: limit(rlimitMax)}, nil
}

// encodeRLimit encodes struct rlimit.
func encodeRLimit(limits platform.RLimit) ([]byte, error) {
	text := strconv.FormatInt(limits.Soft, 10) + " and " + strconv.FormatInt(limits.Hard, 10)
	if limits.Soft < platform.Infinity || limits.Hard < platform.Infinity {
		return nil, platform.NewInvalidArgument("limits", text+": expected 0 or more, or PSUTIL_RLIM_INFINITY")
	}
	if uint64(limits.Soft) > uint64(limits.Hard) { // -1 becomes the largest
		return nil, platform.NewInvalidArgument("limits", text+": expected a soft limit that is not above the hard limit")
	}
	b := make(layout.Record, sizeofRlimit)
	put := func(f layout.Field[int64], n int64) {
		if n == platform.Infinity {
			n = math.MaxInt64
		}
		layout.Put(b, f, n)
	}
	put(rlimitCur, limits.Soft)
	put(rlimitMax, limits.Hard)
	return b, nil
}

// RLimit reads kern.proc.rlimit.
func (p *process) RLimit(resource int32) (platform.RLimit, error) {
	number, err := rlimitResource(resource)
	if err != nil {
		return platform.RLimit{}, err
	}
	mib, err := p.rlimitMIB(number)
	if err != nil {
		return platform.RLimit{}, err
	}
	b, err := p.sys.kernel.readMIB(mib, 0)
	if err != nil {
		return platform.RLimit{}, p.syscallError("sysctl kern.proc.rlimit", err)
	}
	return decodeRLimit(p.variable("rlimit"), b)
}

func (p *process) rlimitMIB(number int) ([]int32, error) {
	if p.pid < 0 || p.pid > maxPID {
		return nil, platform.NewNoSuchProcess(p.pid, "no such process")
	}
	return []int32{ctlKern, kernProc, kernProcRlimit, int32(p.pid), int32(number)}, nil
}

// SetRLimit writes kern.proc.rlimit.
func (p *process) SetRLimit(id platform.Identity, resource int32, limits platform.RLimit) error {
	number, err := rlimitResource(resource)
	if err != nil {
		return err
	}
	b, err := encodeRLimit(limits)
	if err != nil {
		return err
	}
	mib, err := p.rlimitMIB(number)
	if err != nil {
		return err
	}
	return p.change(id, "sysctl kern.proc.rlimit", func() error {
		_, err := p.sys.kernel(mib, nil, b)
		return err
	})
}
