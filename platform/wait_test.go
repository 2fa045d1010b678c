package platform

import "testing"

func TestExitStatusOf(t *testing.T) {
	for status, code := range map[uint32]int32{0: 0, 0x0700: 7, 0x8000: 128, 0xff00: 255, 9: -9, 0x8b: -11, 15: -15} {
		for _, isChild := range []bool{false, true} {
			if got, want := ExitStatusOf(status, isChild), (ExitStatus{Known: true, Code: code, IsChild: isChild}); got != want {
				t.Errorf("status %#x: %+v, want %+v", status, got, want)
			}
		}
	}
}
