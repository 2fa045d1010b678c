package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestCgroupLimitsErrors(t *testing.T) {
	_, err := New(userSystem{}).CgroupLimits(42)
	if e := err.(*platform.Error); e.PID != 42 || e.Code != platform.NoSuchProcess {
		t.Errorf("%#v", e)
	}
	_, err = New(userSystem{}).CgroupLimits(0)
	if e := err.(*platform.Error); e.PID != platform.NA {
		t.Errorf("%#v", e)
	}
}
