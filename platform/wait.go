package platform

// ExitWatch watches for the exit of one process. None of its methods blocks: the caller waits for WaitHandle, then
// polls.
type ExitWatch interface {
	// WaitHandle returns what becomes ready when Poll is worth calling: a descriptor that poll reports readable, or a
	// HANDLE. It returns -1 where the system has no such object; the caller then polls at intervals.
	WaitHandle() int

	// Poll reports whether the process has exited and, where the system reports it, with which status. A child of the
	// calling process is reaped if reap is set, and otherwise left for a later wait. Another process's child has a
	// status only after its parent has reaped it.
	Poll(reap bool) (exited bool, status ExitStatus, err error)

	// StillOpen reports whether the watch may be kept from one call of the host to the next, and is still what it was:
	// the host may have closed its descriptor and reused the number.
	StillOpen() bool

	Close()
}

// ExitedWatch is the watch of a process that exited before the watch began.
type ExitedWatch struct{}

func (ExitedWatch) WaitHandle() int                     { return -1 }
func (ExitedWatch) Poll(bool) (bool, ExitStatus, error) { return true, ExitStatus{}, nil }
func (ExitedWatch) StillOpen() bool                     { return false }
func (ExitedWatch) Close()                              {}

// ExitStatus is how a process ended.
type ExitStatus struct {
	Known   bool  // whether Code is valid
	Code    int32 // the exit code, or minus the signal that killed the process
	IsChild bool  // whether Code comes from a wait for a child of the calling process
}

// ExitStatusOf decodes the status of wait(2): the signal that killed the process in the low bits, above them the exit
// code.
func ExitStatusOf(status uint32, isChild bool) ExitStatus {
	exit := ExitStatus{Known: true, Code: int32(status >> 8 & 0xff), IsChild: isChild}
	if signal := status & 0x7f; signal != 0 {
		exit.Code = -int32(signal)
	}
	return exit
}
