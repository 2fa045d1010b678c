package impl

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestCPUNumUnknown(t *testing.T) {
	s, p := newDetailed(t)
	s.process.cpu = platform.NA
	_, err := p.CPUNum()
	wantError(t, "CPUNum", err, platform.NotSupported)
}
