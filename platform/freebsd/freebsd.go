// Package freebsd will tell the contract of package platform what FreeBSD says. It has nothing of its own yet.
package freebsd

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
}

var _ platform.System = system{}

// New gives the FreeBSD system.
func New() platform.System { return system{} }
