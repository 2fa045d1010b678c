package impl

import "github.com/libpsutil/libpsutil/platform"

// CgroupLimits returns the limits that control groups set for a process; PID 0 is the calling process.
func (l *Library) CgroupLimits(pid int64) (platform.CgroupLimits, error) {
	limits, err := l.sys.CgroupLimits(pid)
	return limits, l.wrapPIDError(pid, err)
}

// wrapPIDError adds the process to the error of a function that takes its PID, where 0 is the calling process.
func (l *Library) wrapPIDError(pid int64, err error) error {
	if err == nil || pid == 0 {
		return err
	}
	return l.ProcessFrom(platform.Identity{PID: pid, Start: platform.NA}).wrapError(err)
}
