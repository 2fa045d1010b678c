//go:build linux

package linux

import (
	"math"
	"os"
	"testing"
	"time"

	"github.com/libpsutil/libpsutil/platform"
)

func TestSystemFunctions(t *testing.T) {
	n, err := liveSystem.CPUCount(true)
	noError(t, "CPUCount", err)
	if n < 1 {
		t.Errorf("%d CPUs", n)
	}
	perCPU, err := liveSystem.CPUTimesPerCPU()
	noError(t, "CPUTimesPerCPU", err)
	equal(t, "CPUs", int64(len(perCPU)), n)
	total, err := liveSystem.CPUTimes()
	noError(t, "CPUTimes", err)
	var sum float64
	for _, c := range perCPU {
		sum += c.User
	}
	if math.Abs(sum-total.User) > 1+total.User/100 {
		t.Errorf("user time %v, of all CPUs %v", total.User, sum)
	}
	memory, err := liveSystem.VirtualMemory()
	noError(t, "VirtualMemory", err)
	if memory.Total <= 0 || memory.Used+memory.Available != memory.Total {
		t.Errorf("memory: %+v", memory)
	}
	_, err = liveSystem.LoadAverage()
	noError(t, "LoadAverage", err)
	boot, err := liveSystem.BootTime()
	noError(t, "BootTime", err)
	if boot < 1e9 || boot > float64(time.Now().Unix()) {
		t.Errorf("booted at %v", boot)
	}
	name, err := liveSystem.UserName(0)
	noError(t, "UserName", err)
	equal(t, "UserName", name, "root")
}

func TestSystemLive(t *testing.T) {
	stats, err := liveSystem.CPUStats()
	noError(t, "CPUStats", err)
	later, err := liveSystem.CPUStats()
	noError(t, "CPUStats", err)
	if stats.CtxSwitches <= 0 || later.CtxSwitches < stats.CtxSwitches || later.Interrupts < stats.Interrupts {
		t.Errorf("%+v and then %+v", stats, later)
	}
	if freq, err := liveSystem.CPUFreqPerCPU(); platform.CodeOf(err) != platform.NotSupported {
		noError(t, "CPUFreqPerCPU", err)
		perCPU, err := liveSystem.CPUTimesPerCPU()
		noError(t, "CPUTimesPerCPU", err)
		equal(t, "CPUs", len(freq), len(perCPU))
	}
	swap, err := liveSystem.SwapMemory()
	noError(t, "SwapMemory", err)
	if swap.Used+swap.Free != swap.Total || swap.Used < 0 {
		t.Errorf("swap: %+v", swap)
	}
	usage, err := liveSystem.DiskUsage("/")
	noError(t, "DiskUsage", err)
	if usage.Total < usage.Used+usage.Free || usage.Used < 0 || usage.Free < 0 {
		t.Errorf("usage: %+v", usage)
	}
	if disks, err := liveSystem.DiskIO(); platform.CodeOf(err) != platform.NotSupported {
		noError(t, "DiskIO", err)
		for _, d := range disks {
			for _, counter := range d.Counters.All() {
				if *counter < 0 {
					t.Errorf("%+v", d)
				}
			}
		}
	}
}

func TestSystemDescriptors(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		noError(t, "fd", err)
		return len(entries)
	}
	before := open()
	for _, s := range []*system{liveSystem, fixtureTree("6.1-riscv64"), fixtureTree("4.19-arm64"), newTree(t, nil)} {
		s.CPUStats()
		s.CPUFreqPerCPU()
		s.SwapMemory()
		s.Partitions(true)
		s.Partitions(false)
		s.DiskUsage("/")
		s.DiskUsage("/nowhere")
		s.DiskIO()
	}
	equal(t, "open descriptors", open(), before)
}
