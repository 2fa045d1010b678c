//go:build linux

package linux

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

var pageSize = int64(unix.Getpagesize())

func (p *process) MemoryInfo() (platform.MemoryInfo, error) {
	m, err := p.readStatm()
	if err == nil && m.VMS == 0 {
		if t := p.livingThread(); t != nil {
			m, err = t.readStatm()
		}
	}
	return m, err
}

// MemoryInfoEx combines status and statm, and does not read statm where status has all of it.
func (p *process) MemoryInfoEx() (platform.MemoryInfoEx, error) {
	s, err := p.readStatus()
	if err != nil {
		return platform.MemoryInfoEx{}, err
	}
	var m platform.MemoryInfoEx
	ok := false
	if m.MemoryInfo, ok = s.memoryInfo(); !ok {
		if m.MemoryInfo, err = p.readStatm(); err != nil {
			return m, err
		}
		if m.VMS == 0 {
			if t := p.livingThread(); t != nil {
				return t.MemoryInfoEx()
			}
		}
	}
	s.addTo(&m)
	return m, nil
}

// memoryInfo returns the values of statm. ok is false for a process without memory, before Linux 4.5, and where status
// may mean something else: it limits VmExe to the executable mappings, and VmLib, the rest of them, is then 0.
func (s *status) memoryInfo() (m platform.MemoryInfo, ok bool) {
	if min(s.rss, s.vms, s.file, s.shmem, s.text, s.data, s.stack) < 0 || s.lib <= 0 {
		return m, false
	}
	m.RSS, m.VMS = s.rss, s.vms
	m.Shared, m.Text, m.Data = platform.AddSaturated(s.file, s.shmem), s.text, platform.AddSaturated(s.data, s.stack)
	return m, true
}

// addTo adds the values that only status has.
func (s *status) addTo(m *platform.MemoryInfoEx) {
	m.PeakVMS, m.PeakRSS = s.peakVMS, s.peakRSS
	m.RSSAnon, m.RSSFile, m.RSSShmem = s.anon, s.file, s.shmem
	m.Swap, m.HugeTLB = s.swap, s.hugeTLB
	m.PagedPool, m.PeakPagedPool, m.NonpagedPool, m.PeakNonpagedPool = platform.NA, platform.NA, platform.NA, platform.NA
	m.PrivateUsage, m.NumPageFaults, m.Stack = platform.NA, platform.NA, platform.NA
}
