package freebsd

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

func TestDecodeLoadAverage(t *testing.T) {
	r := make(layout.Record, sizeofLoadavg)
	for i := range 3 {
		layout.Put(r, layout.Field[uint32](int(loadavgLdavg)+4*i), uint32(1024*(i+1)))
	}
	_, err := decodeLoadAverage("answer", r)
	isMalformed(t, "without a unit", err)
	layout.Put(r, loadavgFscale, 2048)
	equal(t, "load", decoded(decodeLoadAverage("answer", r))(t), platform.LoadAverage{Load1: 0.5, Load5: 1, Load15: 1.5})
	_, err = decodeLoadAverage("answer", r[:20])
	isMalformed(t, "a short one", err)
}
