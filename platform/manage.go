package platform

// ProcEntry is what one look at a process says of its place among the others.
type ProcEntry struct {
	PID, PPID int64
	Start     int64 // as in Identity
}

// Identity gives what tells the process from others, as far as that one look says it.
func (s ProcEntry) Identity() Identity { return Identity{PID: s.PID, Start: s.Start} }
