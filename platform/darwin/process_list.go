package darwin

import (
	"cmp"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// noDevice is e_tdev of a process without a controlling terminal.
const noDevice = -1

// processInfo is what struct kinfo_proc has of a process. Every user may read it of every process, zombies included.
type processInfo struct {
	pid, ppid  int64
	start      int64 // microseconds since the epoch, as the clock was when the process started
	name       string
	state      int8
	flags      int32
	uids, gids platform.IDs
	terminal   int32 // its device, or noDevice
	nice       int32
	exitStatus uint16 // of a zombie, as wait(2) has it
}

// decodeProcessInfo decodes one struct kinfo_proc, which must be complete.
func decodeProcessInfo(r layout.Record) processInfo {
	start := layout.Record(layout.Bytes(r, kinfoProcProcPUn)) // a union; the kernel fills in p_starttime
	return processInfo{
		pid:   int64(layout.Get(r, kinfoProcProcPPid)),
		ppid:  int64(layout.Get(r, kinfoProcEprocPpid)),
		start: layout.Microseconds(layout.Get(start, timevalSec), int64(layout.Get(start, timevalUsec))),
		name:  layout.Text(r, kinfoProcProcPComm),
		state: layout.Get(r, kinfoProcProcPStat),
		flags: layout.Get(r, kinfoProcProcPFlag),
		uids: platform.IDs{
			Real:      int64(layout.Get(r, kinfoProcEprocPcredPRuid)),
			Effective: int64(layout.Get(r, kinfoProcEprocUcredUid)),
			Saved:     int64(layout.Get(r, kinfoProcEprocPcredPSvuid)),
		},
		gids: platform.IDs{
			Real:      int64(layout.Get(r, kinfoProcEprocPcredPRgid)),
			Effective: int64(layout.Get(layout.Record(layout.Bytes(r, kinfoProcEprocUcredGroups)), layout.Field[uint32](0))),
			Saved:     int64(layout.Get(r, kinfoProcEprocPcredPSvgid)),
		},
		terminal:   layout.Get(r, kinfoProcEprocTdev),
		nice:       int32(layout.Get(r, kinfoProcProcPNice)),
		exitStatus: layout.Get(r, kinfoProcProcPXstat),
	}
}

// decodeProcessList decodes an array of struct kinfo_proc, ordered by PID. A PID that occurs twice, because its process
// has exited while the kernel wrote the list, is that of the process that started later. An incomplete last element is
// ignored.
func decodeProcessList(b []byte) []processInfo {
	list := make([]processInfo, 0, len(b)/sizeofKinfoProc)
	for ; len(b) >= sizeofKinfoProc; b = b[sizeofKinfoProc:] {
		if info := decodeProcessInfo(b[:sizeofKinfoProc]); info.pid >= 0 {
			list = append(list, info)
		}
	}
	slices.SortFunc(list, func(a, b processInfo) int {
		return cmp.Or(cmp.Compare(a.pid, b.pid), cmp.Compare(b.start, a.start))
	})
	return slices.CompactFunc(list, func(a, b processInfo) bool { return a.pid == b.pid })
}

// findProcess returns the index of a PID in a list.
func findProcess(list []processInfo, pid int64) (int, bool) {
	return slices.BinarySearchFunc(list, pid, func(info processInfo, pid int64) int { return cmp.Compare(info.pid, pid) })
}

// status returns the state of the process. The kernel has SRUN for nearly all of them, whether their threads run or
// sleep.
func (i *processInfo) status() platform.Status {
	switch i.state {
	case stateIdle:
		return platform.StatusIdle
	case stateRunning:
		return platform.StatusRunning
	case stateSleeping:
		return platform.StatusSleeping
	case stateStopped:
		if i.flags&flagTraced != 0 {
			return platform.StatusTracingStop
		}
		return platform.StatusStopped
	case stateZombie:
		return platform.StatusZombie
	}
	return platform.NA
}
