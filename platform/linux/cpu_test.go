//go:build linux

package linux

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

func TestOnlineCPUs(t *testing.T) {
	equal(t, "/sys", fixtureTree("2.6.32-x86_64").onlineCPUs(noFiles()), []int64{0, 1, 2, 3})
	equal(t, "one offline", fixtureTree("4.19-arm64").onlineCPUs(noFiles()), []int64{0, 1, 3})
	equal(t, "no /sys", fixtureTree("3.10-armv7").onlineCPUs(noFiles()), []int64{0, 1})
	equal(t, "nothing", len(New(Options{Proc: "/nowhere", Sys: "/nowhere"}).(*system).onlineCPUs(noFiles())), 0)
	equal(t, "odd lines", parseCPUNumbers([]byte("cpu 1\ncpu0 1\ncpu-1 2\ncpufreq 3\ncpu99999999 4\n0 5\ncpu4095 1")), []int64{0, 4095})
}

// A cpuset or an affinity mask does not change the number of CPUs.
func TestRestrictedToOneCPU(t *testing.T) {
	before, err := liveSystem.CPUCount(true)
	noError(t, "CPUCount", err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with its mask
		var one unix.CPUSet
		var all unix.CPUSet
		noError(t, "sched_getaffinity", unix.SchedGetaffinity(0, &all))
		for cpu := range 1024 {
			if all.IsSet(cpu) {
				one.Set(cpu)
				break
			}
		}
		noError(t, "sched_setaffinity", unix.SchedSetaffinity(0, &one))
		now, err := liveSystem.CPUCount(true)
		noError(t, "CPUCount", err)
		equal(t, "CPUs", now, before)
	}()
	<-done
}

// Linux before 2.6.27 has the topology of the CPUs, but no list of them in sysfs.
func TestCoresWithoutList(t *testing.T) {
	files := map[string]string{"stat": "cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 4\ncpu2 1 2 3 4\ncpu3 1 2 3 4\n"}
	for cpu, siblings := range map[string]string{"0": "0-1", "1": "0-1", "2": "2-3", "3": "2-3"} {
		files["devices/system/cpu/cpu"+cpu+"/topology/thread_siblings_list"] = siblings + "\n"
	}
	s := newTree(t, files)
	for _, logical := range []bool{true, false} {
		n, err := s.CPUCount(logical)
		noError(t, "CPUCount", err)
		equal(t, "CPUCount", n, map[bool]int64{true: 4, false: 2}[logical])
	}
}
