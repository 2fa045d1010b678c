package windows

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New returns the System of Windows.
func New() platform.System { return system{} }
