package platform

// CPUStats are events since boot on all CPUs together. NA is not reported.
type CPUStats struct {
	CtxSwitches, Interrupts, SoftInterrupts, Syscalls int64
}

// CPUFreq is how fast a CPU runs, and may run, in MHz. NaN is not reported.
type CPUFreq struct {
	Current, Min, Max float64
}
