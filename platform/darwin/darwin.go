// Package darwin will tell the contract of package platform what macOS says. It has nothing of its own yet.
package darwin

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New gives the macOS system.
func New() platform.System { return system{} }
