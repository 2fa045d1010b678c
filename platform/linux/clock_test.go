//go:build linux

package linux

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestClockIsTheKernels(t *testing.T) {
	for _, id := range []int32{unix.CLOCK_MONOTONIC, unix.CLOCK_BOOTTIME} {
		var before, after unix.Timespec
		if err := unix.ClockGettime(id, &before); err != nil {
			t.Fatal(err)
		}
		now := clock(id)
		if err := unix.ClockGettime(id, &after); err != nil {
			t.Fatal(err)
		}
		if now < before.Nano() || now > after.Nano() {
			t.Errorf("clock %d: %d, expected %d to %d", id, now, before.Nano(), after.Nano())
		}
	}
}
