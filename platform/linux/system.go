//go:build linux

package linux

import (
	"sync/atomic"

	"github.com/libpsutil/libpsutil/platform"
)

// Options are the directories and files to read. The zero value is the running system.
type Options struct {
	Proc   string // root of procfs; "" is /proc
	Sys    string // root of sysfs; "" is /sys
	Dev    string // device files; "" is /dev
	Run    string // state of running services; "" is /run and /var/run
	Root   string // prepended to absolute paths that files contain (mount points); "" is the root directory
	Passwd string // user names, if UserName is nil; "" is /etc/passwd

	// TableFile is the pinned iterator of table readers; "" is /run/libpsutil/table.
	TableFile string

	// UserName returns the name of a user, "" if there is none. Unlike the file it also covers LDAP and the like.
	UserName func(uid int64) (string, error)
}

type system struct {
	platform.Unsupported
	proc, sys, dev, passwd string
	run                    []string
	root                   string
	tableFile              string
	userName               func(uid int64) (string, error)

	treatAsForeign   bool        // makes isOwnProcfs false; set by tests
	samePIDNamespace atomic.Bool // see inOwnPIDNamespace
	noPidfdInfo      atomic.Bool // see pidfdIDs

	noSessions atomic.Pointer[dirVersion] // the directory of sessions that was empty; nil at first
}

var _ platform.System = (*system)(nil)

// New returns the Linux system that the options describe. It reads nothing.
func New(o Options) platform.System {
	s := &system{
		proc:      orElse(o.Proc, defaultProc),
		sys:       orElse(o.Sys, "/sys"),
		dev:       orElse(o.Dev, "/dev"),
		passwd:    orElse(o.Passwd, "/etc/passwd"),
		run:       []string{"/run", "/var/run"}, // the second before 2011
		root:      o.Root,
		tableFile: orElse(o.TableFile, defaultTableFile),
		userName:  o.UserName,
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
