// Package impl gives psutil's functions their meaning: process identity, caches, CPU percentages, process trees,
// waiting and the process table. It is independent of the operating system, which it reads through package platform.
//
// Nothing here blocks. A call that has to wait returns a Waiting, which says what to wait for. The waiting itself
// happens in C, where the host's signals are delivered.
package impl

import "github.com/libpsutil/libpsutil/platform"

// Library is psutil on one system. All methods, here and on Process, may be called from any goroutine at any time.
// Errors are *platform.Error.
type Library struct {
	sys platform.System

	// Tag is the caller's: impl neither sets nor reads it.
	Tag any

	// The last readings of each thread with interval 0: cpu_percent's, and cpu_times_percent's.
	total, modes        baselines[platform.CPUTimes]
	perCPU, modesPerCPU baselines[[]platform.CPUTimes]

	load      loadSamples
	disks     counterHistory
	nics      netHistories
	processes processCache
}

// New returns psutil on this system. It reads nothing yet.
func New(sys platform.System) *Library {
	return &Library{sys: sys}
}
