//go:build linux

package linux

import (
	"fmt"
	"math"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseFDInfo(t *testing.T) {
	for text, want := range map[string][2]int64{
		"pos:\t17\nflags:\t0102002\nmnt_id:\t24\nlock:\t1: POSIX\n": {17, 0o102002},
		"": {na, na}, "pos:\t1\n": {1, na}, "flags:\t02\n": {na, 2}, "pos:\tx\nflags:\t02\n": {na, 2}, "pos:\t1\nflags:\t9\n": {1, na},
		"pos:\t-1\nflags:\t0\n": {na, 0}, "pos:\t1\nflags:\t7777777777777777777777777\n": {1, na}, "\x00": {na, na},
	} {
		position, flags := parseFDInfo([]byte(text))
		equal(t, text, [2]int64{position, flags}, want)
	}
}

func TestFopenMode(t *testing.T) {
	for flags, want := range map[int64]string{
		unix.O_RDONLY: "r", unix.O_WRONLY: "w", unix.O_RDWR: "r+", unix.O_WRONLY | unix.O_APPEND: "a",
		unix.O_RDWR | unix.O_APPEND: "a+", unix.O_RDONLY | unix.O_APPEND: "r", unix.O_WRONLY | unix.O_CLOEXEC: "w",
		unix.O_WRONLY | unix.O_CREAT | unix.O_TRUNC | unix.O_EXCL: "w", math.MaxInt64: "a+",
	} {
		equal(t, fmt.Sprintf("%#o", flags), fopenMode(flags), want)
	}
}

func FuzzParseFDInfo(f *testing.F) {
	f.Add([]byte("pos:\t17\nflags:\t0102002\nmnt_id:\t24\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if position, flags := parseFDInfo(b); position < na || flags < na {
			t.Errorf("negative: %d, %d", position, flags)
		}
	})
}
