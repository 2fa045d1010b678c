package impl

import "testing"

func TestCheckFlags(t *testing.T) {
	for _, test := range []struct {
		flags int32
		want  string
	}{
		{0, ""},
		{3, ""},
		{4, "flags: 0x4: expected bits of PSUTIL_WAIT_*"},
		{-1, "flags: 0xffffffff: expected bits of PSUTIL_WAIT_*"},
	} {
		got := ""
		if err := CheckFlags(test.flags, 3, "PSUTIL_WAIT_"); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("flags %d: %q, want %q", test.flags, got, test.want)
		}
	}
}
