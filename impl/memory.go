package impl

import "github.com/libpsutil/libpsutil/platform"

// SwapMemory gives the swap space in bytes, and how much of it is used, in percent.
func (l *Library) SwapMemory() (m platform.SwapMemory, percent float64, err error) {
	m, err = l.sys.SwapMemory()
	return m, share(float64(m.Used), float64(m.Total)), err
}
