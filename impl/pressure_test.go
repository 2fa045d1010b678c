package impl

import (
	"math"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// pressureSystem reports the requested resource as level, and has process 42 alone.
type pressureSystem struct{ platform.Unsupported }

func (pressureSystem) Pressure(r platform.PressureResource) (platform.Pressure, error) {
	return platform.Pressure{Level: int64(r)}, nil
}

func (pressureSystem) CgroupPressure(pid int64, r platform.PressureResource) (platform.Pressure, error) {
	if pid != 42 {
		return platform.Pressure{}, platform.NewError(platform.NoSuchProcess, "cgroup", "gone")
	}
	return platform.Pressure{Level: int64(r)}, nil
}

func TestPressureResource(t *testing.T) {
	l := New(pressureSystem{})
	for resource := range int32(4) {
		whole, err := l.Pressure(resource)
		group, groupErr := l.CgroupPressure(42, resource)
		if err != nil || groupErr != nil || whole.Level != int64(resource) || group.Level != int64(resource) {
			t.Errorf("resource %d: %v %v, %v %v", resource, whole, err, group, groupErr)
		}
	}
	for _, unknown := range []int32{-1, 4, math.MinInt32, math.MaxInt32} {
		_, err := l.Pressure(unknown)
		_, groupErr := l.CgroupPressure(7, unknown)
		for _, err := range []error{err, groupErr} {
			if e, ok := err.(*platform.Error); !ok || e.Code != platform.InvalidArgument {
				t.Errorf("resource %d: %v", unknown, err)
			}
		}
	}
}

func TestCgroupPressureErrorHasPID(t *testing.T) {
	for pid, want := range map[int64]int64{7: 7, 0: platform.NA} {
		_, err := New(pressureSystem{}).CgroupPressure(pid, 0)
		if e, ok := err.(*platform.Error); !ok || e.Code != platform.NoSuchProcess || e.PID != want {
			t.Errorf("PID %d: %#v", pid, err)
		}
	}
}
