//go:build linux

package linux

import (
	"os"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// callsWithDescriptors returns calls that open descriptors.
func callsWithDescriptors() map[string]func() error {
	me := liveSystem.Process(int64(os.Getpid()))
	return map[string]func() error{
		"PIDs":         func() error { return errorOf(liveSystem.PIDs()) },
		"CPUCount":     func() error { return errorOf(liveSystem.CPUCount(true)) },
		"cores":        func() error { return errorOf(liveSystem.CPUCount(false)) },
		"CPUFreq":      func() error { return errorOf(liveSystem.CPUFreqPerCPU()) },
		"CPUTimes":     func() error { return errorOf(liveSystem.CPUTimes()) },
		"Memory":       func() error { return errorOf(liveSystem.VirtualMemory()) },
		"Swap":         func() error { return errorOf(liveSystem.SwapMemory()) },
		"Partitions":   func() error { return errorOf(liveSystem.Partitions(false)) },
		"DiskIO":       func() error { return errorOf(liveSystem.DiskIO()) },
		"NetIO":        func() error { return errorOf(liveSystem.NetIO()) },
		"NetIfStats":   func() error { return errorOf(liveSystem.NetIfStats()) },
		"Connections":  func() error { return errorOf(liveSystem.NetConnections(allKinds, platform.ConnPIDs)) },
		"FileOwners":   func() error { return errorOf(liveSystem.FileOwners("/", 0)) },
		"Users":        func() error { return errorOf(liveSystem.Users()) },
		"Temperatures": func() error { return errorOf(liveSystem.Temperatures()) },
		"Fans":         func() error { return errorOf(liveSystem.Fans()) },
		"Battery":      func() error { return errorOf(liveSystem.Battery()) },
		"CgroupLimits": func() error { return errorOf(liveSystem.CgroupLimits(0)) },
		"Scan":         func() error { return errorOf(liveSystem.Scan(platform.ColumnSet{}, nil)) },
		"Threads":      func() error { return errorOf(me.Threads()) },
		"OpenFiles":    func() error { return errorOf(me.OpenFiles()) },
	}
}

// A call that needs a descriptor fails with EMFILE; none returns an incomplete answer.
func TestWithoutDescriptors(t *testing.T) {
	must[int64](t)(liveSystem.Self()) // caches that this is our own procfs
	withoutFDs(t, func() {
		for what, call := range callsWithDescriptors() {
			t.Log(what)
			errorWithErrno(t, call(), "", unix.EMFILE)
		}
		_, err := liveSystem.LoadAverage() // sysinfo needs none
		noError(t, "LoadAverage", err)
	})
}

// A call that ends for want of memory, wherever that is, leaves no descriptor open.
func TestWithoutMemory(t *testing.T) {
	p, id := startSleeper(t, "/")
	calls := callsWithDescriptors()
	for what, call := range getters(p) {
		calls[what] = call
	}
	for what, call := range setters(p, id) {
		calls[what] = call
	}
	calls["rows"] = func() error { return readRows(true) }
	calls["rows of IDs"] = func() error { return readRows(false) }
	defer func(check func(int)) { platform.CheckMemory = check }(platform.CheckMemory)
	for what, call := range calls {
		for n, seen := 1, 1; seen == n && n <= 40; n++ {
			seen = 0
			platform.CheckMemory = func(int) {
				if seen++; seen == n {
					panic(platform.NewError(platform.NoMemory, "", "out of memory"))
				}
			}
			before := openDescriptors(t)
			func() {
				defer func() { _ = recover() }()
				_ = call()
			}()
			platform.CheckMemory = func(int) {}
			equal(t, what, openDescriptors(t), before)
		}
	}
}

// readRows reads this process's row, of all columns or of the PID and a user ID.
func readRows(all bool) error {
	columns := platform.ColumnSet{platform.ColumnPID: true, platform.ColumnUIDsReal: true}
	for c := range columns {
		columns[c] = columns[c] || all
	}
	v, err := liveSystem.Scan(columns, []int64{int64(os.Getpid())})
	if err != nil {
		return err
	}
	defer v.Close()
	_, err = v.ReadRow(0, &platform.Row{})
	return err
}

func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	noError(t, "ReadDir", err)
	return len(entries)
}
