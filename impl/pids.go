package impl

// PIDs returns the PIDs of all processes, zombies included, ascending.
func (l *Library) PIDs() ([]int64, error) { return l.sys.PIDs() }

// PIDExists reports whether a process has this PID. It is false for the ID of a thread and for an impossible PID.
func (l *Library) PIDExists(pid int64) (bool, error) { return l.sys.PIDExists(pid) }
