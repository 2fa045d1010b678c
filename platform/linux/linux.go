//go:build linux

package linux

import (
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// Options say where to read. The zero value is the running system.
type Options struct {
	Proc   string // root of procfs; "" is /proc
	Sys    string // root of sysfs; "" is /sys
	Dev    string // where devices are; "" is /dev
	Run    string // where running services keep their state; "" is /run and /var/run
	Root   string // what absolute paths in files (mount points) are below; "" is the root directory
	Passwd string // where user names are, if UserName is nil; "" is /etc/passwd

	// UserName gives the name of a user, "" if there is none. It knows more than the file does (LDAP and the like).
	UserName func(uid int64) (string, error)
}

type system struct {
	platform.Unsupported
	proc, sys, dev, passwd string
	run                    []string
	root                   string
	userName               func(uid int64) (string, error)

	treatAsForeign   bool        // not native, whatever it looks like: for tests of what is left then
	samePIDNamespace atomic.Bool // see native
	noPidfdInfo      atomic.Bool // see ids
}

// New gives the Linux system that the options describe. It asks nothing yet.
func New(o Options) platform.System {
	s := &system{
		proc:     orElse(o.Proc, "/proc"),
		sys:      orElse(o.Sys, "/sys"),
		dev:      orElse(o.Dev, "/dev"),
		passwd:   orElse(o.Passwd, "/etc/passwd"),
		run:      []string{"/run", "/var/run"}, // the second on systems of before 2011
		root:     o.Root,
		userName: o.UserName,
	}
	if o.Run != "" {
		s.run = []string{o.Run}
	}
	if s.userName == nil {
		s.userName = s.passwdName
	}
	return s
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
