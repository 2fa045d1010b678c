//go:build linux

package linux

import (
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestStatusMemoryInfo(t *testing.T) {
	all := "Tgid:\t7\nUid:\t1\t2\t3\t4\nVmSize:\t100 kB\nVmRSS:\t60 kB\nRssFile:\t30 kB\nRssShmem:\t4 kB\nVmData:\t50 kB\n" +
		"VmStk:\t8 kB\nVmExe:\t20 kB\nVmLib:\t16 kB\n"
	s := parseStatus([]byte(all), false)
	m, ok := s.memoryInfo()
	equal(t, "all lines", ok, true)
	equal(t, "all lines", m, platform.MemoryInfo{RSS: 60 * kB, VMS: 100 * kB, Shared: 34 * kB, Text: 20 * kB, Data: 58 * kB})
	for _, line := range strings.SplitAfter(all, "\n")[2:10] {
		s := parseStatus([]byte(strings.Replace(all, line, "", 1)), false)
		if m, ok := s.memoryInfo(); ok {
			t.Errorf("without %q it is %+v", line, m)
		}
	}
	s = parseStatus([]byte(strings.Replace(all, "16 kB", "0 kB", 1)), false)
	if m, ok := s.memoryInfo(); ok {
		t.Errorf("where VmExe may be cut it is %+v", m)
	}
}

// status and statm of a sleeping process have the same values.
func TestStatusAndStatmAgree(t *testing.T) {
	p, _ := startSleeper(t, "/")
	near := func(a, b int64) bool { return max(a, b)-min(a, b) <= 1<<20 }
	eventually(t, "status and statm have the same values", func() bool { // it may still be starting
		s, err := p.readStatus()
		noError(t, "status", err)
		m, ok := s.memoryInfo()
		if !ok {
			t.Skip("this kernel's status lacks some of it")
		}
		want, err := p.readStatm()
		noError(t, "statm", err)
		// The resident size may differ by what each CPU has not added yet.
		return m.VMS == want.VMS && m.Text == want.Text && m.Data == want.Data && near(m.RSS, want.RSS) && near(m.Shared, want.Shared)
	})
}
