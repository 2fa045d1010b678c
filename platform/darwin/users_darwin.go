//go:build cgo

package darwin

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// utmpxPath is the file that getutxent(3) reads. It is read here instead, since getutxent has one position for the
// whole process.
const utmpxPath = "/var/run/utmpx"

// maxUtmpx bounds what is read of the file, which has a record for each terminal.
const maxUtmpx = 16 << 20

// Users returns the sessions in /var/run/utmpx, none without the file.
func (s *system) Users() ([]platform.User, error) {
	fd, err := unix.Open(utmpxPath, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err == unix.ENOENT {
		return nil, nil
	}
	if err != nil {
		return nil, sysError(utmpxPath, err)
	}
	defer unix.Close(fd)
	var content []byte
	buffer := make([]byte, 100*sizeofUtmpx32)
	for len(content) < maxUtmpx {
		n, err := unix.Read(fd, buffer)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, sysError(utmpxPath, err)
		}
		if n <= 0 {
			break
		}
		platform.CheckMemory(len(content) + n)
		content = append(content, buffer[:n]...)
	}
	return decodeUsers(content), nil
}
