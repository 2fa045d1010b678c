package impl

// BootTime returns when the system started, in seconds since the epoch.
func (l *Library) BootTime() (float64, error) { return l.sys.BootTime() }
