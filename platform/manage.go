package platform

// Seen is what one look at a process says of its place among the others.
type Seen struct {
	PID, PPID int64
	Start     int64 // as in Identity
}
