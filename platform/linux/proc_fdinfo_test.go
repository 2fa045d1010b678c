//go:build linux

package linux

import (
	"fmt"
	"math"
	"testing"

	"golang.org/x/sys/unix"
)

func TestParseFDInfo(t *testing.T) {
	position, flags, err := parseFDInfo([]byte("pos:\t17\nflags:\t0102002\nmnt_id:\t24\nlock:\t1: POSIX\n"))
	noError(t, "good", err)
	equal(t, "good", []int64{position, flags}, []int64{17, 0o102002})
	for _, text := range []string{"", "pos:\t1\n", "flags:\t02\n", "pos:\tx\nflags:\t02\n", "pos:\t1\nflags:\t9\n", "pos:\t-1\nflags:\t0\n",
		"pos:\t1\nflags:\t7777777777777777777777777\n"} {
		if position, flags, err := parseFDInfo([]byte(text)); err == nil {
			t.Errorf("%q gives %d and %d, want an error", text, position, flags)
		}
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
		if position, flags, err := parseFDInfo(b); err == nil && (position < 0 || flags < 0) {
			t.Errorf("negative: %d, %d", position, flags)
		}
	})
}
