package darwin

import (
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// kinfo builds a struct kinfo_proc.
func kinfo(pid int32, state int8, seconds int64) layout.Record {
	r := make(layout.Record, sizeofKinfoProc)
	layout.Put(r, kinfoProcProcPPid, pid)
	layout.Put(r, kinfoProcProcPStat, state)
	start := layout.Record(layout.Bytes(r, kinfoProcProcPUn))
	layout.Put(start, timevalSec, seconds)
	layout.Put(start, timevalUsec, 123456)
	layout.Put(r, kinfoProcEprocTdev, noDevice)
	return r
}

func TestDecodeProcessInfo(t *testing.T) {
	r := kinfo(501, stateRunning, 1700000000)
	layout.Put(r, kinfoProcEprocPpid, 1)
	layout.Put(r, kinfoProcEprocPcredPRuid, 501)
	layout.Put(r, kinfoProcEprocUcredUid, 4294967294) // nobody is -2
	layout.Put(r, kinfoProcEprocPcredPSvuid, 503)
	layout.Put(r, kinfoProcEprocPcredPRgid, 20)
	layout.Put(layout.Record(layout.Bytes(r, kinfoProcEprocUcredGroups)), layout.Field[uint32](0), 21)
	layout.Put(layout.Record(layout.Bytes(r, kinfoProcEprocUcredGroups)), layout.Field[uint32](4), 99)
	layout.Put(r, kinfoProcEprocPcredPSvgid, 22)
	layout.Put(r, kinfoProcEprocTdev, 0x10000002)
	layout.Put(r, kinfoProcProcPNice, -20)
	layout.Put(r, kinfoProcProcPXstat, 0x100)
	putText(r, kinfoProcProcPComm, "sixteen letters!")
	equal(t, "process", decodeProcessInfo(r), processInfo{
		pid: 501, ppid: 1, start: 1700000000123456, name: "sixteen letters!", state: stateRunning, uids: platform.IDs{Real: 501, Effective: 4294967294, Saved: 503},
		gids: platform.IDs{Real: 20, Effective: 21, Saved: 22}, terminal: 0x10000002, nice: -20, exitStatus: 0x100,
	})
}

func TestStartThatIsNoTimeIsZero(t *testing.T) {
	for _, seconds := range []int64{-1, 1 << 62, 1<<63 - 1} {
		info := decodeProcessInfo(kinfo(1, stateRunning, seconds))
		equal(t, "start", info.start, 0)
	}
}

func TestDecodeProcessList(t *testing.T) {
	pids := func(b []byte) (pids []int64) {
		for _, info := range decodeProcessList(b) {
			pids = append(pids, info.pid)
		}
		return pids
	}
	newest, oldest, kernel := kinfo(90, stateRunning, 30), kinfo(3, stateZombie, 20), kinfo(0, stateRunning, 10)
	equal(t, "in the kernel's order", pids(concat(newest, oldest, kernel)), []int64{0, 3, 90})
	equal(t, "an incomplete one", pids(concat(newest, oldest)[:2*sizeofKinfoProc-1]), []int64{90})
	equal(t, "none", pids(nil), nil)
	equal(t, "less than one", pids(newest[:sizeofKinfoProc-1]), nil)
	equal(t, "a negative PID", pids(concat(kinfo(-1, stateRunning, 1), newest)), []int64{90})
	reused := decodeProcessList(concat(kinfo(7, stateRunning, 5), kinfo(7, stateRunning, 50), kinfo(7, stateZombie, 20)))
	equal(t, "processes with one PID", len(reused), 1)
	equal(t, "the start of the one that is left", reused[0].start, 50123456)
}

func TestFindProcess(t *testing.T) {
	list := decodeProcessList(concat(kinfo(90, stateRunning, 3), kinfo(3, stateRunning, 2)))
	for pid, want := range map[int64]bool{3: true, 90: true, 0: false, 4: false, 91: false} {
		i, found := findProcess(list, pid)
		if found != want || found && list[i].pid != pid {
			t.Errorf("PID %d: index %d, %t", pid, i, found)
		}
	}
}

func TestProcessStatus(t *testing.T) {
	for state, want := range map[int8]platform.Status{
		stateIdle: platform.StatusIdle, stateRunning: platform.StatusRunning, stateSleeping: platform.StatusSleeping,
		stateStopped: platform.StatusStopped, stateZombie: platform.StatusZombie, 0: na, 6: na, -1: na,
	} {
		info := decodeProcessInfo(kinfo(1, state, 1))
		equal(t, "status", info.status(), want)
	}
	r := kinfo(1, stateStopped, 1)
	layout.Put(r, kinfoProcProcPFlag, flagTraced)
	info := decodeProcessInfo(r)
	equal(t, "stopped by a debugger", info.status(), platform.StatusTracingStop)
}

func FuzzProcessList(f *testing.F) {
	f.Add(concat(kinfo(1, stateRunning, 1), kinfo(0, stateZombie, 2)))
	f.Fuzz(func(t *testing.T, b []byte) {
		list := decodeProcessList(b)
		if len(list) > len(b)/sizeofKinfoProc {
			t.Errorf("%d processes", len(list))
		}
		for i := range list {
			list[i].status()
			if list[i].start < 0 {
				t.Errorf("start %d", list[i].start)
			}
			if j, found := findProcess(list, list[i].pid); !found || j != i {
				t.Errorf("PID %d is not found", list[i].pid)
			}
		}
	})
}
