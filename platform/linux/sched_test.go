//go:build linux

package linux

import (
	"fmt"
	"math"
	"math/bits"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

func TestSetters(t *testing.T) {
	p, id := startSleeper(t, "")
	withoutPidfd := (&system{proc: "/proc", sys: "/sys"}).process(p.pid)

	initial, err := p.Nice()
	noError(t, "Nice", err)
	higher := min(initial+1, 19) // an ordinary user cannot lower it again
	noError(t, "SetNice", p.SetNice(id, higher))
	nice, err := p.Nice()
	noError(t, "Nice", err)
	equal(t, "Nice", nice, higher)
	noError(t, "SetNice", p.SetNice(id, math.MaxInt32))
	nice, err = p.Nice()
	noError(t, "Nice", err)
	equal(t, "beyond the range", nice, int32(19))

	for _, to := range []platform.IONice{{Class: 2, Value: 7}, {Class: 2, Value: 0}, {Class: 3}, {Class: 0}} {
		if err := p.SetIONice(id, to); platform.CodeOf(err) == platform.NotSupported {
			t.Log(err)
			break
		} else {
			noError(t, "SetIONice", err)
		}
		got, err := p.IONice()
		noError(t, "IONice", err)
		if to.Class == 2 {
			equal(t, "IONice", got, to)
		} else if got.Class != to.Class && to.Class != 0 { // some kernels report best effort for none
			t.Errorf("IONice = %+v, want %+v", got, to)
		}
	}
	for _, to := range []platform.IONice{{Class: -1}, {Class: 4}, {Class: 2, Value: 8}, {Class: 2, Value: -1}, {Class: 3, Value: 1}, {Class: 0, Value: 1}} {
		errorWithCode(t, fmt.Sprint(to), p.SetIONice(id, to), platform.InvalidArgument)
	}

	before, err := p.RLimit(4)
	noError(t, "RLimit", err)
	noError(t, "SetRLimit", p.SetRLimit(id, 4, platform.RLimit{Soft: 0, Hard: before.Hard}))
	limits, err := p.RLimit(4)
	noError(t, "RLimit", err)
	equal(t, "RLimit", limits, platform.RLimit{Soft: 0, Hard: before.Hard})
	noError(t, "SetRLimit", p.SetRLimit(id, 7, platform.RLimit{Soft: 100, Hard: 200}))
	limits, err = p.RLimit(7)
	noError(t, "RLimit", err)
	equal(t, "RLimit", limits, platform.RLimit{Soft: 100, Hard: 200})
	for _, bad := range []platform.RLimit{{Soft: -2, Hard: -1}, {Soft: 2, Hard: 1}, {Soft: -1, Hard: 1}, {Soft: 1, Hard: math.MinInt64}} {
		errorWithCode(t, fmt.Sprint(bad), p.SetRLimit(id, 4, bad), platform.InvalidArgument)
	}
	for _, resource := range []int32{-1, 19, math.MaxInt32, math.MinInt32} {
		_, err := p.RLimit(resource)
		errorWithCode(t, fmt.Sprint(resource), err, platform.InvalidArgument)
		errorWithCode(t, fmt.Sprint(resource), p.SetRLimit(id, resource, platform.RLimit{}), platform.InvalidArgument)
	}

	// Another identity is refused, and nothing changes.
	other := platform.Identity{PID: id.PID, Start: id.Start - 1}
	for _, who := range []*process{p, withoutPidfd} {
		for what, call := range setters(who, other) {
			errorWithCode(t, "another's "+what, call(), platform.NoSuchProcess)
		}
		for what, call := range setters(who, id) {
			if err := call(); what == "SetNice" && os.Getuid() != 0 {
				errorWithCode(t, "lower niceness", err, platform.AccessDenied)
			} else {
				noError(t, what, err)
			}
		}
	}
}

func TestSetAffinity(t *testing.T) {
	p, id := startSleeper(t, "")
	all, err := p.CPUAffinity()
	noError(t, "CPUAffinity", err)
	for _, cpus := range [][]int64{all[:1], all[len(all)-1:], {all[0], all[0]}, all} {
		noError(t, "SetCPUAffinity", p.SetCPUAffinity(id, cpus))
		got, err := p.CPUAffinity()
		noError(t, "CPUAffinity", err)
		equal(t, "CPUAffinity", got, slices.Compact(slices.Clone(cpus)))
	}
	noError(t, "one", p.SetCPUAffinity(id, all[:1]))
	for _, bad := range []int64{-1, math.MinInt64, math.MaxInt64, maxCPUs, maxCPUs - 1} {
		err := p.SetCPUAffinity(id, []int64{all[0], bad})
		errorWithCode(t, fmt.Sprint("CPU ", bad), err, platform.InvalidArgument)
	}
	mask, err := p.allowedCPUs()
	noError(t, "allowedCPUs", err)
	if last := int64(len(mask))*bits.UintSize - 1; !slices.Contains(all, last) {
		errorWithCode(t, "no CPU that exists", p.SetCPUAffinity(id, []int64{last}), platform.InvalidArgument)
		noError(t, "the kernel ignores a CPU that does not exist", p.SetCPUAffinity(id, []int64{all[0], last}))
	}
	// A container's list of CPUs may have other numbers than the kernel.
	contained := New(Options{Sys: newTree(t, map[string]string{"devices/system/cpu/online": "0\n"}).proc}).Process(id.PID)
	noError(t, "what the kernel allows", contained.SetCPUAffinity(id, all))
	noError(t, "one", p.SetCPUAffinity(id, all[:1]))
	got, err := p.CPUAffinity()
	noError(t, "CPUAffinity", err)
	equal(t, "nothing changed", got, all[:1])
	noError(t, "all", p.SetCPUAffinity(id, nil))
	got, err = p.CPUAffinity()
	noError(t, "CPUAffinity", err)
	equal(t, "all", got, all)
}

// The kernel refuses a bound kernel thread, and the error lists its CPUs.
func TestAffinityRefused(t *testing.T) {
	online := liveSystem.onlineCPUs(noFiles())
	p := liveSystem.Process(0)
	for pid := range int64(100) {
		if name, err := liveSystem.Process(pid).Name(); err == nil && name == "migration/0" {
			p = liveSystem.Process(pid)
		}
	}
	if name, err := p.Name(); err != nil || name == "" || os.Getuid() != 0 || len(online) < 2 {
		t.Skip("needs root, two CPUs, and a kernel thread to be seen")
	}
	err := p.SetCPUAffinity(identity(t, p), []int64{1})
	errorWithCode(t, "SetCPUAffinity", err, platform.InvalidArgument)
	if err == nil || !strings.Contains(err.Error(), "1: ") || !strings.Contains(err.Error(), "it now uses 0") {
		t.Errorf("%v: does not name both", err)
	}
}

// A change succeeds only if the process exists before and after it.
func TestProcessExitsDuringChange(t *testing.T) {
	for _, reaped := range []bool{true, false} {
		cmd, _ := startHelper(t, "wait")
		p := liveSystem.Process(int64(cmd.Process.Pid)).(*process)
		id := identity(t, p)
		err := p.changeVerified(id, "test", func() error {
			cmd.Process.Kill()
			if reaped { // a zombie keeps its PID
				cmd.Wait()
			}
			return nil
		})
		if reaped {
			errorWithCode(t, "waited for during the change", err, platform.NoSuchProcess)
		} else {
			noError(t, "a zombie during the change", err)
		}
	}
}
