package freebsd

import "github.com/libpsutil/libpsutil/platform"

// New returns the System of FreeBSD. userName returns the name of a user, "" if there is none; nil looks it up in
// /etc/passwd.
func New(userName func(uid int64) (string, error)) platform.System {
	if userName == nil {
		userName = passwdName
	}
	return &system{kernel: sysctl, userName: userName}
}
