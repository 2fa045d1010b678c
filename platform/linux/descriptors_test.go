//go:build linux

package linux

import (
	"os"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// A call that needs a descriptor fails with EMFILE; none returns an incomplete answer.
func TestWithoutDescriptors(t *testing.T) {
	me := liveSystem.Process(int64(os.Getpid()))
	liveSystem.Self() // caches that this is our own procfs
	calls := map[string]func() error{
		"PIDs":         func() error { return errorOf(liveSystem.PIDs()) },
		"CPUCount":     func() error { return errorOf(liveSystem.CPUCount(true)) },
		"cores":        func() error { return errorOf(liveSystem.CPUCount(false)) },
		"CPUFreq":      func() error { return errorOf(liveSystem.CPUFreqPerCPU()) },
		"CPUTimes":     func() error { return errorOf(liveSystem.CPUTimes()) },
		"Memory":       func() error { return errorOf(liveSystem.VirtualMemory()) },
		"Partitions":   func() error { return errorOf(liveSystem.Partitions(false)) },
		"DiskIO":       func() error { return errorOf(liveSystem.DiskIO()) },
		"NetIO":        func() error { return errorOf(liveSystem.NetIO()) },
		"NetIfStats":   func() error { return errorOf(liveSystem.NetIfStats()) },
		"Connections":  func() error { return errorOf(liveSystem.NetConnections(allKinds, platform.ConnPIDs)) },
		"Users":        func() error { return errorOf(liveSystem.Users()) },
		"Temperatures": func() error { return errorOf(liveSystem.Temperatures()) },
		"Fans":         func() error { return errorOf(liveSystem.Fans()) },
		"Battery":      func() error { return errorOf(liveSystem.Battery()) },
		"CgroupLimits": func() error { return errorOf(liveSystem.CgroupLimits(0)) },
		"Scan":         func() error { return errorOf(liveSystem.Scan(platform.ColumnSet{}, nil)) },
		"Threads":      func() error { return errorOf(me.Threads()) },
		"OpenFiles":    func() error { return errorOf(me.OpenFiles()) },
		"NumFDs":       func() error { return errorOf(me.NumFDs()) },
	}
	withoutFDs(t, func() {
		for what, call := range calls {
			t.Log(what)
			errorWithErrno(t, call(), "", unix.EMFILE)
		}
		_, err := liveSystem.LoadAverage() // sysinfo needs none
		noError(t, "LoadAverage", err)
	})
}
