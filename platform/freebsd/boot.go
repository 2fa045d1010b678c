package freebsd

import "github.com/libpsutil/libpsutil/platform/layout"

// bootTime returns kern.boottime in microseconds since the epoch, by the present wall clock.
func (s *system) bootTime() (int64, error) {
	const what = "sysctl kern.boottime"
	b := make([]byte, sizeofTimeval)
	n, err := s.kernel([]int32{ctlKern, kernBoottime}, b, nil)
	if err != nil {
		return 0, sysError(what, err)
	}
	return decodeTimeval(what, b[:n])
}

func (s *system) BootTime() (float64, error) {
	boot, err := s.bootTime()
	return layout.Seconds(boot), err
}
