package impl

import "github.com/libpsutil/libpsutil/platform"

// CgroupLimits returns the limits that control groups set for a process; PID 0 is the calling process.
func (l *Library) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	limits, err := l.sys.CgroupLimits(pid)
	if err != nil && pid != 0 {
		err = l.ProcessFrom(platform.Identity{PID: pid, Start: platform.NA}).wrapError(err)
	}
	return limits, err
}
