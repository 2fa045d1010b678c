//go:build linux

package linux

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

func TestSignal(t *testing.T) {
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	for _, signal := range []int{-1, 65, 129, 9999, math.MaxInt, math.MinInt} {
		errorWithCode(t, fmt.Sprint(signal), p.Signal(id, signal), platform.InvalidArgument)
	}
	other := id
	if id.Inode != 0 {
		other.Inode++
		errorWithCode(t, "another inode", p.Signal(other, 9), platform.NoSuchProcess)
	}
	other = platform.Identity{PID: id.PID, Start: id.Start - 1}
	errorWithCode(t, "another start", p.Signal(other, 9), platform.NoSuchProcess)
	w, err := p.WatchExit(other)
	noError(t, "WatchExit", err)
	ended, status, err := w.Poll(true)
	noError(t, "Poll", err)
	equal(t, "a watch of an earlier process", ended && !status.Known, true)
	w.Close()
	noError(t, "alive", p.Signal(id, 0))
	noError(t, "unknown is not another", p.Signal(platform.Identity{PID: id.PID, Start: na}, 0))
	noError(t, "kill", p.Signal(id, 9))
	eventually(t, "dead", func() bool { return isZombie(p) })
}

func TestSuspend(t *testing.T) {
	p, id := startSleeper(t, "")
	noError(t, "Suspend", p.Suspend(id))
	is := func(want platform.Status) func() bool {
		return func() bool { status, err := p.Status(); return err == nil && status == want }
	}
	eventually(t, "stopped", is(platform.StatusStopped))
	noError(t, "Resume", p.Resume(id))
	eventually(t, "asleep", is(platform.StatusSleeping))
}

func TestTracedStatus(t *testing.T) {
	runtime.LockOSThread() // the tracer is a thread
	defer runtime.UnlockOSThread()
	p, id := startSleeper(t, "")
	pid := int(id.PID)
	if err := unix.PtraceAttach(pid); err != nil {
		t.Skip("may not be traced: ", err)
	}
	_, err := unix.Wait4(pid, nil, 0, nil)
	noError(t, "wait", err)
	status, err := p.Status()
	noError(t, "Status", err)
	equal(t, "Status", status, platform.StatusTracingStop)
	noError(t, "detach", unix.PtraceDetach(pid))
}
