package freebsd

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// decodeLoadAverage decodes struct loadavg, fixed-point numbers and their unit.
func decodeLoadAverage(what string, b []byte) (platform.LoadAverage, error) {
	r := layout.Record(b)
	scale := float64(layout.Get(r, loadavgFscale))
	if len(r) < sizeofLoadavg || scale <= 0 {
		return platform.LoadAverage{}, malformed(what)
	}
	load := func(i int) float64 {
		return float64(layout.Get(r, layout.Field[uint32](int(loadavgLdavg)+4*i))) / scale
	}
	return platform.LoadAverage{Load1: load(0), Load5: load(1), Load15: load(2)}, nil
}

// LoadAverage reads vm.loadavg.
func (s *system) LoadAverage() (platform.LoadAverage, error) {
	b, err := s.kernel.readRecord("vm.loadavg")
	if err != nil {
		return platform.LoadAverage{}, err
	}
	return decodeLoadAverage("sysctl vm.loadavg", b)
}
