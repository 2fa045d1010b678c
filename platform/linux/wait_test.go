//go:build linux

package linux

import (
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// waitid needs no descriptor.
func TestWaitWithoutDescriptors(t *testing.T) {
	cmd, _ := startHelper(t, "wait")
	p := liveSystem.Process(int64(cmd.Process.Pid))
	id := identity(t, p)
	withoutFDs(t, func() {
		w, err := p.WatchExit(id)
		noError(t, "WatchExit", err)
		equal(t, "WaitHandle", w.WaitHandle(), -1)
		exited, _, err := w.Poll(true)
		noError(t, "Poll", err)
		equal(t, "exited", exited, false)
		cmd.Process.Kill()
		var status platform.ExitStatus
		eventually(t, "exit", func() bool {
			exited, status, err = w.Poll(true)
			return err != nil || exited
		})
		noError(t, "Poll", err)
		equal(t, "status", status, platform.ExitStatus{Known: true, Code: -9, IsChild: true})
		w.Close()
	})
}

// A child that was cloned without SIGCHLD is waited for like any other.
func TestWaitForChildWithoutSignal(t *testing.T) {
	for how, begin := range watchModes {
		pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, 0, 0, 0, 0, 0, 0)
		if pid == 0 {
			for {
				unix.RawSyscall(unix.SYS_EXIT, 7, 0, 0)
			}
		}
		if errno != 0 {
			t.Fatal(errno)
		}
		p := liveSystem.Process(int64(pid)).(*process)
		w := begin(p, identity(t, p))
		var exited bool
		var status platform.ExitStatus
		var err error
		eventually(t, how, func() bool {
			exited, status, err = w.Poll(true)
			return err != nil || exited
		})
		noError(t, how, err)
		equal(t, how, status, platform.ExitStatus{Known: true, Code: 7, IsChild: true})
		w.Close()
	}
}

// watchModes are the ways to watch: by pidfd, and as before Linux 5.3.
var watchModes = map[string]func(p *process, id platform.Identity) platform.ExitWatch{
	"pidfd": func(p *process, id platform.Identity) platform.ExitWatch {
		w, err := p.WatchExit(id)
		if err != nil {
			panic(err)
		}
		return w
	},
	"no pidfd": func(p *process, id platform.Identity) platform.ExitWatch {
		return &exitWatch{p, id, noFD}
	},
}

func TestWatchOwnChild(t *testing.T) {
	for how, begin := range watchModes {
		for _, c := range []struct {
			code   string
			signal syscall.Signal
			want   int32
		}{{"0", 0, 0}, {"3", 0, 3}, {"255", 0, 255}, {"", syscall.SIGKILL, -9}, {"", syscall.SIGTERM, -15}} {
			var cmd *exec.Cmd
			if c.signal != 0 {
				cmd, _ = startHelper(t, "wait")
			} else {
				cmd, _ = startHelper(t, "exit", c.code)
			}
			p := liveSystem.Process(int64(cmd.Process.Pid)).(*process)
			w := begin(p, identity(t, p))
			if c.signal != 0 {
				ended, _, err := w.Poll(true)
				noError(t, how, err)
				equal(t, how+": ended before its time", ended, false)
				noError(t, how, cmd.Process.Signal(c.signal))
			}
			if w.WaitHandle() >= 0 {
				fds := []unix.PollFd{{Fd: int32(w.WaitHandle()), Events: unix.POLLIN}}
				noError(t, "poll", retry(func() error { _, err := unix.Poll(fds, 10000); return err }))
				equal(t, "ready", fds[0].Revents&unix.POLLIN != 0, true)
			}
			for _, reap := range []bool{false, true} {
				eventually(t, how, func() bool {
					ended, status, err := w.Poll(reap)
					noError(t, how, err)
					if ended {
						equal(t, how, status, platform.ExitStatus{Known: true, Code: c.want, IsChild: true})
					}
					return ended
				})
				equal(t, how+": still a zombie", isZombie(p), !reap)
			}
			ended, status, err := w.Poll(true)
			noError(t, how, err)
			equal(t, how+": after that", ended, true)
			// The kernel keeps the status of a reaped process as long as a pidfd of it is open.
			equal(t, how+": status after that", status.Known, how == "pidfd" && hasPidfdExit(t))
			equal(t, how+": code after that", !status.Known || status.Code == c.want, true)
			w.Close()
			cmd.Process.Release() // closes the pidfd that package os would keep open until a garbage collection
		}
	}
}

func TestWatchOthersChild(t *testing.T) {
	for how, begin := range watchModes {
		parent, said := startHelper(t, "parent")
		pid, err := strconv.ParseInt(said[0], 10, 64)
		noError(t, "PID", err)
		p := liveSystem.Process(pid).(*process)
		eventually(t, "a zombie", func() bool { return isZombie(p) })
		w := begin(p, identity(t, p))
		ended, status, err := w.Poll(true)
		noError(t, how, err)
		equal(t, how+": a zombie has ended", ended && !status.Known, true)
		equal(t, how+": and is not ours to reap", isZombie(p), true)
		// When its parent ends, init reaps it, and a pidfd that was opened before has its status.
		parent.Process.Kill()
		_ = parent.Wait()
		eventually(t, how+": reaped", func() bool { return !exists("/proc/" + said[0]) })
		ended, status, err = w.Poll(true)
		noError(t, how, err)
		equal(t, how+": ended", ended, true)
		equal(t, how+": status is known", status.Known, how == "pidfd" && hasPidfdExit(t))
		w.Close()

		p = liveSystem.Process(1).(*process)
		w = begin(p, identity(t, p))
		ended, _, err = w.Poll(true)
		noError(t, how, err)
		equal(t, how+": init goes on", ended, false)
		w.Close()
	}
}

// hasPidfdExit reports whether the kernel has PIDFD_INFO_EXIT (Linux 6.15).
func hasPidfdExit(t *testing.T) bool {
	t.Helper()
	var name unix.Utsname
	noError(t, "uname", unix.Uname(&name))
	var major, minor int
	_, err := fmt.Sscanf(cString(name.Release[:]), "%d.%d", &major, &minor)
	noError(t, "release", err)
	return major > 6 || major == 6 && minor >= 15
}
