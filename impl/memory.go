package impl

import "github.com/libpsutil/libpsutil/platform"

// VirtualMemory returns the system's memory in bytes, and how much of it is not available, in percent.
func (l *Library) VirtualMemory() (m platform.VirtualMemory, percent float64, err error) {
	m, err = l.sys.VirtualMemory()
	if err == nil && m.Total > 0 {
		percent = round1(float64(m.Total-m.Available) / float64(m.Total) * 100)
	}
	return m, percent, err
}

// totalMemory returns the system's memory in bytes, never 0.
func (l *Library) totalMemory() (int64, error) {
	total, err := l.sys.TotalMemory()
	if err == nil && total <= 0 {
		err = notReported("the system's memory")
	}
	return total, err
}

// SwapMemory returns the swap space in bytes, and how much of it is used, in percent.
func (l *Library) SwapMemory() (m platform.SwapMemory, percent float64, err error) {
	m, err = l.sys.SwapMemory()
	return m, percentOf(float64(m.Used), float64(m.Total)), err
}
