package main

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/darwin"
)

// newSystem returns macOS, which has no procfs.
func newSystem(string) platform.System {
	return darwin.New(lookupUserName)
}
