package freebsd

import (
	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readFile returns the contents of a file.
func readFile(path string) ([]byte, error) {
	fd := noFD
	err := retry(func() (err error) {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, sysError(path, err)
	}
	defer unix.Close(fd)
	var b []byte
	for {
		if len(b) == cap(b) {
			platform.CheckMemory(2 * cap(b))
			b = append(b, make([]byte, max(len(b), 4<<10))...)[:len(b)]
		}
		n := 0
		err := retry(func() (err error) {
			n, err = unix.Read(fd, b[len(b):cap(b)])
			return err
		})
		if err != nil {
			return nil, sysError(path, err)
		}
		if n == 0 {
			return b, nil
		}
		b = b[:len(b)+n]
	}
}
