//go:build linux

package linux

import (
	"os"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// A pidfd reports the same as stat and status, which are read during caching and without PIDFD_GET_INFO (before Linux
// 6.13).
func TestPidfdInfoEqualsFiles(t *testing.T) {
	parent, said := startHelper(t, "parent")
	equal(t, "the zombie's PID", len(said), 1)
	pid, ok := parseCount([]byte(said[0]))
	equal(t, "the zombie's PID", ok, true)
	withoutInfo := New(Options{}).(*system)
	withoutInfo.noPidfdInfo.Store(true)
	for _, pid := range []int64{1, 2, int64(os.Getpid()), int64(parent.Process.Pid), pid} {
		if exists, err := liveSystem.PIDExists(pid); err != nil || !exists { // PID 2 is missing in a container
			continue
		}
		p, other := liveSystem.process(pid), withoutInfo.process(pid)
		cached := liveSystem.process(pid)
		cached.SetCaching(true)
		want, err := other.UIDs()
		noError(t, "UIDs", err)
		wantGIDs, err := other.GIDs()
		noError(t, "GIDs", err)
		ppid, err := other.PPID()
		noError(t, "PPID", err)
		for _, p := range []*process{p, cached} {
			uids, err := p.UIDs()
			noError(t, "UIDs", err)
			equal(t, "UIDs", uids, want)
			gids, err := p.GIDs()
			noError(t, "GIDs", err)
			equal(t, "GIDs", gids, wantGIDs)
			got, err := p.PPID()
			noError(t, "PPID", err)
			equal(t, "PPID", got, ppid)
		}
		_, ok := cached.pidfdInfo()
		equal(t, "by pidfd during caching", ok, false)
		_, ok = other.pidfdInfo()
		equal(t, "by pidfd without PIDFD_GET_INFO", ok, false)
	}
	_, err := liveSystem.process(1 << 40).UIDs()
	errorWithCode(t, "UIDs of no PID", err, platform.NoSuchProcess)
	foreign := &system{proc: "/proc", sys: "/sys", treatAsForeign: true}
	_, ok = foreign.process(int64(os.Getpid())).pidfdInfo()
	equal(t, "by pidfd in another procfs", ok, false)
}
