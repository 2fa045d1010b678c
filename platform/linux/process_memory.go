//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	var buf [256]byte
	b, err := p.readStatm(&buf)
	if err != nil {
		return platform.MemoryInfo{}, err
	}
	m, err := parseStatm(b, int64(unix.Getpagesize()))
	return m, p.addPath(err)
}

func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	s, err := p.readStatus()
	if err != nil {
		return platform.MemoryInfoEx{}, err
	}
	m, ok := s.memoryInfoEx()
	if !ok {
		b, err := p.readStatm(new([256]byte))
		if err != nil {
			return m, err
		}
		if m, err = parseStatmEx(b, int64(unix.Getpagesize())); err != nil {
			return m, p.addPath(err)
		}
	}
	m.PeakVMS, m.PeakRSS = s.peakVMS, s.peakRSS
	m.RSSAnon, m.RSSFile, m.RSSShmem = s.anon, s.file, s.shmem
	m.Swap, m.HugeTLB = s.swap, s.hugeTLB
	return m, nil
}

// memory gives what statm says, too; not ok without memory and before Linux 4.5, and where status may mean something else:
// it has VmExe not exceed what is mapped to be executed, and if it had to, VmLib, the rest of that, is 0.
func (s *status) memoryInfoEx() (m platform.MemoryInfoEx, ok bool) {
	if min(s.rss, s.vms, s.file, s.shmem, s.text, s.data, s.stack) < 0 || s.lib <= 0 {
		return m, false
	}
	m.RSS, m.VMS = s.rss, s.vms
	m.Shared, m.Text, m.Data = s.file+s.shmem, s.text, s.data+s.stack
	return m, true
}
