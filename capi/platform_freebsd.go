package main

import (
	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/freebsd"
)

// newSystem returns FreeBSD. Its procfs is not used.
func newSystem(string) platform.System {
	return freebsd.New(lookupUserName)
}
