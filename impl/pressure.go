package impl

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// Pressure returns the time that the processes of the system lose because a resource is busy.
func (l *Library) Pressure(resource int32) (platform.Pressure, error) {
	r, err := pressureResource(resource)
	if err != nil {
		return platform.Pressure{}, err
	}
	return l.sys.Pressure(r)
}

// CgroupPressure returns the time that the processes in the control group of a process lose because a resource is busy.
// PID 0 is the calling process.
func (l *Library) CgroupPressure(pid int64, resource int32) (platform.Pressure, error) {
	r, err := pressureResource(resource)
	if err != nil {
		return platform.Pressure{}, err
	}
	pressure, err := l.sys.CgroupPressure(pid, r)
	return pressure, l.wrapPIDError(pid, err)
}

func pressureResource(n int32) (platform.PressureResource, error) {
	r := platform.PressureResource(n)
	if r < platform.PressureCPU || r > platform.PressureIRQ {
		return 0, platform.NewInvalidArgument("resource",
			strconv.Itoa(int(n))+": expected one of PSUTIL_PRESSURE_*")
	}
	return r, nil
}
