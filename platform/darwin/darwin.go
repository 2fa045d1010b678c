// Package darwin implements package platform for macOS. Every function is unsupported so far.
package darwin

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New returns the System of macOS.
func New() platform.System { return system{} }
