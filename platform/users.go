package platform

// User is a login session.
type User struct {
	Name, Terminal, Host string  // "": none, or not reported
	Started              float64 // seconds since the epoch
	PID                  int64   // of the process that logged the user in, or NA
}
