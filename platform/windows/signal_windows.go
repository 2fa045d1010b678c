package windows

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

// Signals. CTRL_C_EVENT and CTRL_BREAK_EVENT have the numbers of Win32; the others are those of C.
const (
	ctrlCEvent     = windows.CTRL_C_EVENT
	ctrlBreakEvent = windows.CTRL_BREAK_EVENT
	sigkill        = 9
	sigterm        = 15
)

// Signal ends the process on SIGTERM and SIGKILL; its exit code is 15, as by psutil. A console event goes to all
// processes of the console's process group that has the PID as its number.
func (p *process) Signal(id platform.Identity, signal int) error {
	access := uint32(0)
	switch signal {
	case ctrlCEvent, ctrlBreakEvent:
	case sigterm, sigkill:
		access = windows.PROCESS_TERMINATE
	default:
		return platform.NewInvalidArgument("signal", strconv.Itoa(signal)+": expected SIGTERM, SIGKILL, CTRL_C_EVENT or CTRL_BREAK_EVENT")
	}
	h, err := openVerified(id, access)
	if err != nil {
		return err
	}
	defer h.close() // until then the PID, which is the group's number, is not reused
	if access == 0 {
		return h.changed("GenerateConsoleCtrlEvent", windows.GenerateConsoleCtrlEvent(uint32(signal), uint32(id.PID)))
	}
	return h.changed("TerminateProcess", windows.TerminateProcess(h.handle, sigterm))
}

// Suspend suspends all threads; each suspension needs a resumption.
func (p *process) Suspend(id platform.Identity) error {
	return p.forAllThreads(id, procNtSuspendProcess)
}

// Resume resumes all threads.
func (p *process) Resume(id platform.Identity) error {
	return p.forAllThreads(id, procNtResumeProcess)
}

func (p *process) forAllThreads(id platform.Identity, change *windows.LazyProc) error {
	h, err := openVerified(id, windows.PROCESS_SUSPEND_RESUME)
	if err != nil {
		return err
	}
	defer h.close()
	return h.changed(change.Name, call(change, uintptr(h.handle)))
}
