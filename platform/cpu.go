package platform

// CPUTimes are seconds that CPUs have spent in each mode since boot, NaN where not reported.
type CPUTimes struct {
	Number                                                                       int64 // of the CPU; NA for all CPUs together
	User, System, Idle, Nice, IOWait, IRQ, SoftIRQ, Steal, Guest, GuestNice, DPC float64
}

// CPUStats counts events since boot, summed over all CPUs. NA where not reported.
type CPUStats struct {
	CtxSwitches, Interrupts, SoftInterrupts, Syscalls int64
}

// CPUFreq is the present and the permitted speed of a CPU in MHz. NaN where not reported.
type CPUFreq struct {
	Current, Min, Max float64
}

// LoadAverage is the average number of processes that run or wait to run.
type LoadAverage struct {
	Load1, Load5, Load15 float64
}
