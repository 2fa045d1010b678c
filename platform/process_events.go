package platform

// ProcessEvents receives process events.
type ProcessEvents interface {
	// Next returns the next event; ok is false if there is none yet. It never waits.
	Next() (event ProcessEvent, ok bool, err error)
	// Descriptor returns what is readable when an event may be there, and the inode that identifies it.
	Descriptor() (fd int, inode uint64, err error)
	Close()
}

// ProcessEvent is one event of a process.
type ProcessEvent struct {
	Kind      EventKind
	PID, PPID int64 // NA where absent
	Exit      ExitStatus
	Time      float64 // seconds since the epoch
}
