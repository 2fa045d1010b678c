package main

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/windows"
)

// newSystem returns Windows, which has no procfs.
func newSystem(string) platform.System {
	return windows.New()
}
