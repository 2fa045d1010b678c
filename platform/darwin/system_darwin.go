//go:build cgo

package darwin

import "github.com/libpsutil/libpsutil/platform"

type system struct {
	platform.Unsupported
	userName func(uid int64) (string, error)
}

var _ platform.System = (*system)(nil)

// New returns the System of macOS. userName returns the name of a user, "" if there is none.
func New(userName func(uid int64) (string, error)) platform.System {
	return &system{userName: userName}
}

func (s *system) UserName(uid int64) (string, error) { return s.userName(uid) }
