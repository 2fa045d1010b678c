package freebsd

// passwdName returns a user's name from /etc/passwd, "" without the file.
func passwdName(uid int64) (string, error) {
	b, err := readFile("/etc/passwd")
	if isMissing(err) {
		return "", nil
	}
	return parsePasswd(b, uid), err
}
