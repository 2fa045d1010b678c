package freebsd

import (
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
)

type system struct {
	platform.Unsupported
	kernel   kernel
	userName func(uid int64) (string, error)
}

var _ platform.System = (*system)(nil)

func (s *system) UserName(uid int64) (string, error) { return s.userName(uid) }

// Self returns the PID of the calling process.
func (*system) Self() (int64, error) { return int64(syscall.Getpid()), nil }

// MaxNameLen returns COMMLEN.
func (*system) MaxNameLen() int { return commLen }

var pageSize = int64(syscall.Getpagesize())
