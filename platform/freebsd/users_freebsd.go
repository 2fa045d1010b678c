package freebsd

import "github.com/libpsutil/libpsutil/platform"

// Users reads /var/run/utx.active. Without the file there are no users.
func (*system) Users() ([]platform.User, error) {
	b, err := readFile("/var/run/utx.active")
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeUsers(b), nil
}
