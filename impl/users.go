package impl

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// Users returns the logged-in users, the oldest login first.
func (l *Library) Users() ([]platform.User, error) {
	users, err := l.sys.Users()
	slices.SortStableFunc(users, func(a, b platform.User) int { return cmp.Compare(a.Started, b.Started) })
	return users, err
}

// userName returns the name of a user, or the number as text if the user has no name.
func (l *Library) userName(uid int64) (string, error) {
	name, err := l.sys.UserName(uid)
	if err == nil && name == "" {
		name = strconv.FormatInt(uid, 10)
	}
	return name, err
}
