// Package freebsd implements package platform for FreeBSD. Every function is unsupported so far.
package freebsd

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New returns the System of FreeBSD.
func New() platform.System { return system{} }
